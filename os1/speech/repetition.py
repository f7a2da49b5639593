"""Sees when a recogniser has got stuck: "Yes. Yes. Yes. Yes."

Whisper, given a window shorter than the 30 s it was trained on, sometimes says
its last phrase over and over. People repeat themselves too, so this only raises
the question; a second look with the long window answers it.
"""

import re

MIN_REPEATS = 3


def repeated_unit(text: str) -> str | None:
    """The phrase that the text repeats to its end: three times in a row, or twice if it is all.

    The last repeat may be cut short. Returns what stands before the repeats plus
    one of them, or None when nothing is repeated. "Yes, yes." counts, and so does
    "well, no, no, no"; "I am very very tired" does not.
    """
    words = text.split()
    keys = [re.sub(r"[^\w']", "", word).lower() for word in words]
    for period in range(1, len(keys) // 2 + 1):
        start = len(keys) - 1
        while start >= period and keys[start] == keys[start - period]:
            start -= 1
        first = start - period + 1
        repeats = (len(keys) - first) / period
        if repeats >= MIN_REPEATS or (repeats >= 2 and first == 0):
            return " ".join(words[: first + period])
    return None
