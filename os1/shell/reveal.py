"""Words that fade in one after another. Only arithmetic on time: no Qt, no clock."""

import re
from dataclasses import dataclass

FADE_S = 0.28
STAGGER_S = 0.055
LONGEST_S = 1.6
"""All words of one addition have begun to appear after this time."""


@dataclass(frozen=True, slots=True)
class Faint:
    """Characters `start` to `end` of the text are drawn with this opacity, 0 to 1."""

    start: int
    end: int
    opacity: float


def ease(share: float) -> float:
    """Ease in and out: 0 to 1 with no speed at either end."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


class Reveal:
    """A text that grows at its end, word by word."""

    def __init__(self) -> None:
        self.text = ""
        self._words: list[tuple[int, int, float]] = []  # start, end, when it begins to appear
        self._now_s = 0.0

    @property
    def busy(self) -> bool:
        """Some word is not fully there yet."""
        return bool(self._words)

    def show(self, text: str, *, at_once: bool = False) -> bool:
        """Set the text. True if it goes on from the last one, False if it is another."""
        grows = text.startswith(self.text) and bool(self.text)
        known = len(self.text) if grows else 0
        if not grows:
            self._words = []
        self.text = text
        if at_once:
            self._words = []
            return grows
        fresh = [(m.start(), m.end()) for m in re.finditer(r"\S+\s*", text[known:])]
        stagger_s = min(STAGGER_S, LONGEST_S / max(1, len(fresh)))
        first_s = max([self._now_s, *(begin + stagger_s for _, _, begin in self._words[-1:])])
        for number, (start, end) in enumerate(fresh):
            self._words.append((known + start, known + end, first_s + number * stagger_s))
        return grows

    def step(self, elapsed_s: float) -> None:
        """Let time pass."""
        self._now_s += elapsed_s
        self._words = [w for w in self._words if self._now_s - w[2] < FADE_S]

    def faint(self) -> list[Faint]:
        """What is not fully there yet, in the order of the text; the rest together as one."""
        found: list[Faint] = []
        for start, _, begin_s in self._words:
            if begin_s > self._now_s:
                found.append(Faint(start, len(self.text), 0.0))
                break
            opacity = ease((self._now_s - begin_s) / FADE_S)
            found.append(Faint(start, start, opacity))
        ends = [f.start for f in found[1:]] + [len(self.text)] * bool(found)
        return [Faint(f.start, end, f.opacity) for f, end in zip(found, ends, strict=True)]
