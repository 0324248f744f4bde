package release

import "fmt"

// System is what packages change. Backstage names.
type System struct {
	Name      string
	Owner     string // a team
	DependsOn []string
	Changes   Changes
}

// Changes says how many changes a system admits at once.
type Changes uint8

const (
	Unlimited        Changes = iota // any number
	OneAtATime                      // deployments never overlap
	OnePerOccurrence                // one deployment per window occurrence
)

var changesWords = [...]string{"unlimited", "one-at-a-time", "one-per-occurrence"}

// String is the word of a plan file: "unlimited", "one-at-a-time", "one-per-occurrence".
func (c Changes) String() string {
	if int(c) < len(changesWords) {
		return changesWords[c]
	}
	return fmt.Sprintf("Changes(%d)", uint8(c))
}

// Team is people who work on phases; Capacity is how many phases at once.
type Team struct {
	Name     string
	Capacity int       // 0: 1
	Calendar *Calendar // nil: the plan's
}
