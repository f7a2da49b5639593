"""The window's icon: our own drawing of the strand, from an SVG."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 24, 32, 48, 64, 128, 256)


def load(file: Path) -> QIcon:
    """The icon in all sizes; an empty one if the file is missing or broken."""
    icon = QIcon()
    if not file.is_file():
        return icon
    drawing = QSvgRenderer(str(file))
    if not drawing.isValid():
        return icon
    for size in SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        drawing.render(painter)
        painter.end()
        icon.addPixmap(picture)
    return icon
