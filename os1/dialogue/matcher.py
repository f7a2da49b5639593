"""Does a template hear this speech, and what is in its slots?

Dynamic programming over (word, state): the cheapest way to each is kept, so that no
pattern or input takes more than words times states steps (times the few lengths of a slot).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from os1.dialogue import slots
from os1.dialogue.normalise import Words
from os1.dialogue.template import End, OneOf, Slot, Split, Star, State, Template


class Cell(NamedTuple):
    """The best way to a state: few free words, then many literal ones."""

    wild: int
    unliteral: int  # minus the number of literal words, so that smaller is better
    from_word: int
    from_state: int


@dataclass(frozen=True, slots=True)
class Found:
    """How a template heard the speech.

    wild: words taken by `*` and by text slots. literal: words named by the template.
    """

    wild: int
    literal: int
    slots: Mapping[str, str]


def find(template: Template, speech: Words) -> Found | None:
    """The best way the whole speech fits the template, or None."""
    table = fill(template, speech)
    last = len(template.states) - 1
    cell = table[-1].get(last)
    if cell is None:
        return None
    filled: dict[str, str] = {}
    at_word, at_state = len(speech.words), last
    while (at_word, at_state) != (0, 0):
        step = table[at_word][at_state]
        state = template.states[step.from_state]
        if isinstance(state, Slot):
            filled[state.name] = slots.value(state.kind, speech, step.from_word, at_word)
        at_word, at_state = step.from_word, step.from_state
    return Found(cell.wild, -cell.unliteral, filled)


def fill(template: Template, speech: Words) -> list[dict[int, Cell]]:
    """For each number of words eaten, the states that can be reached and how."""
    table: list[dict[int, Cell]] = [{} for _ in range(len(speech.words) + 1)]
    table[0][0] = Cell(0, 0, 0, 0)
    for at, row in enumerate(table):
        if not row:
            continue
        for number, state in enumerate(template.states):
            cell = row.get(number)
            if cell is None or isinstance(state, End):
                continue
            for to_word, to_state, wild, literal in _steps(state, number, speech, at):
                new = Cell(cell.wild + wild, cell.unliteral - literal, at, number)
                old = table[to_word].get(to_state)
                if old is None or new[:2] < old[:2]:
                    table[to_word][to_state] = new
    return table


def _steps(
    state: State, number: int, speech: Words, at: int
) -> Iterator[tuple[int, int, int, int]]:
    """Where a state leads: (words eaten, state, free words, literal words)."""
    words = speech.words
    if isinstance(state, OneOf):
        if at < len(words) and words[at] in state.words:
            yield at + 1, number + 1, 0, 1
    elif isinstance(state, Split):
        for target in state.targets:
            yield at, target, 0, 0
    elif isinstance(state, Star):
        yield at, number + 1, 0, 0
        if at < len(words):
            yield at + 1, number, 1, 0
    elif isinstance(state, Slot) and at < len(words):
        free = 1 if state.kind == "text" else 0
        for end in slots.ends(state.kind, speech, at):
            yield end, number + 1, free * (end - at), 0
