// Package yaml reads the part of YAML that a plan file is written in, as text,
// and writes it back.
//
// It stands on a YAML library and makes its answers those a plan file needs:
// every scalar exactly as it was typed (4.10 stays 4.10, 21:00 stays 21:00), the
// line and column of everything, limits, and a fault for what plan files do not have:
// anchors, aliases, merge keys, tags, directives and keys that are no text.
// JSON is read by the same rules. Writing is done here, too: the form of what is
// written is a promise that no version of a library may change.
//
// Limits: 8 MB, 64 levels, 200,000 lines and values, 500,000 quotes.
package yaml
