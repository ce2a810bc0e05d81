"""What Streamlit runs. It stands in a folder of its own, with Streamlit's settings beside it.

Streamlit takes a folder `pages` beside its script for pages of its own kind, and shows nothing to the first
visitor who comes in on a page's address, like the one on the poster.
"""

from __future__ import annotations

import sys
from pathlib import Path

# Streamlit runs this file as a script: the packages lie two folders up.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from dashboard.app import main

main()
