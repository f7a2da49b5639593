"""Every test here gets `card`, the virtual sound card."""

from virtual_card import _session_card, card

__all__ = ["_session_card", "card"]
