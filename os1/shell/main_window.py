"""The window: renders a `ViewState`, and passes what the user does to the conversation."""

import itertools

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from os1.core.events import Event, State
from os1.core.ports import SessionControl
from os1.shell import layout, palette, view_state
from os1.shell.captions import Captions
from os1.shell.entry import Entry
from os1.shell.fonts import Faces
from os1.shell.frames import Frames
from os1.shell.notice import Notice
from os1.shell.quiet_scroll import BAR_WIDTH
from os1.shell.status_line import SIZE as STATUS_SIZE
from os1.shell.status_line import StatusLine
from os1.shell.surface import Surface
from os1.shell.view_state import ViewState

METER_MS = 33
PATIENCE_MS = 900
"""If her voice has not begun after this, her words are shown without it."""
FIELD_SIZE = 15
QUIET = 0.15
"""Of the voice, 0 to 1: below this the strand does not visibly answer it."""
CALM = (State.WAKING, State.IDLE, State.LISTENING)
"""States in which the strand turns slowly."""
DEFAULT_SIZE = (420, 720)


class MainWindow(QWidget):
    """Everything on one calm surface."""

    closed = Signal()

    def __init__(
        self,
        control: SessionControl,
        faces: Faces,
        *,
        theme: str = "system",
        reduced_motion: bool = False,
        microphone: bool = False,
    ) -> None:
        super().__init__()
        self._control = control
        self._theme = theme
        self._reduced = reduced_motion
        self._voice = 0.0
        self.view = view_state.opening(microphone=microphone)
        self.setWindowTitle("Samantha")
        self.setMinimumSize(*layout.MINIMUM)
        self.resize(*DEFAULT_SIZE)
        self._build(faces)
        self._connect()
        self.frames = Frames(self._beat, self)
        self.meter = _timer(self, METER_MS, self._read_level)
        self.patience = _timer(self, PATIENCE_MS, self._reveal)
        self.patience.setSingleShot(True)
        self._render()
        self.entry.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, faces: Faces) -> None:
        look = self._choose_palette()
        self.surface = Surface(look, still=self._reduced, parent=self)
        self.status = StatusLine(faces.plain(STATUS_SIZE), look, self)
        self.captions = Captions(faces, look, self)
        self.entry = Entry(faces.plain(FIELD_SIZE), look, self)
        self.notice = Notice(faces, look, self)
        order: tuple[QWidget, ...] = (
            self.entry.line,
            self.entry.button,
            self.notice.retry_button,
            self.notice.dismiss_button,
            self.notice.area,
            self.captions,
        )
        for first, second in itertools.pairwise(order):
            self.setTabOrder(first, second)

    def _connect(self) -> None:
        self.entry.sent.connect(self._type)
        self.entry.button.clicked.connect(self._toggle_microphone)
        self.notice.retry.connect(self._retry)
        self.notice.dismiss.connect(self._dismiss)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)
        keys = QKeySequence.StandardKey
        for key, action in (
            (QKeySequence(Qt.Key.Key_Escape), self._stop_speaking),
            (QKeySequence(Qt.Key.Key_PageDown), self._page_down),
            (QKeySequence(Qt.Key.Key_PageUp), self._page_up),
            (QKeySequence(keys.Close), self.close),
            (QKeySequence(keys.Quit), self.close),
        ):
            QShortcut(key, self).activated.connect(action)

    # What happens in the conversation.

    @Slot(object)
    def on_event(self, event: Event) -> None:
        """Show what this event changes. On the main thread only."""
        self._show(view_state.advance(self.view, event))

    def _show(self, view: ViewState) -> None:
        if view == self.view:
            return
        replied = view.reply != self.view.reply and view.reply_waits
        self.view = view
        if view.reply_chars or not view.reply_waits:
            self.patience.stop()
        elif replied:
            self.patience.start()
        self._render()

    def _render(self) -> None:
        view = self.view
        self.surface.go(view.state)
        self.status.show_text(view.label)
        if view.metrics is not None:
            self.status.setToolTip(f"She answered after {view.metrics.gap_ms / 1000:.1f} s.")
        self.captions.render_view(view, still=self._reduced)
        self.entry.button.show_microphone(view.microphone)
        if view.problem != self.notice.problem:
            focused = self.notice.isAncestorOf(self.focusWidget() or self)
            self.notice.show_problem(view.problem)
            if focused:
                self.entry.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self._arrange(at_once=self._reduced or not self.isVisible())
        self._keep_time()

    @Slot()
    def _reveal(self) -> None:
        self._show(view_state.revealed(self.view))

    # What the user does.

    @Slot(str)
    def _type(self, text: str) -> None:
        self._control.type(text)

    @Slot()
    def _toggle_microphone(self) -> None:
        on = not self.entry.button.is_open
        self._show(view_state.microphone_asked(self.view, on=on))
        self._control.set_microphone(on=on)

    @Slot()
    def _retry(self) -> None:
        self._show(view_state.microphone_asked(self.view, on=True))
        self._control.set_microphone(on=True)

    @Slot()
    def _dismiss(self) -> None:
        self._show(view_state.dismissed(self.view))

    @Slot()
    def _stop_speaking(self) -> None:
        self._control.stop_speaking()

    @Slot()
    def _page_down(self) -> None:
        self.captions.page(1)

    @Slot()
    def _page_up(self) -> None:
        self.captions.page(-1)

    # How it looks.

    def _choose_palette(self) -> palette.Palette:
        scheme = QGuiApplication.styleHints().colorScheme()
        return palette.choose(self._theme, system_is_dark=scheme == Qt.ColorScheme.Dark)

    @Slot()
    def _scheme_changed(self) -> None:
        look = self._choose_palette()
        for part in (self.surface, self.status, self.captions, self.entry, self.notice):
            part.use(look)

    def _arrange(self, *, at_once: bool) -> None:
        width, height = self.width(), self.height()
        across = layout.notice_width(width)
        wanted = self.notice.height_for(across, layout.notice_most(height))
        places = layout.arrange(width, height, wanted)
        self.surface.setGeometry(self.rect())
        self.surface.place(places, at_once=at_once)
        for part, box in (
            (self.status, places.label),
            (self.entry, places.field),
        ):
            part.setGeometry(box.x, box.y, box.width, box.height)
        words = places.captions
        self.captions.setGeometry(
            words.x - BAR_WIDTH, words.y, words.width + 2 * BAR_WIDTH, words.height
        )
        self.notice.place(places.notice.x, places.notice.y, across, wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give everything its place."""
        super().resizeEvent(event)
        self._arrange(at_once=True)

    # Movement: only while somebody can see it.

    def _keep_time(self) -> None:
        seen = self.isVisible() and not self.isMinimized()
        moving = seen and not self._reduced
        self.frames.slow_down(calm=False)
        self.frames.run(on=moving or (seen and self._fading))
        if moving and not self.meter.isActive():
            self.meter.start()
        elif not moving:
            self.meter.stop()

    @property
    def _fading(self) -> bool:
        return self.surface.busy or self.status.busy or self.captions.body.busy

    def _beat(self, elapsed_s: float) -> None:
        self.status.step(elapsed_s)
        self.captions.step(elapsed_s)
        self.surface.step(elapsed_s, self._voice)
        if self._fading:
            return
        if self._reduced:
            self.frames.run(on=False)
        else:
            self.frames.slow_down(calm=self._voice < QUIET and self.view.state in CALM)

    @Slot()
    def _read_level(self) -> None:
        state, level = self.view.state, 0.0
        if state is State.SPEAKING:
            level = self._control.output_level
        elif state in (State.LISTENING, State.HEARING):
            level = self._control.input_level
        # Speech seldom passes a fifth of full scale: spread what is low.
        self._voice = min(1.0, 1.7 * max(0.0, level) ** 0.5)
        if self._voice >= QUIET:
            self.frames.slow_down(calm=False)
        self.entry.button.show_level(self._voice)

    def changeEvent(self, event: QEvent) -> None:
        """Hold still while minimised."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._keep_time()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to move."""
        super().showEvent(event)
        self._keep_time()

    def hideEvent(self, event: QHideEvent) -> None:
        """Hold still."""
        super().hideEvent(event)
        self._keep_time()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go at once; what has to end, ends behind the curtain."""
        super().closeEvent(event)
        self.closed.emit()


def _timer(parent: MainWindow, interval_ms: int, slot: object) -> QTimer:
    timer = QTimer(parent)
    timer.setInterval(interval_ms)
    timer.timeout.connect(slot)
    return timer
