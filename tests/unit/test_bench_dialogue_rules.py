"""The generated rules of the dialogue benchmark, in every language they are written in."""

import importlib.util
import itertools
import random
import xml.etree.ElementTree as ET

import pytest

from benchmarks.dialogue.intents import EXAMPLES, OUT_OF_SCOPE, TESTS, generated, read_clinc
from benchmarks.dialogue.phrases import CONCEPTS
from benchmarks.dialogue.renderings import as_aiml, as_hassil, as_os1, as_rivescript
from benchmarks.dialogue.templates import every, read, say, written
from benchmarks.dialogue.unrelated import sentences
from benchmarks.dialogue.workload import Rule, sentence, workload
from os1.dialogue import Script
from os1.errors import Os1Error

SMALL = 300


@pytest.fixture(scope="module")
def work():
    return workload(SMALL, hits=150, misses=150)


def test_the_same_numbers_make_the_same_rules_and_sentences(work):
    again = workload(SMALL, hits=150, misses=150)

    assert again == work
    assert workload(SMALL, hits=150, misses=150, seed=1) != work


def test_ids_differ_and_there_are_as_many_rules_as_asked_for():
    rules = workload(10_000, hits=0, misses=0).rules

    assert len({rule.id for rule in rules}) == 10_000
    assert len({hears for rule in rules if not rule.after for hears in rule.hears}) > 17_000


def test_a_larger_workload_begins_with_the_smaller_one(work):
    assert workload(SMALL + 50, hits=0, misses=0).rules[:SMALL] == work.rules


def test_a_follow_up_answers_a_rule_that_is_there(work):
    ids = {rule.id for rule in work.rules}
    answers = [rule for rule in work.rules if rule.after]

    assert answers
    assert all(rule.after in ids for rule in answers)


def test_rules_of_a_kind_share_one_word_at_most_unless_they_are_crowded():
    def closest(crowded):
        rules = workload(2_000, hits=0, misses=0, crowded=crowded).rules
        kinds = {}
        for rule in rules:
            if rule.id.startswith("k") and not rule.after:
                kind, _, words = rule.id.partition(".")
                kinds.setdefault(kind, []).append(set(words.split("_")))
        pairs = (pair for words in kinds.values() for pair in itertools.combinations(words, 2))
        return max(len(one & other) for one, other in pairs)

    assert closest(crowded=False) == 1
    assert closest(crowded=True) == 2


def test_os1_hears_every_hit_with_its_rule_and_no_miss(work):
    script = Script.from_string(as_os1(work.rules))
    found = [script.match(text) for text, _ in work.hits]

    assert [match and match.rule_id for match in found] == [rule for _, rule in work.hits]
    assert not [text for text in work.misses if script.match(text)]


@pytest.mark.parametrize("peer", ["python_aiml", "rivescript", "hassil"])
def test_a_peer_hears_the_same(work, peer):
    from benchmarks.dialogue import engines

    module = {"python_aiml": "aiml"}.get(peer, peer)
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{peer} comes with the benchmarks only")
    ask = getattr(engines, peer)(work.rules)

    assert [ask(text) for text, _ in work.hits[:40]] == [rule for _, rule in work.hits[:40]]
    assert not any(ask(text) for text in work.misses[:40])


def test_templates_can_be_said_in_every_way_and_written_again():
    parts = read("@could_you (wash|dry up) the cup [now|{when:time}] *")

    ways = set(every(parts, {"could_you": ("please", "can you")}, lambda slot: slot.kind))
    said = " ".join(say(parts, {"could_you": ("please",)}, random.Random(1), lambda _: "soon"))

    assert len(ways) == 2 * 2 * 3 * 2
    assert "please dry up the cup time any" in ways
    assert said.startswith("please ")
    assert written(parts, lambda _: "_") == "_ (wash|dry up) the cup [now|_] _"


@pytest.mark.parametrize("wrong", ["(a|b", "a)", "[a", "a|b"])
def test_a_template_with_brackets_amiss_is_refused(wrong):
    with pytest.raises(ValueError, match=r"cannot read|missing|does not belong"):
        read(wrong)


def test_aiml_has_a_pattern_for_every_way_to_say_a_rule():
    rule = Rule("r", ("(open|close) the door [now] {when:time}",), ("x",), ("open the door now",))

    patterns = [element.text for element in ET.fromstring(as_aiml([rule])).iter("pattern")]

    assert sorted(patterns) == [
        "CLOSE THE DOOR *",
        "CLOSE THE DOOR NOW *",
        "OPEN THE DOOR *",
        "OPEN THE DOOR NOW *",
    ]


def test_answers_to_other_rules_are_left_to_os1(work):
    answers = [rule.id for rule in work.rules if rule.after]

    assert all(answer in as_os1(work.rules) for answer in answers)
    assert not any(f"- {answer}\n" in as_rivescript(work.rules) + "\n" for answer in answers)
    assert not set(answers) & set(as_hassil(work.rules)["intents"])


def test_a_sentence_reads_like_what_a_recogniser_writes():
    rule = Rule("r", ("is i am here",), ("x",), ("x",))

    assert sentence(rule, random.Random(1)) == "Is I am here?"


def test_every_concept_can_be_said():
    assert all(read(phrase) for phrases in CONCEPTS.values() for phrase in phrases)


def test_unrelated_sentences_are_many_and_each_is_there_once():
    texts = sentences()

    assert len(texts) >= 500
    assert len(set(texts)) == len(texts)
    assert all(3 <= len(text.split()) <= 40 for text in texts)


def test_generated_intents_share_no_sentence_between_examples_and_tests():
    intents = generated()
    by_intent = {name for _, name in intents.tests}

    assert len(by_intent) >= 20
    assert len(intents.examples) == EXAMPLES * len(by_intent)
    assert len(intents.tests) == TESTS * len(by_intent)
    assert len(intents.out_of_scope) == OUT_OF_SCOPE
    assert not {text for text, _ in intents.examples} & {text for text, _ in intents.tests}


def test_published_intents_are_read_from_their_file(tmp_path):
    file = tmp_path / "data_full.json"
    file.write_text(
        '{"train": [["hi", "greet"]], "test": [["hello", "greet"]], "oos_test": [["x", "oos"]]}'
    )

    intents = read_clinc(file)

    assert intents.examples == (("hi", "greet"),)
    assert intents.out_of_scope == ("x",)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"train": 3}'])
def test_a_file_that_holds_no_intents_is_refused_by_name(tmp_path, content):
    file = tmp_path / "broken.json"
    file.write_text(content)

    with pytest.raises(Os1Error, match=r"broken\.json"):
        read_clinc(file)
