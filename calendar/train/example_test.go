package train_test

import (
	"fmt"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/train"
)

func Example() {
	t, err := train.Parse(`
		train: 2026.{n}
		runs: every 6 weeks from 2026-01-14
		milestone freeze: GA - 2 weeks to GA - 1 day
		milestone notes: R-1 thursday
		move: 2026.3 to 2026-04-09
	`)
	if err != nil {
		fmt.Println(err) // every fault, each with its line
		return
	}
	runs, err := t.Between(calendar.Date{Year: 2026, Month: 2, Day: 1}, calendar.Date{Year: 2026, Month: 5, Day: 31})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range runs {
		freeze, _ := r.Stop("freeze")
		notes, _ := r.Stop("notes")
		fmt.Println(r.Name, r.GA, "freeze", freeze.From, "to", freeze.To, "notes", notes.From)
	}
	// The freezes close the calendar; the days of release open it.
	spec := calendar.Spec{Windows: train.Windows(runs)[2:]}
	for _, r := range runs {
		freeze, _ := r.Blackout("freeze")
		spec.Blackouts = append(spec.Blackouts, freeze)
	}
	fmt.Println(spec.Windows[0].Name, spec.Windows[0].Dates)
	fmt.Println(spec.Blackouts[0].Name)

	// Output:
	// 2026.2 2026-02-25 freeze 2026-02-11 to 2026-02-24 notes 2026-02-19
	// 2026.3 2026-04-09 freeze 2026-03-26 to 2026-04-08 notes 2026-04-02
	// 2026.4 2026-05-20 freeze 2026-05-06 to 2026-05-19 notes 2026-05-14
	// GA [2026-02-25 2026-04-09 2026-05-20]
	// 2026.2 freeze
}
