"""Runs the window from its first frame to the end of the last thread."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Slot
from PySide6.QtWidgets import QApplication

from os1.core.events import ErrorOccurred
from os1.core.ports import SessionControl
from os1.errors import Os1Error
from os1.shell import fonts, icon
from os1.shell.bridge import Bridge
from os1.shell.main_window import MainWindow

CLOSE_S = 2.0
UNPAINTED_MS = 1500
"""Begin after this even if the window was never painted: it may be covered or minimised."""


def run_window(
    control: SessionControl,
    *,
    theme: str,
    reduced_motion: bool,
    assets_dir: Path,
    microphone: bool,
    on_shown: Callable[[], None] | None = None,
) -> int:
    """Show the window until it is closed, and end the conversation with it.

    The window is painted first, and only then is `control` started, so that it
    appears at once. theme: "system", "warm" or "dark". on_shown: called once, after
    the first painting. Ctrl-C and SIGTERM close the window.
    Returns the exit code: 0, or 1 if some thread did not stop within CLOSE_S.

    There must be a display (`display_available`): without one, Qt ends the process.
    """
    app = QApplication.instance() or QApplication(["os1"])
    assert isinstance(app, QApplication)  # noqa: S101 - narrows the type; we made it or a window did
    app.setApplicationName("OS1")
    app.setApplicationDisplayName("Samantha")
    app.setDesktopFileName("os1")
    app.setWindowIcon(icon.load(assets_dir / "icons" / "os1.svg"))
    window = MainWindow(
        control,
        fonts.load(assets_dir / "fonts"),
        theme=theme,
        reduced_motion=reduced_motion,
        microphone=microphone,
    )
    bridge = Bridge()
    bridge.deliver_to(window.on_event)
    control.subscribe(bridge.post)
    opening = _Opening(control, window, microphone, on_shown)
    window.surface.painted_first.connect(opening.begin_soon)
    QTimer.singleShot(UNPAINTED_MS, opening.begin)
    window.closed.connect(app.quit)
    try:
        with _signals_close(window):
            window.show()
            app.exec()
    finally:
        window.hide()
        stopped = control.close(CLOSE_S)
        bridge.close()
        window.deleteLater()
    return 0 if stopped else 1


class _Opening(QObject):
    """What happens once, when the window has been seen."""

    def __init__(
        self,
        control: SessionControl,
        window: MainWindow,
        microphone: bool,
        on_shown: Callable[[], None] | None,
    ) -> None:
        super().__init__(window)
        self._control = control
        self._window = window
        self._microphone = microphone
        self._on_shown = on_shown
        self._begun = False

    @Slot()
    def begin_soon(self) -> None:
        """The first painting is under way: begin when it is done."""
        QTimer.singleShot(0, self.begin)

    @Slot()
    def begin(self) -> None:
        """Wake her up."""
        if self._begun:
            return
        self._begun = True
        if self._on_shown is not None:
            self._on_shown()
        try:
            self._control.start(microphone=self._microphone)
        except Os1Error as error:
            self._window.on_event(
                ErrorOccurred(
                    component="microphone", message=error.message, next_step=error.next_step
                )
            )


@contextmanager
def _signals_close(window: MainWindow) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM close the window, even while Qt waits for something to do.

    Python runs signal handlers only between its own instructions, and Qt's loop has
    none; so the signal is also written to a socket, which wakes Qt up.
    """
    reader, writer = socket.socketpair()
    for end in (reader, writer):
        end.setblocking(False)
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)

    def close(_number: int, _frame: FrameType | None) -> None:
        window.close()

    def drain() -> None:
        reader.recv(64)

    notifier.activated.connect(drain)
    before = {number: signal.signal(number, close) for number in (signal.SIGINT, signal.SIGTERM)}
    wakeup = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakeup)
        for number, handler in before.items():
            signal.signal(number, handler)
        notifier.setEnabled(False)
        reader.close()
        writer.close()
