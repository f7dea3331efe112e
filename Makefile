# Prongsai: what one types. Everything happens in .venv, from the locks, with hashes.
#
# On a bare Debian or Ubuntu: python3 (3.11 or newer), python3-venv, make, git.

PYTHON ?= python3
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
MUTMUT := $(VENV)/mutmut
RUNTIME := $(VENV)/.runtime-installed
TESTING := $(VENV)/.testing-installed

INSTALLER := tools/install_locked.sh tools/installer.lock tools/link_source.py
COMPILE := --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	$(if $(UPGRADE),--upgrade)

export PYTHON
ifdef PORT
export PRONGSAI_PORT := $(PORT)
endif

.DEFAULT_GOAL := help
.PHONY: help run demo test lint lint-style lint-types lint-imports lint-templates format bench mutants lock clean

help: ## Say what there is
	@echo 'Prongsai: complaints and whistleblowing for local governments'
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'
	@echo
	@echo '  PORT=8001 and PRONGSAI_DATA_DIR=/srv/prongsai move it, as in: make run PORT=8001'

run: $(RUNTIME) ## Serve, at first with a demonstration agency, on http://127.0.0.1:8000
	@$(BIN)/python -m app.commands run

demo: $(RUNTIME) ## Serve a demonstration made afresh in var/demo, apart from the data in var/
	@rm -rf var/demo
	@PRONGSAI_DATA_DIR=var/demo $(BIN)/python -m app.commands run

test: $(TESTING) ## Run every test, browser and PostgreSQL included
	@sh tools/ensure_browser.sh
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

lint: lint-style lint-types lint-imports lint-templates ## Check style, types, imports and templates

lint-style: $(TESTING)
	@$(BIN)/ruff check --output-format concise .
	@$(BIN)/ruff format --check .

lint-types: $(TESTING)
	@$(BIN)/mypy

lint-imports: $(TESTING)
	@$(BIN)/lint-imports --no-logo

lint-templates: $(TESTING)
	@$(BIN)/python tools/lint_templates.py

format: $(TESTING) ## Put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(TESTING) ## Measure
	@$(BIN)/python -m bench $(ARGS)

mutants: $(TESTING) $(MUTMUT) ## Change the cryptography in thousands of ways, count what its tests notice
	@$(BIN)/python tools/mutants.py --workers $(WORKERS) $(ARGS)

lock: $(TESTING) ## Write both locks from pyproject.toml (UPGRADE=1 takes newer versions)
	$(BIN)/uv pip compile $(COMPILE) pyproject.toml --group dev -o requirements-test.lock
	$(BIN)/uv pip compile $(COMPILE) pyproject.toml -c requirements-test.lock -o requirements.lock

clean: ## Remove the environment and the caches; the data in var/ stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# Apart from the other tools: it brings twenty packages that nothing else needs.
$(MUTMUT): tools/mutmut.lock | $(TESTING)
	@rm -rf $@
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps \
		--require-hashes --only-binary :all: --target $@ -r tools/mutmut.lock
	@touch $@

$(RUNTIME): requirements.lock $(INSTALLER)
	@sh tools/install_locked.sh requirements.lock
	@touch $@

# The test set holds the runtime set, at the same versions.
$(TESTING): requirements-test.lock $(INSTALLER)
	@sh tools/install_locked.sh requirements-test.lock
	@touch $(RUNTIME) $@
