"""The time and the date as one says them."""

from collections.abc import Mapping
from datetime import datetime

from os1.dialogue.numbers import in_words

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()


def clock_facts(now: datetime) -> Mapping[str, str]:
    """The facts every line may use: clock.time, .day, .date, .year and .part."""
    return {
        "clock.time": spoken_time(now),
        "clock.day": _DAYS[now.weekday()],
        "clock.date": f"{_DAYS[now.weekday()]}, the {ordinal(now.day)} of {_MONTHS[now.month - 1]}",
        "clock.year": spoken_year(now.year),
        "clock.part": part_of_day(now),
    }


def part_of_day(now: datetime) -> str:
    """night, morning, afternoon or evening."""
    if now.hour < 5 or now.hour >= 22:
        return "night"
    if now.hour < 12:
        return "morning"
    return "afternoon" if now.hour < 18 else "evening"


def spoken_time(now: datetime) -> str:
    """15:07 -> "seven minutes past three in the afternoon"."""
    minute = now.minute
    hour = (now.hour + (minute > 30)) % 24
    if hour in (0, 12) and minute == 0:
        return "noon" if hour else "midnight"
    name = {0: "midnight", 12: "noon"}.get(hour, _hour_words(hour))
    if minute == 0:
        return f"{name} o'clock{_during(hour)}"
    direction = "past" if minute <= 30 else "to"
    away = minute if minute <= 30 else 60 - minute
    if away == 30:
        span = "half"
    elif away == 15:
        span = "a quarter"
    else:
        span = " ".join(in_words(away)) + (" minute" if away == 1 else " minutes")
    return f"{span} {direction} {name}{_during(hour)}"


def spoken_year(year: int) -> str:
    """2026 -> "twenty twenty-six", 2005 -> "two thousand and five"; digits outside 1100 to 2999."""
    century, rest = divmod(year, 100)
    if not 11 <= century <= 29:
        return str(year)
    if century % 10 == 0:
        thousand = f"{in_words(century // 10)[0]} thousand"
        if rest < 10:
            return f"{thousand} and {in_words(rest)[0]}" if rest else thousand
    if rest == 0:
        return f"{'-'.join(in_words(century))} hundred"
    low = "-".join(in_words(rest)) if rest >= 10 else f"oh {in_words(rest)[0]}"
    return f"{'-'.join(in_words(century))} {low}"


def ordinal(number: int) -> str:
    """21 -> "twenty-first". For 1 to 31."""
    if number < 20:
        return _ORDINALS[number - 1]
    tens, unit = divmod(number, 10)
    if unit == 0:
        return in_words(number)[0].removesuffix("y") + "ieth"
    return f"{in_words(tens * 10)[0]}-{_ORDINALS[unit - 1]}"


def _hour_words(hour: int) -> str:
    return in_words((hour - 1) % 12 + 1)[0]


def _during(hour: int) -> str:
    if hour in (0, 12):
        return ""
    if hour < 12:
        return " in the morning"
    return " in the afternoon" if hour < 18 else " in the evening"
