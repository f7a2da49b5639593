#!/bin/sh
# Finds a Python new enough, and lets it do the set-up: prepare.sh run|test|bench
# PYTHON=... chooses one; otherwise the one that made .venv goes on serving it.
here=$(dirname "$0")
old=""
for python in ${PYTHON:-"$here/../../.venv/bin/python" python3 python3.14 python3.13 python3.12 python3.11}; do
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        PYTHONPATH="$here" exec "$python" -P -m os1_setup "$@"
    fi
    old="$old $python is $version."
done
echo "os1: Python 3.11 or newer is needed.${old:- No Python was found.}" >&2
if command -v apt-get >/dev/null; then
    echo "Next step: sudo apt-get install -y python3 python3-venv" >&2
    echo "If your system's python3 is older: python3.11 and python3.11-venv; then make run PYTHON=python3.11" >&2
else
    echo "Next step: install it with your system's package manager." >&2
fi
exit 1
