"""Starts the dashboard as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from monitor.config import Settings

APP = Path(__file__).resolve().parent.parent / "dashboard" / "start" / "script.py"


def command(port: int) -> list[str]:
    """The command line of the dashboard: bound to this machine only, no statistics sent anywhere."""
    options = {
        "server.address": "127.0.0.1",
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(APP), *flags]


def serve_dashboard(settings: Settings, port: int) -> int:
    """Runs the dashboard until it is stopped; returns its exit code."""
    sys.stdout.write(f"The dashboard: http://127.0.0.1:{port} (this machine only; stop with Ctrl+C)\n")
    sys.stdout.flush()
    process = subprocess.Popen(command(port), env=os.environ | {"MYTH_MONITOR_HOME": str(settings.home)})
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        return 0
