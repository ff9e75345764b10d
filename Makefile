# casefold: `make run` turns PDFs into the dataset, `make test` checks the project. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
INBOX ?= samples
TESTS ?=
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
REPORT := out/tests.xml

.PHONY: help install run ui check test lint format samples lock clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## ?/  make \1 \t/' | expand -t 20

install: $(INSTALLED)  ## the virtual environment in .venv, every package at its locked version and hash

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "casefold needs Python 3.11 or newer: install one, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Installing the locked packages into $(VENV) with $(PYTHON) (a few minutes, only when the lock changes) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "Installed. The command line is $(BIN)/casefold"

run: $(INSTALLED)  ## extract the sample reports, or your own: make run INBOX=folder
	@$(BIN)/casefold run --inbox "$(INBOX)"

ui: $(INSTALLED)  ## the Dagster UI on this machine
	@$(BIN)/casefold ui

check: lint  ## lint, and the example sentences: a minute
	@$(BIN)/python -m pytest -q tests/examples_test.py tests/rules_test.py tests/borders_test.py tests/readme_test.py

test: $(INSTALLED)  ## every test, or some: make test TESTS=tests/command
	@mkdir -p $(dir $(REPORT))
	@$(BIN)/python -m pytest --junitxml=$(REPORT) -ra $(TESTS) \
		&& echo "The tests passed. Their report: $(REPORT)" \
		|| { code=$$?; echo "The tests FAILED. Their report: $(REPORT)"; exit $$code; }

lint: $(INSTALLED)  ## format, lint and types, without changing a file
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: $(INSTALLED)  ## rewrite the Python files in the project's format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

samples: $(INSTALLED)  ## typeset the sample reports anew: the same bytes from the same sources
	@$(BIN)/python samples/typeset.py

lock:  ## requirements.lock from pyproject.toml (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-strip-extras \
		--python-version 3.11 --all-extras pyproject.toml -o requirements.lock

clean:  ## what was computed: dataset, caches, Dagster's history; .venv and your PDFs stay
	rm -rf out data/cache data/dataset data/pages data/state .dagster .pytest_cache .mypy_cache .ruff_cache
