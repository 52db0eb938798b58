# Needs CPython 3.11 or newer, make and a package registry; nothing else.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
PIN     = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-strip-extras --generate-hashes --no-header -o
WORKERS = $(shell $(BIN)/python -c "import os; print((os.cpu_count() or 1) + 2)")

# Each of the many processes that the demo and the tests begin would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test coverage tour kills faults bench flood lint format pins clean

demo: $(STAMP)  ## Fuma with a pretend Telegram and WeCom, on a page of phones
	$(BIN)/python -m bot demo $(ARGS)

tour: $(STAMP)  ## the whole story of the demo, headless; pictures in var/tour
	$(BIN)/python -m bot tour --out var/tour $(ARGS)

kills: $(STAMP)  ## the tour while Fuma is killed 200 times on each database; an hour or so (ARGS="--kills 40")
	$(BIN)/python -m tests.kills --out var/kills $(ARGS)

faults: $(STAMP)  ## what a fault of a platform costs each class of message, as a table; a minute
	$(BIN)/python -m tests.faults

bench: $(STAMP)  ## updates a second beside python-telegram-bot and a floor, and deadlines; a quarter of an hour (ARGS="--rounds 1")
	$(BIN)/python -m bench.updates $(ARGS)
	$(BIN)/python -m bench.deadlines $(ARGS)

flood: $(STAMP)  ## how long a verdict takes behind 20,000 bulk messages, on each database; a minute
	$(BIN)/python -m bench.flood $(ARGS)

test: $(STAMP)  ## every test
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

coverage: $(STAMP)  ## every test, with branch coverage and its goals; half as long again
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder --cov --cov-report=term-missing:skip-covered --cov-report=json:var/coverage.json $(ARGS)
	$(BIN)/python -m tests.coverage_goals var/coverage.json

lint: $(STAMP)  ## ruff, mypy, the layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)  ## puts the code in form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv: $(STAMP)  ## the virtual environment alone

$(STAMP): $(wildcard requirements/*) pyproject.toml
	$(PYTHON) requirements/install.py $(VENV) dev
	touch $@

pins: $(STAMP)  ## the lists again, after a change in pyproject.toml; a pin stays where it still fits (ARGS=--upgrade: all newest)
	$(PIN) requirements/bootstrap.txt requirements/bootstrap.in $(ARGS)
	$(PIN) requirements/run.txt pyproject.toml $(ARGS)
	$(PIN) requirements/dev.txt pyproject.toml --extra dev --constraints requirements/run.txt $(ARGS)

clean:  ## everything that was made
	rm -rf $(VENV) var build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
