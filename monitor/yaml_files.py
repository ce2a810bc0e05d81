"""Reading a YAML file into a pydantic model, with file, line and field in every complaint."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from monitor.errors import SettingsError

Model = TypeVar("Model", bound=BaseModel)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path, model: type[Model]) -> Model:
    """The file as `model`. Raises SettingsError naming the first fault's file, line and field."""
    return read_yaml_text(path.read_text(encoding="utf-8"), model, path)


def read_yaml_text(text: str, model: type[Model], path: Path) -> Model:
    """Like `read_yaml` for a text that `path` names in complaints. All faults stand in the message."""
    root = _compose(text, path)
    return _validate(_construct(root), model, root, path, ())


def line_of(path: Path, *loc: int | str) -> int:
    """The line of that field of a valid file, for complaints about what the schema cannot know."""
    return _line(_compose(path.read_text(encoding="utf-8"), path), loc)


def read_yaml_part(path: Path, key: str, model: type[Model]) -> Model:
    """What stands under `key` (nothing: an empty mapping) as `model`; complaints as in `read_yaml`."""
    root = _compose(path.read_text(encoding="utf-8"), path)
    return _validate(_construct(root).get(key, {}), model, root, path, (key,))


def write_yaml(path: Path, model: BaseModel) -> None:
    """Writes the model's set fields, in their order, so that a person can edit the file."""
    content = model.model_dump(mode="json", exclude_none=True, exclude_unset=True)
    _replace(path, yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100))


def _replace(path: Path, text: str) -> None:
    # Written beside and moved into place: a reader never sees half a file.
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _validate(
    content: Any, model: type[Model], root: yaml.Node, path: Path, within: tuple[int | str, ...]
) -> Model:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = [((*within, *fault["loc"]), fault["msg"]) for fault in error.errors()]
        (loc, message), *others = faults
        more = "".join(f"\n{path}:{_line(root, at)}: {_field(at)}: {what}" for at, what in others)
        raise SettingsError(message + more, file=path, line=_line(root, loc), field=_field(loc)) from None


def _compose(text: str, path: Path) -> yaml.Node:
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise SettingsError(
            f"not valid YAML: {problem}",
            file=path,
            line=mark.line + 1 if mark else None,
            remedy="Mind the indentation, and put texts with a colon in quotes.",
        ) from None
    if root is None:
        raise SettingsError("the file is empty", file=path, line=1)
    _refuse_repeated_keys(root, path)
    return root


def _refuse_repeated_keys(node: yaml.Node, path: Path) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise SettingsError("stands twice", file=path, line=key.start_mark.line + 1, field=key.value)
            seen.add(key.value)
            _refuse_repeated_keys(value, path)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_repeated_keys(item, path)


def _construct(root: yaml.Node) -> Any:
    return yaml.constructor.SafeConstructor().construct_document(root)


def _line(node: yaml.Node, loc: tuple[int | str, ...]) -> int:
    """The line of the innermost part of `loc` that the file has."""
    line = node.start_mark.line + 1
    for part in loc:
        child: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    child, line = value, key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            child = node.value[part]
            line = child.start_mark.line + 1
        if child is None:
            return line
        node = child
    return line


def _field(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc) or "file"
