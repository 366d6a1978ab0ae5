# The whole vocabulary. Every target sets itself up: a machine with Python 3.11 or newer and make is enough.
#
#   make dev       a virtual environment in .venv with markcheck (editable) and the tools of its developers
#   make lint      ruff
#   make types     mypy, strict
#   make test      the tests
#   make npm       axe-core and the JUnit schema, for the tests that need them; left out where npm is absent
#   make demo      the main job on examples/: validate, then redact
#   make bench     the benchmarks
#   make generate  README's shown output, docs/cli.md, docs/rules.md, schemas/
#   make nightly   the tests with many more generated documents
#   make clean     removes what the others made, except .venv

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
DEMO := build/demo
DEMO_INPUT := examples/clean/2005-telegram.txt

.PHONY: dev npm lint types test demo bench generate nightly clean

dev: $(READY)

# An environment without pip is what an interrupted or failed `venv` leaves behind.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("markcheck needs Python 3.11 or newer; name one: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

# Packages of npm that only tests use. Without npm, or without a network, those tests say what they lack.
NPM := build/npm/.ready

npm: $(NPM)

$(NPM): tools/npm-packages.txt
	@if command -v npm >/dev/null; then \
	  npm install --silent --no-audit --no-fund --ignore-scripts --prefix build/npm $$(cat tools/npm-packages.txt) \
	    && touch $@ || echo "npm: the packages could not be had; some tests will be skipped"; \
	else echo "npm: not installed; some tests will be skipped"; fi

lint: $(READY)
	$(BIN)/python -m ruff check .

types: $(READY)
	$(BIN)/python -m mypy

test: $(READY) npm
	$(BIN)/python -m pytest -n auto --dist loadfile

# The faulty examples are there to be found: 1 is the exit code they must give.
demo: $(READY)
	$(BIN)/markcheck validate examples/clean
	$(BIN)/markcheck validate examples/faulty; test $$? -eq 1
	@mkdir -p $(DEMO)
	$(BIN)/markcheck redact $(DEMO_INPUT) --max U -o $(DEMO)/ --force
	@echo; cat $(DEMO)/$(notdir $(DEMO_INPUT))

bench: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/marks.py
	$(BIN)/python benchmarks/formats.py
	$(BIN)/python benchmarks/sets.py
	$(BIN)/python benchmarks/scale.py

generate: $(READY)
	$(BIN)/python tools/generate.py

nightly: $(READY) npm
	HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest -n auto --dist loadfile

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks rules/.compiled.json rules/.compiled-*
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
