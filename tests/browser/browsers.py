"""A browser to test with, and what is said where there is none.

`python -m tests.browser.browsers` (part of `make test`) installs Debian's Chromium where it may.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from dashboard.browser import browser_path

LEFT_OUT = (
    "left out: the tests in tests/browser, for there is no Chromium, Chrome or Edge here"
    " (install one, or `python -m playwright install chromium`)"
)


def in_ci() -> bool:
    """Whether this is a run in which no test may be left out."""
    return bool(os.environ.get("CI") or os.environ.get("MYTH_MONITOR_CI"))


def _may_install() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and bool(shutil.which("apt-get"))


def _install() -> None:
    # Debian's own package, through its own client; without a network it fails and the tests are left out.
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
    if subprocess.run(command, env=environment, **quiet).returncode:  # type: ignore[call-overload]
        subprocess.run(["apt-get", "update"], env=environment, **quiet)  # type: ignore[call-overload]
        subprocess.run(command, env=environment, **quiet)  # type: ignore[call-overload]


def main() -> int:
    """Makes sure that there is a browser; exit code 1 where CI would have to leave tests out."""
    if browser_path() is None and _may_install():
        sys.stdout.write("Installing Debian's Chromium for the tests in tests/browser.\n")
        _install()
        browser_path.cache_clear()
    if browser_path() is None:
        sys.stdout.write(LEFT_OUT + "\n")
    return int(in_ci() and browser_path() is None)


if __name__ == "__main__":
    sys.exit(main())
