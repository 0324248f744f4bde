"""Reads iCalendar files with Python's icalendar and prints, as JSON, a list of
events for each: their texts, and their times in UTC, once by Python's own zone
data and once by the VTIMEZONE in the file."""

import datetime
import json
import sys
from urllib.parse import unquote

import icalendar

UTC = datetime.timezone.utc


def utc(at, zones=None):
    if at.tzinfo is None:
        raise ValueError(f"{at} has no zone")
    if zones and at.tzinfo is not UTC and str(at.tzinfo) in zones:
        at = zones[str(at.tzinfo)].localize(at.replace(tzinfo=None)) if hasattr(
            zones[str(at.tzinfo)], "localize") else at.replace(tzinfo=zones[str(at.tzinfo)])
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(name):
    with open(name, "rb") as f:
        data = f.read()
    calendars = icalendar.Calendar.from_ical(data, multiple=True)
    assert len(calendars) == 1, f"{len(calendars)} calendars"
    calendar = calendars[0]
    broken = [(c.name, c.errors) for c in calendar.walk() if getattr(c, "errors", None)]
    assert not broken, broken
    zones = {str(z["TZID"]): z.to_tz(lookup_tzid=False) for z in calendar.walk("VTIMEZONE")}

    events = []
    for event in calendar.walk("VEVENT"):
        start = event["DTSTART"].dt
        end = event["DTEND"].dt if "DTEND" in event else start
        assert "DURATION" not in event
        assert start <= end
        if "DTSTART" in event and "TZID" in event["DTSTART"].params:
            assert event["DTSTART"].params["TZID"] in zones, "a zone that the file does not define"
        events.append({
            "Activity": unquote(str(event["UID"]).rpartition("@")[0]),
            "Status": str(event["STATUS"]),
            "Summary": str(event["SUMMARY"]),
            "Location": str(event.get("LOCATION", "")),
            "Description": str(event.get("DESCRIPTION", "")),
            "Sequence": int(event["SEQUENCE"]),
            "Start": utc(start),
            "End": utc(end),
            "StartByFile": utc(start, zones),
            "EndByFile": utc(end, zones),
        })
    return events


json.dump([read(name) for name in sys.argv[1:]], sys.stdout)
