"""`os1 script`: what those who write scripts are told."""

import json
from pathlib import Path

import pytest

from os1.cli import main
from os1.dialogue import Script
from os1.dialogue.report import remarks

GOOD = """
[[rule]]
id = "tea"
topic = "drinks"
hears = ["[some] tea"]
says = ["Tea it is."]
mood = "warm"
does = "kettle.on"
examples = ["tea", "some tea"]
"""
ODD = (
    GOOD
    + """
[[rule]]
id = "all"
hears = ["* tea", "leaves"]
says = ["All."]
priority = 5
examples = ["leaves"]
not = ["green tea"]

[[rule]]
id = "alone"
after = "alone"
hears = ["again"]
says = ["Again."]
examples = ["again"]

[[gambit]]
id = "gambit.rain"
topic = "rain"
says = ["It rains."]
"""
)
HELD = """
# how it should go
== Tea
you: some tea
her: Tea it is.
rule: tea
mood: warm
you: nothing of the kind
stage: fallback
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    file = tmp_path / "good.toml"
    file.write_text(GOOD)
    return file


def test_a_good_script_is_well(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["script", "check", str(script)]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "1 rules, 2 examples: all is well." in told.err


def test_her_own_script_is_well() -> None:
    assert main(["script", "check"]) == 0


def test_what_is_odd_is_told_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "odd.toml").write_text(ODD)
    assert main(["script", "check", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert 'odd.toml, line 2, rule "tea": its example "tea" selects rule "all"' in out
    assert 'rule "tea": none of its examples selects it: it is shadowed' in out
    assert 'rule "all": it is selected by "green tea", which it says it is not' in out
    assert 'rule "alone": it only comes after itself' in out
    assert 'no rule has the topic "rain", so it is never said' in out
    assert main(["script", "check", "--json", str(tmp_path)]) == 1
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (first["kind"], first["file"], first["rule"]) == ("misled", "odd.toml", "tea")


def test_what_comes_after_something_that_is_never_said_is_unreachable() -> None:
    text = ODD.replace('after = "alone"', 'after = "gambit.rain"')
    assert "alone" not in {r.place.rule for r in remarks(Script.from_string(text))}


def test_a_mistake_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.toml").write_text("[[rule]]\nid = 7\n")
    assert main(["script", "check", str(tmp_path / "bad.toml")]) == 1
    err = capsys.readouterr().err
    assert err.startswith("os1: bad.toml, line 1: ")
    assert len(err.splitlines()) == 1


def test_a_reply_is_explained(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["script", "explain", "--script", str(script), "some tea", "sum tea"]) == 0
    out = capsys.readouterr().out
    assert "her: Tea it is." in out
    assert 'rule "tea" (good.toml, line 2)' in out
    assert "does kettle.on" in out
    assert main(["script", "explain", "--json", "--script", str(script), "some tea"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["rule"], said["stage"], said["actions"]) == ("tea", "exact", ["kettle.on"])
    assert said["trace"]


def test_conversations_go_as_they_are_written(
    script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = tmp_path / "tea.txt"
    held.write_text(HELD)
    assert main(["script", "test", "--script", str(script), str(held)]) == 0
    assert "2 turns: all as written." in capsys.readouterr().err
    held.write_text(HELD.replace("Tea it is.", "Coffee it is."))
    assert main(["script", "test", "--script", str(script), str(held)]) == 1
    told = capsys.readouterr()
    assert 'tea.txt, line 5: her should be "Coffee it is.", and is "Tea it is."' in told.out
    assert "2 turns: 1 went another way." in told.err


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("", 2, "no conversation in there"),
        ("them: hello", 1, "is not one of you, her, rule"),
        ("her: hello", 1, "nobody has said anything yet"),
        ("you: tea\nhello", 1, "line 2"),
    ],
)
def test_what_is_no_conversation_is_refused(
    script: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    code: int,
    reason: str,
) -> None:
    held = tmp_path / "held.txt"
    held.write_text(text)
    assert main(["script", "test", "--script", str(script), str(held)]) == code
    assert reason in capsys.readouterr().err


def test_a_conversation_that_is_not_there_is_told(
    script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["script", "test", "--script", str(script), str(tmp_path / "none.txt")]) == 1
    assert "Cannot read" in capsys.readouterr().err
