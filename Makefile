.DEFAULT_GOAL := help
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 3

.PHONY: help setup run test check bench model docs screenshot lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/ready ## Create the environment; a no-op when it is there

$(VENV)/ready: pyproject.toml requirements.lock scripts/setup.sh
	@scripts/setup.sh requirements.lock
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.lock
	@scripts/setup.sh requirements-dev.lock
	@touch $@

run: $(VENV)/ready ## Load the sample trackers, print the findings, serve the dashboard
	@exec $(BIN)/debrief demo

test: $(VENV)/ready-dev ## Run the tests; Chromium and LibreOffice come from Debian where its package manager is usable
	@scripts/install_browser.sh
	@scripts/install_office.sh
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not thorough"

test-thorough: $(VENV)/ready-dev ## Try in full what `make test` tries in part: every hostile statement, every page in all four ways
	@scripts/install_browser.sh
	@scripts/install_office.sh
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m thorough

check: $(VENV)/ready-dev ## Format, lint, types, and documents that are up to date
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python scripts/write_docs.py --check

bench: $(VENV)/ready-dev ## Measure import, views and themes against peers in the same run
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.pages
	@$(BIN)/python -m benchmarks.sessions
	@$(BIN)/python -m benchmarks.score_themes

model: $(VENV)/ready-dev ## Train the model of themes anew on data/bank and measure it on held-out voices
	@$(BIN)/python -m training

docs: $(VENV)/ready-dev ## Write the generated documents anew
	@$(BIN)/python scripts/write_docs.py

screenshot: $(VENV)/ready-dev ## Take the README's picture of the dashboard anew
	@$(BIN)/python scripts/take_screenshot.py

lock: $(VENV)/ready-dev ## Choose the dependencies' versions anew
	@scripts/lock.sh

clean: ## Remove the environment and everything made
	@rm -rf $(VENV) artifacts dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
