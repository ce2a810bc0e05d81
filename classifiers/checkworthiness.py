"""Whether a text claims anything at all, and when a match of it may count as certain."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SHORT = 3  # words; in so few nobody can tell a claim from a greeting


def at_most_suggested(text: str, has_claim_score: float, threshold: float) -> bool:
    """True for texts of three words or fewer and for texts without a claim: a person should look."""
    return has_claim_score < threshold or len(_WORD.findall(text)) <= SHORT
