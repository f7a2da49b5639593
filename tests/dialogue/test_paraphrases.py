"""Other words for the same thing are understood, and strange things refused."""

import json
from pathlib import Path

import pytest

from os1.dialogue import Script
from os1.dialogue.paraphrase import Index, Paraphrase, accepted

FEW = {
    "sleep": ["I can not fall asleep at night", "I lie awake for hours", "my sleep has been bad"],
    "job": ["my boss shouted at me today", "I want to leave my job", "work is too much for me"],
    "music": ["which music do you like best", "what is your favourite song", "do you like jazz"],
}
PARTS = {
    "balance": ("what is|tell me|show|check|give me", "my|the", "balance|account total|money left"),
    "alarm": ("set|make|create|start|put on", "an|my|the", "alarm|wake up call|morning alarm"),
    "weather": ("how is|what is|describe|tell me|forecast", "the|today's", "weather|rain|forecast"),
}


def many() -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for name, (openings, middles, ends) in PARTS.items():
        made[name] = [
            f"{a} {b} {c}"
            for a in openings.split("|")
            for b in middles.split("|")
            for c in ends.split("|")
        ]
    return made


def script_of(examples: dict[str, list[str]], folder: Path | None = None) -> Script:
    text = "".join(
        f'[[rule]]\nid = "{name}"\nsays = ["{name}."]\nexamples = {json.dumps(listed)}\n'
        for name, listed in examples.items()
    )
    if folder is None:
        return Script.from_string(text)
    (folder / "s.toml").write_text(text)
    return Script.from_folder(folder, cache=folder / "cache")


@pytest.mark.parametrize(
    ("said", "rule_id"),
    [
        ("at night I can never fall asleep", "sleep"),
        ("today my boss really shouted at me again", "job"),
        ("what song is your favourite", "music"),
    ],
)
def test_a_few_examples_are_enough_for_what_is_close(said: str, rule_id: str) -> None:
    match = script_of(FEW).match(said)
    assert match is not None
    assert (match.rule_id, match.stage) == (rule_id, "paraphrase")
    assert match.meant in FEW[rule_id]
    assert 0.3 < match.confidence < 0.85


@pytest.mark.parametrize("said", ["the ferry was late this morning", "so it is", "", "boss"])
def test_what_is_not_like_anything_is_refused(said: str) -> None:
    assert script_of(FEW).match(said) is None


def test_with_many_examples_it_learns_what_tells_the_rules_apart(tmp_path: Path) -> None:
    for script in (script_of(many(), tmp_path), script_of(many(), tmp_path)):
        for said, rule_id in [
            ("please could you tell me the balance", "balance"),
            ("would you make me a morning alarm", "alarm"),
            ("is there any rain in the forecast today", "weather"),
        ]:
            match = script.match(said)
            assert match is not None
            assert (match.rule_id, match.stage) == (rule_id, "paraphrase")
        assert script.match("penguins live at the south pole") is None


def test_the_regression_is_learned_only_where_there_are_enough_examples() -> None:
    rows = [(number, text) for number, texts in enumerate(many().values()) for text in texts]
    assert Index.of(rows).regression is not None
    assert Index.of(rows[::3]).regression is None


def test_an_empty_index_knows_nothing() -> None:
    assert Paraphrase(Index.of([])).nearest(["any", "words", "here"]) == []
    assert accepted([], learned=False) is None


def test_a_rule_with_slots_or_urgency_is_never_guessed() -> None:
    text = (
        '[[rule]]\nid = "slot"\nhears = ["wake me up at {when:time}"]\nsays = ["Yes."]\n'
        'examples = ["wake me up at seven"]\n'
        '[[rule]]\nid = "urgent"\npriority = 150\nsays = ["No."]\n'
        'examples = ["there is a fire in the kitchen of my house"]\n'
    )
    script = Script.from_string(text)
    assert script.match("waking up at seven is hard") is None
    assert script.match("in my house the kitchen has a place for fire wood") is None
