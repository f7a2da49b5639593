"""Values from a script's TOML, checked one by one, each refusal with its place."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from os1.dialogue.mistakes import Place, ScriptMistake
from os1.dialogue.rules import MOODS, PARTS_OF_DAY, Condition, Line

# What may stand in `when`, and the fact each of them looks at.
_WHEN_FACTS = {
    "part_of_day": "clock.part",
    "mood": "talk.mood",
    "topic": "talk.topic",
    "stage": "relationship.stage",
}
_WHEN_KEYS = frozenset({*_WHEN_FACTS, "known", "unknown", "facts"})
_NAME_IN_LINE = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*\Z")


class Fields:
    """One table of a script. Raises ScriptMistake for everything that is not as it should be."""

    def __init__(self, table: Mapping[str, Any], place: Place, known: frozenset[str]) -> None:
        self._table = table
        self.place = place
        for key in table:
            if key not in known:
                raise self.mistake(
                    f'there is no key "{key}" (there are {", ".join(sorted(known))})'
                )

    def mistake(self, reason: str) -> ScriptMistake:
        """This place, and what is wrong there."""
        return ScriptMistake(self.place, reason)

    def text(self, key: str, default: str = "") -> str:
        """A string."""
        value = self._table.get(key, default)
        if not isinstance(value, str):
            raise self.mistake(f'"{key}" must be a text in quotes')
        return value

    def id(self) -> str:
        """The id, which must be there; from now on mistakes name it."""
        value = self.text("id")
        if not value:
            raise self.mistake('it has no "id"')
        self.place = Place(self.place.file, self.place.line, value)
        self.check_id("id", value)
        return value

    def check_id(self, key: str, value: str) -> None:
        """Raise unless the value looks like an id."""
        if not _ID.match(value):
            raise self.mistake(f'"{value}" cannot be an {key}: small letters, digits, _ and dots')

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A string or a list of strings, none of them empty."""
        value = self._table.get(key, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise self.mistake(f'"{key}" must be a text in quotes, or a list of them')
        if any(not part.strip() for part in value):
            raise self.mistake(f'"{key}" has an empty text in it')
        if required and not value:
            raise self.mistake(f'it has no "{key}"')
        return tuple(value)

    def lines(self, key: str, *, required: bool = False) -> tuple[Line, ...]:
        """Things to say, each with the names in its braces."""
        made = []
        for text in self.texts(key, required=required):
            names = frozenset(_NAME_IN_LINE.findall(text))
            if "{" in _NAME_IN_LINE.sub("", text) or "}" in _NAME_IN_LINE.sub("", text):
                raise self.mistake(f'in "{key}", the braces of "{text}" do not hold a name')
            made.append(Line(text, names))
        return tuple(made)

    def mood(self) -> str:
        """A known mood; neutral if none is given."""
        value = self.text("mood", "neutral")
        if value not in MOODS:
            raise self.mistake(f'there is no mood "{value}" (there are {", ".join(sorted(MOODS))})')
        return value

    def whole_number(self, key: str) -> int:
        """An integer; 0 if none is given."""
        value = self._table.get(key, 0)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.mistake(f'"{key}" must be a whole number')
        return value

    def turns(self, key: str) -> int:
        """A number of turns, 0 or more; 0 if none is given."""
        value = self.whole_number(key)
        if value < 0:
            raise self.mistake(f'"{key}" cannot be less than 0')
        return value

    def flag(self, key: str) -> bool:
        """True or false; false if none is given."""
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            raise self.mistake(f'"{key}" must be true or false')
        return value

    def texts_by_name(self, key: str) -> tuple[tuple[str, str], ...]:
        """A table of strings."""
        value = self._table.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise self.mistake(
                f'"{key}" must be a table of texts, like {{ "user.name" = "{{who}}" }}'
            )
        return tuple(value.items())

    def condition(self) -> Condition:
        """The table `when`."""
        value = self._table.get("when", {})
        if not isinstance(value, dict):
            raise self.mistake('"when" must be a table, like { part_of_day = ["evening"] }')
        inner = Fields(value, self.place, _WHEN_KEYS)
        values = [(fact, inner.texts(key)) for key, fact in _WHEN_FACTS.items() if inner.texts(key)]
        self._allowed("part of the day", inner.texts("part_of_day"), PARTS_OF_DAY)
        self._allowed("mood", inner.texts("mood"), sorted(MOODS))
        facts = value.get("facts", {})
        if not isinstance(facts, dict):
            raise self.mistake('"facts" must be a table, like { "user.name" = ["Theodore"] }')
        named = Fields(facts, self.place, frozenset(facts))
        values += [(fact, named.texts(fact, required=True)) for fact in facts]
        return Condition(inner.texts("known"), inner.texts("unknown"), tuple(values))

    def _allowed(self, what: str, given: tuple[str, ...], known: Sequence[str]) -> None:
        for value in given:
            if value not in known:
                raise self.mistake(f'"{value}" is no {what} ({", ".join(known)})')
