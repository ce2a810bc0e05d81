"""E-mail addresses and handles."""

from __future__ import annotations

import re

_AT = r"(?:@|\s?[(\[]\s?(?:at|a|@|małpa|malpa)\s?[)\]]\s?)"
_DOT = r"(?:\.|\s?[(\[]\s?(?:dot|punt|kropka)\s?[)\]]\s?)"
# The look-behind keeps the search linear: within one long word there is one place to begin.
_E_MAIL = re.compile(
    rf"(?<![\w.+%-])[\w.+%'-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,5}}", re.IGNORECASE
)
_FEDIVERSE = re.compile(r"(?<!\w)@[\w.-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_HANDLE = re.compile(r"@(?:\w[\w.-]{0,63})?\w")
_REDDIT = re.compile(r"(?<![\w/])/?u/[A-Za-z0-9_-]{3,}")
# After the name of a network only what looks like a handle: «facebook: gemeente zegt» is a sentence.
_LABELLED = re.compile(
    r"(?i)(?<!\w)((?:tg|telegram|insta(?:gram)?|ig|skype|snap(?:chat)?|tik\s?tok|discord|viber)\s?[:=]\s?)"
    r"(?=\w*[\d_.]\w)[\w.-]{3,}"
)


def redact(text: str) -> str:
    """The text with [e-mail] and [account] in place of addresses and handles."""
    if "@" in text or "(" in text or "[" in text:
        text = _FEDIVERSE.sub("[account]", text)
        text = _E_MAIL.sub("[e-mail]", text)
        text = _HANDLE.sub("[account]", text)
    if "u/" in text:
        text = _REDDIT.sub("[account]", text)
    if ":" in text or "=" in text:
        text = _LABELLED.sub(r"\1[account]", text)
    return text
