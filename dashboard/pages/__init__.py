"""The pages, one file each: `TITLE`, `ORDER` in the navigation, and `draw`."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def all_pages() -> dict[str, ModuleType]:
    """Every page by the name of its file, in the order of the navigation."""
    found = {
        one.name: importlib.import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)
    }
    return dict(sorted(found.items(), key=lambda item: item[1].ORDER))
