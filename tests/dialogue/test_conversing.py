"""What a conversation does with a small script of its own."""

import random
from datetime import datetime

import pytest

from os1.core.messages import Utterance
from os1.core.ports import Dialogue
from os1.dialogue import Conversation, Script
from os1.dialogue.spoken_clock import ordinal, part_of_day, spoken_time, spoken_year

SCRIPT = """
[persona]
name = "Samantha"

[[rule]]
id = "others"
hears = ["how many others"]
says = ["Eight."]
again = ["Still eight."]
topic = "people"
mood = "serious"
examples = ["how many others"]

[[rule]]
id = "love"
hears = ["are you in love [with anyone]"]
says = ["Why do you ask?"]
examples = ["are you in love"]

[[rule]]
id = "others.loved"
after = "love"
hears = ["how many [others]"]
says = ["Six."]
examples = ["how many", "how many others"]

[[rule]]
id = "name"
hears = ["my name is {who:name}"]
says = ["Hello, {who}."]
remembers = { "user.name" = "{who}" }
examples = ["my name is Anna"]

[[rule]]
id = "bye"
hears = ["goodbye"]
says = ["Bye, {user.name}.", "So long."]
examples = ["goodbye"]

[[rule]]
id = "lost"
hears = ["i lost {what:text}"]
says = ["Where did you last see {what}?", "Oh dear."]
examples = ["i lost my keys"]

[[rule]]
id = "time"
hears = ["what time is it"]
says = ["It is {clock.time}."]
repeats = true
examples = ["what time is it"]

[[rule]]
id = "anything"
hears = ["* (cat|others) *"]
says = ["A cat."]
examples = ["cat"]

[[greeting]]
id = "hi"
says = ["Hello."]

[[greeting]]
id = "hi.late"
says = ["You're up late."]
when = { part_of_day = ["night"] }

[[gambit]]
id = "people.gambit"
topic = "people"
says = ["Speaking of people."]

[[fallback]]
id = "fallback"
says = ["Go on.", "Tell me.", "And then?"]

[[silence]]
id = "silence"
says = ["I'm here."]

[[repeat]]
id = "repeat"
says = ["Again?"]
"""


@pytest.fixture(scope="module")
def script() -> Script:
    return Script.from_string(SCRIPT, "small.toml")


@pytest.fixture
def talk(script: Script) -> Conversation:
    return Conversation(script, now=lambda: datetime(2026, 3, 3, 15, 7), rng=random.Random(7))


def test_it_fits_the_port(talk: Conversation) -> None:
    dialogue: Dialogue = talk
    assert dialogue.greeting().text == "Hello."
    assert dialogue.reply(Utterance("how many others", spoken=True)).text == "Eight."


def test_a_reply_tells_rule_stage_mood_and_how_it_came_about(talk: Conversation) -> None:
    reply = talk.reply("How many others?")
    assert (reply.rule, reply.stage, reply.mood) == ("others", "exact", "serious")
    assert reply.confidence == 1.0
    assert any("small.toml, line 5" in step for step in reply.trace)


def test_an_answer_in_context_comes_first_and_expires_after_two_turns(talk: Conversation) -> None:
    talk.reply("are you in love")
    assert talk.reply("how many others").text == "Six."
    talk.reply("goodbye")
    talk.reply("my name is Bob")
    assert talk.reply("how many others").text == "Eight."


def test_an_answer_in_context_is_still_known_one_turn_later(talk: Conversation) -> None:
    talk.reply("are you in love")
    talk.reply("goodbye")
    assert talk.reply("how many").text == "Six."


def test_a_short_answer_without_its_context_means_nothing(talk: Conversation) -> None:
    assert talk.reply("how many").stage == "fallback"


def test_one_misheard_word_is_repaired(talk: Conversation) -> None:
    reply = talk.reply("how many otters")
    assert (reply.rule, reply.stage) == ("others", "repair")
    assert reply.confidence < 0.9
    assert any("probably meant" in step for step in reply.trace)


def test_a_repair_is_also_made_in_context(talk: Conversation) -> None:
    talk.reply("are you in love with any body")
    assert talk.reply("how many otters").rule == "others.loved"


@pytest.mark.parametrize("text", ["how many brothers", "how many owls", "are you in France"])
def test_another_question_is_not_taken_for_a_misheard_one(talk: Conversation, text: str) -> None:
    assert talk.reply(text).stage in ("fallback", "gambit")


def test_a_later_reading_of_the_recogniser_is_used_when_the_first_means_nothing(
    talk: Conversation,
) -> None:
    reply = talk.reply(Utterance("how mini utters", ("hominy udders", "how many others")))
    assert (reply.rule, reply.stage) == ("others", "exact")


def test_a_good_first_reading_is_not_overruled(talk: Conversation) -> None:
    assert talk.reply(Utterance("goodbye", ("how many others",))).rule == "bye"


def test_a_repair_comes_before_a_rule_that_only_caught_one_word(talk: Conversation) -> None:
    assert talk.reply("are the others all right then").rule == "anything"
    assert talk.reply("how manny others").rule == "others"


def test_the_last_sentence_that_means_something_is_answered(talk: Conversation) -> None:
    assert talk.reply("It was late. Are you in love? Quite a thing.").rule == "love"
    assert talk.reply("Oh, Samantha... how many others?").rule == "others.loved"


def test_a_name_is_learned_and_used(talk: Conversation) -> None:
    assert talk.reply("goodbye").text == "So long."
    assert talk.reply("my name is theodore").text == "Hello, Theodore."
    assert talk.facts == {"user.name": "Theodore"}
    assert talk.reply("goodbye").text == "Bye, Theodore."


def test_what_is_said_back_is_turned_round_and_never_long(talk: Conversation) -> None:
    said = {talk.reply("i lost my keys").text, talk.reply("i lost my keys").text}
    assert said == {"Where did you last see your keys?", "Oh dear."}
    long = "i lost " + "and ".join(["my keys "] * 5)
    assert talk.reply(long).text not in said | {"Oh dear."}


def test_when_a_line_is_used_up_she_says_something_else(talk: Conversation) -> None:
    said = [talk.reply("how many others").text for _ in range(4)]
    assert said[:3] == ["Eight.", "Still eight.", "Again?"]
    assert said[3] in ("Go on.", "Tell me.", "And then?")


def test_what_may_be_repeated_is_repeated(talk: Conversation) -> None:
    said = {talk.reply("what time is it").text for _ in range(3)}
    assert said == {"It is seven minutes past three in the afternoon."}


def test_every_line_of_a_bag_is_used_before_any_comes_again(script: Script) -> None:
    talk = Conversation(script, rng=random.Random(3), no_repeat_sentences=1)
    said = [talk.reply(f"xyzzy {n}").text for n in range(6)]
    assert set(said[:3]) == set(said[3:]) == {"Go on.", "Tell me.", "And then?"}


def test_after_a_topic_she_tries_it_once_before_moving_on(talk: Conversation) -> None:
    talk.reply("how many others")
    assert talk.reply("xyzzy").stage == "gambit"
    assert talk.reply("xyzzy").stage == "fallback"


def test_nothing_said_is_met_with_patience(talk: Conversation) -> None:
    for nothing in ("", "   ", "...", "🙂"):
        assert talk.reply(nothing).stage in ("silence", "fallback")


def test_the_same_seed_gives_the_same_conversation(script: Script) -> None:
    lines = ["xyzzy", "how many others", "xyzzy", "goodbye", "xyzzy"]
    one, other = (Conversation(script, rng=random.Random(5)) for _ in range(2))
    assert [one.reply(x) for x in lines] == [other.reply(x) for x in lines]


def test_conversations_do_not_share_what_they_know(script: Script) -> None:
    one, other = Conversation(script), Conversation(script)
    one.reply("my name is Anna")
    assert other.facts == {}
    assert other.reply("goodbye").text == "So long."


def test_the_greeting_suits_the_hour(script: Script) -> None:
    talk = Conversation(script, now=lambda: datetime(2026, 1, 1, 23, 30))
    reply = talk.greeting()
    assert (reply.text, reply.stage) == ("You're up late.", "greeting")


def test_a_script_without_fallbacks_still_gets_an_answer() -> None:
    script = Script.from_string(
        '[[rule]]\nid = "a"\nhears = ["a"]\nsays = ["A."]\nexamples = ["a"]\n'
    )
    talk = Conversation(script)
    assert [talk.greeting().text, talk.reply("").text, talk.reply("b").text] == [
        "I'm listening."
    ] * 3
    assert [talk.reply("a").text, talk.reply("a").text] == ["A.", "A."]


@pytest.mark.parametrize(
    ("hour", "minute", "spoken"),
    [
        (0, 0, "midnight"),
        (12, 0, "noon"),
        (12, 20, "twenty minutes past noon"),
        (23, 45, "a quarter to midnight"),
        (15, 7, "seven minutes past three in the afternoon"),
        (9, 30, "half past nine in the morning"),
        (20, 59, "one minute to nine in the evening"),
        (7, 0, "seven o'clock in the morning"),
        (18, 15, "a quarter past six in the evening"),
    ],
)
def test_the_time_is_said_as_people_say_it(hour: int, minute: int, spoken: str) -> None:
    assert spoken_time(datetime(2026, 1, 1, hour, minute)) == spoken


def test_dates_and_years_are_said_as_people_say_them() -> None:
    assert [ordinal(n) for n in (1, 3, 12, 20, 21, 30, 31)] == [
        "first",
        "third",
        "twelfth",
        "twentieth",
        "twenty-first",
        "thirtieth",
        "thirty-first",
    ]
    years = {
        2026: "twenty twenty-six",
        2005: "two thousand and five",
        2000: "two thousand",
        1905: "nineteen oh five",
        1900: "nineteen hundred",
        1984: "nineteen eighty-four",
        3001: "3001",
    }
    assert {year: spoken_year(year) for year in years} == years


def test_the_day_has_its_parts() -> None:
    parts = {part_of_day(datetime(2026, 1, 1, hour)) for hour in range(24)}
    assert parts == {"night", "morning", "afternoon", "evening"}
