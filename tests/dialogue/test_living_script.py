"""A script that is edited while she talks."""

import os

import pytest

from os1.core.messages import Utterance
from os1.dialogue.living import LivingConversation
from os1.dialogue.store import ScriptStore
from os1.errors import ScriptError

GOOD = """
[[rule]]
id = "tea"
hears = ["do you like tea"]
says = ["{answer}"]
examples = ["Do you like tea?"]

[[greeting]]
id = "greeting"
says = ["Hello."]

[[fallback]]
id = "fallback"
says = ["Go on.", "And then?", "Tell me more."]
"""


def write(folder, text, moment):
    path = folder / "tea.toml"
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(moment, moment))


@pytest.fixture
def conversation(tmp_path):
    write(tmp_path, GOOD.replace("{answer}", "With milk."), 1)
    return LivingConversation(ScriptStore(tmp_path))


def ask(conversation):
    return conversation.reply(Utterance("Do you like tea?")).text


def test_an_edit_is_in_force_with_the_next_reply(conversation, tmp_path):
    assert ask(conversation) == "With milk."
    write(tmp_path, GOOD.replace("{answer}", "With lemon."), 2)
    assert ask(conversation) == "With lemon."
    assert conversation.problem() is None


def test_a_mistake_is_told_once_and_the_last_good_script_stays(conversation, tmp_path):
    write(tmp_path, "[[rule]]\nid = 'tea'\nhears = ['(']\n", 2)
    assert ask(conversation)
    problem = conversation.problem()
    assert isinstance(problem, ScriptError)
    assert "tea.toml" in str(problem)
    assert conversation.problem() is None
    write(tmp_path, GOOD.replace("{answer}", "With honey."), 3)
    assert "honey" in ask(conversation) + ask(conversation)


def test_it_greets(conversation):
    assert conversation.greeting().text == "Hello."


def test_a_script_that_never_was_good_cannot_begin(tmp_path):
    write(tmp_path, "nonsense", 1)
    with pytest.raises(ScriptError, match=r"tea\.toml"):
        LivingConversation(ScriptStore(tmp_path))
