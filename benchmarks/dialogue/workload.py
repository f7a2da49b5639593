"""Thousands of rules as an author would write them, and sentences to say to them.

A rule is about three things (what to do, with what, where) and hears two ways of saying
so, with alternatives, optional words, slots and concepts. No two rules of one kind share
more than one of their three words: one word lost does not make them the same. Of a
hundred rules, five are short ones about one thing only, and three are answers ("why?")
to what another rule said.
"""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.dialogue import lexicon
from benchmarks.dialogue.phrases import ASIDES, CONCEPTS, FOLLOW_UPS, KINDS, LINES, MISSES, SHORT
from benchmarks.dialogue.templates import Slot, read, say

SEED = 8316
CROWD = 30
"""Words of each list in a crowded script."""
MOODS = ("neutral", "warm", "amused", "curious", "thoughtful")
_WORDS = {
    "thing": lexicon.THINGS,
    "adj": lexicon.ADJECTIVES,
    "verb": lexicon.VERBS,
    "place": lexicon.PLACES,
    "person": lexicon.PEOPLE,
    "event": lexicon.EVENTS,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. after: the id of the rule it answers, or ""; only OS1 is given such rules."""

    id: str
    hears: tuple[str, ...]
    says: tuple[str, ...]
    examples: tuple[str, ...]
    mood: str = "neutral"
    topic: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Workload:
    """Rules, and sentences with the id of the rule that should hear each ("" for none)."""

    rules: tuple[Rule, ...]
    hits: tuple[tuple[str, str], ...]
    misses: tuple[str, ...]


def workload(
    rules: int, hits: int = 1000, misses: int = 1000, seed: int = SEED, *, crowded: bool = False
) -> Workload:
    """So many rules and sentences; the same ones for the same numbers.

    crowded: from few words, so that most rules differ from two or three others by one
    word only, and one word misheard may well be another rule.
    """
    rng = random.Random(seed)
    made = tuple(itertools.islice(_rules(rng, crowded=crowded), rules))
    said = [rule for rule in made if not rule.after]
    rng = random.Random(seed + 1)
    chosen = [rng.choice(said) for _ in range(hits)]
    spoken = tuple((sentence(rule, rng), rule.id) for rule in chosen)
    return Workload(made, spoken, tuple(_miss(rng) for _ in range(misses)))


def sentence(rule: Rule, rng: random.Random) -> str:
    """One way to say what the rule hears, as a recogniser writes it."""
    words = say(read(rng.choice(rule.hears)), CONCEPTS, rng, lambda slot: filled(slot, rng))
    return _written(words)


def filled(slot: Slot, rng: random.Random) -> str:
    """Something to say in a slot."""
    choices: dict[str, tuple[str, ...] | list[str]] = {
        "number": lexicon.NUMBERS,
        "name": lexicon.NAMES,
        "time": lexicon.TIMES,
        "text": lexicon.TEXTS,
        "any": ("behind", "not far from", "on the way to"),
    }
    return rng.choice(choices[slot.kind])


def _written(words: list[str]) -> str:
    text = " ".join("I" if word == "i" else word for word in words)
    asks = words[0] in set("where why what which when is are do would how who have did".split())
    return f"{text[0].upper()}{text[1:]}{'?' if asks else '.'}"


def _rules(rng: random.Random, *, crowded: bool) -> Iterator[Rule]:
    short = list(_short(rng))
    long = _long(rng, crowded=crowded)
    last: Rule | None = None
    for number in itertools.count():
        place = number % 100
        if place % 20 == 19 and short:
            last = short.pop()
        elif place % 33 == 32 and last is not None:
            yield _follow_up(number, last)
            continue
        else:
            last = next(long)
        yield last


def _long(rng: random.Random, *, crowded: bool) -> Iterator[Rule]:
    used: set[tuple[object, ...]] = set()
    lists = {name: rng.sample(words, CROWD) if crowded else words for name, words in _WORDS.items()}
    for number in itertools.count():
        kind = number % len(KINDS)
        names, templates = KINDS[kind]
        while True:
            words = tuple(rng.choice(lists[name]) for name in names)
            places = ((0, 1, 2),) if crowded else ((0, 1), (0, 2), (1, 2))
            taken = {(kind, at, tuple(words[n] for n in at)) for at in places}
            if used.isdisjoint(taken):
                break
        used |= taken
        hears = tuple(_put(template, names, words) for template in templates)
        yield _rule(f"k{kind}.{'_'.join(words)}", hears, words, rng)


def _short(rng: random.Random) -> Iterator[Rule]:
    for name, template in SHORT:
        for word in _WORDS[name]:
            hears = (template.replace(f"<{name}>", word),)
            yield _rule(f"short.{name}.{word}", hears, (word, "day", "story"), rng)


def _rule(name: str, hears: tuple[str, ...], words: tuple[str, ...], rng: random.Random) -> Rule:
    rule = Rule(
        id=name,
        hears=hears,
        says=tuple(line.format(*words) for line in LINES),
        examples=(),
        mood=rng.choice(MOODS),
        topic=words[1] if rng.random() < 0.2 else "",
    )
    return Rule(
        rule.id,
        hears,
        rule.says,
        tuple(dict.fromkeys(sentence(Rule("", (h,), (), ()), rng) for h in hears)),
        rule.mood,
        rule.topic,
    )


def _follow_up(number: int, rule: Rule) -> Rule:
    hears = (FOLLOW_UPS[number // 100 % len(FOLLOW_UPS)],)
    example = hears[0].strip("()").split("|")[0]
    says = (f"Because of what I said about {rule.id.split('.')[1].replace('_', ' and ')}.",)
    return Rule(f"{rule.id}.more{number}", hears, says, (example,), after=rule.id)


def _put(template: str, names: tuple[str, ...], words: tuple[str, ...]) -> str:
    for name, word in zip(names, words, strict=True):
        template = template.replace(f"<{name}>", word)
    return template


def _miss(rng: random.Random) -> str:
    chosen = {name: rng.choice(words) for name, words in _WORDS.items()}
    text = rng.choice(MISSES).format(**chosen)
    # An aside makes each of them a sentence of its own.
    return _written(
        f"{text} and {rng.choice(ASIDES)}".split() if rng.random() < 0.4 else text.split()
    )
