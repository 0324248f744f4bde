package schedule

import (
	"path"
	"slices"
	"strings"

	"github.com/berthplan/berth/calendar"
)

// stopping is the blackouts that stop one kind of doing. It tells subjects apart only as far as
// one of those blackouts does, so that packages that none of them distinguishes share their calendars.
type stopping struct {
	doing calendar.Stops
	rules []calendar.Blackout
	dated [][]calendar.Blackout // of each rule, once asked for; nil: not yet

	packages, systems, kinds, environments, sites bool // which fields of a subject any rule looks at

	seen map[calendar.Subject]string
}

func newStopping(all []calendar.Blackout, doing calendar.Stops) *stopping {
	s := &stopping{doing: doing, seen: make(map[calendar.Subject]string)}
	for _, r := range all {
		stops := r.Stops
		if stops == 0 {
			stops = calendar.StopDeploy
		}
		if stops&doing == 0 {
			continue
		}
		s.rules = append(s.rules, r)
		s.packages = s.packages || len(r.Exceptions) > 0
		s.systems = s.systems || len(r.Scope.Systems) > 0
		s.kinds = s.kinds || len(r.Scope.Kinds) > 0
		s.environments = s.environments || len(r.Scope.Environments) > 0
		s.sites = s.sites || len(r.Scope.Sites) > 0
	}
	s.dated = make([][]calendar.Blackout, len(s.rules))
	return s
}

// signature says how every rule sees the subject: "-" not at all, else "+" and a letter for each exception.
// Subjects with equal signatures have equal calendars. A signature without any "+" is "".
func (s *stopping) signature(who calendar.Subject) string {
	if len(s.rules) == 0 {
		return ""
	}
	if !s.packages {
		who.Package = ""
	}
	if !s.systems {
		who.System = ""
	}
	if !s.kinds {
		who.Kind = ""
	}
	if !s.environments {
		who.Environment = ""
	}
	if !s.sites {
		who.Site = ""
	}
	if sig, ok := s.seen[who]; ok {
		return sig
	}
	var text strings.Builder
	any := false
	for i := range s.rules {
		r := &s.rules[i]
		if !r.Scope.Matches(who) {
			text.WriteByte('-')
			continue
		}
		any = true
		text.WriteByte('+')
		for _, e := range r.Exceptions {
			reopened := slices.ContainsFunc(e.Packages, func(pattern string) bool {
				ok, err := path.Match(pattern, who.Package)
				return ok && err == nil
			})
			if reopened {
				text.WriteByte('e')
			} else {
				text.WriteByte('o')
			}
		}
	}
	sig := ""
	if any {
		sig = text.String()
	}
	s.seen[who] = sig
	return sig
}

// matching is the rules that see the subject. With dates, recurring ones are
// given as what they come to, by the plan's own working days.
func (s *stopping) matching(who calendar.Subject, dates func(calendar.Blackout) []calendar.Blackout) []calendar.Blackout {
	var out []calendar.Blackout
	for i := range s.rules {
		r := s.rules[i]
		if !r.Scope.Matches(who) {
			continue
		}
		if dates == nil || r.Every.IsZero() {
			out = append(out, r)
			continue
		}
		if s.dated[i] == nil {
			s.dated[i] = dates(r) // never nil
		}
		out = append(out, s.dated[i]...)
	}
	return out
}
