// Package readback has the calendars that Berth writes read by the iCalendar
// libraries of others. It is a module of its own, so that the library depends on none of them.
package readback
