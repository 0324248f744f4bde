package schedule

import (
	"slices"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// modes gives the ways to do a phase: in its own environment, then in each alternative that can have the
// configuration it needs. A fact or a pin that names an environment leaves only that one, even where it is
// no alternative.
func (b *builder) modes(pkg *release.Package, phase *release.Phase, a *Activity, pin *release.Pin, actual *release.Actual) []Mode {
	wanted := ""
	switch {
	case actual != nil:
		wanted = actual.Environment
		if wanted == "" {
			wanted = phase.Environment
		}
	case pin != nil:
		wanted = pin.Environment
	}
	var out []Mode
	offer := func(environment string, penalty calendar.Length) {
		if wanted == "" || wanted == environment {
			m := b.mode(pkg, phase, a, environment)
			m.Penalty = penalty.Elapsed()
			out = append(out, m)
		}
	}
	offer(phase.Environment, calendar.Length{})
	if home := b.places[phase.Environment]; home != nil {
		for _, alt := range home.Alternatives {
			if b.hosts(alt.Environment, phase.Configuration) {
				offer(alt.Environment, alt.Penalty)
			}
		}
	}
	if len(out) == 0 {
		m := b.mode(pkg, phase, a, wanted)
		if !b.hosts(wanted, phase.Configuration) {
			m.Configuration = ""
			b.note(NoteConfigurationUnknown, a.Name, a.Name+" is in "+wanted+", which has no configuration "+phase.Configuration)
		}
		out = append(out, m)
	}
	if len(out) > 1 {
		for i := range out {
			out[i].Name = out[i].Environment
		}
	}
	return out
}

// hosts says whether an environment can have a configuration; "" is any.
func (b *builder) hosts(environment, configuration string) bool {
	e := b.places[environment]
	return configuration == "" || e != nil && slices.Contains(e.Configurations, configuration)
}

// mode is a phase done in one environment ("": in none).
func (b *builder) mode(pkg *release.Package, phase *release.Phase, a *Activity, environment string) Mode {
	m := Mode{Environment: environment, Duration: b.duration(phase, a.Time, phase.Duration.Likely, environment)}
	if environment != "" {
		m.Configuration = phase.Configuration
	}
	switch a.Time {
	case Working:
		m.Calendar = b.calendars.working(phase.Team, environment, who(pkg, environment, a.Site))
	case Contiguous:
		m.Rollback = phase.Rollback.Elapsed()
		m.Calendar = b.calendars.deployment(a.Window, who(pkg, environment, a.Site))
	}
	if phase.Team != "" {
		m.Demands = []Demand{{Resource: phase.Team, Amount: max(1, phase.People)}}
		b.used[phase.Team] = true
	}
	return m
}
