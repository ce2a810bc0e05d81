"""Writes the reference pages from the code itself: `python -m monitor.reference docs/reference`.

A test fails when a page no longer says what the code does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from monitor import errors, sources
from monitor.config import Settings
from monitor.errors import MonitorError

_MADE = "Made by `python -m monitor.reference docs/reference`; edit the code, not this page.\n"


def pages() -> dict[str, str]:
    """The pages by file name."""
    return {
        "commands.md": "\n".join(_commands()) + "\n",
        "settings.md": "\n".join(_settings()) + "\n",
        "source-types.md": "\n".join(_source_types()) + "\n",
        "statuses.md": "\n".join(_statuses()) + "\n",
    }


def _commands() -> Iterator[str]:
    from typer.main import get_command

    from monitor.cli import app

    yield "# Commands"
    yield _MADE
    yield "`myth-monitor COMMAND --help` says the same. Exit codes: 0 done; 1 something failed and is named;"
    yield "2 wrong usage.\n"
    yield "| command | does | options |"
    yield "| --- | --- | --- |"
    for name, command in _walk(get_command(app)):
        options = ", ".join(f"`{_shown(param)}`" for param in command.params if param.name != "help")
        yield f"| `{name}` | {(command.help or '').strip().splitlines()[0]} | {options} |"


def _shown(parameter: Any) -> str:
    if parameter.param_type_name == "option":
        return str(parameter.opts[0])
    return str(parameter.metavar or parameter.name.upper())


def _walk(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    for part, child in sorted(getattr(command, "commands", {}).items()):
        whole = f"{name} {part}".strip()
        if hasattr(child, "commands"):
            yield from _walk(child, whole)
        else:
            yield whole, child


def _settings() -> Iterator[str]:
    yield "# Settings"
    yield _MADE
    yield "One file, `settings.toml`, in the home folder; each setting can also come from the environment:"
    yield "`[fetch] delay = 3` is `MYTH_MONITOR_FETCH__DELAY=3`. The environment wins.\n"
    for name, field in Settings.model_fields.items():
        section = field.annotation
        if not (isinstance(section, type) and issubclass(section, BaseModel)):
            if field.description:
                yield f"## [{name}]"
                yield f"{field.description}\n"
            continue
        yield f"## [{name}]"
        yield f"{(section.__doc__ or '').strip()}\n"
        yield from _fields(section, ("setting", "default", "meaning"))


def _source_types() -> Iterator[str]:
    yield "# Source types"
    yield _MADE
    yield "What a source file may say under `read:`. Unknown keys are refused.\n"
    for name in sources.names():
        source_type = sources.load(name)
        yield f"## {name}: {source_type.LABEL}"
        yield f"Not covered: {source_type.NOT_COVERED}.\n"
        yield from _fields(source_type.Options, ("read:", "default", "meaning"))


def _statuses() -> Iterator[str]:
    yield "# Statuses of a source"
    yield _MADE
    yield "What `sources list` shows when a run did not end with `ok`, and what to do.\n"
    yield "| status | what happened | what to do |"
    yield "| --- | --- | --- |"
    for error in _source_errors():
        yield f"| `{error.code}` | {' '.join((error.__doc__ or '').split())} | {error.remedy} |"


def _source_errors() -> list[type[MonitorError]]:
    found = [value for value in vars(errors).values() if isinstance(value, type)]
    return [one for one in found if issubclass(one, errors.SourceError) and one.remedy]


def _fields(model: type[BaseModel], header: tuple[str, str, str]) -> Iterator[str]:
    if not model.model_fields:
        yield "Nothing needs to be said.\n"
        return
    yield f"| {' | '.join(header)} |"
    yield "| --- | --- | --- |"
    for name, field in model.model_fields.items():
        yield f"| `{name}` | {_default(field)} | {field.description or ''} |"
    yield ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    default = field.get_default(call_default_factory=True, validated_data={})
    return f"`{default}`" if default not in ("", None, (), [], {}) else "none"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for file_name, text in pages().items():
        (target / file_name).write_text(text, encoding="utf-8")
