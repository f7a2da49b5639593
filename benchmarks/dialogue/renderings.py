"""The same rules in four languages: OS1's, AIML, RiveScript and hassil.

What a language lacks is spelled out as its authors do: AIML has no alternatives, so every
way to say a thing is a pattern of its own. Answers to what another rule said are for OS1
alone: the others get all but those.
"""

import html
import json
from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.dialogue.phrases import CONCEPTS
from benchmarks.dialogue.templates import Concept, Slot, every, read, written
from benchmarks.dialogue.workload import Rule

_OTHER_LINES = """
[[greeting]]
id = "hello"
says = ["Hello."]

[[fallback]]
id = "fallback"
says = ["Tell me more about it.", "And then?", "I see.", "Say that again?", "How so?"]
"""


def as_os1(rules: Iterable[Rule]) -> str:
    """One script."""
    lines = ["[concepts]"]
    lines += [f"{name} = {_quoted(phrases)}" for name, phrases in CONCEPTS.items()]
    lines.append(_OTHER_LINES)
    for rule in rules:
        lines += ["[[rule]]", f"id = {_quoted(rule.id)}", f"hears = {_quoted(rule.hears)}"]
        lines += [f"says = {_quoted(rule.says)}", f"examples = {_quoted(rule.examples)}"]
        lines.append(f"mood = {_quoted(rule.mood)}")
        if rule.topic:
            lines.append(f"topic = {_quoted(rule.topic)}")
        if rule.after:
            lines.append(f"after = {_quoted(rule.after)}")
        lines.append("")
    return "\n".join(lines)


def as_aiml(rules: Iterable[Rule]) -> str:
    """One document; the answer to each pattern is the rule's id."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<aiml version="1.0.1">']
    for rule in _for_all(rules):
        answer = html.escape(rule.id)
        for template in rule.hears:
            for pattern in every(read(template), CONCEPTS, lambda _: "*"):
                # Two wildcards in a row would be an error, and mean no more than one.
                text = " ".join(pattern.upper().split())
                lines.append(
                    f"<category><pattern>{text}</pattern><template>{answer}</template></category>"
                )
    return "\n".join([*lines, "</aiml>"])


def as_rivescript(rules: Iterable[Rule]) -> str:
    """One document; the answer to each trigger is the rule's id."""
    lines = ["! version = 2.0"]
    lines += [f"! array {name} = {'|'.join(phrases)}" for name, phrases in CONCEPTS.items()]

    def write(part: Slot | Concept) -> str:
        if isinstance(part, Concept):
            return f"(@{part.name})"
        return "[*]" if part.kind == "any" else "*"

    for rule in _for_all(rules):
        for template in rule.hears:
            lines += ["", f"+ {written(read(template), write)}", f"- {rule.id}"]
    return "\n".join(lines)


def as_hassil(rules: Iterable[Rule]) -> dict[str, Any]:
    """What `hassil.Intents.from_dict` takes: one intent a rule, named by its id."""

    def write(part: Slot | Concept) -> str:
        if isinstance(part, Concept):
            return f"<{part.name}>"
        return "[{any}]" if part.kind == "any" else f"{{{part.kind}}}"

    return {
        "language": "en",
        "intents": {
            rule.id: {"data": [{"sentences": [written(read(t), write) for t in rule.hears]}]}
            for rule in _for_all(rules)
        },
        "lists": {
            "number": {"range": {"from": 0, "to": 100}},
            **{kind: {"wildcard": True} for kind in ("name", "time", "text", "any")},
        },
        "expansion_rules": {name: f"({'|'.join(phrases)})" for name, phrases in CONCEPTS.items()},
    }


def _for_all(rules: Iterable[Rule]) -> Iterator[Rule]:
    return (rule for rule in rules if not rule.after)


def _quoted(value: object) -> str:
    """Strings and lists of strings are written the same in JSON and in TOML."""
    return json.dumps(value, ensure_ascii=False)
