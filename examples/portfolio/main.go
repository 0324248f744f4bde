// Command portfolio answers questions about a plan that several projects share, one command for each question.
//
//	go run ./examples/portfolio waits examples/portfolio/*.yaml                                # who waits for whom?
//	go run ./examples/portfolio load -by month examples/portfolio/*.yaml                       # how full is everything?
//	go run ./examples/portfolio free -for 2d -environment uat examples/portfolio/*.yaml        # where is room for more?
//	go run ./examples/portfolio                                                                # the list of questions
//
// It reads plan files, plans them or takes the plan that -plan names, and prints the answer as text or,
// with -format json, as JSON.
//
// It exits with 0 if there is an answer, with 1 if there is no plan to ask about, and with 2 if the
// input or the command line is wrong.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
)

// question is one that the program answers. Each has a file of its own and a row in questions.
type question struct {
	name, about string
	// flags declares the flags of this question alone and returns what answers it once they are parsed.
	flags func(*flag.FlagSet) answer
}

// answer computes what is printed: with String as text, marshalled as JSON.
// Its error is a *schedule.Conflict where there is no plan, else wrong input.
type answer func(ctx context.Context, in *input) (fmt.Stringer, error)

var questions = []question{
	{"waits", "who waits for whom, for how long, and for what?", waits},
	{"load", "how full are environments, teams and windows, and how much is asked of them?", load},
	{"free", "where could one more activity run with nothing moved?", free},
	{"select", "what fits which train or window, what is left out, and what would bring it back", selectFlags},
	{"bundle", "which deployments could share a window, and what that saves", bundleFlags},
	{"cadence", "weekly or six-weekly windows: what each means for dates, waiting and load", cadenceFlags},
	{"branch", "if a gate fails: what each way out moves, and until when it can be taken", branchFlags},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // the first Ctrl-C ends the search, the second the program
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, time.Now))
}

// run is the program but for the process around it.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, clock func() time.Time) int {
	if len(args) > 0 {
		for _, q := range questions {
			if q.name == args[0] {
				return ask(ctx, q, args[1:], stdin, stdout, stderr, clock)
			}
		}
		if args[0] != "-h" && args[0] != "-help" && args[0] != "--help" {
			fmt.Fprintf(stderr, "portfolio: there is no question %q\n", args[0])
		}
	}
	fmt.Fprintln(stderr, "usage: portfolio QUESTION [flags] FILE…; QUESTION -h tells its flags")
	for _, q := range questions {
		fmt.Fprintf(stderr, "  %-8s %s\n", q.name, q.about)
	}
	return exitInput
}
