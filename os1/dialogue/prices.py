"""What a difference between the heard and the meant words costs.

Words that turn a meaning round (not, never) are dear; a word the script knows is rarely
a slip for another; one that only sounds like the expected one is cheap. What is too dear
for its length is refused: a wrong answer is worse than a question.
"""

from os1.dialogue.sound import sound
from os1.dialogue.vocabulary import Vocabulary

SAME = 0.25
LIGHT = 0.4
NEAR = 0.5
KNOWN_NEAR = 0.9
KNOWN_SOUND = 0.85
SMALL = 0.75
OTHER = 1.0
INSTEAD = 1.3
DEAR = 3.0

_TELLING_LETTERS = 3  # every word begins or ends with some shorter one

_BUDGETS = ((2, 0.55), (3, 0.8), (5, 1.05), (9, 1.4))
_LONG_BUDGET = 2.0

_DEAR = frozenset("not no never nothing none less more yes without".split())
_SMALL = frozenset(
    """i me my you your he she him her his they them we us our who what where when why how
    which can could should it its""".split()
)
_TURNING = frozenset("what where when why how which who should can could would".split())
_LIGHT = frozenset(
    """a an the to of in on at for and or but so is am are was were be been do does did have has
    had that this just really very quite kind sort still even ever will would right now there
    some any with please well then""".split()
)
# Words that are spoken alike, or nearly, whatever their letters. "theyare" is what "they
# are" looks like when two words are heard as one.
_HOMOPHONES = """
    their theyare there|hear here|know no|one won|where were wear weare|your youare yore
    whose whois|a the|in an and|of have|then than|i eye|you u|are our|is his|him them
    watts whatis|to too two|for four|by buy bye|right write rite|whole hole|new knew
    peace piece|weigh way|sun son|through threw|see sea|whether weather|story storey
    past passed|soul sole|meet meat|mail male|flour flower|week weak|wait weight|sale sail
    tail tale|heal heel|hour our|night knight|not knot|road rode|role roll|some sum
    scene seen|sent cent scent|steal steel|stair stare|plain plane|pair pear|rain reign
    read red|blue blew|board bored|break brake|cell sell|dear deer|die dye|fair fare
    great grate|hair hare|higher hire|idle idol|made maid|main mane|morning mourning
    none nun|pain pane|poor pour|principal principle|sight site cite|stationary stationery
    waist waste|wood would|allowed aloud|bear bare|ate eight|be bee|been bin|heard herd
    its itis|let's lets|lose loose|quiet quite|affect effect|accept except|cache cash
    """.replace("\n", "|").split("|")
_SOUND_ALIKE = frozenset(
    (one, other)
    for group in _HOMOPHONES
    for one in group.split()
    for other in group.split()
    if one != other
)
_ALIKE: dict[str, list[str]] = {}
for _one, _other in _SOUND_ALIKE:
    _ALIKE.setdefault(_one, []).append(_other)


def budget(length: int) -> float:
    """The most a repair may cost where so many words are meant."""
    return next((price for words, price in _BUDGETS if length <= words), _LONG_BUDGET)


def telling(word: str) -> bool:
    """Whether a word tells what a sentence is about."""
    return word not in _LIGHT and word not in _SMALL


def missing(word: str) -> float:
    """Of a word that was meant and not heard."""
    if word in _DEAR:
        return DEAR
    if word in _LIGHT:
        return LIGHT
    return SMALL if word in _SMALL else OTHER


def extra(word: str) -> float:
    """Of a word that was heard and not meant. Recognisers make up few that change the kind
    of a sentence.
    """
    return INSTEAD if word in _TURNING else missing(word)


class Prices:
    """The price of one word for another, worked out once for each pair."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def instead(self, heard: str, meant: str) -> float:
        """Of hearing the one where the other was meant."""
        if heard == meant:
            return 0.0
        if (heard, meant) in _SOUND_ALIKE:
            return SAME
        near = any(meant == word for word, _ in self._vocabulary.near(heard))
        small = heard in _SMALL or meant in _SMALL
        if heard in _DEAR or meant in _DEAR or (small and not near):
            return DEAR
        if near:
            return self._slip(heard, meant)
        return 2 * LIGHT if heard in _LIGHT and meant in _LIGHT else INSTEAD

    def is_like(self, heard: str, words: frozenset[str]) -> bool:
        """Whether it may be a slip for one of these words, or the start or end of one."""
        if any(near in words for near, _ in self._vocabulary.near(heard)):
            return True
        if any(other in words for other in _ALIKE.get(heard, ())):
            return True
        return any(heard[:cut] in words or heard[cut:] in words for cut in range(1, len(heard)))

    @staticmethod
    def least_instead(heard: str) -> float:
        """What hearing this for a word that is not like it costs at the least."""
        return 2 * LIGHT if heard in _LIGHT else INSTEAD

    def _slip(self, heard: str, meant: str) -> float:
        """Of words that are near; a word the script knows is rarely a slip for another."""
        known = heard in self._vocabulary
        if sound(heard) == sound(meant):
            return KNOWN_SOUND if known else SAME
        return KNOWN_NEAR if known else NEAR

    def joined(self, heard: str, meant: str) -> float:
        """Of two words run together, on either side: the letters against the letters."""
        if heard == meant or (heard, meant) in _SOUND_ALIKE:
            return SAME
        if len(meant) >= 5 and (
            sound(heard) == sound(meant) or any(meant == n for n, _ in self._vocabulary.near(heard))
        ):
            return NEAR
        return DEAR
