"""The conversation itself: events, ports, turns. Standard library only."""
