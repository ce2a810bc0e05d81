"""Full names in running text that no source marks as names: a frequent given name before a capitalised word.

«Pisała wczoraj Anna Kowalska» names somebody who need not be an author of the page. A given name alone
stays: it identifies nobody, and «Maria» or «Jan» may be a feast day.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from monitor.redaction.names import fold

_LIST = Path(__file__).with_name("given-names.txt")
_FAMILY = r"[^\W\d_]['’]?[^\W\d_]+(?:-[^\W\d_]+)?"
_PARTICLE = r"(?:van der|van den|van de|van|de|den|der|ter|ten|te|von|di|da)"
# The family name stands in a look-ahead, so that «bel Jan Bos» is not eaten as the pair «bel Jan».
_PAIR = re.compile(rf"(?<![\w@#])([^\W\d_]{{2,}})(?=([ \u00a0](?:{_PARTICLE} )?({_FAMILY}))(?!\w))")


def redact_full_names(text: str) -> str:
    """The text with [name] in place of each full name."""
    spans = [(found.start(), found.end(2)) for found in _PAIR.finditer(text) if _is_name(found[1], found[3])]
    for start, end in reversed(spans):
        text = f"{text[:start]}[name]{text[end:]}"
    return text


def _is_name(given: str, family: str) -> bool:
    # All capitals are shouting, not names: «MARIA PRZYJECHAŁA».
    shouting = given.isupper() and family.isupper()
    return given[0].isupper() and family[0].isupper() and not shouting and fold(given) in _given_names()


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    lines = _LIST.read_text("utf-8").splitlines()
    return frozenset(fold(name) for line in lines if not line.startswith("#") for name in line.split())
