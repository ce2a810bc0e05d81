"""Starts the dashboard as a process of its own: for this machine only, or behind a login."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit

from monitor.config import Settings
from monitor.login import address, check_login, secrets_text

APP = Path(__file__).resolve().parent.parent / "dashboard" / "start" / "script.py"
_SECRETS = "dashboard-secrets-{port}.toml"
_THIS_MACHINE = "127.0.0.1"
_PATIENCE = 10.0  # seconds that the dashboard has to end by itself


def command(port: int, options: Mapping[str, str] | None = None) -> list[str]:
    """The command line of the dashboard: bound to this machine unless `options` say more, no statistics sent."""
    whole = {
        "server.address": _THIS_MACHINE,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        # A fault of our own: a traceback helps no reader, and could show a post; the log has it.
        "client.showErrorDetails": "full" if os.environ.get("MYTH_MONITOR_DEBUG") else "none",
        "client.showErrorLinks": "false",
        # A page elsewhere whose name is made to lead here (DNS rebinding) is turned away.
        "server.allowedHosts": f"localhost,{_THIS_MACHINE}",
        **(options or {}),
    }
    flags = [f"--{name}={part}" for name, value in whole.items() for part in _parts(name, value)]
    return [sys.executable, "-m", "dashboard.start", "run", str(APP), *flags]


def serve_dashboard(settings: Settings, port: int) -> int:
    """Runs the dashboard until it is stopped; returns its exit code.

    Raises SettingsError when it would stand open to others without a login, or nobody could log in.
    """
    check_login(settings, port)
    environment = os.environ | {"MYTH_MONITOR_HOME": str(settings.home)}
    with _secrets_file(settings, port) as secrets, _stopping_politely():
        sys.stdout.write(f"{announcement(settings, port)} (stop with Ctrl+C)\n")
        sys.stdout.flush()
        process = subprocess.Popen(command(port, _options(settings, port, secrets)), env=environment)
        try:
            return process.wait()
        except KeyboardInterrupt:
            _stop(process)
            return 0


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except (
        subprocess.TimeoutExpired
    ):  # a query may be long; whatever was being written is written whole or not
        process.kill()
        process.wait()


def announcement(settings: Settings, port: int) -> str:
    """Where the dashboard is, and who can use it."""
    if not settings.login.enabled:
        host = settings.serve.listen
        return f"The dashboard: http://{host}:{port}: for this machine only, because no login is set up"
    provider = urlsplit(settings.login.metadata_url).hostname
    open_page = "; “Check a rumour” is open to everybody" if settings.login.public_check else ""
    return (
        f"The dashboard: {address(settings, port)}, login at {provider}{open_page}; "
        f"listening on {settings.serve.listen}:{port}"
    )


def _options(settings: Settings, port: int, secrets: Path) -> dict[str, str]:
    # Named in any case, so that no secrets of another Streamlit program of this user count.
    options = {"server.address": settings.serve.listen, "secrets.files": str(secrets)}
    if settings.login.enabled:
        parts = urlsplit(address(settings, port))
        hosts = dict.fromkeys([parts.hostname or "", "localhost", _THIS_MACHINE])
        options["browser.serverAddress"] = parts.hostname or ""
        options["server.allowedHosts"] = ",".join(hosts)
        if path := parts.path.strip("/"):
            options["server.baseUrlPath"] = path
    return options


def _parts(name: str, value: str) -> list[str]:
    return value.split(",") if name == "server.allowedHosts" else [value]


@contextmanager
def _secrets_file(settings: Settings, port: int) -> Iterator[Path]:
    """The file with which Streamlit asks the login provider: its owner's alone, and only while it is needed."""
    file = settings.home / _SECRETS.format(port=port)
    settings.home.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    if settings.login.enabled:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(secrets_text(settings, port))
    try:
        yield file
    finally:
        file.unlink(missing_ok=True)


@contextmanager
def _stopping_politely() -> Iterator[None]:
    """A service manager's «stop» ends the dashboard too, as Ctrl+C does."""

    def stop(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
