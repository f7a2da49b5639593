"""The rule engine: text in, reply out."""
