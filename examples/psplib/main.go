// Command psplib solves instances of the scheduling literature and prints one
// line of JSON for each:
//
//	go run ./examples/psplib -time 10s j301_1.sm j301_2.sm
//
// With -summary it compares them with the best known answers, a table of
// instance, set, lower_bound and upper_bound. A long run that was cut goes on with -resume:
//
//	go run ./examples/psplib -time 10s -resume out.jsonl j120/*.sm >>out.jsonl
//	go run ./examples/psplib -resume out.jsonl -summary bks.csv
//
// It exits with 0 if every file was read, and with 2 if one was not or the command line is wrong.
package main

import (
	"context"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
