"""Numbers from 0 to 99 in words, and number words back into numbers."""

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: value for value, word in enumerate(_UNITS)} | {
    word: 20 + 10 * index for index, word in enumerate(_TENS)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_LONGEST_DIGITS = 15


def in_words(value: int) -> tuple[str, ...]:
    """42 -> ("forty", "two"). For 0 to 99; raises ValueError beyond."""
    if not 0 <= value <= 99:
        raise ValueError(f"{value} is not between 0 and 99")
    if value < 20:
        return (_UNITS[value],)
    tens, unit = divmod(value, 10)
    return (_TENS[tens - 2],) if unit == 0 else (_TENS[tens - 2], _UNITS[unit])


def is_number_word(word: str) -> bool:
    """Whether the word can be part of a number: "8316", "forty", "hundred"."""
    return _digits(word) is not None or word in _VALUES or word in _SCALES


def value_of(words: tuple[str, ...]) -> int | None:
    """("six", "hundred", "forty", "one") -> 641; None if it is not one number."""
    total = 0
    group = 0
    last = 0  # the value of the part before, to refuse "five six"
    for index, word in enumerate(words):
        digits = _digits(word)
        scale = _SCALES.get(word)
        if digits is not None:
            if index:
                return None
            group = digits
        elif scale is not None:
            if index == 0 or (scale == 100 and not 0 < group < 100):
                return None
            total, group = (total, group * 100) if scale == 100 else (total + group * scale, 0)
        elif word in _VALUES:
            value = _VALUES[word]
            if group % 100 > 0 and not (group % 100 == last and last >= 20 and 0 < value < 10):
                return None
            group += value
        else:
            return None
        last = _VALUES.get(word, 0)
    return total + group if words else None


def _digits(word: str) -> int | None:
    if word.isascii() and word.isdigit() and len(word) <= _LONGEST_DIGITS:
        return int(word)
    return None
