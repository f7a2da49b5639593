"""What `make run` and `make test` do before OS1 starts, on Linux.

Standard library only: nothing is installed yet. All it says goes to standard
error, so that `make run ARGS=chat` prints her words and nothing else.
"""
