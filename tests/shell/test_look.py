"""Colours, places, fades and the shape of the strand: arithmetic that needs no window."""

import itertools

import numpy as np
import pytest

from os1.core.events import State
from os1.shell import layout, palette, ribbon
from os1.shell.captions_body import USER_SIZE
from os1.shell.display import display_available
from os1.shell.palette import DARK, WARM, Palette, colour_at, contrast, mix, rgb
from os1.shell.reveal import FADE_S, LONGEST_S, Reveal

SIZES = [(360, 560), (420, 720), (360, 1600), (1280, 800), (1920, 1080), (3840, 2160), (2000, 560)]
NOTICES = [0, 110, 201]


def boxes(places: layout.Places) -> list[layout.Box]:
    parts = [places.label, places.captions, places.field]
    return [*parts, places.notice] if places.notice.height else parts


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("notice", NOTICES)
def test_nothing_overlaps_and_nothing_leaves_the_window(size: tuple[int, int], notice: int) -> None:
    places = layout.arrange(*size, notice)
    for box in boxes(places):
        assert box.x >= layout.MARGIN and box.right <= size[0] - layout.MARGIN
        assert box.y >= 0 and box.bottom <= size[1]
    for first, second in itertools.combinations(boxes(places), 2):
        assert first.bottom <= second.y or second.bottom <= first.y
    assert places.captions.height >= 2 * USER_SIZE
    assert places.field.bottom == size[1] - 30
    assert places.captions.width <= layout.TEXT_EMS * layout.HER_SIZE


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("notice", NOTICES)
def test_the_strand_keeps_to_its_own_room(size: tuple[int, int], notice: int) -> None:
    places = layout.arrange(*size, notice)
    assert places.strand_radius > 20
    for time in np.linspace(0, 30, 40):
        drawn = ribbon.strokes(float(time), 1.0, 0.5, places.strand_radius)
        assert np.abs(drawn[..., 0]).max() < places.strand_x
        assert places.strand_y + drawn[..., 1].max() <= places.captions.y + 4
        assert places.strand_y + drawn[..., 1].min() >= 0


def test_the_grid_of_the_look_holds_at_the_default_size() -> None:
    places = layout.arrange(420, 720)
    assert places.strand_y == pytest.approx(0.36 * 720)
    assert places.captions.y == 432
    assert places.field.height == 46


def gradient(look: Palette, size: tuple[int, int], notice: int) -> tuple[tuple[float, str], ...]:
    places = layout.arrange(*size, notice)
    return palette.stops(
        look, middle_at=places.strand_y / size[1], deep_at=places.captions.y / size[1]
    )


def down(box: layout.Box, height: int) -> list[float]:
    return [box.y / height, (box.y + box.height / 2) / height, box.bottom / height]


@pytest.mark.parametrize("look", [WARM, DARK])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("notice", NOTICES)
def test_every_text_can_be_read_where_it_stands(
    look: Palette, size: tuple[int, int], notice: int
) -> None:
    places, colours = layout.arrange(*size, notice), gradient(look, size, notice)
    ink, dim = rgb(look.ink), rgb(look.dim)
    for at in down(places.label, size[1]):
        assert contrast(rgb(look.label), colour_at(colours, at)) >= 4.5
    for at in down(places.captions, size[1]):
        assert contrast(ink, colour_at(colours, at)) >= 4.5
        assert contrast(dim, colour_at(colours, at)) >= 4.5
    for at in down(places.field, size[1]):
        for light in (look.field, look.field_focus):
            field = mix(colour_at(colours, at), ink, light)
            assert contrast(ink, field) >= 4.5
            assert contrast(dim, field) >= 4.5


@pytest.mark.parametrize("look", [WARM, DARK])
def test_notice_buttons_and_selection_can_be_read(look: Palette) -> None:
    panel, ink = rgb(look.panel), rgb(look.ink)
    assert contrast(ink, panel) >= 4.5
    assert contrast(rgb(look.dim), panel) >= 4.5
    assert contrast(panel, ink) >= 4.5  # "Try again"
    assert contrast(ink, mix(panel, ink, 0.14)) >= 4.5  # "Dismiss", pointed at
    assert contrast(rgb(look.accent), ink) >= 4.5  # selected text, and the open microphone


@pytest.mark.parametrize("look", [WARM, DARK])
@pytest.mark.parametrize("size", SIZES)
def test_the_glow_ends_above_the_words(look: Palette, size: tuple[int, int]) -> None:
    places = layout.arrange(*size)
    assert places.strand_y + places.glow_height <= places.captions.y


def test_the_gradient_meets_its_stops_and_never_swings_past_them() -> None:
    colours = gradient(WARM, (420, 720), 0)
    for at, name in colours:
        assert colour_at(colours, at) == pytest.approx(rgb(name), abs=1e-6)
    reds = [colour_at(colours, at / 200)[0] for at in range(201)]
    assert all(a >= b - 1e-9 for a, b in itertools.pairwise(reds))


def test_contrast_agrees_with_the_known_extremes() -> None:
    assert contrast(rgb("#000000"), rgb("#ffffff")) == pytest.approx(21)
    assert contrast(rgb("#777777"), rgb("#777777")) == pytest.approx(1)


@pytest.mark.parametrize(
    ("theme", "dark", "expected"),
    [("warm", True, WARM), ("dark", False, DARK), ("system", True, DARK), ("system", False, WARM)],
)
def test_the_theme_is_the_chosen_one_or_the_systems(
    theme: str, dark: bool, expected: Palette
) -> None:
    assert palette.choose(theme, system_is_dark=dark) is expected


def test_words_fade_in_one_after_another() -> None:
    reveal = Reveal()
    reveal.show("one two three")
    reveal.step(0.1)
    opacities = [part.opacity for part in reveal.faint()]
    assert opacities == sorted(opacities, reverse=True)
    assert 0 < opacities[0] < 1
    reveal.step(FADE_S + 3 * 0.055)
    assert not reveal.busy and reveal.faint() == []


def test_faint_words_cover_the_rest_of_the_text_without_a_gap() -> None:
    reveal = Reveal()
    reveal.show("one two three four five six seven eight")
    reveal.step(0.12)
    parts = reveal.faint()
    assert parts[-1].end == len(reveal.text)
    assert all(a.end == b.start for a, b in itertools.pairwise(parts))


def test_words_that_are_there_stay_while_more_are_added() -> None:
    reveal = Reveal()
    reveal.show("Hello. ")
    reveal.step(1)
    assert reveal.show("Hello. I’m Samantha.")
    assert reveal.faint()[0].start == len("Hello. ")


def test_a_long_text_does_not_take_longer_to_appear() -> None:
    reveal = Reveal()
    reveal.show("word " * 4000)
    reveal.step(LONGEST_S + FADE_S + 0.01)
    assert not reveal.busy


def test_at_once_nothing_fades() -> None:
    reveal = Reveal()
    reveal.show("all of it", at_once=True)
    assert not reveal.busy


def test_every_stroke_is_closed_and_the_ribbon_is_densest_in_its_middle() -> None:
    drawn = ribbon.strokes(1.0, 0.5, 0.0, 100)
    assert drawn.shape == (26, ribbon.POINTS, 2)
    assert np.allclose(drawn[:, 0], drawn[:, -1])
    opacities = ribbon.opacities()
    assert min(opacities) == pytest.approx(0.05, abs=0.01)
    assert max(opacities) == pytest.approx(0.6, abs=0.03)
    assert opacities == pytest.approx(opacities[::-1])


def test_the_level_rises_fast_and_falls_slowly() -> None:
    motion = ribbon.Motion(State.SPEAKING)
    quiet = motion.level
    motion.step(0.1, 1.0)
    loud = motion.level
    assert loud > quiet + 0.5
    motion.step(0.1, 0.0)
    assert quiet + 0.3 < motion.level < loud


def test_states_glide_into_one_another() -> None:
    motion = ribbon.Motion(State.IDLE)
    motion.go(State.THINKING)
    twists = []
    while not motion.at_rest and len(twists) < 300:
        motion.step(1 / 60, 0.0)
        twists.append(motion.twist)
    assert motion.at_rest and twists == sorted(twists)
    assert 0 < twists[0] < 0.5 and twists[-1] == pytest.approx(2.2)


def test_a_long_sleep_does_not_make_the_strand_jump() -> None:
    motion = ribbon.Motion(State.SPEAKING)
    before = motion.time
    motion.step(3600, 0.0)
    assert motion.time - before < 0.2


def test_a_still_strand_only_changes_how_present_it_is() -> None:
    motion = ribbon.Motion(State.WAKING, still=True)
    shape = ribbon.strokes(motion.time, motion.level, motion.twist, 100)
    motion.go(State.SPEAKING)
    for _ in range(200):
        motion.step(1 / 60, 1.0)
    assert np.allclose(ribbon.strokes(motion.time, motion.level, motion.twist, 100), shape)
    assert motion.presence == 1.0 and motion.at_rest


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_display_is_known_without_qt(
    environment: dict[str, str], platform: str, expected: bool
) -> None:
    assert display_available(environment, platform) is expected
