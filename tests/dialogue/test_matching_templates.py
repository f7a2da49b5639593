"""Templates hear what they say they hear, and nothing takes long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from os1.dialogue.normalise import normalise
from os1.dialogue.program import Found
from os1.dialogue.template import Choice, Template, TemplateError, compile_template, parse


def no_concept(name: str) -> Choice:
    raise TemplateError(f'there is no concept "@{name}"')


def find(template: Template, text: str) -> Found | None:
    return template.program.find(normalise(text))


def made(text: str) -> Template:
    return compile_template(text, no_concept)


@pytest.mark.parametrize(
    ("template", "speech", "heard"),
    [
        ("how are you", "How are you?", True),
        ("how are you", "how are", False),
        ("(hi|good (day|evening)) [there]", "good evening there", True),
        ("(hi|good (day|evening)) [there]", "good there", False),
        ("* rain *", "will the rain stop", True),
        ("* rain *", "rain", True),
        ("* rain *", "brain", False),
        ("you're late", "you are late", True),
        ("a|b c", "b c", True),
        ("[please] [do] stop", "stop", True),
        ("I have 3 cats", "i have three cats", True),
    ],
)
def test_a_template_hears_the_whole_sentence_or_not_at_all(
    template: str, speech: str, heard: bool
) -> None:
    assert (find(made(template), speech) is not None) is heard


@pytest.mark.parametrize(
    ("template", "speech", "slots"),
    [
        ("my name is {who:name}", "My name is Ana Maria", {"who": "Ana Maria"}),
        ("my name is {who:name}", "my name is theodore", {"who": "Theodore"}),
        ("i am {who:proper}", "I am Theodore.", {"who": "Theodore"}),
        ("i am {n:number} years old", "I'm forty two years old", {"n": "42"}),
        ("i miss {what:text}", "I miss the old days, honestly", {"what": "the old days, honestly"}),
        ("from {a:text} to {b:text}", "from here to there", {"a": "here", "b": "there"}),
    ],
)
def test_slots_hold_the_words_as_they_were_written(
    template: str, speech: str, slots: dict[str, str]
) -> None:
    found = find(made(template), speech)
    assert found is not None
    assert found.values(normalise(speech)) == slots


@pytest.mark.parametrize(
    ("template", "speech"),
    [
        ("i am {who:proper}", "i am theodore"),
        ("i am {who:proper}", "I AM ANGRY"),
        ("call me {who:name}", "call me later"),
        ("call me {who:name}", "call me one two three"),
        ("{n:number} cats", "many cats"),
    ],
)
def test_a_slot_refuses_what_is_not_of_its_kind(template: str, speech: str) -> None:
    assert find(made(template), speech) is None


def test_the_way_with_the_fewest_free_words_is_taken() -> None:
    found = find(made("* (so|so very) [very] tired *"), "i am so very tired")
    assert found is not None
    assert (found.wild, found.literal) == (2, 3)


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("(a|b", "missing"),
        ("[a", "missing"),
        ("a)", "does not belong"),
        ("a}", "does not belong"),
        ("{who}", "name:kind"),
        ("{who:animal}", "no kind of slot"),
        ("@nothing", "no concept"),
        ("", "nothing in it"),
        ("...", "not a word"),
        ("[" * 30 + "a" + "]" * 30, "deep"),
        (" ".join(["(a b|c d)"] * 3000), "too large"),
        (" ".join(["[a *]"] * 200), "too large"),
    ],
)
def test_a_faulty_template_is_refused_with_a_reason(template: str, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason):
        made(template)


@pytest.mark.parametrize(
    "template",
    ["* a * a * a * a * b", "[a] " * 40 + "b", "(a|a a|[a] a) " * 10 + "b", "{x:text} {y:text} b"],
)
def test_no_template_visits_more_than_steps_times_words(template: str) -> None:
    compiled = made(template)
    speech = normalise("a " * 100_000)
    visited = sum(len(row) for row in compiled.program.rows(speech))
    assert visited <= (len(compiled.program.steps) + 1) * (len(speech.words) + 1)
    assert compiled.program.find(speech) is None


WORDS = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=6)
TEMPLATES = st.recursive(
    st.sampled_from(["a", "b", "c", "*"]),
    lambda part: st.one_of(
        st.tuples(part, part).map(" ".join),
        st.tuples(part, part).map(lambda two: f"({two[0]}|{two[1]})"),
        part.map(lambda one: f"[{one}]"),
    ),
    max_leaves=8,
)


def accepts(node: object, words: tuple[str, ...]) -> set[int]:
    """By brute force: how many words a node can eat from the front."""
    match type(node).__name__:
        case "Word":
            return {1} if words[:1] == (node.word,) else set()
        case "Star":
            return set(range(len(words) + 1))
        case "Choice":
            return {n for option in node.options for n in accepts(option, words)}
        case _:
            ends = {0}
            for part in node.parts:
                ends = {start + n for start in ends for n in accepts(part, words[start:])}
            return ends


@given(TEMPLATES, WORDS)
def test_the_graph_agrees_with_the_tree(template: str, words: list[str]) -> None:
    tree = parse(template, no_concept)
    expected = len(words) in accepts(tree, tuple(words))
    assert (find(made(template), " ".join(words)) is not None) == expected


@given(TEMPLATES, WORDS)
def test_what_is_heard_holds_every_required_word(template: str, words: list[str]) -> None:
    compiled = made(template)
    if find(compiled, " ".join(words)):
        assert all(need & set(words) for need in compiled.required)
        assert compiled.shortest <= len(words) <= compiled.longest
