"""Percentiles, ratios and verdicts of the benchmarks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.figures import Summary, paired_ratio, percentile
from benchmarks.report import Row, as_markdown, as_text, number, put_into, within, words_beside
from benchmarks.words import WordErrors

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1)


def test_percentiles_lie_between_two_values():
    values = [10.0, 40.0, 20.0, 30.0]
    assert percentile(values, 0.0) == 10.0
    assert percentile(values, 0.5) == 25.0
    assert percentile(values, 1.0) == 40.0
    assert percentile([7.0], 0.95) == 7.0


@given(VALUES, st.floats(0, 1))
def test_a_percentile_never_leaves_the_values(values, share):
    assert min(values) <= percentile(values, share) <= max(values)


def test_nothing_measured_has_no_percentile():
    with pytest.raises(ValueError, match="no values"):
        Summary.of([])


def test_a_slow_moment_of_the_machine_hurts_both_of_a_pair():
    ours, theirs = [1.0, 1.0, 100.0], [4.0, 4.0, 400.0]
    assert paired_ratio(ours, theirs) == 0.25


def test_a_limit_is_kept_or_missed_by_so_much():
    assert within("x", Summary.of([0.5, 0.9, 5.0]), 1.0, "s").verdict == "met"
    missed = within("x", Summary.of([1.5]), 1.0, "s")
    assert missed.verdict == "missed by 50 %"
    assert Row("x", "1", "1", ratio=3.0).verdict == ""


def test_beside_a_peer_without_errors_any_error_is_a_miss():
    none = WordErrors(0, 10)
    assert words_beside("x", none, "peer", none, 1.05).verdict == "met"
    row = words_beside("x", WordErrors(1, 10), "peer", none, 1.05)
    assert row.verdict.startswith("missed")
    assert row.value == "10.0 %"


@pytest.mark.parametrize(
    ("value", "text"), [(1234.5, "1,234"), (99.44, "99.4"), (0.0123, "0.0123"), (3.0, "3")]
)
def test_numbers_show_the_digits_that_matter(value, text):
    assert number(value) == text


def test_the_table_lands_between_the_marks_and_leaves_the_rest_alone(tmp_path):
    document = tmp_path / "benchmarks.md"
    rows = [within("start", Summary.of([0.5]), 1.0, "s")]
    put_into(document, as_markdown(rows, ["today"]))
    text = document.read_text(encoding="utf-8")
    document.write_text(text + "\nMine.\n", encoding="utf-8")
    put_into(document, as_markdown(rows, ["tomorrow"]))
    text = document.read_text(encoding="utf-8")
    assert text.startswith("# Benchmarks\n")
    assert text.endswith("\nMine.\n")
    assert "- tomorrow" in text
    assert "today" not in text
    assert "| start | 0.5 s | 1 | limit 1 s | 0.50 | 1.00 | met |" in text


def test_columns_line_up():
    rows = [
        within("a", Summary.of([1.0]), 1.0, "s"),
        within("much longer", Summary.of([2.0]), 1.0, "s"),
    ]
    lines = as_text(rows).splitlines()
    assert len({line.index("limit") for line in lines}) == 1
