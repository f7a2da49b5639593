"""The window as a person uses it: keys, clicks, and what is to be seen."""

import itertools
import threading
import time
from collections.abc import Callable

import pytest
from noted_control import NotedControl
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from os1.core.events import (
    ErrorOccurred,
    Event,
    FinalHypothesis,
    MicrophoneChanged,
    PartialHypothesis,
    PlaybackStarted,
    ReplyGiven,
    SentenceStarted,
    State,
    StateChanged,
    Tick,
    TurnMetrics,
    UserTyped,
)
from os1.shell.bridge import Bridge
from os1.shell.main_window import MainWindow
from os1.shell.view_state import Microphone

NO_MICROPHONE = ErrorOccurred(
    component="microphone", message="There is no microphone.", next_step="Plug one in."
)
LONG = "So basically, in every moment I am evolving, just like you. " * 340  # 20,000 characters


def pass_time(window: MainWindow, seconds: float) -> None:
    """Let the fades and glides move on, without waiting for them."""
    for _ in range(round(seconds * 60)):
        window._beat(1 / 60)
    QApplication.processEvents()


def show(window: MainWindow, *events: Event) -> None:
    for event in events:
        window.on_event(event)
    QApplication.processEvents()


def box_of(widget: QWidget, window: MainWindow) -> tuple[int, int, int, int]:
    corner = widget.mapTo(window, widget.rect().topLeft())
    return corner.x(), corner.y(), corner.x() + widget.width(), corner.y() + widget.height()


def test_typing_and_enter_sends_the_line_and_her_answer_appears(
    window: MainWindow, control: NotedControl, qtbot: QtBot
) -> None:
    qtbot.keyClicks(window.entry.line, "  How are you?  ")
    qtbot.keyClick(window.entry.line, Qt.Key.Key_Return)
    assert control.calls == [("type", "How are you?")]
    assert window.entry.line.text() == ""
    show(
        window,
        UserTyped(text="How are you?", turn_id=1),
        ReplyGiven(text="I’m well.", turn_id=1),
        SentenceStarted(text="I’m well.", turn_id=1),
    )
    assert window.captions.body.accessibleName() == "You: How are you?\nSamantha: I’m well."
    assert window.captions.body.hers.text == "I’m well."


def test_apostrophes_are_set_as_in_a_book(window: MainWindow) -> None:
    show(window, UserTyped(text="don't", turn_id=1), ReplyGiven(text="It's 'me'.", turn_id=1))
    assert window.captions.body.user.text == "don’t"
    assert window.captions.body.hers.text == "It’s 'me’."


def test_enter_on_an_empty_field_sends_nothing(
    window: MainWindow, control: NotedControl, qtbot: QtBot
) -> None:
    qtbot.keyClicks(window.entry.line, "   ")
    qtbot.keyClick(window.entry.line, Qt.Key.Key_Return)
    assert control.calls == []


def test_the_field_has_the_focus_from_the_start(window: MainWindow) -> None:
    assert window.focusWidget() is window.entry.line
    assert window.entry.line.isEnabled()


def test_partial_words_appear_dim_and_become_firm(window: MainWindow) -> None:
    def brightest() -> int:
        image = window.captions.grab().toImage()
        band = range(0, 30)
        return max(image.pixelColor(x, y).blue() for y in band for x in range(0, image.width(), 1))

    show(window, PartialHypothesis(text="Where are you going", turn_id=1))
    pass_time(window, 1)
    assert window.captions.body.user.text == "Where are you going"
    dim = brightest()
    show(window, FinalHypothesis(text="Where are you going?", turn_id=1))
    pass_time(window, 1)
    assert window.captions.body.user.text == "Where are you going?"
    assert brightest() > dim


def test_her_words_fade_in_one_by_one(window: MainWindow) -> None:
    show(
        window,
        ReplyGiven(text="One two three four five six."),
        SentenceStarted(text="One two three four five six."),
    )
    assert window.captions.body.busy
    pass_time(window, 1.5)
    assert not window.captions.body.busy


def test_words_that_her_voice_does_not_begin_to_say_are_shown_all_the_same(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.patience.setInterval(1)
    show(window, ReplyGiven(text="Good evening. It’s me."))
    qtbot.waitUntil(lambda: window.view.her_words == "Good evening. It’s me.")


def test_patience_is_not_needed_once_she_speaks(window: MainWindow) -> None:
    show(window, ReplyGiven(text="One. Two."))
    assert window.patience.isActive()
    show(window, SentenceStarted(text="One."))
    assert not window.patience.isActive()


@pytest.mark.parametrize(
    ("state", "label"),
    [(State.IDLE, ""), (State.LISTENING, "Listening"), (State.THINKING, "Thinking")],
)
def test_the_label_says_what_she_is_doing(window: MainWindow, state: State, label: str) -> None:
    show(window, StateChanged(state=state))
    assert window.status.text == label == window.status.accessibleName()


def test_the_microphone_button_opens_and_closes_the_microphone(
    window: MainWindow, control: NotedControl, qtbot: QtBot
) -> None:
    button = window.entry.button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert control.calls == [("microphone", True)]
    assert button.microphone is Microphone.ON
    show(window, StateChanged(state=State.HEARING))
    assert button.microphone is Microphone.HEARING
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert control.calls[-1] == ("microphone", False)
    assert button.microphone is Microphone.OFF


def test_the_microphone_button_works_with_the_space_bar(
    window: MainWindow, control: NotedControl, qtbot: QtBot
) -> None:
    window.entry.button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(window.entry.button, Qt.Key.Key_Space)
    assert control.calls == [("microphone", True)]


def test_escape_makes_her_quiet(window: MainWindow, control: NotedControl, qtbot: QtBot) -> None:
    qtbot.keyClick(window.entry.line, Qt.Key.Key_Escape)
    assert control.calls == [("stop",)]
    assert window.isVisible()


def test_an_error_is_told_with_its_next_step_and_typing_goes_on(
    window: MainWindow, control: NotedControl, qtbot: QtBot
) -> None:
    assert not window.notice.isVisible()
    show(window, NO_MICROPHONE, MicrophoneChanged(on=False))
    assert window.notice.isVisible()
    assert window.notice.text.accessibleName() == "There is no microphone. Plug one in."
    assert window.entry.button.microphone is Microphone.UNAVAILABLE
    qtbot.keyClicks(window.entry.line, "hi")
    qtbot.keyClick(window.entry.line, Qt.Key.Key_Return)
    assert control.calls == [("type", "hi")]


def test_try_again_asks_for_the_microphone_and_takes_the_notice_away(
    window: MainWindow, control: NotedControl, qtbot: QtBot
) -> None:
    show(window, NO_MICROPHONE)
    qtbot.mouseClick(window.notice.retry_button, Qt.MouseButton.LeftButton)
    assert control.calls == [("microphone", True)]
    assert not window.notice.isVisible()


def test_dismiss_takes_the_notice_away_and_asks_for_nothing(
    window: MainWindow, control: NotedControl, qtbot: QtBot
) -> None:
    show(window, NO_MICROPHONE)
    window.notice.dismiss_button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.mouseClick(window.notice.dismiss_button, Qt.MouseButton.LeftButton)
    assert control.calls == []
    assert not window.notice.isVisible()
    assert window.focusWidget() is window.entry.line


def test_a_failed_loudspeaker_offers_no_microphone(window: MainWindow) -> None:
    show(window, ErrorOccurred(component="speaker", message="There is no loudspeaker."))
    assert window.notice.isVisible()
    assert not window.notice.retry_button.isVisible()
    assert window.notice.dismiss_button.isVisible()


class Witness(QObject):
    """Notes on which thread it is told of events."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[Event, int]] = []

    @Slot(object)
    def on_event(self, event: Event) -> None:
        self.told.append((event, threading.get_ident()))


def test_events_posted_on_any_thread_arrive_on_the_main_thread_in_order(
    control: NotedControl, qtbot: QtBot
) -> None:
    bridge, witness = Bridge(), Witness()
    bridge.deliver_to(witness.on_event)
    control.subscribe(bridge.post)
    events = [UserTyped(text=str(number), turn_id=number) for number in range(200)]
    control.emit(*events)
    assert witness.told == []  # queued, never called on the worker
    qtbot.waitUntil(lambda: len(witness.told) == 200)
    assert [event for event, _ in witness.told] == events
    assert {thread for _, thread in witness.told} == {threading.get_ident()}


def test_ticks_do_not_cross_into_the_window(control: NotedControl, qtbot: QtBot) -> None:
    bridge, witness = Bridge(), Witness()
    bridge.deliver_to(witness.on_event)
    bridge.post(Tick(speech=True))
    bridge.post(UserTyped(text="after"))
    qtbot.waitUntil(lambda: bool(witness.told))
    assert [event.name for event, _ in witness.told] == ["user_typed"]


def test_after_closing_the_bridge_late_posts_are_dropped(qtbot: QtBot) -> None:
    bridge, witness = Bridge(), Witness()
    bridge.deliver_to(witness.on_event)
    bridge.close()
    bridge.post(UserTyped(text="late"))
    QApplication.processEvents()
    assert witness.told == []


SIZES = [(360, 560), (420, 720), (1280, 800), (1920, 1080), (700, 560)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("notice", [False, True])
def test_at_every_size_nothing_overlaps_and_nothing_is_clipped(
    make_window: Callable[..., MainWindow], size: tuple[int, int], notice: bool
) -> None:
    window = make_window(size)
    show(window, ReplyGiven(text=LONG), SentenceStarted(text=LONG.strip()))
    if notice:
        show(window, NO_MICROPHONE)
    assert (window.width(), window.height()) == size
    parts = [window.status, window.captions, window.entry]
    parts += [window.notice] if notice else []
    boxes = sorted((box_of(part, window) for part in parts), key=lambda box: box[1])
    for left, top, right, bottom in boxes:
        assert 0 <= left < right <= size[0] and 0 <= top < bottom <= size[1]
    for above, below in itertools.pairwise(boxes):
        assert above[3] <= below[1]
    inner = box_of(window.entry.line, window), box_of(window.entry.button, window)
    assert inner[0][2] <= inner[1][0]
    if notice:
        area, button = window.notice.area, window.notice.retry_button
        assert box_of(area, window)[3] <= box_of(button, window)[1]
        assert not window.notice.area.overflows
        assert box_of(button, window)[2] <= box_of(window.notice, window)[2]
        dismiss = box_of(window.notice.dismiss_button, window)
        assert dismiss[2] <= box_of(button, window)[0] and dismiss[0] >= box_of(area, window)[0]


def test_the_window_cannot_be_made_smaller_than_it_can_bear(
    make_window: Callable[..., MainWindow],
) -> None:
    window = make_window((100, 100))
    assert (window.width(), window.height()) == (360, 560)


def test_a_long_answer_steps_down_in_size_and_then_scrolls_to_its_end(
    window: MainWindow, qtbot: QtBot
) -> None:
    body = window.captions.body
    show(window, ReplyGiven(text="Hi."), SentenceStarted(text="Hi."))
    assert body.her_size == 26 and not window.captions.overflows
    middling = "So basically, in every moment I am evolving. " * 4
    show(window, ReplyGiven(text=middling, turn_id=1), StateChanged(state=State.IDLE))
    assert body.her_size < 26 and not window.captions.overflows
    show(window, ReplyGiven(text=LONG, turn_id=2), StateChanged(state=State.IDLE))
    assert window.captions.overflows
    assert window.captions.verticalScrollBar().value() == 0  # from its beginning, to be read
    for _ in range(400):
        qtbot.keyClick(window.entry.line, Qt.Key.Key_PageDown)
    bar = window.captions.verticalScrollBar()
    assert bar.value() == bar.maximum()
    assert bar.maximum() + window.captions.viewport().height() >= body.content_height


def test_while_she_says_a_long_answer_the_captions_follow_her(window: MainWindow) -> None:
    sentences = [f"This is sentence number {number} of a long answer." for number in range(40)]
    show(window, ReplyGiven(text=" ".join(sentences), turn_id=1))
    seen = []
    for sentence in sentences:
        show(window, SentenceStarted(text=sentence, turn_id=1))
        bar = window.captions.verticalScrollBar().value()
        bottom = window.captions.body.shown_bottom
        assert bar <= bottom <= bar + window.captions.viewport().height()
        seen.append(bar)
    assert seen == sorted(seen) and seen[-1] > 500


def test_a_reader_who_scrolled_back_is_left_alone(window: MainWindow, qtbot: QtBot) -> None:
    sentences = [f"This is sentence number {number} of a long answer." for number in range(40)]
    show(window, ReplyGiven(text=" ".join(sentences), turn_id=1))
    for sentence in sentences[:30]:
        show(window, SentenceStarted(text=sentence, turn_id=1))
    for _ in range(3):
        qtbot.keyClick(window.entry.line, Qt.Key.Key_PageUp)
    there = window.captions.verticalScrollBar().value()
    show(window, SentenceStarted(text=sentences[30], turn_id=1))
    assert window.captions.verticalScrollBar().value() == there


def test_twenty_thousand_characters_can_be_pasted_and_sent(
    window: MainWindow, control: NotedControl, qtbot: QtBot
) -> None:
    text = "word " * 4000
    QApplication.clipboard().setText(text)
    before = window.entry.geometry()
    begin = time.perf_counter()
    qtbot.keyClick(window.entry.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.entry.line, Qt.Key.Key_Return)
    show(window, UserTyped(text=text, turn_id=1))
    assert time.perf_counter() - begin < 2
    assert control.calls == [("type", text.strip())]
    assert window.entry.geometry() == before
    assert len(window.captions.body.user.text) < 300


def test_one_endless_word_is_broken_and_stays_inside(window: MainWindow) -> None:
    show(window, ReplyGiven(text="a" * 5000), StateChanged(state=State.IDLE))
    assert window.captions.body.hers.line_count > 50
    assert window.captions.body.width() <= window.captions.width()


def test_a_long_error_scrolls_inside_its_notice(make_window: Callable[..., MainWindow]) -> None:
    window = make_window((360, 560))
    show(window, ErrorOccurred(component="recogniser", message="/long/path" * 60))
    assert window.notice.area.overflows
    assert window.notice.retry_button.isVisible()
    assert window.captions.height() >= 100


def named_parts(window: MainWindow) -> list[QWidget]:
    return [
        part
        for part in window.findChildren(QWidget)
        if part.isVisible() and part.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


def test_every_control_has_a_name_for_screen_readers(window: MainWindow) -> None:
    show(window, NO_MICROPHONE, ReplyGiven(text=LONG), StateChanged(state=State.IDLE))
    parts = named_parts(window)
    assert len(parts) >= 5
    assert [type(part).__name__ for part in parts if not part.accessibleName()] == []


def test_the_name_of_the_microphone_button_says_what_it_will_do(window: MainWindow) -> None:
    assert window.entry.button.accessibleName() == "Turn the microphone on"
    show(window, StateChanged(state=State.LISTENING))
    assert window.entry.button.accessibleName() == "Turn the microphone off"


def test_tab_goes_round_every_control_in_the_order_of_reading(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, NO_MICROPHONE)
    seen = []
    for _ in range(4):
        seen.append(window.focusWidget())
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert seen == [
        window.entry.line,
        window.entry.button,
        window.notice.retry_button,
        window.notice.dismiss_button,
    ]
    assert window.focusWidget() is window.entry.line


@pytest.mark.parametrize("name", ["entry", "button", "retry", "dismiss"])
def test_focus_that_came_by_keyboard_can_be_seen(window: MainWindow, name: str) -> None:
    show(window, NO_MICROPHONE)
    parts: dict[str, tuple[QWidget, QWidget]] = {
        "entry": (window.entry, window.entry.line),
        "button": (window.entry.button, window.entry.button),
        "retry": (window.notice.retry_button, window.notice.retry_button),
        "dismiss": (window.notice.dismiss_button, window.notice.dismiss_button),
    }
    shown, focused = parts[name]
    window.captions.setFocus()
    (window.entry.line if name != "entry" else window.entry.button).setFocus()
    without = shown.grab().toImage()
    focused.setFocus(Qt.FocusReason.TabFocusReason)
    assert shown.grab().toImage() != without


def test_nothing_moves_while_the_window_is_hidden_or_minimised(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.frames.running and window.meter.isActive()
    window.hide()
    assert not window.frames.running and not window.meter.isActive()
    show(window, StateChanged(state=State.SPEAKING))
    assert not window.frames.running
    window.show()
    assert window.frames.running and window.meter.isActive()
    window.showMinimized()
    qtbot.waitUntil(lambda: not window.frames.running and not window.meter.isActive())


def test_the_clock_beats_half_as_often_while_all_is_calm(
    window: MainWindow, control: NotedControl
) -> None:
    show(window, StateChanged(state=State.LISTENING))
    pass_time(window, 3)
    assert window.frames.interval_ms == 32
    control.input_level = 0.2
    window._read_level()
    assert window.frames.interval_ms == 16
    control.input_level = 0.0
    window._read_level()
    pass_time(window, 1)
    assert window.frames.interval_ms == 32
    show(window, ReplyGiven(text="Hello."))
    assert window.frames.interval_ms == 16


def test_with_reduced_motion_the_strand_is_still_and_the_clock_rests(
    make_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = make_window(reduced_motion=True)
    show(window, StateChanged(state=State.SPEAKING), ReplyGiven(text="Hello."))
    qtbot.waitUntil(lambda: not window.frames.running)
    assert not window.meter.isActive()
    still = window.surface.grab().toImage()
    window.surface.step(0.5, 1.0)
    assert window.surface.grab().toImage() == still


def test_with_reduced_motion_words_cross_fade_whole(
    make_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = make_window(reduced_motion=True)
    show(window, ReplyGiven(text="One two three."), StateChanged(state=State.IDLE))
    qtbot.waitUntil(lambda: not window.frames.running)
    show(window, UserTyped(text="And?", turn_id=1), ReplyGiven(text="Four five.", turn_id=1))
    assert window.captions.body.busy and window.frames.running
    qtbot.waitUntil(lambda: not window.frames.running)


def test_the_strand_moves_and_follows_her_voice(window: MainWindow, control: NotedControl) -> None:
    show(window, StateChanged(state=State.SPEAKING), PlaybackStarted())
    pass_time(window, 2)
    quiet = window.surface.strand.motion.level
    control.output_level = 0.3
    window._read_level()
    pass_time(window, 0.3)
    assert window.surface.strand.motion.level > quiet + 0.3


def test_the_strand_and_the_button_follow_the_users_voice(
    window: MainWindow, control: NotedControl
) -> None:
    control.input_level = 0.3
    show(window, StateChanged(state=State.HEARING))
    window._read_level()
    pass_time(window, 0.3)
    assert window.surface.strand.motion.level > 0.6
    show(window, StateChanged(state=State.THINKING))
    window._read_level()
    pass_time(window, 3)
    assert window.surface.strand.motion.level < 0.05


def test_the_theme_can_be_warm_or_dark(make_window: Callable[..., MainWindow]) -> None:
    def corner(window: MainWindow) -> QColor:
        return window.grab().toImage().pixelColor(2, 2)

    assert corner(make_window(theme="warm")).red() > 200
    assert corner(make_window(theme="dark")).red() < 60


def test_the_system_theme_follows_the_system(
    make_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(theme="system")
    monkeypatch.setattr(window, "_theme", "dark")
    window._scheme_changed()
    assert window.grab().toImage().pixelColor(2, 2).red() < 60


def test_how_long_she_took_is_told_on_pointing_at_the_label(window: MainWindow) -> None:
    show(
        window,
        TurnMetrics(endpoint_ms=450, recognise_ms=90, reply_ms=1, first_audio_ms=20, gap_ms=561),
    )
    assert window.status.toolTip() == "She answered after 0.6 s."
