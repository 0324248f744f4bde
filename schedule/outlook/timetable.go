package outlook

import (
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
)

// occasion is the identity of one occurrence of a window.
type occasion struct {
	window string
	opens  int64 // in seconds since 1970: openings need not be whole minutes
}

func occasionOf(o calendar.Occurrence) occasion { return occasion{o.Window, o.Opens.Unix()} }

// openings lists the occurrences in which activity i starts: that of its piece of open time or, for a
// fact, all that hold its start.
func (g *ground) openings(i int) []occasion {
	pl, f := &g.places[i], g.p.Activities[i].Fact
	if pl.row == nil || pl.mode.Calendar == nil {
		return nil
	}
	if f == nil {
		if piece, ok := pieceAt(g.open(pl.mode.Calendar), pl.start); ok && piece.occurrence != (calendar.Occurrence{}) {
			return []occasion{occasionOf(piece.occurrence)}
		}
		return nil
	}
	var list []occasion
	for _, o := range g.timetable(pl.mode.Calendar).Occurrences() {
		if !o.Opens.After(f.Start) && o.Closes.After(f.Start) {
			list = append(list, occasionOf(o))
		}
	}
	return list
}

// piece is open time in whole minutes.
type piece struct {
	from, to   int64
	occurrence calendar.Occurrence
}

// timetable is a calendar in whole minutes.
type timetable struct {
	*calendar.Compiled
	pieces []piece // by start
}

// timetable makes that of a calendar once.
func (g *ground) timetable(c *calendar.Compiled) *timetable {
	t, ok := g.timetables[c]
	if !ok {
		t = &timetable{Compiled: c.Minutes()}
		for _, p := range t.Pieces() {
			t.pieces = append(t.pieces, piece{ceil(p.Start), floor(p.End), p.Occurrence})
		}
		g.timetables[c] = t
	}
	return t
}

// open is the open time of a calendar, by start.
func (g *ground) open(c *calendar.Compiled) []piece { return g.timetable(c).pieces }

// add moves a minute by open time of a calendar, or by time on the clock where there is none.
func (g *ground) add(c *calendar.Compiled, minute int64, d time.Duration) (int64, bool) {
	if c == nil {
		return minute + int64(d/time.Minute), true
	}
	t, ok := g.timetable(c).Add(instant(minute), d)
	return floor(t), ok
}

func pieceAt(list []piece, minute int64) (piece, bool) {
	k, _ := slices.BinarySearchFunc(list, minute, func(p piece, m int64) int {
		if p.to <= m {
			return -1
		}
		return 1
	})
	if k < len(list) && list[k].from <= minute {
		return list[k], true
	}
	return piece{}, false
}
