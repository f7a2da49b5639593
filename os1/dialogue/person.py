"""The same words from the other side: "you love me" -> "I love you".

English writes "you" for both "I" and "me", so which one it becomes is read from what
stands around it: before a verb it is the one who does it.
"""

_WORDS = {
    "i": "you",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "i'm": "you're",
    "i've": "you've",
    "i'll": "you'll",
    "i'd": "you'd",
    "your": "my",
    "yours": "mine",
    "yourself": "myself",
    "you're": "I'm",
    "you've": "I've",
    "you'll": "I'll",
    "you'd": "I'd",
}
_AFTER_I = {"am": "are", "was": "were"}
_AFTER_YOU = {"are": "am", "were": "was", "aren't": "am not", "weren't": "wasn't"}
_BEFORE_I = {"am": "are", "was": "were"}
_BEFORE_YOU = {"are": "am", "were": "was"}

# Words after which "you" is the one something is done to or meant for.
_TOWARDS = frozenset(
    """about above after against around at before behind below beside besides between beyond by
    for from in inside into like near of off on onto over past than through to toward towards
    under until upon with without
    love loves loved like likes liked hate hates hated miss misses missed need needs needed want
    wants wanted tell tells told ask asks asked give gives gave help helps helped hear hears heard
    see sees saw know knows knew call calls called trust trusts trusted thank thanks thanked
    believe believes believed understand understands understood bother bothers bothered let lets
    leave leaves left make makes made meet meets met remember remembers remembered show shows
    showed find finds found bring brings brought take takes took send sends sent follow
    follows followed kiss kisses kissed hug hugs hugged hurt hurts teach teaches taught""".split()
)
# Words with which something new begins, so that "you" before them was the end of it.
_AWAY = frozenset(
    """a about after again all always an and any anymore are as at because before but by for from
    here how if in into is like more most much my now of off on or over so some that the then
    there this to today tonight tomorrow too until very was well when where while who with
    without yesterday your""".split()
)
_VERBS_THAT_JOIN = frozenset("are is was were".split())


def swap_person(text: str) -> str:
    """What someone said of themselves and of her, as she would say it back."""
    words = text.split()
    plain = [word.strip(".,!?;:").replace("’", "'").casefold() for word in words]
    made = []
    for at, word in enumerate(words):
        swapped = _swapped(plain, at)
        made.append(word if swapped is None else word.casefold().replace("’", "'"))
        if swapped is not None:
            core = plain[at]
            made[-1] = made[-1].replace(core, swapped, 1)
    return " ".join(made)


def _swapped(plain: list[str], at: int) -> str | None:
    """What the word becomes; None if it stays as it is."""
    word = plain[at]
    before = plain[at - 1] if at else ""
    after = plain[at + 1] if at + 1 < len(plain) else ""
    if word == "you":
        return "I" if _does(before, after) else "me"
    if before == "i" and word in _AFTER_I:
        return _AFTER_I[word]
    if before == "you" and word in _AFTER_YOU:
        return _AFTER_YOU[word]
    if after == "i" and word in _BEFORE_I:
        return _BEFORE_I[word]
    if after == "you" and word in _BEFORE_YOU:
        return _BEFORE_YOU[word]
    return _WORDS.get(word)


def _does(before: str, after: str) -> bool:
    """Whether "you" between these words is the one who does something."""
    if before in _VERBS_THAT_JOIN or after in _VERBS_THAT_JOIN:
        return True
    if before in _TOWARDS:
        return False
    return bool(after) and after not in _AWAY
