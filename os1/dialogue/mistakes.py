"""A mistake in a script, told with its place."""

from dataclasses import dataclass

from os1.errors import ScriptError


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a script something is written.

    line: of the heading the rule starts with; 0 for the file as a whole.
    rule: its id, or "" before it is known.
    """

    file: str
    line: int = 0
    rule: str = ""

    def __str__(self) -> str:
        parts = [self.file]
        if self.line:
            parts.append(f"line {self.line}")
        if self.rule:
            parts.append(f'rule "{self.rule}"')
        return ", ".join(parts)


class ScriptMistake(ScriptError):
    """A ScriptError that knows its `place` (file, line, rule) and the `reason`."""

    def __init__(self, place: Place, reason: str, next_step: str = "") -> None:
        self.place = place
        self.reason = reason
        super().__init__(
            f"{place}: {reason}.", next_step or "Correct it there, then load the script again."
        )
