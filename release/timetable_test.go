package release_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release"
)

func TestTimetable(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 9, day, 9, 0, 0, 0, time.UTC) }
	table := release.Timetable{Rows: []release.Row{
		{Package: "b", Phase: "uat", Start: at(3), End: at(5)},
		{Package: "a", Phase: "deploy", Site: "london", Start: at(4), End: at(6)},
		{Package: "a", Phase: "deploy", Site: "zurich", Start: at(3), End: at(4)},
		{Package: "a", Phase: "build", Start: at(1), End: at(2)},
		{Package: "a", Phase: "uat", Start: at(3), End: at(5)},
	}}
	table.Sort()
	var order []string
	for _, r := range table.Rows {
		order = append(order, r.Ref().String())
	}
	require.Equal(t, []string{"a.build", "a.deploy@zurich", "a.uat", "b.uat", "a.deploy@london"}, order)

	for _, tt := range []struct {
		ref    release.Ref
		want   string
		reason string
	}{
		{release.Ref{Package: "a", Phase: "build"}, "a.build", "a phase"},
		{release.Ref{Package: "a", Phase: "deploy", Site: "zurich"}, "a.deploy@zurich", "a site"},
		{release.Ref{Package: "a", Phase: "deploy"}, "a.deploy@london", "the last site"},
		{release.Ref{Package: "a"}, "a.deploy@london", "the last phase"},
	} {
		r, ok := table.Row(tt.ref)
		require.True(t, ok, tt.reason)
		require.Equal(t, tt.want, r.Ref().String(), tt.reason)
	}
	_, ok := table.Row(release.Ref{Package: "c"})
	require.False(t, ok)
}
