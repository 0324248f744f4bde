package main

import (
	"flag"
	"fmt"
	"os"
	"testing"
	"time"
)

func main() {
	testing.Init()
	err := flag.Set("test.benchtime", "200ms")
	var pairs []pair
	if err == nil {
		pairs, err = newPairs()
	}
	if err == nil {
		err = table(pairs)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// rounds is how often a pair is measured, one after the other; the best counts.
const rounds = 3

func table(pairs []pair) error {
	fmt.Printf("%-58s %12s %12s %8s %s\n", "", "Berth ns", "other ns", "ratio", "allocations")
	for _, p := range pairs {
		if err := p.agree(); err != nil {
			return err
		}
		var best [2]result
		for range rounds {
			for i, f := range []func(time.Time){p.ours, p.theirs} {
				r := measure(f, p.at)
				if best[i].nanos == 0 || r.nanos < best[i].nanos {
					best[i] = r
				}
			}
		}
		fmt.Printf("%-58s %12.1f %12.1f %7.0fx %d, %d\n", p.name, best[0].nanos, best[1].nanos, best[1].nanos/best[0].nanos, best[0].allocs, best[1].allocs)
		if p.note != "" {
			fmt.Printf("    %s\n", p.note)
		}
	}
	return nil
}

type result struct {
	nanos  float64
	allocs int64
}

// measure calls f with one instant after the other.
func measure(f func(time.Time), at []time.Time) result {
	r := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; i < b.N; i++ {
			f(at[i%len(at)])
		}
	})
	return result{float64(r.T.Nanoseconds()) / float64(r.N), r.AllocsPerOp()}
}
