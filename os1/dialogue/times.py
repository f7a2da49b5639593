"""Times as people say them: where in a sentence one may end.

    in ten minutes, half an hour, two and a half hours
    at half past seven, quarter to six, five thirty pm, noon, seven o'clock in the evening
    tomorrow, tonight, next tuesday, the day after tomorrow, every morning
    on the third of may, may third

and up to MAX_PARTS of these in a row ("tomorrow at nine"). What they mean is for those
to say who know what time it is.
"""

import re

from os1.dialogue import numbers

MAX_PARTS = 3

_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_MONTHS = frozenset(
    """january february march april may june july august september october november
    december""".split()
)
_UNITS = frozenset(
    """second seconds minute minutes hour hours day days week weeks month months year years
    min mins sec secs hr hrs""".split()
)
_PERIODS = frozenset("morning afternoon evening night noon midday lunchtime weekend".split())
_SPANS = frozenset("week month year weekend".split())
_NOW = frozenset("today tonight tomorrow yesterday now soon later noon midday midnight".split())
_WHICH = frozenset("this next last coming every each".split())
_ORDINALS = frozenset(
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    thirtieth""".split()
)
_LEADS = frozenset("at by around before after on for until till in from about".split())
_HALVES = frozenset({"am", "pm"})
_JOINED_HALF = re.compile(r"(?:[1-9]|1[0-2])(?:am|pm)\Z")

Words = tuple[str, ...]


def time_ends(words: Words, start: int) -> list[int]:
    """Every place where a time that begins at `start` may end, in order."""
    # "Wake me at {when:time}" leaves the hour alone.
    reached = _hour(words, start)
    edge = {start}
    for _ in range(MAX_PARTS):
        edge = {end for at in edge for end in _part(words, at)} - reached
        reached |= edge
    return sorted(reached)


def _part(words: Words, at: int) -> set[int]:
    """Ends of one part, with or without the little word before it."""
    ends = _bare(words, at)
    if _word(words, at) in _LEADS:
        ends |= _bare(words, at + 1)
        if _word(words, at) in ("at", "by", "around", "before", "after", "until", "till", "from"):
            ends |= _hour(words, at + 1)
    return ends


def _bare(words: Words, at: int) -> set[int]:
    word = _word(words, at)
    ends = _clock(words, at) | _length(words, at) | _date(words, at)
    if word in _NOW or word in _DAYS:
        ends |= _with_period(words, at + 1)
    if word in _WHICH and _word(words, at + 1) in _DAYS | _PERIODS | _SPANS | _UNITS | _MONTHS:
        ends |= _with_period(words, at + 2)
    if word == "the":
        if words[at + 1 : at + 4] == ("day", "after", "tomorrow"):
            ends |= _with_period(words, at + 4)
        if _word(words, at + 1) in _PERIODS:
            ends.add(at + 2)
    if word in ("daily", "weekly", "monthly", "yearly"):
        ends.add(at + 1)
    return ends


def _clock(words: Words, at: int) -> set[int]:
    """Half past seven; ten to six; seven o'clock; seven thirty; 7 pm."""
    ends: set[int] = set()
    begin = at + 1 if _word(words, at) == "a" else at
    if _JOINED_HALF.match(_word(words, at)):
        return _with_period(words, at + 1)
    if _word(words, begin) in ("half", "quarter") and _word(words, begin + 1) in ("past", "to"):
        return _hour(words, begin + 2)
    for end in _number(words, at, 59):
        after = end + 1 if _word(words, end) in ("minute", "minutes") else end
        if _word(words, after) in ("past", "to"):
            ends |= _hour(words, after + 1)
    for end in _number(words, at, 24):
        if _word(words, end) in _HALVES or _word(words, end) == "o'clock":
            ends |= _with_period(words, end + 1)
        if words[end : end + 2] in (("a", "m"), ("p", "m"), ("o", "clock")):
            ends |= _with_period(words, end + 2)
        for late in _number(words, end, 59):
            if late > end:
                ends |= _with_half(words, late)
    return ends


def _hour(words: Words, at: int) -> set[int]:
    if _word(words, at) in ("noon", "midnight", "midday"):
        return {at + 1}
    return {end for number in _number(words, at, 24) for end in _with_half(words, number)}


def _with_half(words: Words, at: int) -> set[int]:
    """Perhaps followed by am, pm, o'clock."""
    ends = _with_period(words, at)
    if _word(words, at) in _HALVES or _word(words, at) == "o'clock":
        ends |= _with_period(words, at + 1)
    if words[at : at + 2] in (("a", "m"), ("p", "m")):
        ends |= _with_period(words, at + 2)
    return ends


def _with_period(words: Words, at: int) -> set[int]:
    """Perhaps followed by "morning", "in the evening", "at night"."""
    ends = {at}
    if _word(words, at) in _PERIODS:
        ends.add(at + 1)
    if words[at : at + 2] == ("in", "the") and _word(words, at + 2) in _PERIODS:
        ends.add(at + 3)
    if words[at : at + 2] == ("at", "night"):
        ends.add(at + 2)
    return ends


def _length(words: Words, at: int) -> set[int]:
    """Ten minutes; an hour and a half; half an hour; two and a half hours."""
    ends: set[int] = set()
    if words[at : at + 2] in (("half", "an"), ("half", "a")) and _word(words, at + 2) in _UNITS:
        ends.add(at + 3)
    starts = {at + 1} if _word(words, at) in ("a", "an") else set(_number(words, at, 10_000))
    for end in starts:
        for unit in {end, end + 3} if words[end : end + 3] == ("and", "a", "half") else {end}:
            if _word(words, unit) in _UNITS:
                ends.add(unit + 1)
                if words[unit + 1 : unit + 4] == ("and", "a", "half"):
                    ends.add(unit + 4)
                if _word(words, unit + 1) == "and":
                    ends |= _length(words, unit + 2)
    return ends


def _date(words: Words, at: int) -> set[int]:
    """The third of may; may the third; may 3."""
    ends: set[int] = set()
    begin = at + 1 if _word(words, at) == "the" else at
    for day in _day_of_month(words, begin):
        month = day + 1 if _word(words, day) == "of" else day
        if _word(words, month) in _MONTHS:
            ends.add(month + 1)
        elif begin > at:
            ends.add(day)
    if _word(words, at) in _MONTHS:
        begin = at + 2 if _word(words, at + 1) == "the" else at + 1
        ends |= _day_of_month(words, begin)
    return ends


def _day_of_month(words: Words, at: int) -> set[int]:
    word = _word(words, at)
    ends = set(_number(words, at, 31))
    if word in _ORDINALS or (word[:1].isdigit() and word[-2:] in ("st", "nd", "rd", "th")):
        ends.add(at + 1)
    if word in ("twenty", "thirty") and _word(words, at + 1) in _ORDINALS:
        ends.add(at + 2)
    return ends


def _number(words: Words, at: int, most: int) -> list[int]:
    ends = []
    for end in range(at + 1, min(len(words), at + 4) + 1):
        if not numbers.is_number_word(words[end - 1]):
            break
        value = numbers.value_of(words[at:end])
        if value is not None and value <= most:
            ends.append(end)
    return ends


def _word(words: Words, at: int) -> str:
    return words[at] if at < len(words) else ""
