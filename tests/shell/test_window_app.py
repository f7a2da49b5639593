"""The window's life: painted first, then the conversation begins, and both end together."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from noted_control import ASSETS, NotedControl
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from os1.core.events import ReplyGiven, State, StateChanged
from os1.errors import DeviceMissing
from os1.shell import fonts, icon, window_app
from os1.shell.main_window import MainWindow
from os1.shell.window_app import run_window


def the_window() -> MainWindow:
    (window,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    return window


def run(
    control: NotedControl, *, on_shown: Callable[[], None] | None = None, assets: Path = ASSETS
) -> int:
    code = run_window(
        control,
        theme="warm",
        reduced_motion=False,
        assets_dir=assets,
        microphone=True,
        on_shown=on_shown,
    )
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete
    return code


def test_the_conversation_begins_after_the_window_was_painted_and_ends_with_it(
    qapp: QApplication, control: NotedControl
) -> None:
    def on_shown() -> None:
        window = the_window()
        assert window.isVisible()
        assert control.calls == []
        control.calls.append(("shown",))
        QTimer.singleShot(0, window.close)

    assert run(control, on_shown=on_shown) == 0
    assert control.calls == [("shown",), ("start", True), ("close", 2.0)]


def test_events_of_the_conversations_thread_reach_the_window(
    qapp: QApplication, control: NotedControl
) -> None:
    seen: list[str] = []

    def look() -> None:
        window = the_window()
        seen.append(window.view.her_words)
        window.close()

    def on_shown() -> None:
        control.emit(ReplyGiven(text="Hello."), StateChanged(state=State.IDLE))
        QTimer.singleShot(30, look)

    assert run(control, on_shown=on_shown) == 0
    assert seen == ["Hello."]


def test_threads_that_do_not_stop_are_told_by_the_exit_code(
    qapp: QApplication, control: NotedControl
) -> None:
    control.stops = False
    assert run(control, on_shown=lambda: QTimer.singleShot(0, the_window().close)) == 1


def test_events_that_come_after_the_end_do_no_harm(
    qapp: QApplication, control: NotedControl
) -> None:
    run(control, on_shown=lambda: QTimer.singleShot(0, the_window().close))
    control.emit(ReplyGiven(text="Too late."))
    QApplication.processEvents()


def test_a_conversation_that_cannot_begin_is_told_in_the_window(
    qapp: QApplication, control: NotedControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(*, microphone: bool) -> None:
        raise DeviceMissing("There is no microphone.", "Plug one in.")

    told: list[str] = []

    def look() -> None:
        window = the_window()
        told.append(window.notice.text.accessibleName())
        window.close()

    monkeypatch.setattr(control, "start", start)
    run(control, on_shown=lambda: QTimer.singleShot(30, look))
    assert told == ["There is no microphone. Plug one in."]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_close_the_window(
    qapp: QApplication,
    control: NotedControl,
    number: signal.Signals,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(window_app, "UNPAINTED_MS", 600_000)
    before = signal.getsignal(number)

    def on_shown() -> None:
        window = the_window()
        window.frames.run(on=False)
        window.meter.stop()  # nothing but the signal wakes the loop up
        threading.Timer(0.05, os.kill, (os.getpid(), number)).start()

    assert run(control, on_shown=on_shown) == 0
    assert control.calls[-1] == ("close", 2.0)
    assert signal.getsignal(number) is before


def test_without_fonts_and_icon_the_window_opens_all_the_same(
    qapp: QApplication, control: NotedControl, tmp_path: Path
) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / fonts.SERIF_FILE).write_bytes(b"not a font")
    shown = lambda: QTimer.singleShot(0, the_window().close)  # noqa: E731 - one line says it
    assert run(control, on_shown=shown, assets=tmp_path) == 0


def test_both_faces_are_bundled_small_and_with_their_licences(faces: fonts.Faces) -> None:
    assert faces.serif[0] == "EB Garamond"
    assert faces.sans[0] == "Inter"
    for name in (fonts.SERIF_FILE, fonts.SANS_FILE):
        assert (ASSETS / "fonts" / name).stat().st_size < 200_000
    for name in ("EBGaramond-OFL.txt", "Inter-OFL.txt"):
        assert "SIL OPEN FONT LICENSE" in (ASSETS / "fonts" / name).read_text("utf-8")


def test_the_icon_is_drawn_in_every_size(qapp: QApplication, tmp_path: Path) -> None:
    drawn = icon.load(ASSETS / "icons" / "os1.svg")
    assert {size.width() for size in drawn.availableSizes()} == set(icon.SIZES)
    assert drawn.pixmap(64, 64).toImage().pixelColor(32, 10).red() > 200
    broken = tmp_path / "broken.svg"
    broken.write_text("no drawing")
    assert icon.load(tmp_path / "none.svg").isNull()


def test_importing_the_package_or_asking_for_a_display_does_not_load_qt() -> None:
    code = (
        "import os1.shell, os1.shell.display, os1.shell.view_state, sys;"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_the_window_opens_on_a_real_x_server() -> None:
    assert shutil.which("xvfb-run"), "sudo apt-get install xvfb xauth"
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from noted_control import ASSETS, NotedControl\n"
        "import os; os.environ['QT_QPA_PLATFORM'] = 'xcb'\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from os1.shell.window_app import run_window\n"
        "shown = lambda: QTimer.singleShot(0, QApplication.closeAllWindows)\n"
        "sys.exit(run_window(NotedControl(), theme='warm', reduced_motion=False,"
        " assets_dir=ASSETS, microphone=False, on_shown=shown))\n"
    )
    command = ["xvfb-run", "-a", sys.executable, "-c", code, str(Path(__file__).parent)]
    done = subprocess.run(command, check=False, timeout=90, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
