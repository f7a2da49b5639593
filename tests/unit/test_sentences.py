"""Splitting what she says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from os1.core.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("8,316.", ["8,316."]),
        ("Me too. Now we know how.", ["Me too.", "Now we know how."]),
        ("Dr. Watts is at 5 p.m. today. Why?", ["Dr. Watts is at 5 p.m. today.", "Why?"]),
        ("Well… I wonder. Yes!", ["Well…", "I wonder.", "Yes!"]),
        ("“The past is a story.” She smiled.", ["“The past is a story.”", "She smiled."]),
        ("It is 3.14 exactly.", ["It is 3.14 exactly."]),
        ("J. R. Smith wrote.", ["J. R. Smith wrote."]),
        ("So did I. Then we left.", ["So did I.", "Then we left."]),
        ("one\ntwo", ["one", "two"]),
        ("no end", ["no end"]),
        ("... and so on", ["... and so on"]),
        ("  ", []),
        ("", []),
    ],
)
def test_sentences_are_found(text, sentences):
    assert split_sentences(text) == sentences


@given(st.text())
def test_no_word_is_lost_and_none_is_empty(text):
    sentences = split_sentences(text)
    assert " ".join(sentences).split() == text.split()
    assert all(sentence.strip() for sentence in sentences)
