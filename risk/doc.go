// Package risk says how sure we are of a set of releases: how likely a package
// is to fail, what that may cost, and which risks of the register come first.
//
// [Assess] does all of it for a portfolio. [Probability], [Exposure] and
// [Thousandths] do it for the profile of one package; the last is what a window's
// risk budget counts. The words of a profile are turned into a probability by [Weights],
// which are a documented default of this package and every organisation's to replace.
package risk
