"""A long sentence is cut where one would breathe, and loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from os1.speech.clauses import SENTENCE_PAUSE_S, split_phonemes


def test_a_sentence_of_ordinary_length_stays_whole() -> None:
    (clause,) = split_phonemes("həlˈO, ˌIm hˈɪɹ.")
    assert clause.phonemes == "həlˈO, ˌIm hˈɪɹ."
    assert clause.pause_s == SENTENCE_PAUSE_S


def test_a_long_one_is_cut_after_punctuation() -> None:
    clauses = split_phonemes("wˈʌn tˈu, θɹˈi fˈɔɹ; fˈIv sˈɪks.", longest=12)
    assert [clause.phonemes for clause in clauses] == ["wˈʌn tˈu,", "θɹˈi fˈɔɹ;", "fˈIv sˈɪks."]
    assert [clause.pause_s for clause in clauses][-1] == SENTENCE_PAUSE_S
    assert all(0 < clause.pause_s < SENTENCE_PAUSE_S for clause in clauses[:-1])


def test_without_punctuation_it_is_cut_evenly_between_words() -> None:
    clauses = split_phonemes(" ".join(["kˈæt"] * 23), longest=30)
    lengths = [len(clause.phonemes) for clause in clauses]
    assert max(lengths) <= 30
    assert min(lengths) >= 15


@pytest.mark.parametrize("text", ["", "   ", "...", "—", "?!", ", ;"])
def test_nothing_to_pronounce_is_nothing_to_say(text: str) -> None:
    assert split_phonemes(text) == []


@given(st.text(alphabet="abcdeˈ ,;.—", max_size=400), st.integers(5, 50))
def test_every_sound_is_kept_in_order_and_no_part_is_too_long(text: str, longest: int) -> None:
    clauses = split_phonemes(text, longest)
    said = "".join(clause.phonemes for clause in clauses)
    assert [c for c in said if c.isalpha()] == [c for c in text if c.isalpha()]
    assert all(len(clause.phonemes) <= longest for clause in clauses)
