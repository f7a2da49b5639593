"""Two voices, two faces: hers an old-style serif, everything else a quiet grotesque."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

SERIF_FILE = "EBGaramond-Medium.ttf"
SANS_FILE = "Inter-Regular.ttf"


@dataclass(frozen=True, slots=True)
class Faces:
    """The families in use; the system's own where ours are missing."""

    serif: tuple[str, ...]
    sans: tuple[str, ...]

    def hers(self, size_px: int) -> QFont:
        """Her words, with figures that sit among small letters."""
        font = _font(self.serif, QFont.StyleHint.Serif, size_px)
        for feature in ("onum", "pnum"):
            font.setFeature(QFont.Tag(feature), 1)
        return font

    def plain(self, size_px: int) -> QFont:
        """The user's words and the controls."""
        return _font(self.sans, QFont.StyleHint.SansSerif, size_px)


def load(folder: Path) -> Faces:
    """Load the bundled fonts. A file that is missing or broken is done without."""
    return Faces(
        serif=(*_families(folder / SERIF_FILE), "Georgia", "serif"),
        sans=(*_families(folder / SANS_FILE), "Segoe UI", "Helvetica Neue", "sans-serif"),
    )


def _families(file: Path) -> list[str]:
    if not file.is_file():
        return []
    number = QFontDatabase.addApplicationFont(str(file))
    return QFontDatabase.applicationFontFamilies(number) if number >= 0 else []


def _font(families: tuple[str, ...], hint: QFont.StyleHint, size_px: int) -> QFont:
    font = QFont()
    font.setFamilies(list(families))
    font.setStyleHint(hint)
    font.setPixelSize(size_px)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
