"""What a person sees after each event, without a window."""

import pytest

from os1.core.events import (
    ErrorOccurred,
    Event,
    FinalHypothesis,
    MicrophoneChanged,
    PartialHypothesis,
    PlaybackFinished,
    PlaybackStarted,
    Ready,
    ReplyGiven,
    SentenceStarted,
    State,
    StateChanged,
    Tick,
    TurnMetrics,
    UserTyped,
    Woken,
)
from os1.shell import view_state
from os1.shell.view_state import Microphone, Problem, ViewState, advance, opening, tail

TWO_SENTENCES = "It’s hard to explain. Come find me."


def after(*events: Event, start: ViewState | None = None) -> ViewState:
    view = start or opening(microphone=False)
    for event in events:
        view = advance(view, event)
    return view


def speaking(turn: int = 1) -> ViewState:
    return after(
        FinalHypothesis(text="Where are you going?", turn_id=turn),
        ReplyGiven(text=TWO_SENTENCES, turn_id=turn),
        StateChanged(state=State.SPEAKING, turn_id=turn),
        SentenceStarted(text="It’s hard to explain.", turn_id=turn),
    )


@pytest.mark.parametrize(
    ("state", "label"),
    [
        (State.WAKING, "Waking up"),
        (State.IDLE, ""),
        (State.LISTENING, "Listening"),
        (State.HEARING, "Listening"),
        (State.THINKING, "Thinking"),
        (State.SPEAKING, "Speaking"),
    ],
)
def test_each_state_has_its_label(state: State, label: str) -> None:
    assert after(StateChanged(state=state)).label == label


def test_partial_words_are_dim_and_the_final_ones_firm() -> None:
    view = after(PartialHypothesis(text="where are", turn_id=1))
    assert (view.user_text, view.user_firm) == ("where are", False)
    view = after(FinalHypothesis(text="Where are you going?", turn_id=1), start=view)
    assert (view.user_text, view.user_firm) == ("Where are you going?", True)


def test_partial_words_come_to_nothing_when_nothing_was_understood() -> None:
    view = after(PartialHypothesis(text="huh", turn_id=1), FinalHypothesis(text=" ", turn_id=1))
    assert view.user_text == ""


def test_a_typed_line_is_firm_and_late_speech_of_its_turn_does_not_replace_it() -> None:
    view = after(UserTyped(text="hello", turn_id=2), FinalHypothesis(text="Hello?", turn_id=2))
    assert (view.user_text, view.user_firm) == ("hello", True)


def test_her_answer_grows_sentence_by_sentence_as_she_says_it() -> None:
    view = speaking()
    assert view.her_words == "It’s hard to explain."
    assert view.reply_waits
    view = after(SentenceStarted(text="Come find me.", turn_id=1, index=1), start=view)
    assert view.her_words == TWO_SENTENCES


def test_a_repeated_sentence_is_shown_again_when_it_is_said_again() -> None:
    view = after(
        ReplyGiven(text="Yes. Yes. Yes.", turn_id=1),
        SentenceStarted(text="Yes.", turn_id=1),
        SentenceStarted(text="Yes.", turn_id=1, index=1),
    )
    assert view.her_words == "Yes. Yes."


def test_a_sentence_said_in_other_letters_shows_all_of_the_answer() -> None:
    view = after(
        ReplyGiven(text="At 5 pm.", turn_id=1),
        SentenceStarted(text="at five in the afternoon", turn_id=1),
    )
    assert view.her_words == "At 5 pm."


@pytest.mark.parametrize("state", [State.IDLE, State.LISTENING])
def test_all_of_her_answer_is_shown_when_nobody_goes_on_to_say_it(state: State) -> None:
    assert after(StateChanged(state=state, turn_id=1), start=speaking()).her_words == TWO_SENTENCES


def test_all_of_her_answer_is_shown_when_it_was_played_to_the_end() -> None:
    view = after(PlaybackFinished(turn_id=1, heard=TWO_SENTENCES), start=speaking())
    assert view.her_words == TWO_SENTENCES


def test_interrupted_she_keeps_only_the_words_that_were_heard() -> None:
    view = after(
        PlaybackFinished(turn_id=1, interrupted=True, heard="It’s hard"),
        StateChanged(state=State.LISTENING, turn_id=1),
        start=speaking(),
    )
    assert view.her_words == "It’s hard —"


def test_interrupted_before_the_first_word_she_said_nothing() -> None:
    view = after(PlaybackFinished(turn_id=1, interrupted=True), start=speaking())
    assert view.her_words == ""


def test_the_end_of_an_older_answer_does_not_touch_the_new_one() -> None:
    view = after(
        UserTyped(text="and you?", turn_id=2),
        ReplyGiven(text="Me too.", turn_id=2),
        PlaybackFinished(turn_id=1, interrupted=True, heard="It’s"),
        start=speaking(),
    )
    assert (view.user_text, view.reply) == ("and you?", "Me too.")


@pytest.mark.parametrize(
    "late",
    [
        PartialHypothesis(text="late", turn_id=1),
        FinalHypothesis(text="late", turn_id=1),
        ReplyGiven(text="late", turn_id=1),
        SentenceStarted(text="late", turn_id=1),
        PlaybackStarted(turn_id=1),
    ],
)
def test_what_belongs_to_an_older_turn_comes_too_late(late: Event) -> None:
    view = after(UserTyped(text="now", turn_id=2), ReplyGiven(text="Yes. Now.", turn_id=2))
    assert advance(view, late) == view


def test_new_words_of_the_user_make_her_last_answer_leave() -> None:
    view = after(PartialHypothesis(text="wait", turn_id=2), start=speaking())
    assert (view.user_text, view.her_words) == ("wait", "")


def test_a_greeting_stands_alone() -> None:
    view = after(ReplyGiven(text="Good evening, Theodore."), StateChanged(state=State.IDLE))
    assert (view.user_text, view.her_words) == ("", "Good evening, Theodore.")


def test_once_her_voice_has_failed_answers_are_shown_at_once() -> None:
    view = after(ErrorOccurred(component="voice", message="No voice.", turn_id=1), start=speaking())
    assert view.her_words == TWO_SENTENCES
    view = after(ReplyGiven(text="Still here.", turn_id=2), start=view)
    assert view.her_words == "Still here."
    view = after(PlaybackStarted(turn_id=2), start=view)
    assert view.speaks and view.problem is None


def test_revealed_shows_everything() -> None:
    assert view_state.revealed(speaking()).her_words == TWO_SENTENCES


def test_waking_ends_without_a_further_state_when_she_has_no_voice() -> None:
    assert after(StateChanged(state=State.WAKING), Woken()).label == ""
    assert after(StateChanged(state=State.LISTENING), Woken()).state is State.LISTENING


def test_the_microphone_follows_what_was_opened_and_heard() -> None:
    assert opening(microphone=True).microphone is Microphone.ON
    view = after(MicrophoneChanged(on=True, device="desk"))
    assert view.microphone is Microphone.ON
    view = after(StateChanged(state=State.HEARING), start=view)
    assert view.microphone is Microphone.HEARING
    view = after(StateChanged(state=State.THINKING), start=view)
    assert view.microphone is Microphone.ON
    view = after(MicrophoneChanged(on=False), start=view)
    assert view.microphone is Microphone.OFF


def test_asking_for_the_microphone_shows_at_once() -> None:
    view = view_state.microphone_asked(opening(microphone=False), on=True)
    assert view.microphone is Microphone.ON
    assert view_state.microphone_asked(view, on=False).microphone is Microphone.OFF


@pytest.mark.parametrize("component", ["microphone", "recogniser", "listening"])
def test_a_failure_to_hear_leaves_the_microphone_unavailable_until_it_is_mended(
    component: str,
) -> None:
    view = after(
        ErrorOccurred(component=component, message="Gone.", next_step="Plug it in."),
        MicrophoneChanged(on=False),
        StateChanged(state=State.IDLE),
    )
    assert view.microphone is Microphone.UNAVAILABLE
    assert view.problem == Problem(component, "Gone.", "Plug it in.")
    assert view.problem.can_retry
    for mended in (MicrophoneChanged(on=True), StateChanged(state=State.LISTENING)):
        again = advance(view, mended)
        assert (again.microphone, again.problem) == (Microphone.ON, None)
    assert advance(view, Ready()).problem is None


@pytest.mark.parametrize("component", ["voice", "speaker", "speech", "dialogue", "store"])
def test_trying_again_is_offered_only_where_the_microphone_is_the_cure(component: str) -> None:
    view = after(ErrorOccurred(component=component, message="Failed."))
    assert view.problem is not None and not view.problem.can_retry
    assert view.microphone is Microphone.OFF


def test_problems_wait_in_line_and_the_same_part_complains_once() -> None:
    view = after(
        ErrorOccurred(component="microphone", message="First."),
        ErrorOccurred(component="speaker", message="Second."),
        ErrorOccurred(component="speaker", message="Third."),
    )
    assert [p.message for p in view.problems] == ["First.", "Third."]
    view = view_state.dismissed(view)
    assert view.problem is not None and view.problem.message == "Third."
    assert view_state.dismissed(view).problem is None


def test_asking_again_forgets_what_it_may_mend_and_keeps_the_rest() -> None:
    view = after(
        ErrorOccurred(component="microphone", message="Gone."),
        ErrorOccurred(component="dialogue", message="Lost the thread."),
    )
    view = view_state.microphone_asked(view, on=True)
    assert [p.component for p in view.problems] == ["dialogue"]


def test_the_newest_metrics_are_kept() -> None:
    metrics = TurnMetrics(
        endpoint_ms=450, recognise_ms=100, reply_ms=1, first_audio_ms=20, gap_ms=571
    )
    assert after(metrics).metrics == metrics


def test_what_concerns_nobody_changes_nothing() -> None:
    view = speaking()
    assert advance(view, Tick(turn_id=1)) == view


def test_tail_keeps_whole_words_of_the_end() -> None:
    assert tail("short", 10) == "short"
    assert tail("one two  three\nfour", 10) == "… three four"
    assert tail("one two three four", 12) == "… three four"
    assert tail("x" * 30, 10) == "… " + "x" * 10
    assert len(tail("word " * 4000, 240)) <= 242
