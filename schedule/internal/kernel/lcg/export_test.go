package lcg

// Audit has f see every reason with the literal that it implies.
func (e *Engine) Audit(f func(reason []Lit, l Lit)) { e.audit = f }

// ByActivity has every decision made by activity.
func (e *Engine) ByActivity() { e.vsidsOnly = true }

// ReduceOften makes the engine forget clauses all the time.
func (e *Engine) ReduceOften() { e.keep = 5 }

// Trim forgets activities as if there were too many.
func (e *Engine) Trim() { e.order.trim(2) }

// Rules are rules that capacities can do without.
type Rules = rules

// These are they.
const (
	WindowRule     = windowRule
	OverloadRule   = overloadRule
	PrecedenceRule = precedenceRule
	NotLastRule    = notLastRule
	EdgeRule       = edgeRule
)

// Without has the engine do without rules, from here on.
func (e *Engine) Without(list Rules) { e.off = list }

// LookAlways has the rules that are rationed look everywhere.
func (e *Engine) LookAlways() { e.always = true }
