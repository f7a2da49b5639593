"""Draws the strand with QPainter, at a cost of about a millisecond."""

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from os1.shell import ribbon
from os1.shell.ribbon import POINTS, STROKES, Motion

_STROKE = np.dtype([("count", "<u4"), ("corners", "<f4", (POINTS, 2))])
"""A polygon as Qt writes it, in little-endian single precision."""


class Strand:
    """The emblem in its movement; the surface asks it to draw itself."""

    def __init__(self, motion: Motion) -> None:
        self.motion = motion
        self._strokes = np.zeros(STROKES, _STROKE)
        self._strokes["count"] = POINTS

    @staticmethod
    def reach(x: float, y: float, radius: float) -> QRectF:
        """Everything that a strand at (x, y) may touch, in px."""
        return QRectF(x - 1.42 * radius, y - 1.1 * radius, 2.84 * radius, 2.2 * radius)

    def draw(self, painter: QPainter, x: float, y: float, radius: float, ink: str) -> None:
        """Draw all strokes round (x, y); radius in px."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QPointF(x, y))
        # Only cosmetic pens of at most one pixel take Qt's fast path: 1 ms, not 17.
        pen = QPen(Qt.PenStyle.SolidLine)
        pen.setWidthF(1.0)
        pen.setCosmetic(True)
        shade = QColor(ink)
        # A pixel of a dense screen is finer: let it be seen all the same.
        density = painter.device().devicePixelRatioF() ** 0.5
        opacities = ribbon.opacities(min(1.6, self.motion.presence * density))
        for polygon, opacity in zip(self._polygons(radius), opacities, strict=True):
            shade.setAlphaF(opacity)
            pen.setColor(shade)
            painter.setPen(pen)
            painter.drawPolyline(polygon)
        painter.restore()

    def _polygons(self, radius: float) -> list[QPolygonF]:
        """The strokes as Qt's polygons.

        Through Qt's own serialised form, because making 2,500 QPointF in Python takes
        ten times as long as drawing should.
        """
        motion = self.motion
        self._strokes["corners"] = ribbon.strokes(motion.time, motion.level, motion.twist, radius)
        stream = QDataStream(QByteArray(self._strokes.tobytes()))
        stream.setByteOrder(QDataStream.ByteOrder.LittleEndian)
        stream.setFloatingPointPrecision(QDataStream.FloatingPointPrecision.SinglePrecision)
        polygons = []
        for _ in range(STROKES):
            polygon = QPolygonF()
            stream >> polygon
            polygons.append(polygon)
        return polygons
