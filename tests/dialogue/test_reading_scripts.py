"""Scripts are read as written; every mistake is told with file, line, rule and reason."""

from itertools import pairwise
from pathlib import Path

import pytest

from os1.dialogue import Context, Script, ScriptMistake
from os1.dialogue.layer import Layer
from os1.dialogue.loader import load
from os1.dialogue.normalise import normalise
from os1.dialogue.tables import build
from os1.errors import ScriptError

GOOD = """
[concepts]
warm = ["hot", "@mild"]
mild = ["mild", "nice and warm"]

[[rule]]
id = "weather"
hears = ["it is @warm"]
says = ["So it is."]
examples = ["It's nice and warm"]
"""


def rule(lines: str, rule_id: str = "one") -> str:
    return (
        f'[[rule]]\nid = "{rule_id}"\nhears = ["hello"]\nsays = ["Hi."]\n'
        f'examples = ["hello"]\n{lines}'
    )


def test_concepts_may_hold_concepts() -> None:
    match = Script.from_string(GOOD).match("it is nice and warm")
    assert match is not None
    assert match.rule.id == "weather"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (rule("colour = 1"), 'no key "colour"'),
        (rule("").replace('"Hi."', ""), 'no "says"'),
        (rule("").replace('examples = ["hello"]', ""), 'no "examples"'),
        (rule("").replace('id = "one"', ""), 'no "id"'),
        (rule("", "No Good"), "cannot be an id"),
        (rule("").replace('["hello"]', '["hello {"]', 1), "does not belong"),
        (rule("").replace('["hello"]', '["@friend"]', 1), 'no concept "@friend"'),
        (rule("").replace('["hello"]', "[3]", 1), "a list of them"),
        (rule("").replace('["hello"]', '[" "]', 1), "empty text"),
        (rule('after = "two"'), '"two", which does not exist'),
        (rule('mood = "purple"'), 'no mood "purple"'),
        (rule('priority = "high"'), "whole number"),
        (rule("repeats = 1"), "true or false"),
        (rule('when = "night"'), '"when" must be a table'),
        (rule('when = { part_of_day = ["tea time"] }'), "no part of the day"),
        (rule('when = { known = ["user.age"] }'), '"user.age", which no rule remembers'),
        (rule('remembers = { "user.name" = "{who}" }'), "not a name or number"),
        (rule("remembers = 3"), "table of texts"),
        (rule("").replace("Hi.", "Hi {who}."), '"who", which nothing fills'),
        (rule("").replace("Hi.", "Hi {who."), "braces"),
        (rule("").replace('examples = ["hello"]', 'examples = ["bye"]'), "own example"),
        (rule("") + rule("", "one"), "same id"),
        (rule("") + rule("", "two"), "and so does"),
        (rule('redirect = "one"'), 'both "says" and "redirect"'),
        (rule("").replace('says = ["Hi."]', 'redirect = "no.where"'), "does not exist"),
        (rule("").replace('says = ["Hi."]', 'redirect = "say {x} again"'), "nothing fills"),
        (rule("").replace('says = ["Hi."]', 'redirect = "one"'), "in a circle"),
        (rule("cooldown = -1"), "less than 0"),
        (rule('when = { mood = ["purple"] }'), 'no mood "?|"purple" is no mood'),
        (rule("when = { facts = 1 }"), '"facts" must be a table'),
        (rule("").replace('hears = ["hello"]', "").replace('["hello"]', '["..."]'), "to hear"),
        (rule("").replace("[[rule]]", "[rule]"), "two brackets"),
        (rule("") + "[[gambit]]\nid = 'g'\nsays = ['Hm.']", "a gambit has a topic"),
        (rule("") + "[[greetings]]\nid = 'g'", 'no key "greetings"'),
        ("x = ", "not TOML"),
        ("concepts = 1", "must be a table"),
        ("persona = 1", "must be a table"),
        ('[concepts]\na = ["@a"]\n' + rule("").replace('"hello"', '"@a"', 1), "contains itself"),
    ],
)
def test_a_mistake_is_told_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(ScriptMistake, match=reason) as caught:
        Script.from_string(text, "mine.toml")
    assert str(caught.value).startswith("mine.toml")
    assert caught.value.next_step


def test_a_mistake_names_file_line_and_rule() -> None:
    text = rule("") + "\n\n" + rule("x = 1", "two")
    with pytest.raises(ScriptError) as caught:
        Script.from_string(text, "a.toml")
    line = [n for n, row in enumerate(text.splitlines(), 1) if row == "[[rule]]"][1]
    assert isinstance(caught.value, ScriptMistake)
    assert (caught.value.place.file, caught.value.place.line) == ("a.toml", line)
    assert f"a.toml, line {line}" in str(caught.value)


def test_headings_inside_long_strings_are_not_counted() -> None:
    first = rule("").replace('"Hi."', "'''Hi. \"\"\"\n[[rule]]\n'''")
    text = first + "\n" + rule("", "two").replace("Hi.", "Hi {x}").replace("hello", "bye")
    with pytest.raises(ScriptMistake) as caught:
        Script.from_string(text, "a.toml")
    line = [n for n, row in enumerate(text.splitlines(), 1) if row == "[[rule]]"][2]
    assert (caught.value.place.line, caught.value.place.rule) == (line, "two")


@pytest.mark.parametrize("text", ["\n\nid = = 3", "\n\nid = "])
def test_toml_errors_keep_their_line(text: str) -> None:
    with pytest.raises(ScriptMistake) as caught:
        Script.from_string(text, "a.toml")
    assert caught.value.place.line == 3


def test_files_and_folders_are_read_in_order_of_name(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(rule("", "two").replace("hello", "bye"))
    (tmp_path / "a.toml").write_text(rule(""))
    assert [r.id for r in Script.from_folder(tmp_path).rules] == ["one", "two"]
    assert [r.id for r in Script.from_files([tmp_path / "b.toml"]).rules] == ["two"]


def test_what_cannot_be_read_is_a_script_mistake(tmp_path: Path) -> None:
    with pytest.raises(ScriptMistake, match="no script in this folder"):
        Script.from_folder(tmp_path)
    with pytest.raises(ScriptMistake, match="cannot be read"):
        Script.from_files([tmp_path / "none.toml"])
    (tmp_path / "latin.toml").write_bytes(b"# \xe9")
    with pytest.raises(ScriptMistake, match="UTF-8"):
        Script.from_folder(tmp_path)


def heard(rule_id: str, hears: str, extra: str = "") -> str:
    return (
        f'[[rule]]\nid = "{rule_id}"\nhears = ["{hears}"]\nsays = ["{rule_id}."]\n'
        f'examples = ["red green blue"]\n{extra}\n'
    )


RANKED = [
    heard("urgent", "* blue", "priority = 100"),
    heard("answers_last", "* green *", 'after = "last"'),
    heard("answers_before", "red *", 'after = "before"\npriority = 9'),
    heard("weighty", "* red *", "priority = 5"),
    heard("plain", "red green blue"),
    heard("loose", "red * blue"),
    heard("looser", "* blue"),
]
OTHERS = rule("", "last") + rule("", "before").replace("hello", "bye")


@pytest.mark.parametrize(("better", "worse"), list(pairwise(RANKED)))
def test_the_declared_order_chooses_whatever_stands_first(better: str, worse: str) -> None:
    context = Context(recent=("last", "before"))
    for text in (better + worse, worse + better):
        match = Script.from_string(text + OTHERS).match("red green blue", context)
        assert match is not None
        assert f'id = "{match.rule.id}"' in better


def test_among_equals_the_earlier_rule_is_chosen() -> None:
    first = heard("first", "* blue").replace('["red green blue"]', '["green blue"]')
    second = heard("second", "red *").replace('["red green blue"]', '["red green"]')
    match = Script.from_string(first + second).match("red green blue")
    assert match is not None
    assert match.rule.id == "first"


def test_two_rules_that_hear_an_example_equally_well_are_a_mistake() -> None:
    text = heard("first", "* blue") + heard("second", "red *")
    with pytest.raises(ScriptMistake, match="is heard as well by") as caught:
        Script.from_string(text)
    assert "priority" in caught.value.next_step


def test_the_index_finds_what_trying_every_template_finds() -> None:
    text = "".join(RANKED) + OTHERS
    layer = Layer(build(load([("a.toml", text)])))
    for said in ("red green blue", "green", "the sky is blue", "red red blue", "nothing"):
        speech = normalise(said)
        tried = {number for number, _ in layer.candidates(speech.words)}
        every = range(layer.tables.heard)
        assert {n for n in every if layer.program(n).find(speech)} <= tried


def test_a_big_script_tries_only_a_few_templates_on_a_sentence() -> None:
    many = [
        f'[[rule]]\nid = "r{n}"\nhears = ["* the word{n} here"]\nsays = ["Yes."]\n'
        f'examples = ["the word{n} here"]\n'
        for n in range(2000)
    ]
    layer = Layer(build(load([("a.toml", "".join(many))])))
    assert len(layer.candidates(normalise("well the word77 here").words)) == 1
    assert layer.candidates(normalise("nothing of it").words) == []
