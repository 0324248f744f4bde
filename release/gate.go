package release

import (
	"fmt"
	"strings"
)

// Gate is a set of criteria a phase must meet: before it starts if the phase has a window, else before what follows it.
type Gate struct {
	Name     string
	Entry    bool // at: entry; forced before the phase
	Exit     bool // at: exit; forced after the phase
	Requires []Criterion
}

// Criterion is one requirement of a gate: an approval of a meeting ("approval: cab"), a sign-off
// ("signoff: business"), a comparison ("test.passRate >= 98%") or a fact that must hold ("smoke.list").
type Criterion struct {
	Kind  CriterionKind
	Name  string // the meeting, the signer or the fact
	Op    string // ==, !=, <, <=, >, >=; Comparison only
	Value string // as written: "98%"; Comparison only
}

// CriterionKind tells the kinds of Criterion apart.
type CriterionKind uint8

const (
	FactHolds  CriterionKind = iota // a fact that must be known and hold: "smoke.list"
	Comparison                      // a fact compared with a value: "test.passRate >= 98%"
	ApprovalOf                      // the approval of a meeting: "approval: cab"
	SignOffOf                       // somebody's sign-off: "signoff: business"
)

var criterionWords = [...]string{"fact", "comparison", "approval", "signoff"}

// operators are the comparisons of a Criterion, the longer spelling first.
var operators = [...]string{"==", "!=", "<=", ">=", "<", ">"}

// String is "fact", "comparison", "approval" or "signoff".
func (k CriterionKind) String() string {
	if int(k) < len(criterionWords) {
		return criterionWords[k]
	}
	return fmt.Sprintf("CriterionKind(%d)", uint8(k))
}

// String is the criterion as a plan file has it; ParseCriterion reads it back.
func (c Criterion) String() string {
	switch c.Kind {
	case Comparison:
		return c.Name + " " + c.Op + " " + c.Value
	case ApprovalOf, SignOffOf:
		return c.Kind.String() + ": " + c.Name
	}
	return c.Name
}

// ParseCriterion reads one requirement of a gate: "approval: cab", "signoff: business",
// "test.passRate >= 98%" or "smoke.list". The error is a [Fault] with the code "bad-criterion" and no path.
func ParseCriterion(s string) (Criterion, error) {
	text := strings.TrimSpace(s)
	bad := Fault{Code: "bad-criterion", Found: quote(s), Expected: `"approval: cab", "signoff: business", a comparison such as test.passRate >= 98%, or the name of a fact`}
	if at := strings.IndexAny(text, "=!<>≤≥≠"); at >= 0 {
		return parseComparison(text, at, bad)
	}
	if kind, name, found := strings.Cut(text, ":"); found {
		kind, name = strings.TrimSpace(kind), strings.TrimSpace(name)
		switch {
		case name == "":
			bad.Hint = "who: a meeting for an approval, a person or role for a sign-off?"
			return Criterion{}, bad
		case kind == "approval":
			return Criterion{Kind: ApprovalOf, Name: name}, nil
		case kind == "signoff":
			return Criterion{Kind: SignOffOf, Name: name}, nil
		}
		bad.Hint = didYouMean(kind, []string{"approval", "signoff"})
		return Criterion{}, bad
	}
	if text == "" {
		return Criterion{}, bad
	}
	if strings.ContainsAny(text, " \t\r\n") {
		bad.Hint = "the name of a fact has no spaces"
		return Criterion{}, bad
	}
	return Criterion{Kind: FactHolds, Name: text}, nil
}

// parseComparison reads "name op value"; at is where the operator begins.
func parseComparison(text string, at int, bad Fault) (Criterion, error) {
	c := Criterion{Kind: Comparison, Name: strings.TrimSpace(text[:at])}
	rest := text[at:]
	for _, op := range operators {
		if after, found := strings.CutPrefix(rest, op); found {
			c.Op, c.Value = op, strings.TrimSpace(after)
			break
		}
	}
	switch {
	case c.Op == "" || strings.ContainsAny(c.Value, "=!<>≤≥≠"):
		bad.Hint = "the comparisons are ==, !=, <, <=, > and >="
	case c.Name == "":
		bad.Hint = "the name of a fact stands before the comparison"
	case strings.ContainsAny(c.Name, " \t\r\n:"):
		bad.Hint = "the name of a fact has no spaces and no colon"
	case c.Value == "":
		bad.Hint = "a value stands after the comparison"
	default:
		return c, nil
	}
	return Criterion{}, bad
}
