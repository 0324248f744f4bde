// Command plan reads plan files, makes a plan of them and shows it.
//
//	go run ./examples/plan                          # the sample beside this file
//	go run ./examples/plan -format json mine.yaml   # your own
//	go run ./examples/plan -check mine.csv          # dates that people made
//
// It exits with 0 if there is a plan that keeps every hard rule, with 1 if there
// is none, and with 2 if the input or the command line is wrong.
package main

import (
	"context"
	"os"
	"os/signal"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // the first Ctrl-C ends the search, the second the program
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, time.Now))
}
