"""How words are written: contractions, numbers, spellings that mean the same.

Templates and speech go through the same table, so that they can meet.
"""

from os1.dialogue import numbers

_NOT = "ai are ca could did do does had has have is might must need should was were wo would"
_IRREGULAR = {"ai": "is", "ca": "can", "wo": "will"}
_IS_HOSTS = (
    "it that what who where when why how he she there here this everything something "
    "nothing everyone someone one"
)
_WHOLE = {
    "let's": "let us",
    "lets": "let us",
    "cannot": "can not",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "kinda": "kind of",
    "dunno": "do not know",
    "'cause": "because",
    "cause": "because",
    "cuz": "because",
    "ya": "you",
    "u": "you",
    "im": "i am",
    "ive": "i have",
    "youre": "you are",
    "youve": "you have",
    "theyre": "they are",
    "its": "it is",
    "ok": "okay",
    "anymore": "any more",
    "anybody": "anyone",
    "somebody": "someone",
    "everybody": "everyone",
    "nobody": "no one",
    "goodnight": "good night",
    "goodmorning": "good morning",
    "goodbye": "good bye",
    "bye-bye": "bye bye",
    "thankyou": "thank you",
    "alright": "all right",
    "favorite": "favourite",
    "humor": "humour",
    "color": "colour",
    "mum": "mother",
    "mom": "mother",
    "dad": "father",
}
_SUFFIXES = {"'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am"}

# Recognisers part them; "any one of them" loses nothing by it.
PARTED = {
    ("any", "body"): "anyone",
    ("any", "one"): "anyone",
    ("some", "body"): "someone",
    ("some", "one"): "someone",
    ("every", "body"): "everyone",
    ("every", "one"): "everyone",
}


def _contractions() -> dict[str, tuple[str, ...]]:
    table = {short: tuple(full.split()) for short, full in _WHOLE.items()}
    for stem in _NOT.split():
        full = (_IRREGULAR.get(stem, stem), "not")
        table[f"{stem}n't"] = full
        # "cant" and "dont" are how some recognisers write them.
        table[f"{stem}nt"] = full
    for host in _IS_HOSTS.split():
        table[f"{host}'s"] = (host, "is")
    for host in "what that who where how he she there".split():
        table[f"{host}s"] = (host, "is")
    return table


_CONTRACTIONS = _contractions()
# A text without any of these, and without an apostrophe or a comma, is its own words.
SPECIAL = frozenset(
    {*_CONTRACTIONS, *(str(n) for n in range(100)), *(f"0{n}" for n in range(10))}
    | {first for first, _ in PARTED}
)


def expand(token: str) -> tuple[str, ...]:
    """The words one written token stands for: "you're" -> ("you", "are"), "7" -> ("seven",)."""
    token = token.casefold().replace(",", "")
    if token in _CONTRACTIONS:
        return _CONTRACTIONS[token]
    if token.isascii() and token.isdigit() and len(token) <= 2:
        return numbers.in_words(int(token))
    for suffix, word in _SUFFIXES.items():
        if token.endswith(suffix) and len(token) > len(suffix):
            return (token.removesuffix(suffix), word)
    return (token,)
