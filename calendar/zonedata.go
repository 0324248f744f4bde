package calendar

import (
	_ "embed"
	"encoding/binary"
	"time"
)

// zoneData are the IANA time zone data as Go distributes them: the file
// lib/time/zoneinfo.zip of a Go release, byte for byte, not compressed. To update them, copy
// that file and set zoneVersion to the DATA that lib/time/update.bash names.
//
// They are carried here, and not taken from time.LoadLocation, because that asks the
// environment and the machine's own files first and so answers differently from
// machine to machine; and because nobody can tell which version it has found.
//
//go:embed zoneinfo.zip
var zoneData string

const zoneVersion = "2025c"

// ZoneVersion is the version of the IANA time zone data from which every zone
// of this package comes, such as "2025c". The data are part of the library: neither the machine's zone
// files nor ZONEINFO in its environment matter, so one version of the library gives the same
// answers everywhere. A plan may record it, to know what to compute again when governments change their clocks.
func ZoneVersion() string { return zoneVersion }

// The parts of a zip file that matter here; see APPNOTE.TXT of PKWARE, 4.3.7, 4.3.12 and 4.3.16.
const (
	zipTail      = 22 // bytes of the end record, which has no comment
	zipEntry     = 46 // bytes of an entry of the directory, before the name
	zipHeader    = 30 // bytes of the header before a file, before the name
	zipDirectory = 16 // where the end record says where the directory begins
)

// zoneFile finds a zone in the zoneData by its exact name.
func zoneFile(name string) (data string, ok bool) {
	long := func(at int) int { return int(binary.LittleEndian.Uint32([]byte(zoneData[at : at+4]))) }
	short := func(at int) int { return int(binary.LittleEndian.Uint16([]byte(zoneData[at : at+2]))) }
	end := len(zoneData) - zipTail
	for at := long(end + zipDirectory); at < end; {
		size, begin := long(at+24), long(at+42)
		next := at + zipEntry + short(at+28) + short(at+30) + short(at+32)
		if zoneData[at+zipEntry:at+zipEntry+short(at+28)] == name {
			begin += zipHeader + short(begin+26) + short(begin+28)
			return zoneData[begin : begin+size], true
		}
		at = next
	}
	return "", false
}

// location reads a zone of the zoneData.
func location(name string) (*time.Location, bool) {
	data, ok := zoneFile(name)
	if !ok {
		return nil, false
	}
	loc, err := time.LoadLocationFromTZData(name, []byte(data))
	return loc, err == nil
}
