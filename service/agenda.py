"""Deadlines -> an iCalendar file: each an event of one whole day, its last one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from service.deadlines import Deadline

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//gongwen//deadlines//ZH"


def ics_text(deadlines: Iterable[Deadline], base: str = "") -> str:
    """RFC 5545; `base` goes before the addresses. The same deadlines give the same bytes."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "公文期限")
    for deadline in deadlines:
        calendar.add_component(_event(deadline, base))
    text: str = calendar.to_ical().decode()
    return text


def _event(deadline: Deadline, base: str) -> Event:
    from icalendar import Event

    day = _day(deadline.day)
    event = Event()
    event.add("uid", _uid(deadline))
    # what is said here was said on the notice's day; a clock would make each file another one
    said = _day(deadline.notice.date) if deadline.notice.date else day
    event.add("dtstamp", datetime.combine(said, time(), UTC))
    event.add("dtstart", day)
    event.add("summary", f"{deadline.value.text} {deadline.notice.title}".strip())
    event.add("description", deadline.sentence)
    event.add("url", base + deadline.clause.url)
    event.add("transp", "TRANSPARENT")
    return event


def _day(iso: str) -> date:
    """A date of a notice may be a month or a year: then its first day."""
    return date.fromisoformat(f"{iso}-01-01"[:10])


def _uid(deadline: Deadline) -> str:
    """Of notice, path and span: the same after the index is made anew, so that a calendar that
    imports the file again does not show a deadline twice."""
    value = deadline.value
    place = f"{deadline.notice.id}\n{deadline.clause.path}\n{value.start}\n{value.end}"
    return hashlib.sha256(place.encode()).hexdigest()[:32] + "@gongwen"
