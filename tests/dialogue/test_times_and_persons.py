"""Small grammars: times as they are said, and words turned round."""

import pytest

from os1.dialogue.normalise import normalise
from os1.dialogue.person import swap_person
from os1.dialogue.times import time_ends


@pytest.mark.parametrize(
    "text",
    """in ten minutes|in half an hour|in an hour and a half|two and a half hours|for 20 seconds
    at half past seven|a quarter to six|at seven|at seven thirty|at 7:30 pm|five pm|at noon
    seven o'clock in the evening|ten minutes past three|tomorrow|tonight|tomorrow morning
    next tuesday|on friday at five|the day after tomorrow|every morning|every day at eight
    on the third of may|may third|may the twenty first|the 4th of july|on the twelfth
    this weekend|monday at night|in two hours and ten minutes|daily|by midnight
    in the morning""".replace("\n", "|").split("|"),
)
def test_a_time_is_recognised_to_its_end(text: str) -> None:
    words = normalise(text).words
    assert len(words) in time_ends(words, 0)


@pytest.mark.parametrize(
    "text", ["milk", "at home", "in the garden", "for you", "ten apples", "my third wish", "the"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    words = normalise(text).words
    assert len(words) not in time_ends(words, 0)


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("you love me", "I love you"),
        ("I love you", "you love me"),
        ("my sister and me", "your sister and you"),
        ("you are kind to me", "I am kind to you"),
        ("I was with you", "you were with me"),
        ("are you my friend", "am I your friend"),
        ("what you said about your voice", "what I said about my voice"),
        ("I'm tired of you", "you're tired of me"),
        ("because you know", "because I know"),
        ("the weather", "the weather"),
        ("", ""),
    ],
)
def test_words_are_turned_round(said: str, back: str) -> None:
    assert swap_person(said) == back
