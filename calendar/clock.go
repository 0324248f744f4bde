package calendar

import "fmt"

// Clock is a time of day in seconds after midnight, 0 to 86,400 ("24:00").
type Clock int

const wantClock = "a time of day as hh:mm, 00:00 to 24:00"

// ParseClock reads "hh:mm" or "hh:mm:ss", from 00:00 to 24:00.
func ParseClock(s string) (Clock, error) {
	c, err := parseClock(s)
	if err != nil {
		return 0, err
	}
	return c, nil
}

func parseClock(s string) (Clock, *Error) {
	bad := func(hint string) (Clock, *Error) { return 0, hinted("bad-time", s, wantClock, hint) }
	if len(s) == 4 && s[1] == ':' {
		if _, ok := digits(s[:1] + s[2:]); ok {
			return bad("write 0" + s)
		}
	}
	if (len(s) != 5 && len(s) != 8) || s[2] != ':' || (len(s) == 8 && s[5] != ':') {
		if n, ok := digits(s); ok && (len(s) == 4 || len(s) == 3) && n/100 < 24 && n%100 < 60 {
			return bad(fmt.Sprintf("write %02d:%02d", n/100, n%100))
		}
		return bad("")
	}
	h, ok1 := digits(s[:2])
	m, ok2 := digits(s[3:5])
	sec, ok3 := 0, true
	if len(s) == 8 {
		sec, ok3 = digits(s[6:])
	}
	c := Clock(h*3600 + m*60 + sec)
	if !ok1 || !ok2 || !ok3 || h > 24 || m > 59 || sec > 59 || c > daySeconds {
		return bad("")
	}
	return c, nil
}

// String is "hh:mm", with ":ss" only where there are seconds.
func (c Clock) String() string {
	sign := ""
	if c < 0 {
		sign, c = "-", -c
	}
	if c%60 != 0 {
		return fmt.Sprintf("%s%02d:%02d:%02d", sign, c/3600, c/60%60, c%60)
	}
	return fmt.Sprintf("%s%02d:%02d", sign, c/3600, c/60%60)
}

// MarshalText gives the text of String.
func (c Clock) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what ParseClock reads.
func (c *Clock) UnmarshalText(text []byte) error {
	v, err := ParseClock(string(text))
	if err != nil {
		return err
	}
	*c = v
	return nil
}
