"""A rough key of how an English word sounds, for words a recogniser confuses.

After the idea of Metaphone (Lawrence Philips, Computer Language 7/12, 1990): letters
become the consonants they are spoken as, silent ones and doubles go, vowels are kept
only at the beginning. Written for this purpose, with fewer rules; voiced and unvoiced
partners (b/p, d/t, g/k, v/f, z/s), which recognisers mix up most, share a key.
"""

import re
from functools import lru_cache

_REWRITES = tuple(
    (re.compile(pattern), spoken)
    for pattern, spoken in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^x", "s"),
        (r"^wh", "w"),
        (r"^(?:aer|air)", "ar"),
        (r"mb$", "m"),
        (r"mn$", "m"),
        (r"(?:tch|ch)", "C"),
        (r"sch", "sk"),
        (r"(?:sh|ti(?=on|al|ous)|ci(?=an|al|ous)|ssi(?=on)|si(?=on))", "S"),
        (r"ph", "f"),
        (r"(?:augh|ough)(?=$|t)", "o"),
        (r"gh(?=t|$)", ""),
        (r"gh", "k"),
        (r"(?:dge|j)", "J"),
        (r"g(?=[eiy])", "J"),
        (r"th", "0"),
        (r"sc(?=[eiy])", "s"),
        (r"c(?=[eiy])", "s"),
        (r"(?:ck|cq|c|q)", "k"),
        (r"x", "ks"),
        (r"[aeiou]l(?=[kmf])", "a"),
        (r"(?<=[aeiou])r(?=[^aeiouy]|$)", "r"),
        (r"w(?![aeiouy])", ""),
        (r"(?<!^)h", ""),
    )
)
_VOICELESS = str.maketrans("bdgvzJ", "ptkfsC")
_VOWELS = re.compile(r"(?<!^)[aeiouy]+")
_DOUBLES = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """The key; words with one key sound alike. Empty for a word without letters."""
    for pattern, spoken in _REWRITES:
        word = pattern.sub(spoken, word)
    word = _DOUBLES.sub(r"\1", word.translate(_VOICELESS))
    word = _VOWELS.sub("", word)
    if word[:1] in "aeiouy" and word:
        word = "a" + word[1:]
    return word
