"""Small helpers for painting: colours, and a paragraph of wrapped, centred lines."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPen,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from os1.shell.reveal import Faint


def colour(name: str, opacity: float = 1.0) -> QColor:
    """#rrggbb with an opacity of 0 to 1."""
    made = QColor(name)
    made.setAlphaF(min(1.0, max(0.0, opacity)))
    return made


def blend(first: str, second: str, share: float) -> QColor:
    """Between two colours; share 0 is the first, 1 the second."""
    a, b = QColor(first), QColor(second)
    pairs = zip((a.redF(), a.greenF(), a.blueF()), (b.redF(), b.greenF(), b.blueF()), strict=True)
    return QColor.fromRgbF(*(x + (y - x) * share for x, y in pairs))


class Paragraph:
    """Text broken into lines of at most `width` px, even where a word is longer than that."""

    def __init__(
        self,
        text: str,
        font: QFont,
        width: float,
        *,
        centred: bool = True,
        line_height: float = 1.28,
    ) -> None:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setAlignment(
            Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeading
        )
        self.text = text
        # Line separators are the only breaks that a text layout knows.
        self._layout = QTextLayout(text.replace("\n", "\u2028"), font)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._width = max(1.0, width)
        self.height = self._break(line_height * font.pixelSize()) if text else 0.0

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return self._layout.lineCount()

    def bottom_of(self, position: int) -> float:
        """The lower edge, in px, of the line that holds this character."""
        line = self._layout.lineForTextPosition(min(position, len(self.text)))
        return line.y() + line.height() if line.isValid() else self.height

    def top_of(self, position: int) -> float:
        """The upper edge, in px, of the line that holds this character."""
        line = self._layout.lineForTextPosition(min(position, len(self.text)))
        return line.y() if line.isValid() else 0.0

    def draw(
        self,
        painter: QPainter,
        x: float,
        y: float,
        ink: QColor,
        *,
        faint: Sequence[Faint] = (),
        seen: QRect | None = None,
    ) -> None:
        """Draw it with its upper left corner at (x, y).

        faint: what is drawn weaker, in order; the last must reach the end of the text.
        seen: lines outside of it may be left out.
        """
        firm = Faint(0, faint[0].start if faint else len(self.text), 1.0)
        corner = QPointF(x, y)
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            if seen and not seen.top() - line.height() <= y + line.y() <= seen.bottom():
                continue
            for part in (firm, *faint):
                _draw_part(painter, line, corner, part, ink)

    def _break(self, line_height: float) -> float:
        top = 0.0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(self._width)
            line.setPosition(QPointF(0, top + (line_height - line.height()) / 2))
            top += line_height
        self._layout.endLayout()
        return top


def _draw_part(
    painter: QPainter, line: QTextLine, corner: QPointF, part: Faint, ink: QColor
) -> None:
    """Draw what this line holds of the part. By its glyphs: a selection would draw too much."""
    start = max(part.start, line.textStart())
    end = min(part.end, line.textStart() + line.textLength())
    if end <= start or part.opacity <= 0:
        return
    shade = QColor(ink)
    shade.setAlphaF(ink.alphaF() * part.opacity)
    painter.setPen(shade)
    for run in line.glyphRuns(start, end - start):
        painter.drawGlyphRun(corner, run)


def draw_ring(painter: QPainter, box: QRectF, corner: float, ink: str) -> None:
    """Show where the keyboard's focus is: a rounded outline, 2 px wide."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour(ink), 2))
    painter.drawRoundedRect(box, corner, corner)
    painter.restore()
