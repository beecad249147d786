# Luqin 路勤. `make help` lists what there is; the scripts in scripts/ do the work.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON_BIN := .venv/bin/python
# The Node of the environment comes first: no command uses one from outside.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PYTHONUTF8 := 1

# Test processes; one of them takes all browser tests.
TEST_WORKERS ?= 2
# More words for pytest, e.g. make test ARGS="-k plate".
ARGS ?=

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\n  make run PORT=8080   another port      make run DEMO=0   empty, asks for the first administrator\n'
	@printf '  make run TLS=1       https for phones  make run HOST=127.0.0.1   this machine only\n'

.PHONY: run
run: ## Set up what is missing, load the demo branch and serve on PORT (8000)
	@scripts/environment.sh build
	@scripts/pwa.sh
	@exec scripts/start.sh

.PHONY: setup
setup: ## Make the development environment: Python packages, PWA packages, what tests need
	@scripts/environment.sh dev
	@scripts/test-needs.sh
	@scripts/pwa.sh packages

.PHONY: test
test: setup ## Run every test: PWA units, Python on SQLite and PostgreSQL, real browser
	@scripts/pwa.sh
	npm --prefix pwa test
	$(PYTHON_BIN) -m pytest --numprocesses $(TEST_WORKERS) --dist loadgroup $(ARGS)

.PHONY: e2e
e2e: setup ## Run the browser tests only
	@scripts/pwa.sh
	$(PYTHON_BIN) -m pytest tests/e2e $(ARGS)

.PHONY: lint
lint: ## Check style, types, locks and the Dockerfile
	@scripts/environment.sh dev
	@scripts/pwa.sh packages
	$(PYTHON_BIN) scripts/check_locks.py
	$(PYTHON_BIN) -m ruff check .
	$(PYTHON_BIN) -m ruff format --check .
	$(PYTHON_BIN) -m mypy
	npm --prefix pwa run lint
	hadolint Dockerfile

.PHONY: format
format: ## Put the Python code into shape
	@scripts/environment.sh dev
	$(PYTHON_BIN) -m ruff check --fix .
	$(PYTHON_BIN) -m ruff format .

.PHONY: bench
bench: ## Measure next to a floor of the same run; writes var/bench.json
	@scripts/environment.sh dev
	$(PYTHON_BIN) -m tests.bench

.PHONY: screenshots
screenshots: setup ## Take the pictures of the README from a running demo
	@scripts/pwa.sh
	$(PYTHON_BIN) -m tests.e2e.screenshots

.PHONY: lock
lock: ## Compile the lock files again (UPGRADE=1 takes newer versions)
	@scripts/environment.sh dev
	scripts/lock.sh

.PHONY: clean
clean: ## Remove what was built and installed; data in var/ stays
	rm -rf .venv pwa/node_modules pwa/dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
