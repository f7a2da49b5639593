"""What must hold for every script and every input."""

import json
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from os1.dialogue import Context, Conversation, Script, ScriptMistake
from os1.dialogue.normalise import MAX_WORDS, normalise, readings, takes
from os1.dialogue.times import time_ends

WORDS = ["red", "green", "blue", "tea", "seven", "you"]
TEMPLATES = st.recursive(
    st.sampled_from([*WORDS, "*", "{x:text}", "{n:number}", "@hot"]),
    lambda part: st.one_of(
        st.tuples(part, part).map(" ".join),
        st.tuples(part, part).map(lambda two: f"({two[0]}|{two[1]})"),
        part.map(lambda one: f"[{one}]"),
    ),
    max_leaves=6,
)
RULES = st.lists(
    st.tuples(
        st.lists(TEMPLATES, min_size=1, max_size=3),
        st.sampled_from([0, 0, 0, 1, 150]),
        st.sampled_from(["", "", "r0", "r1"]),
    ),
    min_size=2,
    max_size=6,
)
SAID = st.lists(st.sampled_from([*WORDS, "gren", "the", "redd"]), min_size=1, max_size=7).map(
    " ".join
)
CONTEXTS = st.sampled_from([Context(), Context(("r0",)), Context(("r2", "r1"))])
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def script_of(rules: list[tuple[list[str], int, str]]) -> Script | None:
    """The script of these rules; None if they make none (a tie, an empty template)."""
    text = '[concepts]\nhot = ["red hot", "tea"]\n'
    for number, (templates, priority, after) in enumerate(rules):
        hears = json.dumps([f"word{number}", *templates])
        text += f'[[rule]]\nid = "r{number}"\nhears = {hears}\nsays = ["{number}."]\n'
        text += f'priority = {priority}\nexamples = ["word{number}"]\n'
        text += f'after = "{after}"\n' if after else ""
    try:
        return Script.from_string(text)
    except ScriptMistake:
        return None


@QUICK
@given(RULES, SAID, CONTEXTS)
def test_the_index_finds_what_brute_force_finds(
    rules: list[tuple[list[str], int, str]], said: str, context: Context
) -> None:
    script = script_of(rules)
    if script is None:
        return
    indexed = script.all_matches(said, context)
    brute = script.all_matches(said, context, brute=True)
    as_told = [(m.rule_id, m.template, m.slots, m.wild, m.literal, m.back) for m in indexed]
    assert as_told == [(m.rule_id, m.template, m.slots, m.wild, m.literal, m.back) for m in brute]
    match = script.match(said, context)
    if brute and not brute[0].weak and match is not None and match.stage in ("exact", "index"):
        assert match.rule_id == brute[0].rule_id
        assert match.slots == brute[0].slots


@QUICK
@given(RULES, SAID, CONTEXTS, st.randoms())
def test_the_declared_order_is_total(
    rules: list[tuple[list[str], int, str]], said: str, context: Context, chance: random.Random
) -> None:
    script = script_of(rules)
    if script is None:
        return
    heard = script.all_matches(said, context)
    keys = [(*m.rank, m.number, m.template_number, m.back, str(m.heard)) for m in heard]
    # No two are equal, and whichever way they are shuffled they sort the same.
    assert len(set(keys)) == len({(m.template_number, m.back, str(m.heard)) for m in heard})
    shuffled = keys.copy()
    chance.shuffle(shuffled)
    assert sorted(shuffled) == sorted(keys)
    assert [m.rank for m in heard] == sorted(
        (m.rank for m in heard), key=lambda rank: (not heard[0].rule.urgent, rank)
    ) or any(m.rule.urgent for m in heard)


@QUICK
@given(RULES, st.lists(st.one_of(SAID, st.text(max_size=30)), max_size=12), st.integers(0, 99))
def test_a_snapshot_loses_nothing(
    rules: list[tuple[list[str], int, str]], said: list[str], seed: int
) -> None:
    script = script_of(rules)
    if script is None:
        return
    talk = Conversation(script, rng=random.Random(seed))
    for text in said:
        talk.reply(text)
    state = talk.snapshot()
    other = Conversation.restore(script, json.loads(json.dumps(state)))
    assert other.snapshot() == state
    for text in ("red", "green tea", "nothing at all", "word1"):
        assert other.reply(text) == talk.reply(text)


@given(st.text(st.characters(), max_size=300))
@settings(max_examples=200, deadline=None)
def test_every_word_of_any_text_has_its_place(text: str) -> None:
    for speech in (normalise(text), *readings(text), *(one for one, _ in takes(text))):
        assert len(speech.words) <= MAX_WORDS
        for at in range(len(speech.words)):
            assert speech.text(at, at + 1).strip()


@given(st.lists(st.sampled_from("a an half hour hours and ten at seven the third of may".split())))
@settings(max_examples=200, deadline=None)
def test_a_time_ends_within_the_sentence(words: list[str]) -> None:
    for start in range(len(words)):
        for end in time_ends(tuple(words), start):
            assert start < end <= len(words)


HARD = [
    "[a] " * 30 + "b",
    "* a * a * a * a * b",
    "(a|a a|[a] a) (a|a a|[a] a) (a|a a|[a] a) (a|a a|[a] a) b",
    "{x:text} {y:text} {z:text} b",
    "[[[[[a] a] a] a] a] b",
    "(a|(a|(a|(a|a b)))) * (a|b) * b c",
]


@pytest.fixture(scope="module")
def hard() -> Script:
    rules = [
        f'[[rule]]\nid = "r{n}"\nhears = ["{hears}", "w{n}"]\npriority = {n}\n'
        f'says = ["{n}."]\nexamples = ["w{n}"]\n'
        for n, hears in enumerate(HARD)
    ]
    return Script.from_string("".join(rules))


@pytest.mark.parametrize(
    "text",
    [
        "a " * 50_000,
        "a. " * 33_000,
        "a b " * 25_000,
        "b" * 100_000,
        "a b c. a. b a a " * 6_000,
        "\u0130" * 100_000,
        "\ufdfa" * 100_000,
        "1," * 50_000,
        "'" * 100_000,
        "an hour and a half and " * 4_000,
        "e\u0301" * 50_000,
    ],
)
def test_no_input_takes_long_even_for_the_worst_templates(hard: Script, text: str) -> None:
    hard.warm_up()
    begin = time.thread_time()
    hard.match(text)
    # The aim is 50 ms; ten times that still tells polynomial from exponential time.
    assert time.thread_time() - begin < 0.5


@given(st.text(st.characters(), max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_either_a_template_or_told_to_be_none(text: str) -> None:
    source = (
        f"[[rule]]\nid = 'a'\nhears = [{json.dumps(text)}, 'b']\nsays = ['B.']\nexamples = ['b']"
    )
    try:
        script = Script.from_string(source)
    except ScriptMistake as mistake:
        assert mistake.reason
    else:
        assert script.match("b") is not None
