"""The microphone button: a round glyph of our own drawing, in four states."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from os1.shell.paint import colour, draw_ring
from os1.shell.palette import Palette
from os1.shell.view_state import Microphone

DIAMETER = 34
SIZE = DIAMETER + 8
"""With room for the focus ring, and for the halo that grows with the voice."""

NAMES = {
    Microphone.OFF: "Turn the microphone on",
    Microphone.ON: "Turn the microphone off",
    Microphone.HEARING: "Turn the microphone off",
    Microphone.UNAVAILABLE: "Microphone unavailable: try again",
}


class MicrophoneButton(QAbstractButton):
    """Clicked, it asks for the microphone to be opened or closed."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._level = 0.0
        self.microphone = Microphone.OFF
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(SIZE, SIZE)
        self._name()

    @property
    def is_open(self) -> bool:
        """The microphone is open, as far as the button knows."""
        return self.microphone in (Microphone.ON, Microphone.HEARING)

    def sizeHint(self) -> QSize:
        """Always the same."""
        return QSize(SIZE, SIZE)

    def use(self, palette: Palette) -> None:
        """Take on another theme."""
        self._palette = palette
        self.update()

    def show_microphone(self, microphone: Microphone) -> None:
        """Show one of the four states."""
        if microphone is not self.microphone:
            self.microphone = microphone
            self._name()
            self.update()

    def show_level(self, level: float) -> None:
        """How loud the user is, 0 to 1; seen only while somebody speaks."""
        if abs(level - self._level) > 0.01:
            self._level = level
            if self.microphone is Microphone.HEARING:
                self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the disc, the glyph, and the ring of the focus."""
        palette, lit = self._palette, self.is_open
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = QPointF(SIZE / 2, SIZE / 2)
        if self.microphone is Microphone.HEARING:
            painter.setBrush(colour(palette.ink, 0.28))
            painter.drawEllipse(middle, *[DIAMETER / 2 + 4 * min(1.0, self._level * 1.6)] * 2)
        over = 0.08 if self.underMouse() or self.isDown() else 0.0
        painter.setBrush(colour(palette.ink, 1.0 if lit else 0.12 + over))
        painter.drawEllipse(middle, DIAMETER / 2, DIAMETER / 2)
        self._draw_glyph(painter, colour(palette.accent if lit else palette.ink))
        if self.hasFocus():
            draw_ring(painter, QRectF(1, 1, SIZE - 2, SIZE - 2), SIZE / 2 - 1, palette.ink)

    def _draw_glyph(self, painter: QPainter, ink: QColor) -> None:
        """A microphone within 12 x 16 px; with a stroke through it when there is none."""
        painter.save()
        painter.translate(SIZE / 2, SIZE / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(ink, 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(-2.75, -8, 5.5, 10), 2.75, 2.75)
        cradle = QPainterPath(QPointF(-5.5, -1))
        cradle.arcTo(QRectF(-5.5, -6, 11, 11), 180, 180)
        painter.drawPath(cradle)
        painter.drawLine(QPointF(0, 4.5), QPointF(0, 8))
        if self.microphone is Microphone.UNAVAILABLE:
            painter.drawLine(QPointF(-7.5, -7.5), QPointF(7.5, 7.5))
        painter.restore()

    def _name(self) -> None:
        self.setAccessibleName(NAMES[self.microphone])
        self.setToolTip(NAMES[self.microphone])
