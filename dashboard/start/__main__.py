"""Starts Streamlit with what every page needs already loaded: the first visitor waits no longer than the others.

python -m dashboard.start run SCRIPT [OPTIONS of streamlit run]
"""

from __future__ import annotations

import importlib

# The slow ones. Not the pages themselves: their caches want Streamlit to run already.
_NEEDED = ("altair", "pandas", "pyarrow", "monitor.home", "monitor.research", "monitor.overview")


def main() -> None:
    """Loads them, then does what the command line of Streamlit does."""
    for name in _NEEDED:
        importlib.import_module(name)
    from streamlit.web.cli import main as streamlit

    streamlit(prog_name="streamlit")


if __name__ == "__main__":
    main()
