package replan_test

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule/replan"
)

func TestDbg(t *testing.T) {
	_, baseline := sample(t)
	rd := func(n string) planfile.File {
		d, err := os.ReadFile(n)
		require.NoError(t, err)
		return planfile.File{Name: n, Data: d}
	}
	e, _, err := planfile.Options{Open: os.ReadFile}.ReadEvent(rd("../../examples/replan/incident.yaml"), rd("../../examples/plan/sample.yaml"))
	require.NoError(t, err)
	cs, err := replan.Insert(context.Background(), baseline, replan.Event(*e), options(20000))
	require.NoError(t, err)
	for _, c := range cs {
		t.Log(c.Way, c.Distance(), c.Difference.Summary(), c.Done)
	}
}
