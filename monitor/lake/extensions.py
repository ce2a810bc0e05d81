"""DuckDB's extensions, loaded from the packages that pip installed. Nothing is downloaded, ever."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import duckdb

from monitor.errors import StoreError

# Without these DuckDB fetches an extension it misses from the internet and runs it.
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    # A query that outgrows memory fails instead of writing posts to a file that nobody erases.
    "temp_directory": "",
}


# Files whose signature DuckDB has verified in this process, as they were then. Verifying takes an eighth of a second
# for each, more than all else that opening a lake takes.
_verified: set[tuple[Path, int, int]] = set()


def connect(*extensions: str) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory with these extensions. Raises StoreError naming the package that is missing.

    Each file's signature is verified once in a process, and again when the file has changed since.
    """
    paths = [_path(name) for name in extensions]
    found = {_as_it_is(path) for path in paths}
    connection = duckdb.connect(config=_OFFLINE | {"allow_unsigned_extensions": found <= _verified})
    for path in paths:
        connection.load_extension(str(path))
    _verified.update(found)
    return connection


def _as_it_is(path: Path) -> tuple[Path, int, int]:
    about = path.stat()
    return path, about.st_size, about.st_mtime_ns


def _path(name: str) -> Path:
    package = f"duckdb-extension-{name.replace('_', '-')}=={duckdb.__version__}"
    remedy = f"Install it: pip install {package}"
    try:
        folder = files(f"duckdb_extension_{name}")
    except ModuleNotFoundError:
        raise StoreError(f"DuckDB's extension “{name}” is not installed", remedy=remedy) from None
    file = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    if not file.is_file():
        raise StoreError(
            f"DuckDB's extension “{name}” is installed for another version than {duckdb.__version__}",
            remedy=remedy,
        )
    return Path(str(file))
