"""The field at the bottom: always ready to be typed into, with the microphone in it."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFont, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from os1.shell.line import Line
from os1.shell.microphone_button import SIZE as BUTTON_SIZE
from os1.shell.microphone_button import MicrophoneButton
from os1.shell.paint import colour, draw_ring
from os1.shell.palette import Palette

PLACEHOLDER = "Say something, or type"
MOST_CHARS = 32_000
TEXT_INSET = 22
BUTTON_INSET = 2

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Entry(QWidget):
    """A fully rounded field. Enter sends what was typed."""

    sent = Signal(str)

    def __init__(self, font: QFont, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ringed = False
        self.line = Line(self)
        self.line.setFont(font)
        self.line.setMaxLength(MOST_CHARS)
        self.line.setPlaceholderText(PLACEHOLDER)
        self.line.setAccessibleName("Message to Samantha")
        self.line.returnPressed.connect(self._send)
        self.line.installEventFilter(self)
        self.button = MicrophoneButton(palette, self)
        self.setFocusProxy(self.line)
        self.use(palette)

    def use(self, palette: Palette) -> None:
        """Take on another theme."""
        self._palette = palette
        self.button.use(palette)
        role, colours = QPalette.ColorRole, self.line.palette()
        colours.setColor(role.Base, QColor(Qt.GlobalColor.transparent))
        colours.setColor(role.Text, colour(palette.ink))
        colours.setColor(role.PlaceholderText, colour(palette.dim))
        colours.setColor(role.Highlight, colour(palette.ink))
        colours.setColor(role.HighlightedText, colour(palette.accent))
        self.line.setPalette(colours)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the focus of the line, to draw the ring when it came by keyboard."""
        if isinstance(event, QFocusEvent):
            self._ringed = event.gotFocus() and event.reason() in _BY_KEYBOARD
            self.update()
        return super().eventFilter(watched, event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep the button at the right, the line in what is left."""
        across, height = self.width(), self.height()
        left = across - BUTTON_SIZE - BUTTON_INSET
        self.button.move(left, (height - BUTTON_SIZE) // 2)
        self.line.setGeometry(TEXT_INSET, 0, max(0, left - TEXT_INSET - 8), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the field as a breath of light on the gradient."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        palette = self._palette
        light = palette.field_focus if self.line.hasFocus() else palette.field
        painter.setBrush(colour(palette.ink, light))
        corner = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()), corner, corner)
        if self._ringed:
            inner = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            draw_ring(painter, inner, corner - 1, palette.ink)

    @Slot()
    def _send(self) -> None:
        text = self.line.text().strip()
        if text:
            self.line.clear()
            self.sent.emit(text)
