"""What recognisers hear instead of what was said: found by alignment, kept in a table."""

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("confusions.tsv")
HEADING = ("part", "kind", "said", "heard", "times")
TUNE, HELD_OUT = "tune", "held-out"
KINDS = ("substitution", "sound-alike", "deletion", "insertion", "split", "join")
ALIKE = 0.5
"""Substituted words whose letters differ by no more than this share sound alike."""
_LOST = 1.0

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Confusion:
    """What was said, what was heard, how often. part: tune or held-out."""

    part: str
    kind: str
    said: Phrase
    heard: Phrase
    times: int = 1


def difference(one: str, other: str) -> float:
    """How far two spellings are apart: 0 the same, 1 nothing in common (Levenshtein)."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, row = row, [place]
        for at, second in enumerate(other, start=1):
            row.append(min(before[at - 1] + (letter != second), before[at] + 1, row[-1] + 1))
    return row[-1] / max(len(one), len(other), 1)


def aligned(said: Sequence[str], heard: Sequence[str]) -> list[tuple[Phrase, Phrase]]:
    """The stretches in which the two differ: words replaced, lost, added, split or joined.

    The cheapest way from one to the other, where a word costs by its letters, and one
    word may stand for two when the letters of both together are near.
    """
    steps = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1))
    best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
    for at in range(len(said) + 1):
        for to in range(len(heard) + 1):
            if (at, to) not in best:
                continue
            so_far = best[at, to][0]
            for eaten, given in steps:
                if at + eaten > len(said) or to + given > len(heard):
                    continue
                cost = so_far + _cost(said[at : at + eaten], heard[to : to + given])
                place = (at + eaten, to + given)
                if place not in best or cost < best[place][0]:
                    best[place] = (cost, eaten, given)
    found = []
    at, to = len(said), len(heard)
    while (at, to) != (0, 0):
        _, eaten, given = best[at, to]
        one, other = tuple(said[at - eaten : at]), tuple(heard[to - given : to])
        if one != other:
            found.append((one, other))
        at, to = at - eaten, to - given
    return found[::-1]


def _cost(said: Sequence[str], heard: Sequence[str]) -> float:
    if len(said) == len(heard):
        apart = difference(said[0], heard[0])
        return 0.0 if not apart else 0.5 + 0.9 * apart
    if not said or not heard:
        return _LOST
    apart = difference("".join(said), "".join(heard))
    # One word heard as two has nearly the same letters, and neither of the two is it.
    return 0.4 + apart if apart <= 0.35 and set(said).isdisjoint(heard) else 9.0


def kind(said: Phrase, heard: Phrase) -> str:
    """Which of KINDS a stretch is."""
    if not heard:
        return "deletion"
    if not said:
        return "insertion"
    if len(said) != len(heard):
        return "split" if len(said) < len(heard) else "join"
    return "sound-alike" if difference(said[0], heard[0]) <= ALIKE else "substitution"


def part(said: Phrase, heard: Phrase) -> str:
    """By what was said, so that no word of one part is in the other."""
    text = " ".join(said or heard)
    return TUNE if zlib.crc32(text.encode()) % 2 else HELD_OUT


def counted(stretches: Iterable[tuple[Phrase, Phrase]]) -> list[Confusion]:
    """Each confusion once, in order of the alphabet."""
    times = Counter(stretches)
    found = [Confusion(part(s, h), kind(s, h), s, h, n) for (s, h), n in times.items()]
    return sorted(found, key=lambda c: (c.part, c.kind, c.said, c.heard))


def write(confusions: Iterable[Confusion], path: Path = TABLE) -> None:
    """As a table, one confusion a line."""
    cells = [
        (c.part, c.kind, " ".join(c.said), " ".join(c.heard), str(c.times)) for c in confusions
    ]
    lines = ["\t".join(line) for line in (HEADING, *cells)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(path: Path = TABLE) -> list[Confusion]:
    """The table again."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        half, name, said, heard, times = line.split("\t")
        found.append(Confusion(half, name, tuple(said.split()), tuple(heard.split()), int(times)))
    return found
