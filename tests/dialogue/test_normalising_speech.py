"""What recognisers write differently becomes the same words."""

import pytest

from os1.dialogue import numbers
from os1.dialogue.normalise import MAX_WORDS, normalise, readings, sentences
from os1.dialogue.person import swap_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("You're JUST a voice!", "you are just a voice"),
        ("I’m here", "i am here"),
        ("dont", "do not"),
        ("I can't", "i cannot"),
        ("I won't", "i will not"),
        ("wanna", "want to"),
        ("anybody else", "any body else"),
        ("7 others", "seven others"),
        ("42", "forty two"),
        ("8,316", "8316"),
        ("it's, well... you know", "it is well you know"),
        ("ｈｅｌｌｏ", "hello"),
    ],
)
def test_different_writings_of_the_same_words_are_equal(one: str, other: str) -> None:
    assert normalise(one).words == normalise(other).words


def test_a_word_knows_where_in_the_text_it_was_written() -> None:
    speech = normalise("My name's  Ana-María, really")
    assert speech.text(2, 4) == "Ana-María"


def test_hesitations_are_dropped_unless_there_is_nothing_else() -> None:
    assert readings("um how uh many")[0].words == ("how", "many")
    assert readings("hmm")[0].words == ("hmm",)


def test_openers_closers_and_her_name_are_stripped_only_in_the_second_reading() -> None:
    full, bare = readings("Well, so Samantha, how are you then, Samantha?", "Samantha")
    assert full.words[0] == "well"
    assert bare.words == ("how", "are", "you")


def test_stutter_is_dropped_only_in_the_second_reading() -> None:
    full, bare = readings("I'm I'm so so afraid")
    assert len(full.words) == 7
    assert bare.words == ("i", "am", "so", "afraid")


def test_a_name_or_opener_alone_is_kept() -> None:
    assert [reading.words for reading in readings("Samantha", "Samantha")] == [("samantha",)]
    assert [reading.words for reading in readings("okay")] == [("okay",)]


def test_a_long_text_keeps_its_beginning_and_its_end() -> None:
    speech = normalise("first " + "middle " * 50_000 + "last")
    assert len(speech.words) <= MAX_WORDS
    assert (speech.words[0], speech.words[-1]) == ("first", "last")


def test_sentences_end_at_punctuation_and_the_last_ones_are_kept() -> None:
    assert sentences("I do not know. Are you?") == ("I do not know.", "Are you?")
    assert sentences(" ".join(f"{n}." for n in range(50)))[-1] == "49."


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("six hundred forty one", 641),
        ("eight thousand three hundred sixteen", 8316),
        ("twenty one", 21),
        ("8316", 8316),
        ("ten", 10),
        ("five six", None),
        ("hundred", None),
        ("one two", None),
        ("tea", None),
        ("twenty 5", None),
    ],
)
def test_number_words_have_the_value_they_say_or_none(words: str, value: int | None) -> None:
    assert numbers.value_of(tuple(words.split())) == value


def test_every_small_number_survives_being_put_into_words() -> None:
    for value in range(100):
        assert numbers.value_of(numbers.in_words(value)) == value
    with pytest.raises(ValueError, match="100"):
        numbers.in_words(100)


def test_words_are_turned_round_to_her_side() -> None:
    assert swap_person("my sister and me") == "your sister and you"
    assert swap_person("your voice") == "my voice"
