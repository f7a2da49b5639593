"""How quick, how small and how exact OS1 is: `make bench`, or `python -m benchmarks`.

Nothing here passes or fails a build. Times depend on the machine and on what else
it does, so each is set against a peer measured in the same minutes, turn by turn,
or against a limit that people feel.
"""
