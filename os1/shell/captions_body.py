"""Paints what was said, and the fades between one thing said and the next."""

import re
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap

from os1.shell.fonts import Faces
from os1.shell.paint import Paragraph, blend, colour, draw_ring
from os1.shell.palette import Palette
from os1.shell.quiet_scroll import BAR_WIDTH, SoftContent, transparent
from os1.shell.reveal import Faint, Reveal, ease
from os1.shell.view_state import CUT_SHORT, ViewState, tail

HER_SIZES = (26, 23, 20, 18)
"""Of her words, in px: the largest in which the answer fits, or else the last."""
USER_SIZE = 15
USER_CHARS = 240
"""Of a long utterance the end is shown: that is what is being said."""
LONG_REPLY = 1500
"""From so many characters on no size can fit, and only the last is tried."""
GAP = 20
FIRM_S = 0.24
CROSS_S = 0.26


@dataclass(frozen=True, slots=True)
class Words:
    """What the captions hold: the reply whole, and how much of it is shown."""

    user: str = ""
    firm: bool = False
    reply: str = ""
    shown: str = ""

    @classmethod
    def of(cls, view: ViewState) -> "Words":
        """The words of this view."""
        user, reply, shown = (
            _typeset(text)
            for text in (tail(view.user_text, USER_CHARS), view.reply, view.her_words)
        )
        return cls(user, view.user_firm, reply, shown)


def _typeset(text: str) -> str:
    """The same letters with the apostrophes of a book; as long as before."""
    return re.sub(r"(?<=\w)'", "’", text)


class CaptionsBody(SoftContent):
    """The words, as high as they are, with BAR_WIDTH of air on either side."""

    def __init__(self, faces: Faces, palette: Palette) -> None:
        super().__init__()
        self._faces = faces
        self._palette = palette
        self._room = 0
        self._text_width = 1
        self._reveal = Reveal()
        self._firmness = 0.0
        self._newest = 0  # where what was shown last begins, in characters
        self._leaving = QPixmap()
        self._crossed_s = CROSS_S
        self._fades_in_whole = False
        self.words = Words()
        self.ringed = False
        self.user = self.hers = Paragraph("", faces.plain(USER_SIZE), 1)
        self.her_size = HER_SIZES[0]

    @property
    def busy(self) -> bool:
        """Something is still fading."""
        firming = self.words.firm and bool(self.words.user) and self._firmness < 1
        return self._reveal.busy or firming or self._crossed_s < CROSS_S

    @property
    def content_height(self) -> int:
        """Of everything, in px, shown or still to come."""
        return round(self._her_top + self.hers.height)

    @property
    def shown_bottom(self) -> int:
        """The lower edge of what is shown so far, in px."""
        shown = len(self.words.shown)
        return round(self._her_top + self.hers.bottom_of(shown - 1) if shown else self.user.height)

    @property
    def newest_top(self) -> int:
        """The upper edge of what was shown last, in px; 0 while that is the beginning."""
        return round(self._her_top + self.hers.top_of(self._newest)) if self._newest else 0

    @property
    def _her_top(self) -> float:
        return self.user.height + (GAP if self.user.height and self.hers.height else 0)

    def use(self, palette: Palette) -> None:
        """Take on another theme."""
        self._palette = palette
        self.update()

    def show_words(self, words: Words, *, still: bool) -> None:
        """Show these words. `still`: whole, with a plain cross-fade."""
        before, goes_on = self.words, words.shown.startswith(self.words.shown)
        if words == before:
            return
        cut = before.shown.startswith(words.shown.removesuffix(CUT_SHORT)) and bool(words.shown)
        replaced = not goes_on and not cut
        if replaced:
            self._begin_crossing()
        self._fades_in_whole = still and replaced
        if words.shown != before.shown:
            self._newest = len(before.shown) if goes_on else 0
        self.words = words
        # Of words cut short everything was there already.
        self._reveal.show(words.shown, at_once=still or (cut and not goes_on))
        if still and words.firm:
            self._firmness = 1.0
        elif words.user != before.user or not words.firm:
            self._firmness = 0.0
        if (words.user, words.reply) != (before.user, before.reply):
            self.fit(self._text_width, self._room)
        self.update()

    def fit(self, width: int, room: int) -> None:
        """Break the lines for this width, in the largest type that fits into `room` px."""
        self._text_width, self._room = max(1, width), room
        font = self._faces.plain(USER_SIZE)
        self.user = Paragraph(self.words.user, font, self._text_width, line_height=1.45)
        long = len(self.words.reply) > LONG_REPLY
        for size in HER_SIZES[-1:] if long else HER_SIZES:
            self.her_size = size
            self.hers = Paragraph(self.words.reply, self._faces.hers(size), self._text_width)
            if self.content_height <= room:
                break
        self.setMinimumHeight(self.content_height)
        self.update()

    def step(self, elapsed_s: float) -> None:
        """Move the fades on."""
        self._reveal.step(elapsed_s)
        if self.words.firm:
            self._firmness = min(1.0, self._firmness + elapsed_s / FIRM_S)
        self._crossed_s = min(CROSS_S, self._crossed_s + elapsed_s)
        self.update()

    def draw(self, painter: QPainter, seen: QRect) -> None:
        """Draw the words that come and those that leave."""
        share = ease(self._crossed_s / CROSS_S)
        if share < 1:
            painter.setOpacity(1 - share)
            painter.drawPixmap(seen.topLeft(), self._leaving)
        painter.setOpacity(share if self._fades_in_whole else 1.0)
        self._draw_words(painter, seen)
        painter.setOpacity(1.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words, and the ring of the focus."""
        super().paintEvent(event)
        if self.ringed:
            seen = QRectF(self.visibleRegion().boundingRect())
            draw_ring(QPainter(self), seen.adjusted(1, 1, -1, -1), 12, self._palette.ink)

    def _draw_words(self, painter: QPainter, seen: QRect) -> None:
        palette, shown = self._palette, len(self.words.shown)
        firmness = ease(self._firmness)
        self.user.draw(painter, BAR_WIDTH, 0, blend(palette.dim, palette.ink, firmness))
        faint = self._reveal.faint()
        if shown < len(self.words.reply):
            faint.append(Faint(shown, len(self.words.reply), 0.0))
        ink = colour(palette.ink)
        self.hers.draw(painter, BAR_WIDTH, self._her_top, ink, faint=faint, seen=seen)

    def _begin_crossing(self) -> None:
        """Remember how it looks now, to fade that out."""
        seen = self.visibleRegion().boundingRect()
        self._crossed_s = 0.0
        self._leaving = transparent(self, seen)
        painter = QPainter(self._leaving)
        painter.translate(-seen.topLeft())
        self._draw_words(painter, seen)
        painter.end()
