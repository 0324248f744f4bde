// Package house_test holds the project to its own rules: which package may
// import which, what the exported surface is, how long files are, that the README
// is true. .ci/run runs it; by hand: go test ./.ci/house
package house_test

import (
	"os"
	"testing"
)

// The tests read the tree from its root.
func TestMain(m *testing.M) {
	if err := os.Chdir("../.."); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
