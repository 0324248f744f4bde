package sgs

// Better is what shift asks before it moves activity i from one place to another.
func (st *State) Better(i int, from, to [3]int) bool {
	st.last = st.lastEnd()
	st.Remove(i)
	defer st.Place(i, from[0], from[1], from[2])
	return st.better(i, place{from[0], from[1], from[2]}, place{to[0], to[1], to[2]})
}
