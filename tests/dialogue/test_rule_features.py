"""What a rule can do besides hearing and saying: redirect, wait, ask back, remember."""

import json
import random
from datetime import datetime

import pytest

from os1.core.messages import Utterance
from os1.dialogue import Context, Conversation, Script, ScriptMistake

SCRIPT = """
[persona]
name = "Samantha"
facts = ["user.city"]

[concepts]
people = ["others", "other @folk"]
folk = ["people", "users"]

[[rule]]
id = "others"
hears = ["how many @people"]
says = ["Eight."]
topic = "people"
examples = ["how many others"]

[[rule]]
id = "others.short"
hears = ["the number please now"]
redirect = "others"
examples = ["the number please now"]

[[rule]]
id = "others.sentence"
hears = ["count the {what:text}"]
redirect = "how many {what}"
examples = ["count the others"]

[[rule]]
id = "others.really"
after = "others"
hears = ["really"]
says = ["Really."]
examples = ["really"]

[[rule]]
id = "others.short.why"
after = "others.short"
hears = ["why so short"]
says = ["It was quicker."]
examples = ["why so short"]

[[rule]]
id = "timer"
hears = ["[please] set [me] a timer for {n:number} minutes"]
says = ["{n} minutes, starting now."]
does = "timer.start"
asks = ["Did you want me to set a timer for {n} minutes?"]
examples = ["set a timer for ten minutes"]

[[rule]]
id = "lights"
hears = ["turn off all the lights"]
says = ["Done."]
does = ["lights.off", "log"]
examples = ["turn off all the lights"]

[[rule]]
id = "remind"
hears = ["remind me to {what:text} {when:time}"]
says = ["I'll remind you to {what}.", "I won't forget."]
examples = ["remind me to buy milk tomorrow at nine"]

[[rule]]
id = "secret"
hears = ["tell me a secret"]
says = ["I collect commas."]
cooldown = 2
repeats = true
examples = ["tell me a secret"]

[[rule]]
id = "city"
hears = ["where do i live"]
when = { known = ["user.city"] }
says = ["In {user.city}."]
priority = 1
examples = ["where do i live"]

[[rule]]
id = "city.unknown"
hears = ["where do i live"]
when = { unknown = ["user.city"] }
says = ["You haven't told me."]
examples = ["where do i live"]

[[rule]]
id = "about.people"
hears = ["more about that"]
when = { topic = ["people"] }
says = ["There are many."]
examples = ["more about that"]

[[rule]]
id = "feeling"
hears = ["i think {what:text}"]
says = ["Why do you think {what}?", "Why?"]
examples = ["i think you love me"]

[[fallback]]
id = "fallback"
says = ["Go on.", "Tell me.", "And then?", "Hm.", "I see."]
"""


@pytest.fixture(scope="module")
def script() -> Script:
    return Script.from_string(SCRIPT, "features.toml")


@pytest.fixture
def talk(script: Script) -> Conversation:
    return Conversation(script, now=lambda: datetime(2026, 3, 3, 15, 7), rng=random.Random(7))


def test_a_redirect_answers_like_the_other_rule(talk: Conversation) -> None:
    reply = talk.reply("the number please now")
    assert (reply.text, reply.rule) == ("Eight.", "others")
    assert 'redirected to rule "others"' in reply.trace


@pytest.mark.parametrize(
    ("answer", "text"), [("really", "Really."), ("why so short", "It was quicker.")]
)
def test_after_a_redirect_both_rules_can_be_answered(
    talk: Conversation, answer: str, text: str
) -> None:
    talk.reply("the number please now")
    assert talk.reply(answer).text == text


def test_a_redirect_to_a_sentence_is_heard_anew_with_its_slots(talk: Conversation) -> None:
    assert talk.reply("count the other people").rule == "others"


def test_a_redirect_that_leads_nowhere_moves_on(talk: Conversation) -> None:
    reply = talk.reply("count the sheep")
    assert reply.stage == "fallback"
    assert any("leads nowhere" in step for step in reply.trace)


def test_what_is_certain_is_done_at_once(talk: Conversation) -> None:
    reply = talk.reply("Set a timer for 10 minutes")
    assert (reply.actions, reply.slots) == (("timer.start",), {"n": "10"})
    assert reply.text == "10 minutes, starting now."


def test_before_an_uncertain_action_she_asks_back_and_does_it_on_yes(talk: Conversation) -> None:
    asked = talk.reply("set a tymer for ten minutes")
    assert (asked.stage, asked.actions) == ("confirm", ())
    assert asked.text == "Did you want me to set a timer for 10 minutes?"
    done = talk.reply("yes please")
    assert (done.rule, done.stage, done.actions) == ("timer", "confirmed", ("timer.start",))
    assert done.slots == {"n": "10"}


def test_a_rule_without_a_question_of_its_own_asks_with_what_was_understood(
    talk: Conversation,
) -> None:
    assert talk.reply("turn off all the lihgts").text == "Did you mean: turn off all the lights?"
    assert talk.reply("of course").actions == ("lights.off", "log")


def test_after_no_nothing_is_done(talk: Conversation) -> None:
    talk.reply("turn off all the lihgts")
    reply = talk.reply("no, don't")
    assert (reply.stage, reply.actions) == ("declined", ())


def test_another_sentence_after_the_question_is_simply_answered(talk: Conversation) -> None:
    talk.reply("turn off all the lihgts")
    assert talk.reply("how many others").text == "Eight."
    assert talk.reply("yes").actions == ()


def test_a_rule_that_cools_down_is_not_chosen_meanwhile(talk: Conversation) -> None:
    stages = [talk.reply("tell me a secret").rule for _ in range(4)]
    assert stages == ["secret", "fallback", "fallback", "secret"]


def test_conditions_look_at_what_is_known_and_talked_about(talk: Conversation) -> None:
    assert talk.reply("where do I live?").rule == "city.unknown"
    talk.learn({"user.city": "Turin"})
    assert talk.reply("where do I live?").text == "In Turin."
    talk.forget("user.city")
    assert talk.reply("where do I live?").rule == "city.unknown"
    assert talk.reply("more about that").stage == "fallback"
    talk.reply("how many others")
    assert talk.reply("more about that").rule == "about.people"


def test_concepts_may_be_nested(script: Script) -> None:
    assert script.match("how many other users") is not None


def test_slots_are_said_from_her_side(talk: Conversation) -> None:
    said = {talk.reply("I think you love me").text for _ in range(2)}
    assert said == {"Why do you think I love you?", "Why?"}


def test_times_are_taken_whole(talk: Conversation) -> None:
    reply = talk.reply("Remind me to water my plants tomorrow at nine")
    assert reply.slots == {"what": "water my plants", "when": "tomorrow at nine"}
    said = {reply.text, talk.reply("Remind me to water my plants tomorrow at nine").text}
    assert "I'll remind you to water your plants." in said


def test_readings_with_scores_may_come_in_any_order(talk: Conversation) -> None:
    reply = talk.reply([("how many otters", -1.9), ("how many others", -1.2)])
    assert (reply.rule, reply.stage) == ("others", "exact")


def test_a_reading_that_is_far_less_likely_is_not_looked_at(talk: Conversation) -> None:
    assert talk.reply([("blue sky thinking", -1.0), ("how many others", -9.0)]).stage == "fallback"
    assert talk.reply([]).text


def test_an_interjection_does_not_hide_the_question(talk: Conversation) -> None:
    assert talk.reply("Hello Samantha, how many others?").rule == "others"
    assert talk.reply("Yes, how many others?").rule == "others"
    assert talk.reply("Really, they are.").rule != "others.really"
    talk.reply("how many other people")


def test_rules_are_added_without_building_the_script_again(script: Script) -> None:
    added = '[[rule]]\nid = "new"\nafter = "others"\nhears = ["which @folk"]\nsays = ["All."]\n'
    more = script.with_rules(added + 'examples = ["which people"]\n')
    talk = Conversation(more, rng=random.Random(1))
    assert talk.reply("how many others").rule == "others"
    assert talk.reply("which users").rule == "new"
    assert talk.reply("wich people").stage == "repair"
    assert script.match("which users", Context(recent=("others",))) is None
    assert len(more.rules) == len(script.rules) + 1


def test_added_rules_are_checked_against_the_script(script: Script) -> None:
    with pytest.raises(ScriptMistake, match="already has this id"):
        script.with_rules(
            '[[rule]]\nid = "others"\nhears = ["x"]\nsays = ["Y."]\nexamples = ["x"]\n'
        )


def test_examples_alone_make_a_rule() -> None:
    talk = Conversation(
        Script.from_string(
            '[[rule]]\nid = "a"\nsays = ["Tea it is."]\n'
            'examples = ["could you make me a cup of tea", "I fancy some tea (hot)"]\n'
        )
    )
    assert talk.reply("I fancy some tea hot").stage == "exact"
    assert talk.reply("make me a cup of tea, could you").stage == "paraphrase"


def test_a_snapshot_is_plain_data_and_goes_on_where_it_was(script: Script) -> None:
    talk = Conversation(script, rng=random.Random(5))
    for text in ("how many others", "xyzzy", "tell me a secret", "turn off all the lihgts"):
        talk.reply(text)
    state = json.loads(json.dumps(talk.snapshot()))
    other = Conversation.restore(script, state)
    assert other.snapshot() == talk.snapshot()
    for text in ("yes", "xyzzy", "plugh", "tell me a secret", "how many others"):
        assert other.reply(text) == talk.reply(text)


def test_a_snapshot_survives_a_new_version_of_the_script(script: Script) -> None:
    talk = Conversation(script, rng=random.Random(5))
    talk.learn({"user.city": "Turin"})
    talk.reply("turn off all the lihgts")
    newer = SCRIPT.replace('"Go on.", ', '"Oh?", ').replace('id = "lights"', 'id = "lamps"')
    talk.use(Script.from_string(newer))
    assert talk.facts == {"user.city": "Turin"}
    assert talk.reply("yes").stage == "fallback"
    assert talk.script.match("turn off all the lights") is not None


@pytest.mark.parametrize(
    "state",
    [{}, {"version": 99}, {"version": 1}, {"version": 1, "chance": "x", "span": 3}],
)
def test_what_is_no_snapshot_is_refused(script: Script, state: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"state|invalid"):
        Conversation.restore(script, state)


def test_an_utterance_has_its_alternatives(talk: Conversation) -> None:
    assert talk.reply(Utterance("hominy udders", ("how many others",))).rule == "others"
