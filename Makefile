# Everything runs in one virtual environment, .venv, which the first target builds.
#
#   make lab         open the course in JupyterLab        (LANGUAGE=es for Spanish)
#   make instructor  install what grading needs: docs/instructors.md goes on from there
#   make test        install what tests need, and test
#   make grade       mark the bundled example class
#   make build       build the notebooks from their sources
#   make bench       measure what benchmarks/README.md explains

PYTHON ?= python3
LANGUAGE ?= en
LAB_OPTIONS ?=
PYTEST_OPTIONS ?=
# A file's tests share servers and classes that are made once. The files come in the order of
# tests/conftest.py: the longest first. What watches time and memory runs afterwards, alone.
TEST_PROCESSES ?= --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check
PINNED := $(INSTALL) --constraint constraints.txt
# A version may be withdrawn, or have no wheel for a new Python: that must not keep a class out.
# Tests insist on the pins.
PINNED_OR_NOT = $(PINNED) "$$@" || { echo "neurona: these exact versions cannot be installed" \
    "here; taking newer or older ones that pyproject.toml allows …"; $(INSTALL) "$$@"; }

.PHONY: lab instructor test grade build bench lint clean
.DEFAULT_GOAL := lab

$(VENV)/.created:
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh tools/make_venv.sh
	@touch $@

# One stamp for each set of extras; a later set includes what the earlier ones install.
$(VENV)/.lab: $(VENV)/.created pyproject.toml constraints.txt
	@echo "Installing what the course needs (about a minute the first time) …"
	@set -- --editable '.[lab]'; $(PINNED_OR_NOT)
	@touch $@

$(VENV)/.instructor: $(VENV)/.lab
	@echo "Installing what grading needs …"
	@set -- --editable '.[lab,instructor]'; $(PINNED_OR_NOT)
	@touch $@

$(VENV)/.test: $(VENV)/.instructor
	@echo "Installing what tests need …"
	$(PINNED) --editable '.[lab,instructor,cluster,test]'
	@touch $@

lab: $(VENV)/.lab
	@LANGUAGE="$(LANGUAGE)" sh tools/serve_lab.sh $(BIN)/python $(LAB_OPTIONS)

instructor: $(VENV)/.instructor

# Exit status 5 says that the options choose no test of that kind.
test: $(VENV)/.test
	@failed=0; \
	$(BIN)/python -m pytest --alone without $(TEST_PROCESSES) $(PYTEST_OPTIONS) || \
	    [ $$? -eq 5 ] || failed=1; \
	$(BIN)/python -m pytest --alone only $(PYTEST_OPTIONS) || [ $$? -eq 5 ] || failed=1; \
	exit $$failed

grade: $(VENV)/.instructor
	rm -rf build/example/submitted
	$(BIN)/autograde example --into build/example/submitted
	$(BIN)/autograde grade build/example/submitted --to build/example/graded

build: $(VENV)/.instructor
	$(BIN)/autograde build

bench: $(VENV)/.test
	@failed=0; for name in panel_latency sandbox_layers notebooks marking marking_parts training \
	    scale cluster class_day; do \
	    echo "== $$name"; $(BIN)/python -m benchmarks.$$name || failed=1; \
	done; exit $$failed

lint: $(VENV)/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

clean:
	rm -rf build .envs $(VENV)
