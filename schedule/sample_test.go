package schedule_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
)

// The sample plan of examples/plan is held against the verifier, the checker
// that walks every minute, and the test of causes.
func TestTheSamplePlanHolds(t *testing.T) {
	portfolio, err := planfile.ReadFile("../examples/plan/sample.yaml")
	require.NoError(t, err)
	p, err := schedule.FromPortfolio(portfolio, time.Time{})
	require.NoError(t, err)
	plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 20_000, Seed: 1})
	require.NoError(t, err)
	violations, _ := schedule.Verify(p, plan)
	require.Empty(t, violations)
	require.Empty(t, naiveCheck(p, plan))
	require.Greater(t, checkCauses(t, "sample", p, plan), 150)
}
