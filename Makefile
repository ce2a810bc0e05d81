# Two commands do everything: `make demo` and `make test`. README.md has the same steps without make.
PYTHON ?= python3
BIN := .venv/bin
WITHOUT_BROWSER := -m pytest --ignore=tests/browser --numprocesses=auto --maxprocesses=4

.PHONY: demo test quick check format lock bench clean

demo: .venv/run.stamp
	$(BIN)/myth-monitor demo

test: .venv/dev.stamp check
	$(BIN)/python -m tests.browser.browsers
	$(BIN)/python -m pytest tests/browser
	$(BIN)/python $(WITHOUT_BROWSER)

# While you work: without the checks marked slow and those in a browser. CI runs `make test`.
quick: .venv/dev.stamp check
	$(BIN)/python $(WITHOUT_BROWSER) -m "not slow"

check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/run.stamp
	$(BIN)/myth-monitor bench

.venv/run.stamp: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group build -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
