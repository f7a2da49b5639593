"""The rule engine: how quick, how small, how forgiving. `make bench ARGS=dialogue`.

Everything is made on the spot with fixed seeds. The peers (python-aiml, rivescript and
hassil) get the same rules in their own languages and the same sentences, one after the
other. `python -m benchmarks.dialogue --help` measures a part of it.
"""
