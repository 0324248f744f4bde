package winzone_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/internal/winzone"
)

func TestEveryNameIsAZone(t *testing.T) {
	iana, ok := winzone.IANA(" w. europe standard TIME")
	require.True(t, ok)
	require.Equal(t, "Europe/Berlin", iana)
	_, ok = winzone.IANA("Europe/Berlin")
	require.False(t, ok)
	require.Greater(t, len(winzone.Names()), 140)
	for _, name := range winzone.Names() {
		iana, ok := winzone.IANA(name)
		require.True(t, ok)
		_, err := calendar.LoadZone(iana)
		require.NoError(t, err, name)
	}
}
