// Command replan says what to do about an event: the plan after it, or an emergency's ways out.
//
//	go run ./examples/plan -work 2000 -out /tmp/autumn examples/plan/sample.yaml
//	go run ./examples/replan -baseline /tmp/autumn/plan.json -event examples/replan/incident.yaml examples/plan/sample.yaml
//
// It exits with 0 if there is a plan that keeps every hard rule, with 1 if there
// is none, and with 2 if the input or the command line is wrong.
package main

import (
	"context"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
