"""Links: which lead to a person, and what of the others may stay."""

from __future__ import annotations

import re
from urllib.parse import unquote

from monitor.redaction.names import Names

_TAIL = ".,;:!?'\"*»”’…"
LINK = re.compile(
    r"(?i:(?:https?|tg|viber|whatsapp)://|www\.)[^\s<>«»\"\[\]]+"
    r"|(?<![\w@.-])(?i:(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24})/[^\s<>«»\"\[\]]*"
)
_PARTS = re.compile(r"(?P<scheme>\w+://)?(?P<host>[^/?#]*)(?P<path>[^?#]*)")

# Paths that lead to a public place or a single item. Everything else on these sites begins with a handle.
_PUBLIC_PATHS = {
    "facebook.com": "groups events watch marketplace gaming hashtag help policies permalink.php story.php "
    "photo.php photo sharer share reel video.php login pages",
    "instagram.com": "p reel reels explore tv",
    "twitter.com": "hashtag search i explore home intent",
    "tiktok.com": "tag discover music embed",
    "youtube.com": "watch shorts playlist results hashtag embed live",
    "t.me": "s",  # the preview that only public channels have
    "vk.com": "feed search video",
    "ok.ru": "group video",
    "snapchat.com": "spotlight",
    "wa.me": "",
    "m.me": "",
    "chat.whatsapp.com": "",
    "viber.click": "",
    "chats.viber.com": "",
    "threads.net": "",
    "linktr.ee": "",
    "signal.me": "",
}
_PUBLIC = {host: frozenset(paths.split()) for host, paths in _PUBLIC_PATHS.items()}
_ALIASES = {
    "fb.com": "facebook.com",
    "fb.me": "facebook.com",
    "x.com": "twitter.com",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "threads.com": "threads.net",
}
_PERSON_SEGMENT = re.compile(
    r"(?i)(?:@.*|~.+|id\d+|user|users|u|profile|profiles|profil|profile\.php|member|members|memberlist\.php|"
    r"author|authors|autor|in|people|gebruikers?|u[zż]ytkowni[ck]\w*|потребител|користувач|uzivatel|utilizator)"
)
_PERSON_INSIDE = re.compile(r"(?:\+|00)\d{9,}|\b06\d{8}\b|@")
_SUBDOMAIN = re.compile(r"(?i)^(?:www|m|mobile|mbasic|web|old|new|[a-z]{2}-[a-z]{2})\.")


def shortened(link: str, names: Names) -> str:
    """The link without query and fragment, or a token when it leads to a person."""
    body = link.rstrip(_TAIL)
    while body.endswith(")") and body.count(")") > body.count("("):
        body = body[:-1].rstrip(_TAIL)
    return _shortened(body, names) + link[len(body) :]


def is_personal(link: str, names: Names | None = None) -> bool:
    """Whether the link leads to a person's profile, or holds one of the names."""
    parts = _PARTS.match(link)
    if parts is None or not parts["host"]:
        return False
    if (parts["scheme"] or "").lower() in ("tg://", "viber://", "whatsapp://"):
        return True
    host = _SUBDOMAIN.sub("", parts["host"].rpartition("@")[2].lower().partition(":")[0])
    host = _ALIASES.get(host, host)
    path = unquote(parts["path"])
    segments = [segment for segment in path.split("/") if segment]
    if host in _PUBLIC and segments and not _is_public(host, segments[0].lower()):
        return True
    if any(_PERSON_SEGMENT.fullmatch(segment) for segment in segments):
        return True
    return bool(_PERSON_INSIDE.search(path)) or (names is not None and names.found_in(path))


def _is_public(host: str, segment: str) -> bool:
    wall = host == "vk.com" and segment.startswith(("wall-", "club", "public", "video-", "topic-"))
    return wall or segment in _PUBLIC[host]


def _shortened(link: str, names: Names) -> str:
    if is_personal(link, names):
        return "[account]"
    parts = _PARTS.match(link)
    if parts is None or not parts["host"]:
        return "[link]"
    return f"{parts['scheme'] or ''}{parts['host'].rpartition('@')[2]}{parts['path']}"
