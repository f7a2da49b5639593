"""Words over hers: an interruption, or only a sign of life?"""

import pytest

from os1.core import overlap
from os1.core.overlap import Verdict


def judge(text, hers, *, settled, went_on=True):
    return overlap.judge(text, hers, settled=settled, went_on=went_on)


HERS = "It's hard to explain, but if you get there, come find me."


@pytest.mark.parametrize("text", ["Mm-hm.", "yeah", "Right, right.", "Oh really", "okay", "uh huh"])
def test_a_backchannel_is_no_interruption(text):
    assert judge(text, HERS, settled=False) is Verdict.UNDECIDED
    assert judge(text, HERS, settled=True) is Verdict.FALSE_ALARM


@pytest.mark.parametrize("text", ["hard to explain", "come find me", "explain but if you get"])
def test_her_own_words_come_back_from_the_room(text):
    assert judge(text, HERS, settled=True) is Verdict.FALSE_ALARM


@pytest.mark.parametrize("text", ["", "Thank you.", "you"])
def test_a_cough_or_a_ghost_is_nothing(text):
    assert judge(text, HERS, settled=True) is Verdict.FALSE_ALARM


@pytest.mark.parametrize("text", ["Stop.", "quiet", "No, wait", "Samantha", "hey"])
def test_one_word_is_enough_to_stop_her(text):
    assert judge(text, HERS, settled=False, went_on=False) is Verdict.COMMAND


def test_real_words_interrupt_as_soon_as_there_are_two():
    assert judge("how", HERS, settled=False) is Verdict.UNDECIDED
    assert judge("how many", HERS, settled=False) is Verdict.INTERRUPTION
    assert judge("why", HERS, settled=True) is Verdict.INTERRUPTION


def test_a_stopping_word_of_her_own_does_not_stop_her():
    assert judge("stop", "I could not stop thinking.", settled=True) is Verdict.FALSE_ALARM


def test_sound_that_ends_when_she_pauses_was_hers():
    assert judge("we need", HERS, settled=False, went_on=False) is Verdict.UNDECIDED
    assert judge("we need", HERS, settled=True, went_on=False) is Verdict.FALSE_ALARM
