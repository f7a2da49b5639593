"""Mistakes that only show once a whole script has been read."""

from collections.abc import Callable, Iterable, Iterator

from os1.dialogue.matcher import find
from os1.dialogue.mistakes import ScriptMistake
from os1.dialogue.normalise import readings, sentences
from os1.dialogue.rules import CLOCK_FACTS, Content, Lines, Rule, remembered


def check(content: Content) -> None:
    """Raise ScriptMistake for the first thing that does not hold together."""
    _ids(content)
    facts = remembered(content.rules) | CLOCK_FACTS
    for rule in content.rules:
        _after(rule, content)
        _lines(rule, facts, rule.slots(), rule.always_filled())
        _remembers(rule)
        _examples(rule, content.persona)
    for lines in content.lines:
        _lines(lines, facts, frozenset(), frozenset())
    _twins(content.rules)


def _ids(content: Content) -> None:
    seen: dict[str, Rule | Lines] = {}
    parts: tuple[Rule | Lines, ...] = (*content.rules, *content.lines)
    for part in parts:
        if part.id in seen:
            first = seen[part.id].place
            raise ScriptMistake(part.place, f"the same id is already in {first}")
        seen[part.id] = part


def _after(rule: Rule, content: Content) -> None:
    known = {part.id for part in content.rules} | {part.id for part in content.lines}
    for other in sorted(rule.after - known):
        raise ScriptMistake(rule.place, f'"after" names "{other}", which does not exist')


def _lines(
    part: Rule | Lines, facts: frozenset[str], slots: frozenset[str], filled: frozenset[str]
) -> None:
    for fact in sorted(part.when.known - facts):
        raise ScriptMistake(part.place, f'"when" needs "{fact}", which no rule remembers')
    for line in (*part.says, *part.again):
        for name in sorted(line.names - facts - slots):
            raise ScriptMistake(part.place, f'"{line.text}" needs "{name}", which nothing fills')
    sure = filled | part.when.known | CLOCK_FACTS
    if not any(line.names <= sure for line in part.says):
        reason = "every line of it needs something that may be missing; add one that does not"
        raise ScriptMistake(part.place, reason)


def _remembers(rule: Rule) -> None:
    for fact, text in (rule.remembers or {}).items():
        for name in sorted(_names(text) - rule.always_filled()):
            reason = f'"remembers" {fact}: "{name}" is not a name or number in every template'
            raise ScriptMistake(rule.place, reason)


def _names(text: str) -> set[str]:
    return {part.partition("}")[0] for part in text.split("{")[1:]}


def _examples(rule: Rule, persona: str) -> None:
    for example in rule.examples:
        if not _hears(rule, example, persona):
            raise ScriptMistake(rule.place, f'it does not hear its own example "{example}"')


def _hears(rule: Rule, sentence: str, persona: str) -> bool:
    speeches = [
        speech for part in (sentence, *sentences(sentence)) for speech in readings(part, persona)
    ]
    return any(find(template, speech) for template in rule.hears for speech in speeches)


def _twins(rules: Iterable[Rule]) -> None:
    """Two rules that hear the very same sentence, with nothing to choose between them."""
    seen: dict[object, Rule] = {}
    for rule in rules:
        for template in rule.hears:
            if template.plain is None:
                continue
            for after in rule.after or {""}:
                key = (template.plain, after, rule.priority, rule.when)
                other = seen.setdefault(key, rule)
                if other is not rule:
                    reason = f'it hears "{template.text}", and so does {other.place}'
                    raise ScriptMistake(rule.place, reason)


def misled(
    rules: Iterable[Rule], choose: Callable[[Rule, str], str | None]
) -> Iterator[tuple[Rule, str, str | None]]:
    """Sentences that end up with the wrong rule: (rule, sentence, id of what was chosen).

    That is, an example of a rule that does not select it, or a `not` that does.
    choose: the id chosen for a sentence said as an answer to what the rule comes after.
    """
    for rule in rules:
        for sentence in (*rule.examples, *rule.unlike):
            chosen = choose(rule, sentence)
            if (chosen == rule.id) != (sentence in rule.examples):
                yield rule, sentence, chosen
