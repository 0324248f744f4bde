package release_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release"
)

// Whatever is read prints as a text that reads as the same; whatever is refused has a code that is listed.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "portal-12", "portal-12.uat", "portal-12.0.1.deploy@london", "portal-12 +2d", "portal-12.uat -1w 2d elapsed", "within 3d of portal-12",
		"2d from ledger", "uat", "pentest", "ledger.audit@hq", "portal-12.", "@", ".", " + 1d", "a..b..c", "3d..5d..9d", "5d", "approval: cab", "a >= 98%", "signoff:", "a == b == c",
		"portl-12.uat", "first aid kit +0d", "portal-12@london", "within of", "2d from", "uat@@london",
	} {
		f.Add(seed, uint8(0), true)
		f.Add(seed, uint8(release.Apart), false)
	}
	known := map[string]bool{}
	for _, code := range release.Codes() {
		known[code.Name] = true
	}
	f.Fuzz(func(t *testing.T, text string, kind uint8, inside bool) {
		p, within := fleet(), ""
		if inside {
			within = "ledger"
		}
		refused := func(err error) bool {
			if err != nil {
				require.True(t, known[faultsOf(t, err)[0].Code], "%v", err)
			}
			return err != nil
		}
		if ref, err := p.Resolve(text, within); !refused(err) {
			again, err := p.Resolve(ref.String(), within)
			require.NoError(t, err)
			require.Equal(t, ref, again)
		}
		if link, err := p.ParseLink(release.LinkKind(kind%9), text, within); !refused(err) {
			again, err := p.ParseLink(link.Kind, link.Text(), within)
			require.NoError(t, err, link.Text())
			require.Equal(t, link, again)
		}
		if e, err := release.ParseEstimate(text); !refused(err) {
			again, err := release.ParseEstimate(e.String())
			require.NoError(t, err)
			require.Equal(t, e, again)
		}
		if c, err := release.ParseCriterion(text); !refused(err) {
			again, err := release.ParseCriterion(c.String())
			require.NoError(t, err)
			require.Equal(t, c, again)
		}
	})
}
