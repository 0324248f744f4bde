package lcg

// effort rations a propagator that costs much and concludes what no search
// would miss. It looks whenever the search probes, for what it refutes there is refuted for good. Elsewhere
// it may take its part of a small part of all work, and as much more as its
// conflicts were worth, each what a conflict costs on average.
type effort struct {
	spent int64 // work
	hits  int64 // conflicts that no other propagator saw
	large bool  // a look takes so long that it is rationed everywhere
}

// stake is the part of all work, one in so many, that goes into looking where nothing was found.
const stake = 50

func (f *effort) due(e *Engine) bool {
	if e.probing && !f.large || e.always {
		return true
	}
	return f.spent <= e.stats.Work/(stake*e.rationed)+f.hits*(e.stats.Work/(e.stats.Conflicts+1))
}

func (f *effort) hit(e *Engine) {
	if !e.probing {
		f.hits++
	}
}

func (f *effort) charge(e *Engine, work int) {
	f.spent += int64(work)
	e.stats.Work += int64(work)
}

// rules are sets of the rules that conclude what no search would miss, for tests to do without.
type rules uint8

const (
	windowRule rules = 1 << iota
	overloadRule
	precedenceRule
	notLastRule
	edgeRule
)
