"""Yes or no: what someone says when she asks back before doing something."""

_YES = frozenset(
    """yes yeah yep yup yea sure okay absolutely definitely certainly indeed please right exactly
    correct aye""".split()
)
_NO = frozenset("no nope nah never not stop cancel wrong nothing".split())
_YES_PHRASES = frozenset(
    {
        ("of", "course"),
        ("go", "ahead"),
        ("go", "on"),
        ("do", "it"),
        ("do", "that"),
        ("i", "do"),
        ("i", "did"),
        ("that", "is"),
        ("all", "right"),
        ("why", "not"),
        ("i", "would"),
    }
)
_NO_PHRASES = frozenset(
    {("do", "not"), ("i", "do", "not"), ("i", "did", "not"), ("never", "mind"), ("forget", "it")}
)
MAX_WORDS = 5


def yes_or_no(words: tuple[str, ...]) -> bool | None:
    """True for yes, False for no, None for anything else."""
    if not words or len(words) > MAX_WORDS:
        return None
    if words[0] in _NO or words[:2] in _NO_PHRASES or words[:3] in _NO_PHRASES:
        return False
    if "not" in words:
        return words == ("why", "not") or None
    if words[0] in _YES or words[:2] in _YES_PHRASES:
        return True
    return None
