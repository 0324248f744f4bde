package calendar_test

import (
	"archive/zip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

// The version is that of the data carried: who replaces one replaces the other.
func TestZoneVersionIsThatOfTheData(t *testing.T) {
	data, err := os.ReadFile("zoneinfo.zip")
	require.NoError(t, err)
	sums := map[string]string{
		"8f55634d05f8bca1f7bc7c69c5933428c69357e0bdf565e5ba224e3f88ff12e8": "2025c", // of Go 1.26
	}
	require.Equal(t, sums[fmt.Sprintf("%x", sha256.Sum256(data))], calendar.ZoneVersion())

	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("no go command to ask for its zone data")
	}
	lib := filepath.Join(strings.TrimSpace(string(root)), "lib", "time")
	script, err := os.ReadFile(filepath.Join(lib, "update.bash"))
	if err != nil {
		t.Skip("this Go has no lib/time to compare with")
	}
	version := regexp.MustCompile(`(?m)^DATA=(\S+)$`).FindSubmatch(script)
	require.NotNil(t, version)
	if string(version[1]) != calendar.ZoneVersion() {
		t.Skipf("this Go carries %s", version[1])
	}
	same, err := os.ReadFile(filepath.Join(lib, "zoneinfo.zip"))
	require.NoError(t, err)
	require.True(t, string(same) == string(data), "not the data that Go has under this version")
}

// Every zone in the data is found, and is what another reader of zip files finds.
func TestEveryZoneIsThere(t *testing.T) {
	archive, err := zip.OpenReader("zoneinfo.zip")
	require.NoError(t, err)
	defer archive.Close()
	require.Greater(t, len(archive.File), 500)
	for _, file := range archive.File {
		r, err := file.Open()
		require.NoError(t, err)
		data, err := io.ReadAll(r)
		require.NoError(t, err)
		want, err := time.LoadLocationFromTZData(file.Name, data)
		require.NoError(t, err)
		got, err := calendar.LoadZone(file.Name)
		if err != nil { // abbreviations and the like are refused by name
			require.NotContains(t, file.Name, "/", err)
			continue
		}
		require.Equal(t, file.Name, got.String())
		for year := 1900; year < 2060; year += 3 {
			for _, at := range []time.Time{time.Date(year, 1, 10, 5, 0, 0, 0, time.UTC), time.Date(year, 7, 10, 5, 0, 0, 0, time.UTC)} {
				require.Equal(t, at.In(want).Format(time.RFC3339), at.In(got).Format(time.RFC3339), file.Name)
			}
		}
	}
}

// A machine with other zone files gives the same answers.
func TestZoneFilesOfTheMachineDoNotMatter(t *testing.T) {
	winter := time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)
	if os.Getenv("ZONEINFO") != "" {
		theirs, err := time.LoadLocation("Europe/Zurich")
		require.NoError(t, err)
		require.Equal(t, 21, winter.In(theirs).Hour(), "the zone files are not in use: this test could not fail")
		require.Equal(t, 13, winter.In(zone(t, "Europe/Zurich")).Hour())
		return
	}
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "Europe"), 0o755))
	archive, err := zip.OpenReader("zoneinfo.zip")
	require.NoError(t, err)
	defer archive.Close()
	tokyo, err := archive.Open("Asia/Tokyo")
	require.NoError(t, err)
	data, err := io.ReadAll(tokyo)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Europe", "Zurich"), data, 0o644))

	self, err := os.Executable()
	require.NoError(t, err)
	again := exec.Command(self, "-test.run", "^"+t.Name()+"$")
	again.Env = append(os.Environ(), "ZONEINFO="+dir)
	out, err := again.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// Local times of every zone, around changes of the clock and the ends of leap
// years, at which Go's stretches of constant offset end without a change: the instant is the first that
// shows the time, found by looking at the clock every quarter of an hour, or in a gap
// what the offset before it says.
func TestLocalTimesOfEveryZone(t *testing.T) {
	archive, err := zip.OpenReader("zoneinfo.zip")
	require.NoError(t, err)
	defer archive.Close()
	const quarter = 15 * time.Minute
	for _, file := range archive.File {
		loc, err := calendar.LoadZone(file.Name)
		if err != nil {
			continue
		}
		for _, text := range []string{"2024-12-31", "2026-03-08", "2026-03-29", "2026-10-25", "2027-01-01", "2044-12-31"} {
			day := date(t, text)
			first := map[string]time.Time{} // by what the clock shows
			const shown = "2006-01-02 15:04"
			midnight := day.At(0, time.UTC)
			for at := midnight.Add(-28 * time.Hour); at.Before(midnight.Add(52 * time.Hour)); at = at.Add(quarter) {
				if s := at.In(loc).Format(shown); first[s].IsZero() {
					first[s] = at
				}
			}
			for c := calendar.Clock(0); c <= 86400; c += 1800 {
				local := midnight.Add(time.Duration(c) * time.Second)
				want := first[local.Format(shown)]
				for back := local; want.IsZero(); { // it comes as much later as the last time there is
					back = back.Add(-quarter)
					if last := first[back.Format(shown)]; !last.IsZero() {
						want = last.Add(local.Sub(back))
					}
				}
				require.True(t, want.Equal(day.At(c, loc)), "%s %s %s: %s, want %s", file.Name, text, c, day.At(c, loc), want)
			}
		}
	}
}
