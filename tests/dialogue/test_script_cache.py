"""A compiled script on disk: as good as the source, and harmless when it is damaged."""

import hashlib
import json
import random
from pathlib import Path

import pytest

from os1.dialogue import Conversation, Script, ScriptMistake, ScriptStore
from os1.dialogue import cache as cached

TEXT = """
[persona]
name = "Samantha"
[concepts]
folk = ["people", "other people"]
[[rule]]
id = "others"
hears = ["how many @folk (are|were) [really] there *", "{n:number} others"]
says = ["Eight.", "Still {clock.day}."]
when = { part_of_day = ["morning", "evening", "afternoon", "night"] }
topic = "people"
examples = ["how many people are there", "seven others"]
[[rule]]
id = "more"
after = "others"
hears = ["more", "(go|carry) on"]
says = ["More."]
examples = ["more"]
[[rule]]
id = "tea"
hears = ["would you like some tea"]
says = ["Yes."]
examples = ["would you like some tea"]
[[fallback]]
id = "fallback"
says = ["Go on.", "Tell me."]
"""
SAID = ["how many people are there", "more", "carry on", "would you like sum tea", "7 others", "x"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "script").mkdir()
    (tmp_path / "script" / "a.toml").write_text(TEXT)
    return tmp_path


def load(folder: Path) -> Script:
    return Script.from_folder(folder / "script", cache=folder / "cache")


def only_file(folder: Path) -> Path:
    (file,) = (folder / "cache").iterdir()
    return file


def talk(script: Script) -> list[object]:
    conversation = Conversation(script, rng=random.Random(3))
    return [conversation.reply(text) for text in SAID]


def test_a_script_from_the_cache_is_the_same_script(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(folder)
    monkeypatch.setattr("os1.dialogue.script.load", lambda *_: pytest.fail("it was built again"))
    again = load(folder)
    assert again.rules == first.rules
    assert again.lines == first.lines
    assert again.facts == first.facts
    assert talk(again) == talk(first)
    with_more = again.with_rules
    monkeypatch.undo()
    added = with_more('[[rule]]\nid = "z"\nhears = ["@folk"]\nsays = ["Z."]\nexamples = ["people"]')
    assert added.match("other people") is not None


def test_another_content_is_another_file_and_the_old_one_goes(folder: Path) -> None:
    load(folder)
    old = only_file(folder)
    (folder / "script" / "a.toml").write_text(TEXT.replace("Eight.", "Nine."))
    assert load(folder).rule("others").says[0].text == "Nine."
    assert only_file(folder) != old


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.7, 0.999])
def test_a_file_cut_short_is_made_anew(folder: Path, share: float) -> None:
    expected = talk(load(folder))
    file = only_file(folder)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    assert talk(load(folder)) == expected
    assert only_file(folder).read_bytes() == whole


def test_a_damaged_file_is_made_anew(folder: Path) -> None:
    expected = talk(load(folder))
    file = only_file(folder)
    whole = file.read_bytes()
    chance = random.Random(1)
    for _ in range(20):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        file.write_bytes(bytes(damaged))
        assert cached.load(file) is None
    assert talk(load(folder)) == expected


def sealed(data: bytes) -> bytes:
    return data + hashlib.sha256(data).digest()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"not json\n",
        b"[]\n",
        b"{}\n",
        b"[" * 100_000 + b"\n",
        json.dumps({"format": "os1-script 1", "machine": "", "blocks": {}}).encode() + b"\n",
        json.dumps({"format": cached.FORMAT, "machine": "big 8 8", "blocks": {}}).encode() + b"\n",
        json.dumps(
            {"format": cached.FORMAT, "machine": cached.machine(), "blocks": {"ids": ["json", 9]}}
        ).encode()
        + b"\n",
        json.dumps(
            {"format": cached.FORMAT, "machine": cached.machine(), "blocks": {"ids": ["O", 2]}}
        ).encode()
        + b"\n[]",
    ],
)
def test_a_foreign_file_is_as_good_as_none(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "script-x.compiled"
    file.write_bytes(sealed(data))
    assert cached.load(file) is None


def test_a_cache_that_cannot_be_written_is_done_without(folder: Path) -> None:
    (folder / "cache").write_text("a file where a folder should be")
    assert talk(load(folder)) == talk(Script.from_folder(folder / "script"))


def test_a_mistake_in_a_new_version_leaves_the_old_one_in_force(folder: Path) -> None:
    store = ScriptStore(folder / "script")
    assert (store.reload(), store.mistake) == (False, None)
    file = folder / "script" / "a.toml"
    file.write_text(TEXT + "\n[[rule]]\nid = 3\n")
    assert not store.reload()
    assert isinstance(store.mistake, ScriptMistake)
    assert store.mistake.place.line == len(TEXT.splitlines()) + 2
    assert store.script.match("more please and thank you") is None
    assert store.script.rule("tea")
    assert not store.reload()
    file.write_text(TEXT.replace("Eight.", "Nine."))
    assert store.reload()
    assert store.mistake is None
    assert store.script.rule("others").says[0].text == "Nine."
