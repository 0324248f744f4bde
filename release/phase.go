package release

import (
	"fmt"

	"github.com/berthplan/berth/calendar"
)

// TimeKind says how a phase takes time.
type TimeKind uint8

const (
	DefaultTime TimeKind = iota // contiguous with a window, elapsed for soak, else working
	Working                     // progresses only in working time, pauses between, keeps its environment
	Contiguous                  // runs whole, with its rollback, inside one occurrence of its window
	Elapsed                     // wall clock
)

var timeWords = [...]string{"default", "working", "contiguous", "elapsed"}

// String is the word of a plan file: "working", "contiguous", "elapsed"; "default" for none.
func (k TimeKind) String() string {
	if int(k) < len(timeWords) {
		return timeWords[k]
	}
	return fmt.Sprintf("TimeKind(%d)", uint8(k))
}

// Phase is a line of the route, or, in a package, what that package has
// differently: there, zero fields keep the route's value.
type Phase struct {
	Name          string
	Duration      Estimate
	Rollback      calendar.Length // elapsed; must fit after the phase in the same occurrence, and holds nothing
	Time          TimeKind
	Team          string          // a team; "owner": the owner of the package's system; "none": nobody (an override)
	People        int             // how much of the team's capacity it takes; 0: 1
	Environment   string          // "none": none (an override)
	Configuration string          // "none": none (an override)
	Window        string          // "none": none (an override); "" for a deploy: the plan's only window
	Gate          string          // "none": none (an override)
	Deadline      calendar.Moment // hard
	Earliest      calendar.Moment
	Links         []Link // nil: after the phase before it in the route; empty, not nil: after nothing
	Skip          bool   // in a package: it does not have this phase
}
