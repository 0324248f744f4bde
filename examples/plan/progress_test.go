package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
)

func TestProgressSaysHowFarTheSearchIs(t *testing.T) {
	now := time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)
	var out bytes.Buffer
	p := &progress{w: &out, until: now.Add(3200 * time.Millisecond)}
	require.Equal(t, "no plan yet · 3.2s left", p.line(now))

	p.plans = 2
	p.best.Phase = schedule.Improving
	p.best.Objective = []schedule.Value{{Name: "left out"}, {Name: "tardiness", Value: 400, Bound: 300}}
	require.Equal(t, "plan 2, improving · tardiness 400, at least 300 (gap 25 %) · 0.0s left", p.line(now.Add(time.Minute)))

	p.until, p.limit, p.best.Objective[1].Value = time.Time{}, 5000, 300
	require.Equal(t, "plan 2 · proved optimal · work limit 5000", p.line(now))

	p.show("a long line")
	p.show("short")
	p.show("")
	require.Equal(t, "\ra long line\r\rshort      \r\r     \r", out.String(), "each line takes the one before away")
}

func TestProgressIsSilentInAPipe(t *testing.T) {
	var out bytes.Buffer
	opt := schedule.Options{Time: time.Second}
	watch(&out, &opt, time.Now)()
	require.Nil(t, opt.Progress)
	require.Empty(t, out.String())
}
