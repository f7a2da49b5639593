"""PySide6 6.12.0 loses references of None, True and False on Python 3.11, and aborts."""

import sys

import pytest
from PySide6.QtGui import QPainterPath


@pytest.mark.parametrize("single", [None, True, False])
def test_qt_calls_leave_the_reference_counts_of_the_constants_alone(single: object) -> None:
    path = QPainterPath()
    before = sys.getrefcount(single)
    for number in range(1000):
        path.lineTo(number, number)
        path.isEmpty()
    assert abs(sys.getrefcount(single) - before) < 100
