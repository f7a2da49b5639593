"""Events: names and the shape of one JSON line."""

import json

import pytest

from os1.core import events
from os1.core.events import FinalHypothesis, ReplyGiven, State, StateChanged


def all_events():
    return [
        kind
        for kind in vars(events).values()
        if isinstance(kind, type) and issubclass(kind, events.Event) and kind is not events.Event
    ]


def test_json_line_starts_with_event_turn_and_time():
    event = FinalHypothesis(turn_id=3, time_s=2.3104, text="how many others?")
    content = json.loads(event.to_json())
    assert list(content)[:3] == ["event", "turn", "time_s"]
    assert content["event"] == "final_hypothesis"
    assert content["turn"] == 3
    assert content["time_s"] == 2.31
    assert content["text"] == "how many others?"


def test_a_reply_is_called_reply():
    assert ReplyGiven(text="8,316.", rule="others", mood="tender").to_dict()["event"] == "reply"


def test_every_event_has_a_name_of_its_own():
    names = [kind.name for kind in all_events()]
    assert len(names) == len(set(names))
    assert "event" not in names
    assert all(name == name.lower() and " " not in name for name in names)


def test_states_print_as_words():
    assert json.loads(StateChanged(state=State.LISTENING).to_json())["state"] == "listening"


def test_events_cannot_be_changed():
    event = FinalHypothesis(text="a")
    with pytest.raises(AttributeError):
        event.text = "b"  # type: ignore[misc]
