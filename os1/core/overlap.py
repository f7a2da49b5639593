"""Somebody speaks while she does: do they mean to interrupt?

People say "mm-hm" and "right" to show that they follow, and cough. A room gives
her own words back. None of that should stop her; anything else should, at once.
"""

import re
from enum import Enum, auto

# Said to show that one listens; takes no turn.
_BACKCHANNELS = frozenset(
    "mm mmm mhm mm-hm hm hmm uh-huh uh huh ah aha oh yeah yes yep yup right okay ok sure really "
    "wow true exactly i see go on".split()
)
# What a recogniser makes of a breath or of the last of an echo.
_GHOSTS = frozenset({"thank you", "thanks", "you", "bye", "i'm sorry", "the", "so"})
# One of these is enough to know.
_STOPPING = frozenset("stop quiet wait hey no samantha enough shush silence".split())
_ECHO_SHARE = 0.7
_ENOUGH_WORDS = 2


class Verdict(Enum):
    """What to make of words that fall over hers."""

    UNDECIDED = auto()
    FALSE_ALARM = auto()
    INTERRUPTION = auto()
    COMMAND = auto()  # to stop: no need to be sure


def judge(text: str, her_words: str, *, settled: bool, went_on: bool) -> Verdict:
    """What was understood so far of somebody who speaks while she says `her_words`.

    settled: they have paused, so that there is nothing more to wait for.
    went_on: they were heard after she had paused, so that it cannot have been her.
    """
    words = _words(text)
    if _STOPPING.intersection(words) and not _STOPPING.intersection(_words(her_words)):
        return Verdict.COMMAND
    meant = [word for word in words if word not in _BACKCHANNELS]
    is_ghost = " ".join(words) in _GHOSTS
    if not meant or is_ghost or _is_echo(words, _words(her_words)):
        return Verdict.FALSE_ALARM if settled else Verdict.UNDECIDED
    if not went_on:
        return Verdict.FALSE_ALARM if settled else Verdict.UNDECIDED
    if settled or len(meant) >= _ENOUGH_WORDS:
        return Verdict.INTERRUPTION
    return Verdict.UNDECIDED


def _is_echo(words: list[str], hers: list[str]) -> bool:
    known = set(hers)
    return sum(word in known for word in words) >= _ECHO_SHARE * len(words)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'-]+", text.lower().replace("’", "'"))
