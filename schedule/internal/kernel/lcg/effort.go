package lcg

// effort rations a propagator that costs much and concludes what no search
// would miss. It looks wherever it can refute for good: where nothing is decided and where only the
// assumptions are. Elsewhere it may take a small part of all work, and as much
// more as its conflicts were worth, each what a conflict costs on average.
type effort struct {
	spent int64 // work
	hits  int64 // conflicts
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

// stake is the part of all work, one in so many, that goes into looking where nothing was found.
const stake = 64

func (f *effort) due(e *Engine) bool {
	if n := len(e.lim); n == 0 || n == e.base {
		return true
	}
	worth := e.stats.Work / stake
	if f.hits > 0 {
		worth += f.hits * (e.stats.Work / (e.stats.Conflicts + 1))
	}
	return f.spent <= worth
}

func (f *effort) charge(e *Engine, work int) {
	f.spent += int64(work)
	e.stats.Work += int64(work)
}
