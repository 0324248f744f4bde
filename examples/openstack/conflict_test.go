package main

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
)

// A deadline that a whole cycle cannot keep clashes with few rules, and each repair is one.
func TestACycleWithATightDeadline(t *testing.T) {
	w := gathered(t, cases(t, "deliverables_flamingo.json"))
	plan := solved(t, w)
	latest := 0
	for i, o := range plan.Packages {
		if o.Finish.After(plan.Packages[latest].Finish) {
			latest = i
		}
	}
	w.problem.Packages[latest].Deadline = w.problem.Start.Add(24 * time.Hour)
	began := time.Now()
	_, err := schedule.Solve(context.Background(), w.problem, schedule.Options{Work: 20_000})
	var c *schedule.Conflict
	require.True(t, errors.As(err, &c), "%v", err)
	t.Log(time.Since(began))
	for _, f := range c.Clashes[0] {
		t.Log("clash:", f.Text)
	}
	for _, r := range c.Relaxations {
		t.Log("helps:", r.Cost, r.Text)
	}
	require.True(t, c.Proved)
	require.True(t, c.Minimal)
	require.Len(t, c.Clashes, 1)
	require.Less(t, len(c.Clashes[0]), 12)
	require.NotEmpty(t, c.Relaxations)
	for _, r := range c.Relaxations {
		q := w.problem.With(r)
		plan, err := schedule.Solve(context.Background(), q, schedule.Options{Work: 20_000})
		require.NoError(t, err, r.Text)
		violations, _ := schedule.Verify(q, plan)
		require.Empty(t, violations, r.Text)
	}
}
