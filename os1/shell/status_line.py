"""One or two words at the top on what she is doing; fades, never blinks."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from os1.shell.paint import colour
from os1.shell.palette import Palette
from os1.shell.reveal import ease

SIZE = 13
FADE_S = 0.3


class StatusLine(QWidget):
    """Shows a label, and fades from one to the next."""

    def __init__(self, font: QFont, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._font = font
        self._palette = palette
        self._before = self.text = ""
        self._age_s = FADE_S

    @property
    def busy(self) -> bool:
        """A fade is under way."""
        return self._age_s < FADE_S

    def use(self, palette: Palette) -> None:
        """Take on another theme."""
        self._palette = palette
        self.update()

    def show_text(self, text: str) -> None:
        """Fade to this label; "" fades out."""
        if text != self.text:
            self._before, self.text, self._age_s = self.text, text, 0.0
            self.setAccessibleName(text)
            self.update()

    def step(self, elapsed_s: float) -> None:
        """Move the fade on."""
        if self.busy:
            self._age_s = min(FADE_S, self._age_s + elapsed_s)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the label that comes and the one that goes."""
        painter = QPainter(self)
        painter.setFont(self._font)
        share = self._age_s / FADE_S
        # First out, then in: two words over each other cannot be read.
        for text, opacity in ((self._before, 1 - 2 * share), (self.text, 2 * share - 1)):
            if text and opacity > 0:
                painter.setPen(colour(self._palette.label, ease(opacity)))
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
