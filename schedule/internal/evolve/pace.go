package evolve

// stops is at how many places a backward pass asks whether to go on.
const stops = 4

// pace learns how long the schedules of children that succeed are at each stop
// of the backward pass, beyond the limit of all (below it: negative). A child that is longer there
// than nearly all of them is given up. One child in trusted is not, and from these it learns: each
// moves the estimate towards the quantile (Robbins & Monro 1951, doi:10.1214/aoms/1177729586).
type pace struct {
	most    [stops]float32
	seen    [stops]int32 // of the child under way
	taught  int
	trusted bool // the child under way
}

const (
	lessons  = 20 // successes before any child is given up
	trusting = 8
	quantile = 0.97
)

// begin is called before a child's pass.
func (p *pace) begin(rng *source) { p.trusted = p.taught < lessons || rng.intn(trusting) == 0 }

// keeps reports whether a child that is so far beyond the limit may go on.
func (p *pace) keeps(stop int, beyond int32) bool {
	p.seen[stop] = beyond
	return p.trusted || float32(beyond) <= p.most[stop]
}

// learn is called where the child under way has succeeded.
func (p *pace) learn() {
	if !p.trusted {
		return
	}
	for k, b := range p.seen {
		beyond := float32(b)
		switch {
		case p.taught == 0 || p.taught < lessons && beyond > p.most[k]:
			p.most[k] = beyond
		case p.taught < lessons:
		case beyond > p.most[k]:
			p.most[k] += quantile
		default:
			p.most[k] -= 1 - quantile
		}
	}
	p.taught++
}
