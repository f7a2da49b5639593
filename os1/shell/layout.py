"""Where everything stands, for any size of window. Plain arithmetic, no Qt.

A grid of 8 px with margins of 32; the strand's centre at 36 % of the height,
captions from 60 %, the field 30 px above the bottom edge. When a notice or a low
window leaves the captions less than they need, they move up and the strand makes
room, so that nothing ever lies on anything else.
"""

from dataclasses import dataclass

MARGIN = 32
GRID = 8
FIELD_HEIGHT = 46
FIELD_BOTTOM = 30
FIELD_WIDTH = 640
HER_SIZE = 26
"""Of her words, in px; the em of the captions."""
TEXT_EMS = 34
LABEL_TOP, LABEL_HEIGHT = 24, 24
STRAND_AT, CAPTIONS_AT = 0.36, 0.60
STRAND_MOST = 216
CAPTIONS_LEAST = 112
MINIMUM = (360, 560)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in px."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Places:
    """Every part of the window.

    strand_x, strand_y, strand_radius: its centre and size, in px.
    glow_width, glow_height: the half axes of the light behind it; it ends above the captions.
    """

    label: Box
    captions: Box
    field: Box
    notice: Box
    strand_x: float
    strand_y: float
    strand_radius: float
    glow_width: float
    glow_height: float


def text_width(width: int) -> int:
    """How wide lines may be in a window of this width, in px."""
    return min(width - 2 * MARGIN, TEXT_EMS * HER_SIZE)


def notice_width(width: int) -> int:
    """How wide the notice is, in px: as wide as the field."""
    return min(width - 2 * MARGIN, FIELD_WIDTH)


def notice_most(height: int) -> int:
    """How high the notice may grow, in px, before it scrolls."""
    return max(120, int(height * 0.36))


def arrange(width: int, height: int, notice_height: int = 0) -> Places:
    """Places for a window of this size, in px; notice_height is 0 without a notice."""
    middle = width / 2
    across = notice_width(width)
    field = Box((width - across) // 2, height - FIELD_BOTTOM - FIELD_HEIGHT, across, FIELD_HEIGHT)
    notice = Box(field.x, field.y - 2 * GRID - notice_height, across, notice_height)
    floor = (notice.y if notice_height else field.y) - 2 * GRID
    label = Box(MARGIN, LABEL_TOP, width - 2 * MARGIN, LABEL_HEIGHT)

    top = min(int(height * CAPTIONS_AT), floor - CAPTIONS_LEAST)
    top = max(top, label.bottom + GRID)
    words = text_width(width)
    captions = Box((width - words) // 2, top, words, floor - top)

    room = top - label.bottom
    radius = min(0.29 * width, 0.2 * height, 0.44 * room, STRAND_MOST)
    strand_y = min(height * STRAND_AT, top - 1.12 * radius)
    glow_height = max(0.0, top - strand_y)
    glow_width = max(glow_height, min(1.9 * radius, 0.62 * width))
    return Places(label, captions, field, notice, middle, strand_y, radius, glow_width, glow_height)
