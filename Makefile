# 掌上编办 Zhangbian. `make run` runs it, `make test` tests it; both set up what they need.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev tools run dev test check bench types format

# Python may keep what it compiled, whatever the caller's shell says: much here is started many times.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?=
BIN := .venv/bin
ENVIRONMENT = python="$$(PYTHON='$(PYTHON)' scripts/python.sh)" && "$$python" scripts/environment.py
# Tools of the environment before those of the machine; node learns the machine's own certificate authorities.
TOOLS = PATH="$(CURDIR)/$(BIN):$$PATH" NODE_USE_SYSTEM_CA=1

help:
	@echo 'make run      set up, load the demonstration, start on http://localhost:$${ZB_PORT:-8000}'
	@echo 'make test     set up, run everything; PART=unit|app|postgresql|serving|faults|journeys runs one part'
	@echo 'make check    style, types, directions of imports, generated files'
	@echo 'make dev      run with reload, the app on http://localhost:5173'
	@echo 'make bench    measure the budgets, table on standard output'
	@echo 'make types    write pwa/src/shared/api/schema.d.ts anew from the server'
	@echo 'make format   let ruff put the Python sources in order'
	@echo 'make setup    the environment in .venv and the app in pwa/dist, nothing else'

setup:
	@$(ENVIRONMENT)

setup-dev:
	@$(ENVIRONMENT) --dev

tools:
	@$(ENVIRONMENT) --dev --without-build

run: setup
	@exec $(BIN)/python scripts/run.py

dev: tools
	@exec $(BIN)/python scripts/run.py --dev

# The app is built only for the parts that open it.
test: $(if $(filter unit app sqlite postgresql,$(PART)),tools,setup-dev)
	@exec env $(TOOLS) python scripts/test.py $(PART)

check: tools
	@exec env $(TOOLS) python scripts/check.py

bench: setup-dev
	@exec env $(TOOLS) python -m tests.bench $(BENCH)

types: tools
	@exec env $(TOOLS) python scripts/generated.py

format: tools
	@$(BIN)/ruff check --fix-only --quiet . && $(BIN)/ruff format .
