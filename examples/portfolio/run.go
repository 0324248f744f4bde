package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// The exit codes.
const (
	exitAnswer = 0
	exitNoPlan = 1
	exitInput  = 2 // wrong input or usage
)

// ask reads the input of a question, answers it and prints the answer.
func ask(ctx context.Context, q question, args []string, stdin io.Reader, stdout, stderr io.Writer, clock func() time.Time) int {
	o, reply, err := parseOptions(q, args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitAnswer
	case err != nil:
		return exitInput
	}
	in, err := read(o, stdin, clock)
	var said fmt.Stringer
	if err == nil {
		said, err = reply(ctx, in)
	}
	if err == nil {
		err = show(o, stdout, said)
	}
	if err != nil {
		complain(stderr, err, o.files[0])
		if errors.As(err, new(*schedule.Conflict)) {
			return exitNoPlan
		}
		return exitInput
	}
	return exitAnswer
}

// show prints an answer in the format that was asked for.
func show(o options, stdout io.Writer, said fmt.Stringer) error {
	if o.format == "text" {
		_, err := io.WriteString(stdout, said.String())
		return err
	}
	e := json.NewEncoder(stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(said)
}

// complain prints an error, each fault of it on a line of its own: FILE:LINE:COL: CODE: text.
func complain(stderr io.Writer, err error, file string) {
	var faults release.Faults
	var fault release.Fault
	var path *fs.PathError
	var conflict *schedule.Conflict
	switch {
	case errors.As(err, &conflict):
		fmt.Fprintln(stderr, conflict)
		return
	case errors.As(err, &faults):
	case errors.As(err, &fault):
		faults = release.Faults{fault}
	case errors.As(err, &path):
		faults = release.Faults{{File: path.Path, Code: "file", Found: path.Err.Error()}}
	default:
		faults = release.Faults{{File: file, Code: "error", Found: err.Error()}}
	}
	for _, f := range faults {
		if f.File == "" {
			f.File = file
			if f.Line == 0 && f.Path != "" {
				f.Found = strings.TrimSpace(f.Found + " at " + f.Path)
			}
		}
		fmt.Fprintln(stderr, f.Error())
	}
}
