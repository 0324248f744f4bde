// Package browser opens the pages that schedule/report writes in a real
// browser. It is a module of its own, so that nobody who uses the library needs
// the driver; it holds nothing but this test.
//
// The test skips where there is no Chromium or Chrome. Set CHROME to one that is
// not in the PATH. With -artifacts the screenshots are kept.
package browser_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// find is the path of a browser, or "".
func find() string {
	for _, name := range []string{os.Getenv("CHROME"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	return ""
}

// start runs a browser until the test ends.
func start(t *testing.T) context.Context {
	t.Helper()
	path := find()
	if path == "" {
		t.Skip("no browser: neither CHROME is set nor is chromium, chromium-browser, google-chrome or chrome in the PATH")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // root has no other way
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(ctx))
	return ctx
}

// complaints collects what a browser says against a page.
type complaints struct {
	sync.Mutex
	all []string
}

func (c *complaints) add(format string, args ...any) {
	c.Lock()
	defer c.Unlock()
	c.all = append(c.all, fmt.Sprintf(format, args...))
}

func (c *complaints) take() []string {
	c.Lock()
	defer c.Unlock()
	return c.all
}

// listen takes down errors, warnings and violations of the page's security policy.
func listen(t *testing.T, ctx context.Context) *complaints {
	t.Helper()
	c := &complaints{}
	require.NoError(t, chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventConsoleAPICalled:
			for _, arg := range e.Args {
				c.add("console: %s %s%s", e.Type, arg.Value, arg.Description)
			}
		case *runtime.EventExceptionThrown:
			c.add("exception: %s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
		case *log.EventEntryAdded:
			c.add("log: %s %s: %s", e.Entry.Level, e.Entry.Source, e.Entry.Text)
		}
	}))
	return c
}

const (
	screenWidth  = 1440
	screenHeight = 900
)

// tab opens a file in a new tab of the wanted colours.
func tab(t *testing.T, browser context.Context, file, colours string) (context.Context, *complaints) {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(ctx))
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	said := listen(t, ctx)
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: colours}},
	})
	require.NoError(t, err)
	require.NoError(t, chromedp.Do(ctx,
		chromedp.EmulateViewport(screenWidth, screenHeight),
		chromedp.Navigate("file://"+filepath.ToSlash(file)),
	))
	return ctx, said
}

// ask evaluates an expression in the page.
func ask[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	answer, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	require.NoError(t, err, expression)
	return answer
}

// tell evaluates an expression whose value does not matter.
func tell(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	ask[chromedp.Void](t, ctx, expression)
}

// shot keeps what the screen shows.
func shot(t *testing.T, ctx context.Context, folder, name string) {
	t.Helper()
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	require.NoError(t, err)
	require.NotEmpty(t, picture)
	require.NoError(t, os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644))
}

// look scrolls to a section and takes its picture; it reports whether there is one.
func look(t *testing.T, ctx context.Context, folder, prefix, section string) bool {
	t.Helper()
	if !ask[bool](t, ctx, `!!document.getElementById("`+section+`")`) {
		return false
	}
	tell(t, ctx, `document.getElementById("`+section+`").scrollIntoView()`)
	shot(t, ctx, folder, prefix+"-"+section)
	return true
}

// box is where something stands on the screen.
type box struct{ Left, Top, Right, Bottom float64 }

func (b box) visible() bool {
	return b.Right-b.Left > 60 && b.Bottom-b.Top > 15 && b.Left >= 0 && b.Top >= 0 && b.Right <= screenWidth && b.Bottom <= screenHeight
}

// settled waits until the browser has drawn what was asked of it before.
const settled = `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`

const boxOf = `(e => { const r = e.getBoundingClientRect(); return {Left: r.left, Top: r.top, Right: r.right, Bottom: r.bottom} })`

func TestPages(t *testing.T) {
	browser := start(t)
	folder := t.ArtifactDir()
	t.Log("screenshots:", folder)
	for _, p := range pages(t) {
		t.Run(p.name, func(t *testing.T) {
			html := p.html(t)
			file := filepath.Join(folder, p.name+".html")
			require.NoError(t, os.WriteFile(file, html, 0o644))
			t.Log(len(html), "bytes")
			for _, colours := range []string{"light", "dark"} {
				t.Run(colours, func(t *testing.T) {
					ctx, said := tab(t, browser, file, colours)
					prefix := p.name + "-" + colours
					shot(t, ctx, folder, prefix)
					facts(t, ctx, p)
					if p.bars > 0 {
						require.True(t, look(t, ctx, folder, prefix, "packages"))
						focus(t, ctx, folder, prefix)
						hover(t, ctx)
						look(t, ctx, folder, prefix, "environments")
						look(t, ctx, folder, prefix, "activities")
					}
					fits(t, ctx)
					if colours == "light" {
						printed(t, ctx, folder, prefix)
					}
					require.Empty(t, said.take())
				})
			}
		})
	}
}

// facts checks what the page says against what is known of the plan.
func facts(t *testing.T, ctx context.Context, p testPage) {
	t.Helper()
	const chart = `document.querySelectorAll("section[aria-labelledby=packages] a.b").length`
	require.Equal(t, p.bars, ask[int](t, ctx, chart), "bars by package")
	require.Equal(t, p.bars, ask[int](t, ctx, `document.querySelectorAll(".all tr[id]").length`), "rows of the table")
	require.Zero(t, ask[int](t, ctx, `document.querySelectorAll("script, img, link, iframe, object").length`), "nothing to load or run")
	require.Equal(t, "0", ask[string](t, ctx, `getComputedStyle(document.body).marginTop.replace("px", "")`), "the style sheet applies")
	require.Equal(t, p.bars, ask[int](t, ctx, `[...document.querySelectorAll("section[aria-labelledby=packages] a.b")].filter(a => document.querySelector(a.getAttribute("href"))).length`), "each bar leads to its row")
	require.Contains(t, ask[string](t, ctx, `document.body.textContent`), p.says)
	require.Empty(t, ask[[]string](t, ctx, lowContrast), "text of low contrast")
}

// lowContrast lists texts whose contrast to the plain colour behind them is less than WCAG's AA.
const lowContrast = `(() => {
	const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
	const rgb = colour => {
		canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
		const d = canvas.getImageData(0, 0, 1, 1).data; return [d[0], d[1], d[2], d[3] / 255];
	};
	const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4 }); return 0.2126 * r + 0.7152 * g + 0.0722 * b };
	const seen = new Set(), low = new Set();
	for (const e of document.querySelectorAll("body *")) {
		const own = [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim());
		const key = e.tagName + "." + e.className.toString().split(" ").filter(c => !/^[xy]\w+$/.test(c)).join(".");
		if (!own || seen.has(key) || getComputedStyle(e.closest(".l span") || e).clipPath != "none") continue;
		seen.add(key);
		let back = [255, 255, 255], layers = [];
		for (let a = e; a; a = a.parentElement) layers.unshift(rgb(getComputedStyle(a).backgroundColor));
		for (const l of layers) back = back.map((v, i) => v * (1 - l[3]) + l[i] * l[3]);
		const ink = rgb(getComputedStyle(e).color), a = light(ink), b = light(back);
		const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
		if (ratio < 4.5) low.add(key + " " + ratio.toFixed(2));
	}
	return [...low];
})()`

// focus goes to the first bar with the keyboard and reads its tip.
func focus(t *testing.T, ctx context.Context, folder, prefix string) {
	t.Helper()
	tell(t, ctx, `document.querySelector("section[aria-labelledby=packages] .scroll").focus({preventScroll: true})`)
	require.NoError(t, chromedp.Do(ctx, chromedp.KeyEvent(kb.Tab)))
	require.True(t, ask[bool](t, ctx, `document.activeElement.matches("a.b")`), "the tab key reaches a bar")
	tell(t, ctx, settled)
	tip := ask[box](t, ctx, boxOf+`(document.activeElement.querySelector("span"))`)
	shot(t, ctx, folder, prefix+"-focus")
	require.True(t, tip.visible(), "the tip of a bar with the focus: %+v", tip)
	tell(t, ctx, `document.activeElement.blur()`)
}

// hover points at the last bar on the screen and reads its tip.
func hover(t *testing.T, ctx context.Context) {
	t.Helper()
	const last = `[...document.querySelectorAll("section[aria-labelledby=packages] a.b")].findLast(a => {
		const r = a.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;
		return document.elementFromPoint(x, y) == a;
	})`
	bar := ask[box](t, ctx, boxOf+`(window.pointed = `+last+`)`)
	require.NoError(t, chromedp.Do(ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, (bar.Left+bar.Right)/2, (bar.Top+bar.Bottom)/2)))
	tell(t, ctx, settled)
	tip := ask[box](t, ctx, boxOf+`(window.pointed.querySelector("span"))`)
	require.True(t, tip.visible(), "the tip of the bar under the pointer: %+v", tip)
	require.NoError(t, chromedp.Do(ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 1, 1)))
	tell(t, ctx, settled)
	require.False(t, ask[box](t, ctx, boxOf+`(window.pointed.querySelector("span"))`).visible(), "and it goes away")
}

// fits checks that nothing but the boxes meant for it scrolls sideways, on any screen.
func fits(t *testing.T, ctx context.Context) {
	t.Helper()
	for _, width := range []int64{1920, screenWidth, 1024, 390} {
		require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(width, screenHeight)))
		require.LessOrEqual(t, ask[int64](t, ctx, `document.documentElement.scrollWidth`), width, "at a width of %d", width)
	}
	require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(screenWidth, screenHeight)))
}

// printed keeps the page as it is printed.
func printed(t *testing.T, ctx context.Context, folder, prefix string) {
	t.Helper()
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(pdf), "%PDF"))
	require.NoError(t, os.WriteFile(filepath.Join(folder, prefix+".pdf"), pdf, 0o644))
}

// TestBrowserComplains makes sure that what the pages must not do would be heard of.
func TestBrowserComplains(t *testing.T) {
	browser := start(t)
	file := filepath.Join(t.TempDir(), "page.html")
	require.NoError(t, os.WriteFile(file, pages(t)[2].html(t), 0o644))
	for _, c := range []struct{ reason, do, says string }{
		{"an error of a script", `console.error("broken")`, "broken"},
		{"an exception", `setTimeout(() => { throw new Error("thrown") })`, "thrown"},
		{"a script in the page", `document.body.append(Object.assign(document.createElement("script"), {textContent: "1"}))`, "Content Security Policy"},
		{"a style in the page", `document.body.setAttribute("style", "color: red")`, "Content Security Policy"},
		{"a picture from elsewhere", `new Image().src = "https://example.com/a.png"`, "Content Security Policy"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			ctx, said := tab(t, browser, file, "light")
			require.Empty(t, said.take())
			tell(t, ctx, c.do)
			tell(t, ctx, `new Promise(done => setTimeout(done, 200))`)
			require.Contains(t, strings.Join(said.take(), "\n"), c.says)
		})
	}
}
