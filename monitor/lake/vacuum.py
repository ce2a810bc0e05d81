"""Empties the free pages and the write-ahead log of the SQLite catalogue.

Run as a process of its own (`python -m monitor.lake.vacuum FILE SECONDS`). SQLite's locks belong to the
process: were the file opened here a second time, by Python's copy of SQLite beside DuckDB's, closing the
one would drop the locks of the other (https://sqlite.org/howtocorrupt.html, 2.2).
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from monitor.errors import StoreBusyError, StoreError

_BUSY = 75  # EX_TEMPFAIL


def vacuum(catalogue: Path, timeout: float) -> None:
    """Rewrites the catalogue so that no byte of a deleted row is left in it.

    Raises StoreBusyError when another process kept reading for `timeout` seconds.
    """
    command = [sys.executable, "-m", "monitor.lake.vacuum", str(catalogue), str(timeout)]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode == _BUSY:
        raise StoreBusyError(
            "another process is reading the store, so traces of erased posts remain in the catalogue",
            remedy="Close other uses of this home and run `myth-monitor maintain`: it finishes the erasure.",
        )
    if done.returncode:
        raise StoreError(f"the catalogue could not be emptied of erased posts: {done.stderr.strip()[-300:]}")


def _main(catalogue: str, timeout: str) -> int:
    until = time.monotonic() + float(timeout)
    connection = sqlite3.connect(catalogue, timeout=float(timeout), isolation_level=None)
    try:
        connection.execute("VACUUM")
        while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if time.monotonic() > until:
                return _BUSY
            time.sleep(0.05)
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        return _BUSY
    finally:
        connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
