"""The command line answers at once, and names what is wrong."""

import subprocess
import sys

HEAVY = ("duckdb", "pyarrow", "onnxruntime", "transformers", "streamlit", "lxml", "pydantic", "rich", "numpy")


def myth_monitor(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-m", "monitor.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | environment,
    )


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys, monitor.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_wrong_usage_is_exit_code_2() -> None:
    assert myth_monitor("no-such-command").returncode == 2


def test_a_wrong_setting_is_named_without_a_traceback(tmp_path: object) -> None:
    answer = myth_monitor("myths", "list", "--home", str(tmp_path), MYTH_MONITOR_FETCH__DELAY="soon")
    assert answer.returncode == 1
    assert "fetch.delay" in answer.stderr
    assert "Traceback" not in answer.stderr
