"""Where the shipped data lies: `data/` beside the packages in a checkout, `monitor/shipped/` in a wheel."""

from __future__ import annotations

from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent / "data"
DATA = _CHECKOUT if _CHECKOUT.is_dir() else Path(__file__).resolve().parent / "shipped"
MYTHS = DATA / "myths"
RESPONSES = DATA / "responses"
PHRASES = DATA / "phrases"
QUOTATION_MARKS = DATA / "quotation-marks.yaml"
SAMPLE = DATA / "sample"
MODEL = DATA / "models" / "myth-small"
