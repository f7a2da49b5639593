"""Seeing that a recogniser has got stuck."""

import pytest

from os1.speech.repetition import repeated_unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Yes. Yes. Yes. Yes.", "Yes."),
        ("10 of clubs 10 of clubs 10 of clubs 10", "10 of clubs"),
        (
            "go forward 10 meters. Go forward 10 meters. Go forward 10 meters.",
            "go forward 10 meters.",
        ),
        ("Well, no. No. No.", "Well, no."),
        ("Yes. Yes.", "Yes."),
        ("how many others how many others", "how many others"),
        ("I am very very tired", None),
        ("It was five five", None),
        ("how many others", None),
        ("that that is is", None),
        ("", None),
    ],
)
def test_three_in_a_row_or_all_of_it_twice_is_a_repetition(text, unit):
    assert repeated_unit(text) == unit
