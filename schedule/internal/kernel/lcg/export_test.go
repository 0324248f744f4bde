package lcg

// Audit has f see every reason with the literal that it implies.
func (e *Engine) Audit(f func(reason []Lit, l Lit)) { e.audit = f }

// ByActivity has every decision made by activity.
func (e *Engine) ByActivity() { e.vsidsOnly = true }

// ReduceOften makes the engine forget clauses all the time.
func (e *Engine) ReduceOften() { e.keep = 5 }

// Trim forgets activities as if there were too many.
func (e *Engine) Trim() { e.order.trim(2) }
