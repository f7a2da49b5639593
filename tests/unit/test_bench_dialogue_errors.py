"""How recognisers' errors are found, kept and made again; and how answers are scored."""

import random

import pytest

from benchmarks.dialogue import errors
from benchmarks.dialogue.confusions import (
    HELD_OUT,
    TUNE,
    Confusion,
    aligned,
    counted,
    difference,
    kind,
    part,
    read,
    write,
)
from benchmarks.dialogue.mishear import GENERIC, Mishearing, generic
from benchmarks.dialogue.results import limit, share_at_least, share_at_most, time_within_ns
from benchmarks.dialogue.talk import Sentences, Talker
from benchmarks.words import normalised

SENTENCE = "Please sharpen the golden pencil in the kitchen."


@pytest.mark.parametrize(
    ("said", "heard", "stretches"),
    [
        ("how many others", "how many others", []),
        ("how many others", "how many otters", [("others", "otters")]),
        ("how many others", "how others", [("many", "")]),
        ("how many others", "how many the others", [("", "the")]),
        ("the wristwatch here", "the wrist watch here", [("wristwatch", "wrist watch")]),
        ("in a way", "in away", [("a way", "away")]),
        ("a dozen eggs", "dozen eggs", [("a", "")]),
        ("", "the", [("", "the")]),
        ("no", "", [("no", "")]),
    ],
)
def test_the_stretches_that_differ_are_found(said, heard, stretches):
    found = aligned(said.split(), heard.split())

    assert [(" ".join(one), " ".join(other)) for one, other in found] == stretches


@pytest.mark.parametrize(
    ("said", "heard", "name"),
    [
        ("others", "otters", "sound-alike"),
        ("apron", "print", "substitution"),
        ("the", "", "deletion"),
        ("", "the", "insertion"),
        ("wristwatch", "wrist watch", "split"),
        ("a way", "away", "join"),
    ],
)
def test_each_stretch_has_its_kind(said, heard, name):
    assert kind(tuple(said.split()), tuple(heard.split())) == name


def test_spellings_are_as_far_apart_as_their_letters():
    assert difference("lamp", "lamp") == 0
    assert difference("lamp", "lump") == 0.25
    assert difference("", "lamp") == 1


def test_what_was_said_decides_the_part_whatever_was_heard():
    assert part(("lamp",), ("lump",)) == part(("lamp",), ("ramp", "on"))
    assert {part((word,), ()) for word in "a b c d e f g h".split()} == {TUNE, HELD_OUT}


def test_confusions_are_counted_and_survive_the_table(tmp_path):
    stretches = [(("lamp",), ("lump",)), (("lamp",), ("lump",)), ((), ("the",))]
    found = counted(stretches)

    write(found, tmp_path / "table.tsv")

    assert sorted(confusion.times for confusion in found) == [1, 2]
    assert read(tmp_path / "table.tsv") == found


def test_the_table_that_was_observed_has_two_parts_without_a_word_in_common():
    table = read()
    said = {half: {c.said for c in table if c.part == half} - {()} for half in (TUNE, HELD_OUT)}

    assert all(c.part == part(c.said, c.heard) and c.kind == kind(c.said, c.heard) for c in table)
    assert min(len(words) for words in said.values()) >= 100
    assert not said[TUNE] & said[HELD_OUT]


def test_an_observed_error_is_made_where_its_word_is():
    lump = Confusion(TUNE, "sound-alike", ("golden", "pencil"), ("goal", "pen"))

    made = Mishearing([lump], random.Random(1)).one_error(SENTENCE)

    assert made == ("sound-alike", "please sharpen the goal pen in the kitchen")


def test_a_sentence_without_such_a_word_has_no_such_error():
    lump = Confusion(TUNE, "sound-alike", ("lamp",), ("lump",))

    assert Mishearing([lump], random.Random(1)).one_error(SENTENCE) is None


@pytest.mark.parametrize("name", GENERIC)
def test_a_general_error_changes_one_or_two_neighbouring_words(name):
    rng = random.Random(7)
    words = normalised(SENTENCE)
    for _ in range(50):
        made = generic(name, SENTENCE, rng)
        assert made is not None
        changed = made.split()
        before = next(
            n for n, (a, b) in enumerate(zip([*words, ""], [*changed, ""], strict=False)) if a != b
        )
        after = 0
        while (
            after < min(len(words), len(changed)) - before
            and words[-1 - after] == changed[-1 - after]
        ):
            after += 1
        assert len(words) - before - after <= 2
        assert abs(len(words) - len(changed)) <= 1


def test_a_word_too_short_to_part_is_not_parted():
    assert generic("split", "I am so sad", random.Random(1)) is None
    assert generic("join", "Hello", random.Random(1)) is None


def test_right_wrong_and_no_answers_are_told_apart():
    cases = [("drop", "one", "a"), ("drop", "two", "b"), ("drop", "three", "c")]
    answers = {"one": "a", "two": "a", "three": ""}

    score = errors.judged(answers.get, answers.get, cases)

    assert (score.right, score.wrong, score.count) == (1, 1, 3)


def test_the_same_errors_are_made_each_time():
    hits = [(SENTENCE, "r")] * 30

    assert errors.of_all_kinds(hits, 20) == errors.of_all_kinds(hits, 20)
    assert errors.as_heard(hits, TUNE, 20) == errors.as_heard(hits, TUNE, 20)
    assert len({made for made, _, _ in errors.of_all_kinds(hits, 20)}) == len(GENERIC)


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (limit("x", 9.0, 10.0, "us", "1"), "met"),
        (limit("x", 20.0, 10.0, "us", "1"), "missed by 100 %"),
        (share_at_least("x", 0.91, 0.9, "1"), "met"),
        (share_at_least("x", 0.8, 0.9, "1"), "missed by 100 %"),
        (share_at_most("x", 0.01, 0.02, "1"), "met"),
        (share_at_most("x", 0.03, 0.02, "1"), "missed by 50 %"),
    ],
)
def test_rows_say_whether_an_aim_is_met(row, verdict):
    assert row.verdict == verdict


def test_a_slow_peer_is_asked_less_but_never_nothing():
    asked = []

    times = time_within_ns(asked.append, [str(n) for n in range(100)], budget_s=0.0, least=5)

    assert asked == ["0", "1", "2", "3", "4"]
    assert len(times) == 5


def test_a_talker_says_the_same_things_each_time_and_not_one_thing_only():
    sentences = Sentences(tuple(f"hit {n}" for n in range(50)), ("miss",))
    one, other = Talker(sentences, 3), Talker(sentences, 3)

    said = [one.next() for _ in range(200)]

    assert said == [other.next() for _ in range(200)]
    assert "miss" in said
    assert len({text for text in said if text.startswith("hit")}) > 20
