# make setup | demo | test | test-all | check | bench
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT := ket-qua

.PHONY: all setup demo test test-all check bench lock clean
all: check

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.lock pyproject.toml .ci/setup .ci/debian-packages.txt
	@PYTHON="$(PYTHON)" VENV="$(VENV)" bash .ci/setup
	@touch $@

# 1: there are findings, 3: some input could not be read; both are what the samples show.
demo: setup
	@$(BIN)/doichieu run samples/inbox --plan samples/plan/plan.docx --out $(OUT) \
		--as-of 2024-12-20 || test $$? -eq 1 -o $$? -eq 3
	@$(BIN)/doichieu findings --out $(OUT) || test $$? -eq 1
	@echo "Kết quả ở $(OUT)/: sai-lech.xlsx (Excel), bao-cao.html (trình duyệt), findings.jsonl"
	@echo "Xem minh chứng và quyết định: $(BIN)/doichieu review --out $(OUT)"

test: setup
	@$(BIN)/pytest -rs

# Fuzzing by coverage is skipped, visibly, where its package cannot be had.
test-all: setup
	@$(BIN)/python -m pip install -qq --disable-pip-version-check \
		-r .ci/requirements-test-all.txt || true
	@$(BIN)/pytest -rs --runslow

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -rs

bench: setup
	@$(BIN)/python -m tests.benchmarks

# Writes the exact versions in use; run it after changing pyproject.toml. tesserocr has no wheel
# for Windows, where the second reader reads scans.
lock:
	@$(BIN)/pip freeze --all --exclude-editable --exclude pip --exclude atheris \
		| sed 's/^\(tesserocr==.*\)/\1 ; sys_platform == "linux"/' > requirements.lock

clean:
	rm -rf $(VENV) $(OUT) .mypy_cache .ruff_cache .import_linter_cache
