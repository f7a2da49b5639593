"""What the generated rules hear and say, with gaps for the words they are about.

Written as OS1 writes templates; <thing> and its like are gaps.
"""

CONCEPTS: dict[str, tuple[str, ...]] = {
    "could_you": ("can you", "could you", "would you please", "please"),
    "want_to": ("i want to", "i would like to", "i need to", "let us"),
    "explain": ("tell me", "explain to me", "show me"),
    "think": ("do you think", "would you say", "are you sure"),
}
# The words a kind of rule is about, and what it hears.
KINDS: tuple[tuple[tuple[str, str, str], tuple[str, ...]], ...] = (
    (
        ("verb", "adj", "thing"),
        (
            "@could_you <verb> the <adj> <thing> [for me|today]",
            "i (want|need) you to <verb> (that|my) <adj> <thing>",
        ),
    ),
    (
        ("thing", "place", "event"),
        (
            "where is the <thing> from the <place> (since|after) the <event>",
            "i am looking for a <thing> that was in the <place> (during|before) the <event>",
        ),
    ),
    (
        ("person", "verb", "thing"),
        (
            "why (does|did|would) (the|your) <person> <verb> a <thing> [again|every day]",
            "what makes a <person> <verb> (his|her) <thing>",
        ),
    ),
    (
        ("adj", "thing", "event"),
        (
            "what is the (best|right) <adj> <thing> for (a|the) <event>",
            "which <adj> <thing> (should|shall) i bring to the <event>",
        ),
    ),
    (
        ("person", "place", "event"),
        (
            "when (will|does) the <person> (visit|leave) the <place> for the <event>",
            "is my <person> (still|already) at the <place> because of the <event>",
        ),
    ),
    (
        ("verb", "thing", "place"),
        (
            "remind me to <verb> the <thing> in the <place> {when:time}",
            "@want_to <verb> the <thing> [that is] in the <place>",
        ),
    ),
    (
        ("adj", "person", "thing"),
        (
            "(my|our) <adj> <person> is called {who:name} and has a <thing>",
            "how did (my|your) <adj> <person> get (that|a) <thing>",
        ),
    ),
    (
        ("adj", "thing", "person"),
        (
            "(write|read) the <person> a message about the <adj> <thing> saying {what:text}",
            "who (gave|sold|lent) the <adj> <thing> to the <person>",
        ),
    ),
    (
        ("adj", "thing", "place"),
        (
            "order {n:number} boxes of <adj> <thing> from the <place>",
            "are there any <adj> <thing> boxes [left] in the <place>",
        ),
    ),
    (
        ("adj", "thing", "place"),
        (
            "(do|would) you (like|prefer) a <adj> <thing> (in|near) the <place>",
            "@explain what you think of the <adj> <thing> in the <place>",
        ),
    ),
    (
        ("person", "thing", "event"),
        (
            "(is it true|did you hear) that the <person> (lost|found) a <thing> at the <event>",
            "@think the <person> wanted the <thing> for the <event>",
        ),
    ),
    (
        ("adj", "thing", "place"),
        (
            "i (dreamed|dreamt) (of|about) a <adj> <thing> (in|inside) the <place>",
            "in my dream there was a <adj> <thing> * the <place>",
        ),
    ),
    (
        ("person", "verb", "adj"),
        (
            "have you [ever] seen a <adj> <person> <verb> something",
            "(nobody|no one) can <verb> like my <adj> <person>",
        ),
    ),
    (
        ("verb", "thing", "event"),
        (
            "@explain how to <verb> a <thing> before the <event>",
            "is it (too late|a good idea) to <verb> the <thing> during the <event>",
        ),
    ),
    (
        ("adj", "place", "event"),
        (
            "i am [so|really] (happy|worried|sad) about the <adj> <place> and the <event>",
            "how (was|is) the <event> (at|in) the <adj> <place>",
        ),
    ),
)
SHORT = (
    ("thing", "what is a <thing> (good|used) for"),
    ("person", "how is your <person> [today]"),
    ("place", "have you ever been to a <place>"),
)
FOLLOW_UPS = (
    "(why|why is that|how come)",
    "(really|are you sure|seriously)",
    "(tell me more|go on|and then what)",
    "(i do not believe you|you are joking)",
)
LINES = (
    "The {0} and the {1} go together better than people think.",
    "I was wondering when you would mention the {0}.",
    "With a {0}? I would like to see the {2} first.",
    "Somebody ought to write a song about that {2}.",
)
MISSES = (
    "she left the {adj} {thing} with a stranger who never came back",
    "there used to be a {place} here until the {event} ruined everything",
    "our {person} says the {thing} smells of {adj} rain",
    "nothing compares to the {event} we had beside the {place}",
    "if only the {person} knew what happened to the {place}",
    "half of the {adj} paint ended up on the {person} and the {thing}",
    "it takes ages until the {person} answers the phone",
    "yesterday's {event} cost more than a {adj} house",
)
ASIDES = (
    "the committee postponed its decision until further notice",
    "seven out of ten patients recovered within a fortnight",
    "gravity bends light only a very little",
    "the river froze over twice in that decade",
    "prices rose faster than wages did",
)
