"""A fault in a YAML file is named with its file, line and field."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from monitor.errors import SettingsError
from monitor.yaml_files import read_yaml, write_yaml


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    count: int


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    parts: list[Inner] = []


def fault_of(tmp_path: Path, text: str) -> SettingsError:
    path = tmp_path / "outer.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_yaml(path, Outer)
    return caught.value


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "outer.yaml"
    write_yaml(path, Outer(name="Zażółć", parts=[Inner(count=3)]))
    assert read_yaml(path, Outer) == Outer(name="Zażółć", parts=[Inner(count=3)])


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("name: a\nparts:\n  - count: 1\n  - count: many\n", 4, "parts.1.count"),
        ("name: a\nprts: []\n", 2, "prts"),
        ("parts: []\n", 1, "name"),
        ("name: a\nname: b\n", 2, "name"),
        ("name: [a\n", 2, None),
        ("", 1, None),
    ],
)
def test_a_fault_is_named_with_line_and_field(
    tmp_path: Path, text: str, line: int, field: str | None
) -> None:
    error = fault_of(tmp_path, text)
    assert (error.line, error.field) == (line, field)
    assert "outer.yaml" in str(error)
