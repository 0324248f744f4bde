package lcg

// thetaTree holds a set Θ of tasks, in the order of their earliest starts, and
// the earliest end of the set: the latest of "a set's earliest start plus its lengths" over all sets in it.
// Beside it is a set Λ of gray tasks: what the earliest end would be with the one of them that makes it
// latest (Vilím 2004, doi:10.1007/978-3-540-24664-0_23, and 2007, "Global Constraints in Scheduling").
type thetaTree struct {
	leaves int
	node   []thetaNode // 1 is the root, 2k and 2k+1 are below k
}

type thetaNode struct {
	sum, ect         int64 // of the tasks in Θ
	graySum, grayEct int64 // with one gray task at most
	bySum, byEct     int32 // the gray task that is counted, or -1
}

const never = int64(-1) << 40

var emptyTheta = thetaNode{0, never, 0, never, -1, -1}

// reset empties the tree and makes room for n tasks.
func (t *thetaTree) reset(n int) {
	for t.leaves = 1; t.leaves < n; t.leaves *= 2 {
	}
	if len(t.node) < 2*t.leaves {
		t.node = make([]thetaNode, 2*t.leaves)
	}
	for k := range t.node[:2*t.leaves] {
		t.node[k] = emptyTheta
	}
}

// add puts the task at place k into Θ.
func (t *thetaTree) add(k int32, est, length int32) {
	end := int64(est) + int64(length)
	t.put(k, thetaNode{int64(length), end, int64(length), end, -1, -1})
}

// gray puts the task at place k into Λ.
func (t *thetaTree) gray(k int32, est, length int32) {
	t.put(k, thetaNode{0, never, int64(length), int64(est) + int64(length), k, k})
}

// drop takes the task at place k out of both.
func (t *thetaTree) drop(k int32) { t.put(k, emptyTheta) }

func (t *thetaTree) put(at int32, n thetaNode) {
	k := int(at) + t.leaves
	t.node[k] = n
	for k /= 2; k > 0; k /= 2 {
		l, r, n := &t.node[2*k], &t.node[2*k+1], &t.node[k]
		n.sum = l.sum + r.sum
		n.ect = max(r.ect, l.ect+r.sum)
		n.graySum, n.bySum = l.graySum+r.sum, l.bySum
		if v := l.sum + r.graySum; v > n.graySum {
			n.graySum, n.bySum = v, r.bySum
		}
		n.grayEct, n.byEct = r.grayEct, r.byEct
		if v := l.ect + r.graySum; v > n.grayEct {
			n.grayEct, n.byEct = v, r.bySum
		}
		if v := l.grayEct + r.sum; v > n.grayEct {
			n.grayEct, n.byEct = v, l.byEct
		}
	}
}

func (t *thetaTree) root() *thetaNode { return &t.node[1] }
