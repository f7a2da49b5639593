"""What a slot may hold."""

from collections.abc import Iterable

from os1.dialogue import numbers
from os1.dialogue.normalise import Words
from os1.dialogue.times import time_ends

KINDS = frozenset({"name", "proper", "number", "time", "text"})
"""name: one or two words that can be a name. proper: the same, but written with capitals.
number: digits or number words. time: see `times`. text: any words."""

MAX_WORDS = {"name": 2, "proper": 2, "number": 8, "time": 24}
"""The most words a slot of each of these kinds takes."""
MAX_ECHO_WORDS = 8
"""A longer text is not said back: she would sound like a parrot."""

_NO_NAMES = frozenset(
    """a about after afraid again ahead all alone also always am an and angry any anything are as
    asap at away back bad because before boring but by can could crazy dead did do does done
    early everything fine for from funny gone good great happy have he her here him his
    hungry i if in is it just know later lonely lost maybe me mine more much my never nice no
    none not nothing now of okay old on one or our out please private right sad secret she sick
    so some something sometime sometimes soon sorry stupid stuff sure than that the their them
    then there these they thing things this those time tired to today tomorrow tonight too
    unimportant up us very was we were what whatever when where which who why will with words
    would wrong yes you your yours
    american british english scottish irish welsh german french italian spanish portuguese
    dutch polish russian ukrainian greek turkish chinese japanese korean indian mexican
    brazilian canadian australian african asian european catholic jewish muslim buddhist
    monday tuesday wednesday thursday friday saturday sunday january february march
    september october november december christmas easter""".split()
)


def ends(kind: str, speech: Words, start: int) -> Iterable[int]:
    """Every place where a slot of this kind that begins at `start` may end."""
    if kind == "text":
        return range(start + 1, len(speech.words) + 1)
    if kind == "number":
        return _number_ends(speech.words, start)
    if kind == "time":
        return [end for end in time_ends(speech.words, start) if end <= start + MAX_WORDS["time"]]
    return _name_ends(speech, start, capital=kind == "proper")


def value(kind: str, speech: Words, start: int, end: int) -> str:
    """What is kept of the words in the slot."""
    if kind == "number":
        return str(numbers.value_of(speech.words[start:end]))
    text = speech.text(start, end)
    if kind in ("text", "time"):
        return text
    return " ".join(word[:1].upper() + word[1:] for word in text.split())


def _number_ends(words: tuple[str, ...], start: int) -> list[int]:
    found = []
    for end in range(start + 1, min(len(words), start + MAX_WORDS["number"]) + 1):
        if not numbers.is_number_word(words[end - 1]):
            break
        if numbers.value_of(words[start:end]) is not None:
            found.append(end)
    return found


def _name_ends(speech: Words, start: int, *, capital: bool) -> list[int]:
    found = []
    for end in range(start + 1, min(len(speech.words), start + MAX_WORDS["name"]) + 1):
        written = speech.text(end - 1, end)
        plain = written.replace("'", "").isalpha() and speech.words[end - 1] not in _NO_NAMES
        if not plain or (capital and not (written[0].isupper() and not written.isupper())):
            break
        found.append(end)
    return found
