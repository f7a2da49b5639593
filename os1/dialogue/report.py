"""What may be wrong with a script although it loads: for those who write it."""

from collections.abc import Iterator
from dataclasses import dataclass

from os1.dialogue.mistakes import Place
from os1.dialogue.script import Script


@dataclass(frozen=True, slots=True)
class Remark:
    """kind: misled, shadowed or unreachable. text: what is so, in a sentence."""

    kind: str
    place: Place
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


def remarks(script: Script) -> Iterator[Remark]:
    """Everything worth a look, rule by rule."""
    yield from _misled(script)
    yield from _unreachable(script)


def _misled(script: Script) -> Iterator[Remark]:
    """Examples that go elsewhere, counter-examples that do not; rules that are never chosen."""
    lost: dict[str, list[str]] = {}
    for rule, sentence, chosen in script.misled():
        if sentence in rule.examples:
            lost.setdefault(rule.id, []).append(sentence)
            where = f'rule "{chosen}"' if chosen else "no rule"
            text = f'its example "{sentence}" selects {where}'
        else:
            text = f'it is selected by "{sentence}", which it says it is not'
        yield Remark("misled", rule.place, text)
    for rule in script.rules:
        if len(lost.get(rule.id, ())) == len(rule.examples):
            yield Remark("shadowed", rule.place, "none of its examples selects it: it is shadowed")


def _unreachable(script: Script) -> Iterator[Remark]:
    """Rules that answer something which is never said."""
    said = {rule.id for rule in script.rules} | {lines.id for lines in script.lines}
    redirected = {rule.redirect for rule in script.rules}
    for rule in script.rules:
        if rule.after and rule.after <= {rule.id} and rule.id not in redirected:
            yield Remark("unreachable", rule.place, "it only comes after itself")
        if rule.after and not rule.after & said:
            yield Remark("unreachable", rule.place, "nothing it comes after is ever said")
    topics = {rule.topic for rule in script.rules}
    for lines in script.lines_of("gambit"):
        if lines.topic not in topics:
            text = f'no rule has the topic "{lines.topic}", so it is never said'
            yield Remark("unreachable", lines.place, text)
