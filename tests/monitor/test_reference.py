"""The reference pages say what the code does, and each command explains itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.reference import _walk, pages

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_page_is_up_to_date(name: str) -> None:
    written = (REFERENCE / name).read_text("utf-8")
    assert written == pages()[name], "run: python -m monitor.reference docs/reference"


def test_each_command_and_option_explains_itself() -> None:
    from typer.main import get_command

    from monitor.cli import app

    commands = dict(_walk(get_command(app)))
    assert {"demo", "run", "classify", "check", "sources test", "myths check"} <= set(commands)
    for name, command in commands.items():
        assert command.help, name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"{name}: {parameter.name}"
