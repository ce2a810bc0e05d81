"""The dashboard as a process of its own on a free port, as `myth-monitor serve` starts it: to test and to measure."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from monitor.errors import StoreError
from monitor.serve import command

_PATIENCE = 90.0
_ROOT = Path(__file__).resolve().parent.parent


class Served(NamedTuple):
    """A dashboard that runs: its address, and its process."""

    address: str
    process: subprocess.Popen[bytes]


@contextmanager
def served(home: Path, log: Path) -> Iterator[Served]:
    """A dashboard on that home, until the block is left. What it says goes to `log`."""
    port = free_port()
    environment = os.environ | {"MYTH_MONITOR_HOME": str(home), "PYTHONPATH": str(_ROOT)}
    with log.open("wb") as out:
        process = subprocess.Popen(command(port), env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_up(address, process, log)
            yield Served(address, process)
        finally:
            process.terminate()
            process.wait(timeout=30)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_until_up(
    address: str, process: subprocess.Popen[bytes], log: Path, patience: float = _PATIENCE
) -> None:
    """Returns when the dashboard answers. Raises StoreError with its log when it does not, or ends before."""
    deadline = time.monotonic() + patience  # seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise StoreError(f"the dashboard did not start:\n{log.read_text('utf-8', 'replace')}")
