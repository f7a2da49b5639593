"""OS1: a voice companion that lives entirely on your own computer."""

__version__ = "0.1.0.dev0"
