"""What counts as a word error in the benchmarks."""

import pytest

from benchmarks.words import WordErrors, letter_errors, normalised, number_words, total, word_errors


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("How many others?", "how many others"),
        ("ten of clubs", "10 of clubs."),
        ("eight thousand three hundred sixteen", "8,316"),
        ("the ninth of March", "the 9th of March"),
        ("I'm here", "I am here"),
        ("it’s late", "It's late"),
        ("mister Dashwood", "Mr. Dashwood"),
        ("cold hearted", "cold-hearted"),
        ("I cannot", "I can't"),
        ("half past seven thirty", "half past 7:30"),
    ],
)
def test_two_spellings_of_the_same_words_are_no_error(said, understood):
    assert word_errors(said, understood).errors == 0


@pytest.mark.parametrize(
    ("said", "understood", "errors"),
    [
        ("seven of clubs", "seven of clothes", 1),
        ("seven of clubs", "seven clubs", 1),
        ("seven of clubs", "seven of of clubs", 1),
        ("good night", "Good night. Good night.", 2),
        ("good night", "", 2),
        ("", "thank you", 2),
        ("a b c d", "b c d a", 2),
        ("cannot", "cat", 2),
    ],
)
def test_each_changed_added_or_missing_word_counts_once(said, understood, errors):
    assert word_errors(said, understood).errors == errors


def test_the_rate_is_of_the_words_that_were_said():
    assert word_errors("seven of clubs now", "seven of clothes now").rate == pytest.approx(0.25)
    assert word_errors("no", "no no no").rate == 2.0
    assert WordErrors(0, 0).rate == 0.0


def test_together_each_text_counts_by_its_length():
    errors = [WordErrors(1, 1), WordErrors(0, 99)]
    assert total(errors) == WordErrors(1, 100)
    assert total([]).rate == 0.0


def test_letters_are_compared_where_spaces_mean_little():
    assert letter_errors("서울에 살고 있습니다", "서울에살고 있습니다") == WordErrors(0, 9)
    assert letter_errors("서울에", "서울은") == WordErrors(1, 3)


def test_numbers_are_spoken_as_words():
    assert number_words(0) == "zero"
    assert number_words(13) == "thirteen"
    assert number_words(42) == "forty two"
    assert number_words(641) == "six hundred forty one"
    assert number_words(90_000) == "ninety thousand"
    assert normalised("641 times") == ["six", "hundred", "forty", "one", "times"]
