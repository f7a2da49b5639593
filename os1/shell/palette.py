"""The colours, and how to tell whether words can be read on them. No Qt.

The background is a vertical gradient with four stops: the top edge, the centre of
the strand, the top of the captions, the bottom edge. Words stand on its two ends
only: dark ones above the strand, where it is light, and light ones from the
captions down, where it is deep. The middle is left to the strand.
"""

import itertools
import math
from dataclasses import dataclass

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme; colours as #rrggbb, opacities 0 to 1.

    top, middle, deep, bottom: the stops of the gradient.
    ink: her words, the strand, the glyphs; dim: what is less firm.
    label: the word at the top. glow: the light behind the strand.
    field, field_focus: opacity of `ink` laid over the gradient as the entry field.
    panel: the notice. accent: glyphs on a filled button.
    """

    name: str
    top: str
    middle: str
    deep: str
    bottom: str
    ink: str
    dim: str
    label: str
    glow: str
    glow_opacity: float
    panel: str
    accent: str
    field: float
    field_focus: float


WARM = Palette(
    name="warm",
    top="#F07B5B",
    middle="#E0634A",
    deep="#B53B29",
    bottom="#9A2E1F",
    ink="#FFF6F0",
    dim="#FFDDC9",
    label="#571509",
    glow="#FFD9C2",
    glow_opacity=0.38,
    panel="#7C2517",
    accent="#A93A29",
    field=0.08,
    field_focus=0.10,
)

DARK = Palette(
    name="dark",
    top="#2B2024",
    middle="#231A1E",
    deep="#191316",
    bottom="#151012",
    ink="#FFE9DF",
    dim="#C2A79D",
    label="#C2A79D",
    glow="#F07B5B",
    glow_opacity=0.34,
    panel="#33262A",
    accent="#2B2024",
    field=0.09,
    field_focus=0.12,
)


def choose(theme: str, *, system_is_dark: bool) -> Palette:
    """The palette for "warm", "dark" or "system"."""
    if theme == "system":
        return DARK if system_is_dark else WARM
    return DARK if theme == "dark" else WARM


def rgb(colour: str) -> Rgb:
    """Red, green and blue, 0 to 1, of #rrggbb."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def mix(first: Rgb, second: Rgb, share: float) -> Rgb:
    """`share` of the second (0 to 1) laid over the first."""
    red, green, blue = (a + (b - a) * share for a, b in zip(first, second, strict=True))
    return red, green, blue


def stops(palette: Palette, *, middle_at: float, deep_at: float) -> tuple[tuple[float, str], ...]:
    """The gradient: where each colour stands, 0 at the top edge to 1 at the bottom."""
    return (
        (0.0, palette.top),
        (middle_at, palette.middle),
        (deep_at, palette.deep),
        (1.0, palette.bottom),
    )


def colour_at(gradient: tuple[tuple[float, str], ...], position: float) -> Rgb:
    """The colour of the gradient at a position from 0 to 1.

    Between the stops runs a monotone cubic (Fritsch and Carlson 1980, with the slopes
    of Steffen 1990), because the eye sees every corner of a straight one as a horizon.
    """
    places = [place for place, _ in gradient]
    channels = zip(*(rgb(colour) for _, colour in gradient), strict=True)
    red, green, blue = (_smooth(places, list(values), position) for values in channels)
    return red, green, blue


def _smooth(xs: list[float], ys: list[float], x: float) -> float:
    """The monotone cubic through these points, at x."""
    steps = [max(b - a, 1e-9) for a, b in itertools.pairwise(xs)]
    rises = [(b - a) / h for a, b, h in zip(ys, ys[1:], steps, strict=False)]
    slopes = [rises[0]]
    for before, after, h, k in zip(rises, rises[1:], steps, steps[1:], strict=False):
        mean = (before * k + after * h) / (h + k)
        sign = math.copysign(1, before) + math.copysign(1, after)
        slopes.append(sign * min(abs(before), abs(after), abs(mean) / 2))
    slopes.append(rises[-1])
    n = max(0, min(len(steps) - 1, sum(place <= x for place in xs) - 1))
    h, t = steps[n], min(1.0, max(0.0, (x - xs[n]) / steps[n]))
    start = (1 + 2 * t) * (1 - t) ** 2 * ys[n] + t * (1 - t) ** 2 * h * slopes[n]
    return start + t * t * (3 - 2 * t) * ys[n + 1] + t * t * (t - 1) * h * slopes[n + 1]


def luminance(colour: Rgb) -> float:
    """Relative luminance of an sRGB colour, after WCAG 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: Rgb, second: Rgb) -> float:
    """Contrast ratio, 1 to 21, after WCAG 2.2."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
