package release

// Profile is what is known of a package's risk: words the organisation scores.
type Profile struct {
	Change      string  // small | medium | large
	Tests       string  // full | partial | none
	Rollback    string  // tested | untested | none
	Probability float64 // of failure, 0..1; 0: derived from the words
	Loss        float64 // if it fails, in the organisation's unit
}

// Risk is a line of the risk register.
type Risk struct {
	Name        string
	Package     string // "": the whole plan
	Phase       string
	Probability float64  // 0..1
	Impact      int      // 1..5; 0: not rated
	Delay       Estimate // if it happens, in working time
	Owner       string
	Mitigation  *Mitigation
}

// Mitigation is what can be done about a risk.
type Mitigation struct {
	Text        string
	Cost        float64
	Probability float64 // of the risk once it is done
}
