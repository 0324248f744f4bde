package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Every pair gives the same answers: only then is it worth measuring.
func TestPairsAgree(t *testing.T) {
	pairs, err := newPairs()
	require.NoError(t, err)
	require.NotEmpty(t, pairs)
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) { require.NoError(t, p.agree()) })
	}
}

func BenchmarkPairs(b *testing.B) {
	pairs, err := newPairs()
	require.NoError(b, err)
	for _, p := range pairs {
		b.Run(p.name+"/berth", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				p.ours(p.at[i%len(p.at)])
			}
		})
		b.Run(p.name+"/other", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				p.theirs(p.at[i%len(p.at)])
			}
		})
	}
}
