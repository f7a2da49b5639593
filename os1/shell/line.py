"""A line to type into, with a caret in the colour of the ink that does not blink."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QProxyStyle, QStyle, QStyleOption, QWidget

CARET_WIDTH = 1.5
_PADDING = 5
"""Qt's cursorRect begins so many px left of the caret itself."""


class _NoCaret(QProxyStyle):
    """Qt would draw the caret in the inverse of the background: blue, on ours."""

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """No width for Qt's own caret."""
        if metric == QStyle.PixelMetric.PM_TextCursorWidth:
            return 0
        return super().pixelMetric(metric, option, widget)


class Line(QLineEdit):
    """A frameless line edit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = _NoCaret()
        self._style.setParent(self)
        self.setStyle(self._style)
        self.setFrame(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and the caret over it."""
        super().paintEvent(event)
        if not self.hasFocus():
            return
        place = self.cursorRect()
        box = QRectF(place.left() + _PADDING - 1, place.top() + 1, CARET_WIDTH, place.height() - 2)
        QPainter(self).fillRect(box, self.palette().color(QPalette.ColorRole.Text))
