"""Mistakes that only show once a whole script has been read."""

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

from os1.dialogue.context import Context
from os1.dialogue.loader import Content, Draft
from os1.dialogue.mistakes import Place, ScriptMistake
from os1.dialogue.normalise import takes
from os1.dialogue.rules import CLOCK_FACTS, TALK_FACTS, Condition, Line, Lines, Rule

if TYPE_CHECKING:
    from os1.dialogue.script import Script


def check(content: Content, base: "Script | None" = None) -> None:
    """Raise ScriptMistake for the first thing that does not hold together.

    base: a script these rules are added to; its rules can be answered.
    """
    known: Container[str] = frozenset() if base is None else base
    _ids(content, known)
    facts = frozenset(fact for draft in content.drafts for fact, _ in draft.rule.remembers)
    if base is not None:
        facts |= base.facts
    facts |= CLOCK_FACTS | TALK_FACTS | content.facts
    ids = _all_ids(content)
    for draft in content.drafts:
        rule = draft.rule
        _after(rule, ids, known)
        _redirect(draft, ids, known)
        _condition(rule.place, rule.when, facts)
        for lines in (rule.says, rule.again, rule.asks):
            _names(rule.place, lines, facts | draft.slots())
        if rule.says:
            _sayable(rule.place, rule.says, draft.always_filled() | _sure(rule.when))
        _remembers(draft)
        _examples(draft, content.persona or (base.persona if base else ""))
    for part in content.lines:
        _condition(part.place, part.when, facts)
        _names(part.place, part.says, facts)
        _sayable(part.place, part.says, _sure(part.when))
    _circles(content)
    _twins(content.drafts)


def _all_ids(content: Content) -> frozenset[str]:
    return frozenset(
        {draft.rule.id for draft in content.drafts} | {lines.id for lines in content.lines}
    )


def _ids(content: Content, known: Container[str]) -> None:
    seen: dict[str, Place] = {}
    parts: tuple[Rule | Lines, ...] = (*(d.rule for d in content.drafts), *content.lines)
    for part in parts:
        if part.id in seen:
            raise ScriptMistake(part.place, f"the same id is already in {seen[part.id]}")
        if part.id in known:
            raise ScriptMistake(part.place, "the script already has this id")
        seen[part.id] = part.place


def _after(rule: Rule, ids: frozenset[str], known: Container[str]) -> None:
    for other in sorted(rule.after - ids):
        if other not in known:
            raise ScriptMistake(rule.place, f'"after" names "{other}", which does not exist')


def _redirect(draft: Draft, ids: frozenset[str], known: Container[str]) -> None:
    rule = draft.rule
    target = rule.redirect
    if not target or target in ids or target in known:
        return
    if "." in target or "_" in target:
        raise ScriptMistake(rule.place, f'"redirect" names "{target}", which does not exist')
    for name in sorted(_named(target) - draft.slots()):
        raise ScriptMistake(rule.place, f'"redirect" needs "{name}", which nothing fills')


def _condition(place: Place, when: Condition, facts: frozenset[str]) -> None:
    for fact in sorted(when.named() - facts):
        raise ScriptMistake(place, f'"when" needs "{fact}", which no rule remembers')


def _names(place: Place, lines: Iterable[Line], known: frozenset[str]) -> None:
    for line in lines:
        for name in sorted(line.names - known):
            raise ScriptMistake(place, f'"{line.text}" needs "{name}", which nothing fills')


def _sure(when: Condition) -> frozenset[str]:
    """What is known whenever this holds."""
    return frozenset(when.known) | {fact for fact, _ in when.values} | CLOCK_FACTS


def _sayable(place: Place, says: Iterable[Line], sure: frozenset[str]) -> None:
    if not any(line.names <= sure for line in says):
        reason = "every line of it needs something that may be missing; add one that does not"
        raise ScriptMistake(place, reason)


def _remembers(draft: Draft) -> None:
    for fact, text in draft.rule.remembers:
        for name in sorted(_named(text) - draft.always_filled()):
            reason = f'"remembers" {fact}: "{name}" is not a name or number in every template'
            raise ScriptMistake(draft.rule.place, reason)


def _named(text: str) -> set[str]:
    return {part.partition("}")[0] for part in text.split("{")[1:]}


def _examples(draft: Draft, persona: str) -> None:
    for example in draft.rule.examples:
        if not _hears(draft, example, persona):
            raise ScriptMistake(draft.rule.place, f'it does not hear its own example "{example}"')


def _hears(draft: Draft, sentence: str, persona: str) -> bool:
    return any(
        template.program.find(speech)
        for speech, _ in takes(sentence, persona)
        for template in draft.templates
    )


def _circles(content: Content) -> None:
    """Redirects that lead back to themselves."""
    onward = {draft.rule.id: draft.rule for draft in content.drafts if draft.rule.redirect}
    for start in onward.values():
        seen = {start.id}
        rule = start
        while rule.redirect in onward:
            rule = onward[rule.redirect]
            if rule.id in seen:
                raise ScriptMistake(start.place, f'"redirect" leads in a circle to "{rule.id}"')
            seen.add(rule.id)


def _twins(drafts: Iterable[Draft]) -> None:
    """Two rules that hear the very same sentence, with nothing to choose between them."""
    seen: dict[object, list[Rule]] = {}
    for draft in drafts:
        rule = draft.rule
        for template in draft.templates:
            for phrase in template.spelled:
                others = seen.setdefault((phrase, rule.priority), [])
                for other in others:
                    if other is not rule and equal_place(rule, other):
                        reason = f'it hears "{" ".join(phrase)}", and so does {other.place}'
                        raise ScriptMistake(rule.place, reason)
                if rule not in others:
                    others.append(rule)


def equal_place(one: Rule, other: Rule) -> bool:
    """Whether both may be meant at the same moment, with nothing to choose between them."""
    together = bool(one.after & other.after) if one.after else not other.after
    return together and one.priority == other.priority and one.when == other.when


def check_ties(script: "Script", rules: Iterable[Rule]) -> None:
    """Raise ScriptMistake for an example that two rules hear equally well."""
    for rule in rules:
        context = fitting_context(rule)
        for example in rule.examples:
            heard = script.all_matches(example, context)
            for other in heard[1:]:
                if other.rank != heard[0].rank:
                    break
                if other.rule_id != heard[0].rule_id:
                    one, two = heard[0].rule.place, other.rule.place
                    reason = f'"{example}" is heard as well by {two if one == rule.place else one}'
                    raise ScriptMistake(rule.place, reason, "Give one of the two a priority.")


def misled(script: "Script") -> Iterator[tuple[Rule, str, str | None]]:
    """Sentences that end up with the wrong rule: (rule, sentence, id of what was chosen)."""
    for rule in script.rules:
        for sentence in (*rule.examples, *rule.unlike):
            match = script.match(sentence, fitting_context(rule))
            chosen = match.rule_id if match else None
            if (chosen == rule.id) != (sentence in rule.examples):
                yield rule, sentence, chosen


def fitting_context(rule: Rule) -> Context:
    """A context in which the rule may be chosen."""
    facts = dict.fromkeys(rule.when.known, "something")
    facts.update({fact: allowed[0] for fact, allowed in rule.when.values})
    return Context(tuple(sorted(rule.after))[:1], facts)
