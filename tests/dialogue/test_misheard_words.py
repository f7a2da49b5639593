"""What recognisers get wrong is mended, when it can be told what was meant."""

import pytest

from os1.dialogue import Context, Script
from os1.dialogue.sound import sound

TOPICS = """kitchen garden window river mountain library station market harbour factory theatre
hospital museum airport village valley island castle bridge tower""".split()


def rule(name: str, hears: str, example: str, more: str = "") -> str:
    return (
        f'[[rule]]\nid = "{name}"\nhears = ["{hears}"]\nsays = ["Yes."]\n'
        f'examples = ["{example}"]\n{more}\n'
    )


RULES = [
    rule(
        f"t{n}",
        f"[please] tell me (something|a story) about the {topic}",
        f"tell me something about the {topic}",
    )
    for n, topic in enumerate(TOPICS)
] + [
    rule("love", "have you ever loved anyone before", "have you ever loved anyone before"),
    rule("hate", "have you never loved anyone before", "have you never loved anyone before"),
    rule("remind", "please remind me to {what:text}", "please remind me to buy milk"),
    rule("weather", "what is the weather like", "what is the weather like"),
    rule("why", "why do you think so", "why do you think so", 'after = "love"'),
    rule("harm", "* kill myself *", "i will kill myself now", "priority = 150"),
]


@pytest.fixture(scope="module")
def script() -> Script:
    return Script.from_string("".join(RULES))


@pytest.mark.parametrize(
    ("heard", "rule_id"),
    [
        ("tell me something about the kichen", "t0"),  # one letter
        ("tell me some thing about the garden", "t1"),  # split
        ("tell me something aboutthe window", "t2"),  # joined
        ("tell me something about river", "t3"),  # dropped
        ("tell me um like something about the mountain", "t4"),  # put in
        ("tell me something about the libary", "t5"),
        ("tel me sumthing about the stashun", "t6"),  # by sound
        ("what is the whether like", "weather"),
        ("have you ever loved anyone bee four", "love"),
    ],
)
def test_one_slip_does_not_hide_what_was_meant(script: Script, heard: str, rule_id: str) -> None:
    match = script.match(heard)
    assert match is not None
    assert match.rule_id == rule_id
    assert match.stage == "repair"
    assert match.confidence < 0.9
    assert match.meant


def test_a_sentence_between_two_rules_is_refused(script: Script) -> None:
    assert script.match("tell me something about the") is None


def test_a_word_that_turns_the_meaning_round_is_never_mended(script: Script) -> None:
    match = script.match("have you never loved anyone before")
    assert match is not None
    assert match.rule_id == "hate"
    mended = script.match("have you ever loved anyone befor")
    assert mended is not None
    assert mended.rule_id == "love"


def test_what_is_in_a_slot_is_left_as_it_was_heard(script: Script) -> None:
    match = script.match("please remined me to by milc")
    assert match is not None
    assert (match.rule_id, match.slots) == ("remind", {"what": "by milc"})


def test_a_repair_in_context_is_preferred_to_none(script: Script) -> None:
    assert script.match("why do you thing so") is None
    match = script.match("why do you thing so", Context(recent=("love",)))
    assert match is not None
    assert match.rule_id == "why"


def test_what_is_urgent_is_found_with_one_word_misheard_and_not_guessed(script: Script) -> None:
    match = script.match("i will kill miself now")
    assert match is not None
    assert match.rule_id == "harm"
    assert script.match("i will fill my shelf now") is None


@pytest.mark.parametrize(
    "text",
    ["the train leaves at seven", "octopuses have three hearts", "a b c", "x", "zz " * 60],
)
def test_unrelated_sentences_are_refused(script: Script, text: str) -> None:
    assert script.match(text) is None


def test_the_second_time_a_misheard_sentence_costs_little(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    script.match("the plane leaves at nine")
    monkeypatch.setattr("os1.dialogue.repair.Repair.find", lambda *_: pytest.fail("done again"))
    monkeypatch.setattr("os1.dialogue.paraphrase.Paraphrase.nearest", lambda *_: pytest.fail())
    assert script.match("the plane leaves at nine") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("right", "write"),
        ("know", "no"),
        ("phone", "fone"),
        ("knight", "night"),
        ("see", "sea"),
        ("weather", "whether"),
        ("through", "threw"),
        ("bomb", "bom"),
        ("judge", "juj"),
    ],
)
def test_words_that_sound_alike_have_one_key(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("die", "diet"), ("love", "live in"), ("cat", "dog")])
def test_words_that_sound_different_have_two(one: str, other: str) -> None:
    assert sound(one) != sound(other)
