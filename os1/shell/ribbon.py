"""The shape of the strand: a ribbon twisted round a slow ellipse. No Qt.

26 fine closed strokes, each a little ahead of the last, so that they fold into
silk where they cross and fan out where they part. The states differ in speed,
level and twist only, and glide into one another.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from os1.core.events import State

STROKES = 26
POINTS = 96
"""Corners of one stroke; its last is its first again."""

ATTACK_S, RELEASE_S = 0.045, 0.38
"""How fast the level follows a voice that rises, and one that falls."""
GLIDE_S = 0.32
"""How fast one state turns into another."""
TURN_DEG = -20.0

_ANGLE = np.linspace(0.0, math.tau, POINTS, dtype=np.float32)[np.newaxis, :]
_COS, _SIN = np.cos(_ANGLE), np.sin(_ANGLE)
_OFFSET = np.linspace(-0.5, 0.5, STROKES, dtype=np.float32)[:, np.newaxis]


@dataclass(frozen=True, slots=True)
class Pose:
    """How the strand is held in one state.

    speed: of its turning, where 1 is the film's. level: when nothing is heard, 0 to 1.
    twist: radians. follows: how much of the voice's level it takes up.
    presence: opacity, 0 to 1. breath: how much the level rises and falls by itself.
    """

    speed: float
    level: float
    twist: float
    follows: float
    presence: float
    breath: float


POSES = {
    State.WAKING: Pose(0.35, 0.0, -0.5, 0.0, 0.62, 0.05),
    State.IDLE: Pose(0.38, 0.06, 0.0, 0.0, 0.92, 0.06),
    State.LISTENING: Pose(0.55, 0.12, 0.5, 0.8, 1.0, 0.04),
    State.HEARING: Pose(0.85, 0.18, 0.7, 1.0, 1.0, 0.0),
    State.THINKING: Pose(1.5, 0.0, 2.2, 0.0, 1.0, 0.0),
    State.SPEAKING: Pose(0.8, 0.15, 0.0, 1.0, 1.0, 0.0),
}
STILL = Pose(speed=0.0, level=0.1, twist=0.0, follows=0.0, presence=1.0, breath=0.0)
"""With reduced motion: one shape for all states."""
START = 0.4
"""Where its turning begins; also the shape that it keeps when still."""


def opacities(presence: float = 1.0) -> list[float]:
    """Of each stroke: 0.05 at the edges of the ribbon to 0.6 in its middle."""
    middle = (STROKES - 1) / 2
    return [
        presence * (0.05 + 0.55 * (1 - max(0.0, abs(n - middle) - 0.5) / (middle - 0.5)) ** 1.6)
        for n in range(STROKES)
    ]


def strokes(time: float, level: float, twist: float, radius: float) -> NDArray[np.float32]:
    """The corners of every stroke round (0, 0).

    time: how far it has turned, in radians of its slowest term. level: 0 to 1.
    Returns float32 [STROKES, POINTS, 2]: x to the right and y down, in px.
    """
    first, second, third, fourth = (_phase(pace * time) for pace in (0.9, 3.0, 1.0, 1.3))
    offset = _OFFSET * ((0.34 + 0.25 * level) * np.cos(_ANGLE + _phase(first + twist)))
    swell = 1 + 0.1 * level * np.sin(5 * _ANGLE + second)
    along = radius * (swell + 0.5 * offset)
    x = along * (_COS * (1 + 0.08 * np.sin(2 * _ANGLE + third)))
    y = along * (0.62 * _SIN) * np.cos(_phase(0.6 * time) + 1.4 * offset)
    y += along * offset * (0.8 * np.sin(2 * _ANGLE + fourth))
    turn = math.radians(TURN_DEG + 5 * math.sin(0.37 * time))
    cos, sin = math.cos(turn), math.sin(turn)
    corners = np.empty((STROKES, POINTS, 2), np.float32)
    corners[..., 0] = x * cos - y * sin
    corners[..., 1] = x * sin + y * cos
    return corners


def _phase(angle: float) -> float:
    """The same angle within one turn: single precision forgets the rest after some days."""
    return angle % math.tau


class Motion:
    """Where the strand is in its movement. Time comes from outside, in `step`."""

    def __init__(self, state: State = State.WAKING, *, still: bool = False) -> None:
        self._still = still
        self._target = self._pose = self._held(state)
        self._voice = 0.0
        self._clock_s = 0.0
        self.time = START

    @property
    def level(self) -> float:
        """How far the ribbon is spread now, 0 to 1."""
        breath = self._pose.breath * math.sin(1.1 * self._clock_s)
        return min(1.0, max(0.0, self._pose.level + breath + self._pose.follows * self._voice))

    @property
    def twist(self) -> float:
        """Now, in radians."""
        return self._pose.twist

    @property
    def presence(self) -> float:
        """Its opacity now, 0 to 1."""
        return self._pose.presence

    @property
    def at_rest(self) -> bool:
        """The glide from state to state is over."""
        return self._pose == self._target

    def go(self, state: State) -> None:
        """Glide into another state; when still, only fade into it."""
        self._target = self._held(state)

    def _held(self, state: State) -> Pose:
        if not self._still:
            return POSES[state]
        return replace(STILL, presence=POSES[state].presence)

    def step(self, elapsed_s: float, voice: float) -> None:
        """Let time pass while a voice is this loud, 0 to 1."""
        # A window that was suspended must not make the strand jump.
        elapsed_s = min(elapsed_s, 0.1)
        lag_s = ATTACK_S if voice > self._voice else RELEASE_S
        self._voice += (voice - self._voice) * (1 - math.exp(-elapsed_s / lag_s))
        self._pose = _towards(self._pose, self._target, 1 - math.exp(-elapsed_s / GLIDE_S * 2))
        self._clock_s += elapsed_s
        self.time += elapsed_s * self._pose.speed


def _towards(pose: Pose, target: Pose, share: float) -> Pose:
    pairs = [(getattr(pose, name), getattr(target, name)) for name in Pose.__slots__]
    values = [now + (then - now) * share for now, then in pairs]
    near = all(abs(v - then) < 1e-3 for v, (_, then) in zip(values, pairs, strict=True))
    return target if near else Pose(*values)
