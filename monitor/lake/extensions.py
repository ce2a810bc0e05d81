"""DuckDB's extensions, loaded from the packages that pip installed. Nothing is downloaded, ever."""

from __future__ import annotations

from importlib.resources import files

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


def connect(*extensions: str) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory with these extensions. Raises StoreError naming the package that is missing."""
    connection = duckdb.connect(config=_OFFLINE)
    for name in extensions:
        connection.load_extension(_path(name))
    return connection


def _path(name: str) -> str:
    package = f"duckdb-extension-{name.replace('_', '-')}=={duckdb.__version__}"
    remedy = f"Install it: pip install {package}"
    try:
        folder = files(f"duckdb_extension_{name}")
    except ModuleNotFoundError:
        raise StoreError(f"DuckDB's extension «{name}» is not installed", remedy=remedy) from None
    file = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    if not file.is_file():
        raise StoreError(
            f"DuckDB's extension «{name}» is installed for another version than {duckdb.__version__}",
            remedy=remedy,
        )
    return str(file)
