"""The one calm surface: the gradient, the glow, and the strand that floats in it."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QRadialGradient
from PySide6.QtWidgets import QWidget

from os1.core.events import State
from os1.shell.layout import MINIMUM, Places, arrange
from os1.shell.paint import colour
from os1.shell.palette import Palette, colour_at, stops
from os1.shell.ribbon import Motion
from os1.shell.strand import Strand

STRIP_WIDTH = 128
GLIDE_S = 0.18
"""How fast the strand moves when it has to make room."""


class Surface(QWidget):
    """The background of the window."""

    painted_first = Signal()

    def __init__(
        self, palette: Palette, *, still: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Samantha")
        self.strand = Strand(Motion(still=still))
        self._palette = palette
        self._places = arrange(*MINIMUM)
        self._spot: tuple[float, float] | None = None  # the strand's height and radius, gliding
        self._strip = self._glow = QPixmap()
        self._shone = 0.0
        self._seen = False

    @property
    def busy(self) -> bool:
        """A glide from one state to another is under way."""
        return not self.strand.motion.at_rest

    def use(self, palette: Palette) -> None:
        """Take on another theme."""
        self._palette = palette
        self._strip = self._glow = QPixmap()
        self.update()

    def place(self, places: Places, *, at_once: bool) -> None:
        """Know where everything stands; glide there, or be there at once."""
        self._places = places
        if at_once or self._spot is None:
            self._spot = (places.strand_y, places.strand_radius)
        self._strip = self._glow = QPixmap()
        self.update()

    def go(self, state: State) -> None:
        """Glide into another state."""
        self.strand.motion.go(state)

    def step(self, elapsed_s: float, voice: float) -> None:
        """Move on, while a voice is this loud (0 to 1), and repaint what moves."""
        self.strand.motion.step(elapsed_s, voice)
        self._glide(elapsed_s)
        shine = self._shine()
        self.update(self._moving(glow=shine != self._shone))
        self._shone = shine

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the gradient, the glow and the strand."""
        y, radius = self._spot or (self._places.strand_y, self._places.strand_radius)
        painter = QPainter(self)
        self._draw_gradient(painter, event.rect())
        self._draw_glow(painter, y)
        self.strand.draw(painter, self._places.strand_x, y, radius, self._palette.ink)
        painter.end()
        if not self._seen:
            self._seen = True
            self.painted_first.emit()

    def _glide(self, elapsed_s: float) -> None:
        if self._spot is None:
            return
        share = 1 - math.exp(-elapsed_s / GLIDE_S * 2)
        target = (self._places.strand_y, self._places.strand_radius)
        if max(abs(now - then) for now, then in zip(self._spot, target, strict=True)) < 0.05:
            self._spot = target
            return
        y, radius = (
            now + (then - now) * share for now, then in zip(self._spot, target, strict=True)
        )
        self._spot = (y, radius)
        self.update()  # it leaves a place that it will not paint again

    def _shine(self) -> float:
        """How bright the glow is now, 0 to 1, in steps that no eye can tell apart."""
        motion = self.strand.motion
        steps = 96 * motion.presence * (0.34 + 0.66 * math.sqrt(motion.level))
        return round(steps) / 96

    def _moving(self, *, glow: bool) -> QRect:
        """What has to be painted again."""
        y, radius = self._spot or (self._places.strand_y, self._places.strand_radius)
        strand = Strand.reach(self._places.strand_x, y, radius)
        return (strand.united(self._glow_box(y)) if glow else strand).toAlignedRect()

    def _glow_box(self, y: float) -> QRectF:
        places = self._places
        return QRectF(
            places.strand_x - places.glow_width,
            y - places.glow_height,
            2 * places.glow_width,
            2 * places.glow_height,
        )

    def _draw_gradient(self, painter: QPainter, area: QRect) -> None:
        if self._strip.isNull():
            self._strip = self._make_strip()
        painter.drawTiledPixmap(
            QRectF(area.x(), 0, area.width(), self.height()), self._strip, QPointF(area.x(), 0)
        )

    def _make_strip(self) -> QPixmap:
        """A narrow piece of the gradient, dithered so that no bands are seen."""
        ratio = self.devicePixelRatioF()
        rows = max(1, round(self.height() * ratio))
        height = max(1, self.height())
        gradient = stops(
            self._palette,
            middle_at=self._places.strand_y / height,
            deep_at=self._places.captions.y / height,
        )
        # Every eighth row is exact; the eye cannot tell the rest from straight lines.
        exact = np.linspace(0, 1, max(2, rows // 8))
        lines = np.array([colour_at(gradient, at) for at in exact]) * 255
        where = np.linspace(0, 1, rows)
        column = np.stack([np.interp(where, exact, lines[:, n]) for n in range(3)], axis=1)
        noise = np.random.default_rng(1).random((rows, STRIP_WIDTH, 1), np.float32)
        pixels = np.full((rows, STRIP_WIDTH, 4), 255, np.uint8)
        pixels[:, :, :3] = column[:, np.newaxis, ::-1].astype(np.float32) + noise
        image = QImage(pixels.data, STRIP_WIDTH, rows, QImage.Format.Format_RGB32)
        strip = QPixmap.fromImage(image.copy())
        strip.setDevicePixelRatio(ratio)
        return strip

    def _draw_glow(self, painter: QPainter, y: float) -> None:
        if self._glow.isNull():
            self._glow = self._make_glow()
        painter.setOpacity(self._shine())
        painter.drawPixmap(self._glow_box(y).toRect(), self._glow)
        painter.setOpacity(1.0)

    def _make_glow(self) -> QPixmap:
        box = self._glow_box(0)
        size = QSize(max(1, round(box.width())), max(1, round(box.height())))
        glow = QPixmap(size)
        glow.fill(Qt.GlobalColor.transparent)
        painter = QPainter(glow)
        painter.scale(size.width() / 2, size.height() / 2)
        light = QRadialGradient(QPointF(1, 1), 1)
        most = self._palette.glow_opacity
        for step in range(11):
            far = step / 10
            fall = (1 - far * far) ** 2.2  # no edge in the middle, none at the rim
            light.setColorAt(far, colour(self._palette.glow, most * fall))
        painter.fillRect(QRectF(0, 0, 2, 2), light)
        painter.end()
        return glow
