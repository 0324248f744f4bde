package lcg

// Var is an integer variable.
type Var int32

// Lit is a bound literal: the signed variable S is at most B. S = 2x stands for
// x and S = 2x+1 for −x, so that "x ≥ v" is "−x ≤ −v".
type Lit struct{ S, B int32 }

// True and False are literals about variable 0, which is always 0.
var (
	True  = Lit{0, 0}
	False = Lit{0, -1}
)

// Not returns the negation of l.
func (l Lit) Not() Lit { return Lit{l.S ^ 1, -l.B - 1} }

// Le is the literal x ≤ v.
func (x Var) Le(v int) Lit { return Lit{int32(x) << 1, int32(v)} }

// Ge is the literal x ≥ v.
func (x Var) Ge(v int) Lit { return Lit{int32(x)<<1 | 1, int32(-v)} }

// View is a signed variable plus an offset: what a propagator sees of a variable.
type View struct{ s, o int32 }

// Plus returns the view x + d.
func (x Var) Plus(d int) View { return View{int32(x) << 1, int32(d)} }

// Plus returns the view v + d.
func (v View) Plus(d int) View { return View{v.s, v.o + int32(d)} }

// Neg returns the view −v.
func (v View) Neg() View { return View{v.s ^ 1, -v.o} }

// Le is the literal v ≤ b.
func (v View) Le(b int) Lit { return Lit{v.s, int32(b) - v.o} }

// Ge is the literal v ≥ b.
func (v View) Ge(b int) Lit { return Lit{v.s ^ 1, v.o - int32(b)} }

// lower returns the bound that l states, a literal "v ≥ bound".
func (v View) lower(l Lit) int32 { return v.o - l.B }

// upper returns the bound that l states, a literal "v ≤ bound".
func (v View) upper(l Lit) int32 { return l.B + v.o }

// Const is a view that is always v.
func Const(v int) View { return View{0, int32(v)} }
