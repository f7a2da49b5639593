"""The one way the set-up stops: a sentence for a person, and what to do."""

import sys


class SetupProblem(Exception):
    """It cannot go on. `message` names the thing, `next_step` helps."""

    def __init__(self, message: str, next_step: str) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"os1: {self.message}\nNext step: {self.next_step}"


def tell(line: str) -> None:
    """Say something about the set-up, out of the way of her words."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
