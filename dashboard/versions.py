"""Two versions of a text side by side: what went is struck out on the left, what came is underlined on the right."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from dashboard.plain import plain

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")


def compared(old: str, new: str) -> tuple[str, str]:
    """Both texts as harmless HTML, with their differences marked word by word."""
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    left, right = [], []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for what, start, end, other_start, other_end in matcher.get_opcodes():
        gone, come = "".join(before[start:end]), "".join(after[other_start:other_end])
        left.append(plain(gone) if what == "equal" else _marked("del", gone))
        right.append(plain(come) if what == "equal" else _marked("ins", come))
    return "".join(left), "".join(right)


def _marked(tag: str, text: str) -> str:
    return f"<{tag}>{plain(text)}</{tag}>" if text else ""
