"""A scroll area without frame or background, and with a slim bar only when it is needed."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractSlider, QScrollArea, QScrollBar, QWidget

from os1.shell.paint import colour

BAR_WIDTH = 8
SOFT_EDGE = 24
"""Over so many px content fades out where there is more of it."""


class QuietBar(QScrollBar):
    """A rounded thumb and nothing else."""

    ink = "#ffffff"

    def sizeHint(self) -> QSize:
        """Slim."""
        return QSize(BAR_WIDTH, 4 * BAR_WIDTH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the thumb where the content stands."""
        whole = self.maximum() - self.minimum() + self.pageStep()
        if whole <= self.pageStep():
            return
        length = max(24.0, self.height() * self.pageStep() / whole)
        at = (self.height() - length) * self.value() / max(1, self.maximum())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self.ink, 0.45 if not self.isSliderDown() else 0.7))
        painter.drawRoundedRect(QRectF(2, at, 4, length), 2, 2)


class SoftContent(QWidget):
    """What a QuietScroll holds: it draws itself, and fades out at the edges if cut off."""

    def draw(self, painter: QPainter, seen: QRect) -> None:
        """Draw at least what lies in `seen`. For subclasses."""
        raise NotImplementedError

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what is seen of it."""
        seen = self.visibleRegion().boundingRect()
        above, below = seen.top() > 0, seen.bottom() < self.height() - 1
        painter = QPainter(self)
        if not (above or below):
            self.draw(painter, seen)
            return
        picture = transparent(self, seen)
        inner = QPainter(picture)
        inner.translate(-seen.topLeft())
        self.draw(inner, seen)
        inner.resetTransform()
        inner.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        inner.fillRect(QRect(QPoint(0, 0), seen.size()), _fade(seen.height(), above, below))
        inner.end()
        painter.drawPixmap(seen.topLeft(), picture)


def transparent(widget: QWidget, area: QRect) -> QPixmap:
    """An empty picture of this size, in the widget's resolution."""
    ratio = widget.devicePixelRatioF()
    picture = QPixmap(area.size().expandedTo(QSize(1, 1)) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def _fade(height: int, above: bool, below: bool) -> QLinearGradient:
    """Opaque, but for the ends at which there is more."""
    fade = QLinearGradient(0, 0, 0, height)
    edge = min(0.5, SOFT_EDGE / max(1, height))
    clear, opaque = Qt.GlobalColor.transparent, Qt.GlobalColor.black
    fade.setColorAt(0, clear if above else opaque)
    fade.setColorAt(edge, opaque)
    fade.setColorAt(1 - edge, opaque)
    fade.setColorAt(1, clear if below else opaque)
    return fade


class QuietScroll(QScrollArea):
    """Scrolls upright only; takes part in the tab order only while there is more to see."""

    def __init__(self, content: SoftContent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QuietBar(Qt.Orientation.Vertical, self)
        self.setVerticalScrollBar(self._bar)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(content)
        for part in (self, self.viewport(), content):
            part.setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._bar.rangeChanged.connect(self._range_changed)
        self._range_changed(0, 0)

    @property
    def overflows(self) -> bool:
        """There is more than can be seen."""
        return self._bar.maximum() > 0

    def use_ink(self, ink: str) -> None:
        """Paint the bar in this colour."""
        self._bar.ink = ink
        self._bar.update()

    def page(self, pages: int) -> None:
        """Turn so many pages down, or up."""
        action = QAbstractSlider.SliderAction
        for _ in range(abs(pages)):
            self._bar.triggerAction(
                action.SliderPageStepAdd if pages > 0 else action.SliderPageStepSub
            )

    def _range_changed(self, _least: int, most: int) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if most else Qt.FocusPolicy.NoFocus)
