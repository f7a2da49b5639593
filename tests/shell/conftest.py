"""A window on no display, talking to a conversation that only takes notes."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Callable, Iterator

import pytest
from noted_control import ASSETS, NotedControl
from pytestqt.qtbot import QtBot

from os1.shell import fonts
from os1.shell.main_window import MainWindow


@pytest.fixture
def control() -> NotedControl:
    return NotedControl()


@pytest.fixture(scope="session")
def faces(qapp: object) -> fonts.Faces:
    return fonts.load(ASSETS / "fonts")


@pytest.fixture
def make_window(
    qtbot: QtBot, control: NotedControl, faces: fonts.Faces
) -> Iterator[Callable[..., MainWindow]]:
    def make(
        size: tuple[int, int] = (420, 720), *, theme: str = "warm", **options: bool
    ) -> MainWindow:
        window = MainWindow(control, faces, theme=theme, **options)
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        return window

    return make


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window()
