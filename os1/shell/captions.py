"""What was said: the user's words in a quiet grotesque, hers in an old-style serif.

Hers fade in word by word. A long answer steps down the type scale first, and then
scrolls, following her; it is never cut off.
"""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from os1.shell.captions_body import CaptionsBody, Words
from os1.shell.fonts import Faces
from os1.shell.palette import Palette
from os1.shell.quiet_scroll import BAR_WIDTH, SOFT_EDGE, QuietScroll
from os1.shell.view_state import ViewState


class Captions(QuietScroll):
    """The words in their place. Stands BAR_WIDTH wider than them on either side."""

    def __init__(self, faces: Faces, palette: Palette, parent: QWidget | None = None) -> None:
        body = CaptionsBody(faces, palette)
        super().__init__(body, parent)
        self.body = body
        self._follows = True
        self.setAccessibleName("Conversation")
        self.use(palette)
        bar = self.verticalScrollBar()
        bar.actionTriggered.connect(self._scrolled_by_hand)
        bar.rangeChanged.connect(self._follow)

    def use(self, palette: Palette) -> None:
        """Take on another theme."""
        self.use_ink(palette.ink)
        self.body.use(palette)

    def render_view(self, view: ViewState, *, still: bool) -> None:
        """Show the words of this view. `still`: without motion."""
        if view.reply != self.body.words.reply:
            self._follows = True
        self.body.show_words(Words.of(view), still=still)
        said = f"You: {view.user_text}" if view.user_text else ""
        answer = f"Samantha: {view.her_words}" if view.her_words else ""
        self.body.setAccessibleName("\n".join(part for part in (said, answer) if part))
        self._follow()

    def step(self, elapsed_s: float) -> None:
        """Move the fades on."""
        if self.body.busy:
            self.body.step(elapsed_s)

    def event(self, event: QEvent) -> bool:
        """Draw the focus ring only when focus came by keyboard."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.body.ringed = event.type() == QEvent.Type.FocusIn
            self.body.update()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines for the new size."""
        super().resizeEvent(event)
        self.body.fit(self.width() - 2 * BAR_WIDTH, self.height())
        self._follow()

    def _follow(self) -> None:
        """Keep what she says in sight, unless the user scrolled away."""
        if self._follows:
            self.verticalScrollBar().setValue(self._wanted)

    @property
    def _wanted(self) -> int:
        """Where to scroll to: her newest words whole, or else their beginning."""
        bottom = self.body.shown_bottom - self.viewport().height()
        return max(0, min(bottom, self.body.newest_top - SOFT_EDGE))

    def _scrolled_by_hand(self) -> None:
        self._follows = self.verticalScrollBar().sliderPosition() >= self._wanted - 4
