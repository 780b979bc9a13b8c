# Everything a developer and CI do. Needs Python 3.11 or newer and make; sets up the rest.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

# The newest Python that the pins were tested with comes first.
PYTHON := $(shell for name in python3.11 python3.12 python3.13 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$name; break; }; done)
VENV := .venv/bin
PEER := .peers/dvc
MLFLOW := .peers/mlflow
SERVING := .peers/serving
SERVE := .peers/serve
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# --no-compile below: of what is installed, a part is ever imported, and compiled then.

.PHONY: help setup peers image servers browser emulators check check-code check-types check-docs test demo bench docs requirements format clean distclean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.installed ## Create .venv with the pinned tools and this package in it

peers: $(PEER)/.installed $(MLFLOW)/.installed ## Create .peers: the pinned dvc and MLflow that tests and benchmarks judge by

image: $(SERVE)/.installed ## Create .peers/serve: what an image holds that only serves

servers: $(SERVING)/.installed ## Create .peers/serving: servers of others that benchmarks measure beside

emulators: .peers/azurite/.installed ## Create .peers/azurite, Microsoft's emulator of its blob storage

browser: ## Install chromium, in which tests look at the pages we write
	@command -v chromium >/dev/null || { \
	  echo "== chromium, from the system's packages"; \
	  command -v apt-get >/dev/null \
	    || { echo "error: no chromium; hint: install it and put it on the PATH" >&2; exit 1; }; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends chromium >/dev/null; }

check: setup ## Lint, types, import contracts, sizes, docs: the gate
	@$(MAKE) --no-print-directory --output-sync -j2 check-docs check-types check-code

check-code: setup
	@echo "== ruff: lint and format"
	@$(VENV)/ruff check --quiet --output-format concise .
	@$(VENV)/ruff format --quiet --check .
	@echo "== import contracts: layers, cycles, heavy libraries"
	@$(VENV)/lint-imports --no-cache | sed -n '/^Contracts:/p;/BROKEN/,$$p'
	@echo "== purity, sizes, requirements"
	@$(VENV)/python -m tools.check_pure
	@$(VENV)/python -m tools.check_size
	@$(VENV)/python -m tools.check_requirements

check-types: setup
	@echo "== mypy: strict, tests included"
	@$(VENV)/mypy

check-docs: setup
	@echo "== docs: every block executed, every verb, setting and error described"
	@$(VENV)/python -m tools.check_docs

# Ten thousands of small files: in memory where there is room for them.
test: setup peers image browser emulators ## All tests, with the real dvc as the judge
	@echo "== pytest: every room, then both tools side by side"
	@if [ -w /dev/shm ] && [ "$$(df -k --output=avail /dev/shm | tail -n 1)" -gt 2000000 ]; then \
	  export TMPDIR="$$(mktemp -d /dev/shm/lineal-tests-XXXXXX)"; \
	  trap 'rm -rf "$$TMPDIR"' EXIT; fi; \
	$(VENV)/pytest -n auto --maxprocesses 4

demo: setup ## Run the example pipeline, ask what made what, change something, see why and what it did
	@$(VENV)/python -m tools.demo

bench: setup peers servers ## Benchmarks beside dvc; writes benchmarks/RESULTS.md
	@$(VENV)/python -m benchmarks.run

docs: setup ## Write docs/reference from the code
	@$(VENV)/python -m tools.make_reference

requirements: setup ## Compile requirements/*.in to pinned, hashed *.txt
	@$(VENV)/python -m tools.compile_requirements

format: setup ## Let ruff format and mend what it can
	@$(VENV)/ruff check --quiet --fix . ; $(VENV)/ruff format --quiet .

clean: ## Remove what tools leave behind
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests tools benchmarks examples -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## And the environments
	@rm -rf .venv .peers

.venv/.installed: requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "error: Python 3.11 or newer is needed" >&2; exit 1; }
	@echo "== .venv: pinned tools, with $(PYTHON)"
	@test -x $(VENV)/python || $(PYTHON) -m venv .venv
	@$(VENV)/python -m pip install --quiet --no-compile --require-hashes -r requirements/dev.txt
	@$(VENV)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.peers/azurite/.installed: requirements/azurite/package-lock.json
	@echo "== .peers/azurite: pinned, by npm, half a minute"
	@mkdir -p .peers/azurite && cp requirements/azurite/package*.json .peers/azurite/
	@cd .peers/azurite && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

# An environment of its own, for a peer or for what an image holds.
define ENVIRONMENT
	@test -n "$(PYTHON)" || { echo "error: Python 3.11 or newer is needed" >&2; exit 1; }
	@echo "== $(@D): pinned by $<"
	@test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --no-compile --require-hashes -r $<
	@touch $@
endef

$(PEER)/.installed: requirements/peers-dvc.txt
	$(ENVIRONMENT)

$(MLFLOW)/.installed: requirements/peers-mlflow.txt
	$(ENVIRONMENT)

$(SERVE)/.installed: requirements/serve.txt
	$(ENVIRONMENT)

$(SERVING)/.installed: requirements/peers-serving.txt
	$(ENVIRONMENT)
