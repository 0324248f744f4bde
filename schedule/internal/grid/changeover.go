package grid

// Quickest returns the least time from each configuration to each other, by way of others too
// (Floyd 1962): what no plan can beat, and what a direct change takes where the matrix keeps the triangle inequality.
func Quickest(change [][]int) [][]int {
	d := make([][]int, len(change))
	for a := range change {
		d[a] = append([]int(nil), change[a]...)
	}
	for c := range d {
		for a := range d {
			for b := range d {
				d[a][b] = min(d[a][b], d[a][c]+d[c][b])
			}
		}
	}
	return d
}
