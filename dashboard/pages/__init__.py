"""The pages, one file each: `TITLE`, `ORDER` in the navigation, `draw`, and the `RIGHT` it takes to see it."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from monitor.rights import Right


def all_pages() -> dict[str, ModuleType]:
    """Every page by the name of its file, in the order of the navigation."""
    found = {
        one.name: importlib.import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)
    }
    return dict(sorted(found.items(), key=lambda item: item[1].ORDER))


def right_of(page: ModuleType) -> Right:
    """What a person must be allowed to do to see the page; to read, where it says nothing else."""
    right: Right = getattr(page, "RIGHT", "read")
    return right
