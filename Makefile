# Two commands on a fresh machine: `make serve` and `make test`. Python 3.11+ and make are enough.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
TORCH := $(shell sed -n 's/^torch==/torch==/p' constraints.txt)

.PHONY: setup setup-test serve test check eval bench format clean
setup: .venv/.installed
setup-test: .venv/.installed-test

# torch is asked for first and by itself: asked for through another package, pip may take a newer
# build with gigabytes of GPU libraries.
.venv/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("gongwen needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; run make PYTHON=python3.11 ...") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check $(TORCH)
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/.installed-test: .venv/.installed
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[test,dev,train]'
	touch $@

serve: setup
	$(BIN)/gongwen serve --host $(HOST) --port $(PORT)

test: setup-test
	$(BIN)/python -m pytest

check: setup-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy gongwen.py
	$(BIN)/lint-imports

eval: setup
	$(BIN)/gongwen eval gate

bench: setup-test
	$(BIN)/python -m eval.bench

format: setup-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
