package schedule

import "strings"

// Activity returns the place of the named activity ("portal-12.uat",
// "ledger-4.2.deploy@london"); false where the plan has none.
func (p *Plan) Activity(name string) (Assignment, bool) {
	for _, a := range p.Activities {
		if a.Activity == name {
			return a, true
		}
	}
	return Assignment{}, false
}

// Why says in one sentence when the activity starts, and why not earlier:
//
//	gateway-7.0.uat starts Mon 28 Sep 08:00: uat is held by Cards project until Sat 26 Sep 00:00; then uat changes over base → tls13 until Sun 27 Sep 00:00; then outside working hours until Mon 28 Sep 08:00
func (a Assignment) Why() string {
	texts := make([]string, len(a.Causes))
	for i, c := range a.Causes {
		texts[i] = c.Text
	}
	return a.Activity + " starts " + a.Start.Format("Mon 2 Jan 15:04") + ": " + strings.Join(texts, "; then ")
}
