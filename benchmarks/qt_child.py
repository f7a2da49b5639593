"""The least that Qt can show: an empty window. Prints a line when it has been painted."""

import sys

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget


class _Empty(QWidget):
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, _tell)
        return super().event(event)


def _tell() -> None:
    sys.stdout.write("shown\n")
    sys.stdout.flush()


if __name__ == "__main__":
    qt = QApplication([])
    window = _Empty()
    window.resize(460, 640)
    window.show()
    sys.exit(qt.exec())
