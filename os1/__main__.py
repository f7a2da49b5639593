"""`python -m os1` is the same program as `os1`."""

from os1.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
