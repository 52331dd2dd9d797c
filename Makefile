# Every target does the set-up it needs on a machine with Python 3.11+, its venv module and make.
PYTHON ?= python3
WORKERS ?= 2

BIN := .venv/bin
READY := .venv/.ready
LOCK_TOOL := .build/lock-tool
COMPILE := $(LOCK_TOOL)/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml

.PHONY: setup demo test bench snapshots lock
.DELETE_ON_ERROR:

setup: $(READY)

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'successtui needs Python 3.11 or newer; name one with: make $(or $(MAKECMDGOALS),setup) PYTHON=/path/to/python3.11' >&2; \
		exit 1; }
	@echo 'Setting up .venv (once; about a minute) ...'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q src
	@touch $@

demo: setup
	@$(BIN)/successtui demo

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

bench: setup
	$(BIN)/python -m benchmarks

# Redraws the pictures the snapshot tests compare with; look at each one before committing it.
snapshots: setup
	$(BIN)/python -m pytest tests/snapshots --snapshot-update
	$(BIN)/python -m tests.snapshots.pictures

# After a change of the dependencies in pyproject.toml. Pins stay as they are where they still fit.
lock:
	@$(PYTHON) -m venv $(LOCK_TOOL)
	@$(LOCK_TOOL)/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) --all-extras --group dev --output-file requirements-dev.lock
	$(COMPILE) --output-file requirements.lock
