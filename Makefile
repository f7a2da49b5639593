# The two commands are `make run` and `make test`; each brings what it needs first.
# On a second run that takes a moment only. README.md tells the rest.

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench lock clean .lint

# make run ARGS="chat"; make run PYTHON=python3.12; make run SYSTEM=skip
ARGS ?=
export PYTHON SYSTEM

setup := sh packaging/setup/prepare.sh
bin := .venv/bin

# What `make test` asks of line coverage, in percent.
core_coverage := 95
dialogue_coverage := 95

help:
	@echo 'make run      start OS1; ARGS="chat" passes arguments on'
	@echo 'make test     check everything, as CI does; ARGS="tests/unit -k turns" for a part of the tests'
	@echo 'make lint     only the style, the types and who imports whom'
	@echo 'make format   put the code into shape'
	@echo 'make bench    measure speed, memory and word errors'
	@echo 'make lock     renew the locked dependencies; ARGS=--upgrade for newer versions'
	@echo 'make clean    remove what was made here, the Python environment too'

run:
	@$(setup) run
	@$(bin)/os1 $(ARGS)

# Core, dialogue and whole conversations must need neither Qt, nor Vosk, nor a
# sound library: they run once with those refused, then everything runs. (What
# installs and chooses speech models asks for Vosk on purpose.)
test:
	@$(setup) test
	@$(MAKE) --no-print-directory .lint
ifeq ($(ARGS),)
	@echo "== tests without Qt, Vosk and sounddevice"
	@PYTHONPATH=tests $(bin)/python -m pytest -p no_heavy_imports -p no:pytest-qt -p no:cacheprovider \
		--ignore-glob='tests/unit/test_models_*' $(wildcard tests/unit tests/dialogue tests/conversation)
	@echo "== all tests"
	@QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(bin)/python -m pytest --cov --cov-report=
	@$(call covered,os1/core,$(core_coverage))
	@$(call covered,os1/dialogue,$(dialogue_coverage))
else
	@QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(bin)/python -m pytest $(ARGS)
endif

# Says the line coverage of a folder; if it is under the floor, which lines are missed.
covered = total=$$($(bin)/coverage report --include='$(1)/*' --format=total --precision=1 --fail-under=$(2)) \
	&& echo "$(1): $$total % of lines covered ($(2) asked)" \
	|| { $(bin)/coverage report --include='$(1)/*' --show-missing --skip-covered; \
	     echo "os1: less than $(2) % of the lines of $(1) are covered; see above." >&2; exit 1; }

lint:
	@$(setup) test
	@$(MAKE) --no-print-directory .lint

# Without the set-up, which `test` and `lint` have done.
.lint:
	@echo "== style, types, who imports whom"
	@$(bin)/ruff format --check --quiet --output-format concise || { echo "os1: some files are out of shape. Next step: make format" >&2; exit 1; }
	@$(bin)/ruff check --quiet --output-format concise
	@MYPYPATH=packaging/setup $(bin)/mypy --no-error-summary -p os1 -p os1_setup
	@mkdir -p .make; $(bin)/lint-imports >.make/imports.log || { cat .make/imports.log; exit 1; }

format:
	@$(setup) test
	@$(bin)/ruff check --quiet --fix --exit-zero >/dev/null
	@$(bin)/ruff format
	@$(bin)/ruff check --quiet --output-format concise

bench:
	@$(setup) bench
	@$(bin)/python -m benchmarks $(ARGS)

lock:
	@$(setup) run
	@$(bin)/python packaging/locks/lock.py $(ARGS)

clean:
	rm -rf .venv .make build dist .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
