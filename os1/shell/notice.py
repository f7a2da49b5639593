"""What went wrong, told calmly: what, what next, and a button that mends it."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from os1.shell.fonts import Faces
from os1.shell.layout import GRID
from os1.shell.paint import Paragraph, colour, draw_ring
from os1.shell.palette import Palette
from os1.shell.quiet_scroll import BAR_WIDTH, QuietScroll, SoftContent
from os1.shell.view_state import Problem

PADDING = 20
CORNER = 23
BUTTON_HEIGHT = 34
MESSAGE_SIZE, STEP_SIZE, BUTTON_SIZE = 15, 14, 14


class Pill(QAbstractButton):
    """A rounded button; `filled` for the one that helps most."""

    def __init__(
        self, text: str, font: QFont, palette: Palette, *, filled: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setFont(font)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._palette = palette
        self._filled = filled
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """As wide as its text asks for."""
        width = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(width + 2 * 18, BUTTON_HEIGHT)

    def use(self, palette: Palette) -> None:
        """Take on another theme."""
        self._palette = palette
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill, its text, and the ring of the focus."""
        palette = self._palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        over = self.underMouse() or self.isDown()
        opacity = (0.9 if over else 1.0) if self._filled else (0.14 if over else 0.07)
        painter.setBrush(colour(palette.ink, opacity))
        inner = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        painter.setPen(colour(palette.panel if self._filled else palette.ink))
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            outer = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            draw_ring(painter, outer, outer.height() / 2, palette.ink)


class ProblemText(SoftContent):
    """The two sentences, wrapped."""

    def __init__(self, faces: Faces, palette: Palette) -> None:
        super().__init__()
        self._faces = faces
        self._palette = palette
        self._message = self._step = Paragraph("", faces.plain(STEP_SIZE), 1)

    def use(self, palette: Palette) -> None:
        """Take on another theme."""
        self._palette = palette
        self.update()

    def fit(self, problem: Problem, width: int) -> int:
        """Break the lines for this width; the height that they need, both in px."""
        font = self._faces.plain
        self._message = Paragraph(
            problem.message, font(MESSAGE_SIZE), width, centred=False, line_height=1.4
        )
        self._step = Paragraph(
            problem.next_step, font(STEP_SIZE), width, centred=False, line_height=1.4
        )
        self.setAccessibleName(f"{problem.message} {problem.next_step}".strip())
        self.setMinimumHeight(round(self._step_top + self._step.height))
        self.update()
        return self.minimumHeight()

    def draw(self, painter: QPainter, seen: QRect) -> None:
        """Draw the message, and under it the next step."""
        self._message.draw(painter, 0, 0, colour(self._palette.ink), seen=seen)
        self._step.draw(painter, 0, self._step_top, colour(self._palette.dim), seen=seen)

    @property
    def _step_top(self) -> float:
        return self._message.height + (4 if self._step.height else 0)


class Notice(QWidget):
    """A rounded panel above the field."""

    retry = Signal()
    dismiss = Signal()

    def __init__(self, faces: Faces, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.problem: Problem | None = None
        self.text = ProblemText(faces, palette)
        self.area = QuietScroll(self.text, self)
        self.area.setAccessibleName("What went wrong")
        font = faces.plain(BUTTON_SIZE)
        self.retry_button = Pill("Try again", font, palette, filled=True, parent=self)
        self.dismiss_button = Pill("Dismiss", font, palette, filled=False, parent=self)
        self.retry_button.clicked.connect(self.retry)
        self.dismiss_button.clicked.connect(self.dismiss)
        self.use(palette)
        self.hide()

    def use(self, palette: Palette) -> None:
        """Take on another theme."""
        self._palette = palette
        self.area.use_ink(palette.ink)
        for part in (self.text, self.retry_button, self.dismiss_button):
            part.use(palette)
        self.update()

    def show_problem(self, problem: Problem | None) -> None:
        """Take up this problem, or none. Placing it is the window's part."""
        self.problem = problem
        self.setAccessibleName(problem.message if problem else "")
        self.setVisible(problem is not None)
        self.retry_button.setVisible(problem is not None and problem.can_retry)

    def height_for(self, width: int, most: int) -> int:
        """How high it would like to be at this width, `most` at the most, in px."""
        if self.problem is None:
            return 0
        text = self.text.fit(self.problem, width - 2 * PADDING - BAR_WIDTH)
        return min(most, text + 2 * PADDING - 4 + 2 * GRID + BUTTON_HEIGHT)

    def place(self, x: int, y: int, width: int, height: int) -> None:
        """Stand here, in px."""
        self.setGeometry(x, y, width, height)
        buttons_y = height - PADDING + 4 - BUTTON_HEIGHT
        top = PADDING - 2
        self.area.setGeometry(
            PADDING, top, width - 2 * PADDING + BAR_WIDTH, buttons_y - 2 * GRID + 2 - top
        )
        right = width - PADDING + 4
        for button in (self.retry_button, self.dismiss_button):
            if not button.isHidden():
                right -= button.width()
                button.move(right, buttons_y)
                right -= GRID

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the panel."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self._palette.panel))
        painter.drawRoundedRect(QRectF(self.rect()), CORNER, CORNER)
