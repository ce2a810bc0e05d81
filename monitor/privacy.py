"""Pseudonyms and redaction: what turns a post as read, in memory, into a post that may be stored.

Authors and ids become keyed HMACs (HMAC-SHA256, FIPS 198-1, cut to 128 bits). The key lies in the home
folder outside the lake: without it nobody can find out, by trying names, who wrote what.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote, urlsplit

from monitor.errors import SettingsError
from monitor.records import Post, RawPost, Source
from monitor.redaction import TOKEN, Names, redact
from monitor.redaction.links import LINK, is_personal
from monitor.redaction.names import fold

__all__ = ["Names", "Pseudonymiser", "clean", "clean_page", "load_or_make_key", "redact"]

KEY_BYTES = 32
_FEWEST_COPY_WORDS = 5
_WORD = re.compile(r"[^\W_]+")
_LANGUAGE = re.compile(r"^([a-z]{2})(?:[-_]|$)")


class Pseudonymiser:
    """Makes pseudonyms of 32 hex digits: the same for the same key and name, unguessable without the key."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"the key has {len(key)} bytes instead of {KEY_BYTES}")
        self._key = key

    def post_id(self, source_id: str, native_id: str) -> str:
        """The pseudonym of a post: source and the platform's own id."""
        return self._digest("post", source_id, native_id)

    def author(self, place: str, author: str | None) -> str | None:
        """The pseudonym of an author within a place (platform or source); None for no author."""
        return None if author is None else self._digest("author", place, author)

    def account(self, issuer: str, subject: str) -> str:
        """The pseudonym of a colleague's account at a login provider."""
        return self._digest("account", issuer, subject)

    def secret(self, purpose: str) -> str:
        """A secret of this home for one purpose. It tells nothing of the key or of other secrets."""
        return self._digest("secret", purpose)

    def _digest(self, *parts: str) -> str:
        # Lengths keep («ab», «c») apart from («a», «bc»); the first part keeps posts apart from authors.
        encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
        message = b"".join(len(part).to_bytes(4, "big") + part for part in encoded)
        return hmac.digest(self._key, message, "sha256")[:16].hex()


def load_or_make_key(path: Path) -> bytes:
    """The home's secret key: 32 random bytes in a file that only its owner reads, made when it is missing.

    Safe when several processes start at once: all get the same key. Raises SettingsError when the file
    holds something else, because pseudonyms made with another key would never meet again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make_key(path)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise SettingsError(
            f"the secret key has {len(key)} bytes instead of {KEY_BYTES}",
            file=path,
            remedy="Restore it from a backup. With a new key, known authors and posts would count as new.",
        )
    return key


def _make_key(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # all or nothing, and never over another process's key
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def author_pseudonym(source: Source, name: str, pseudonymiser: Pseudonymiser) -> str | None:
    """What the author of that name in that source is called in the store."""
    return pseudonymiser.author(_place(source), name)


def clean_page(page: Sequence[RawPost], source: Source, pseudonymiser: Pseudonymiser) -> list[Post]:
    """The posts of one page, ready to be stored. All names of the page are removed from all its texts."""
    names = Names(_names(page, source))
    return [clean(raw, source, pseudonymiser, names) for raw in page]


def clean(
    raw: RawPost, source: Source, pseudonymiser: Pseudonymiser, names: Names | Iterable[str] = ()
) -> Post:
    """One post without personal data. `names` come on top of the post's own; never raises on a text."""
    known = names if isinstance(names, Names) else Names([*names, *_names([raw], source)])
    text = redact(raw.text, known).strip()
    parent = raw.in_reply_to
    return Post(
        post_id=pseudonymiser.post_id(source.id, raw.native_id),
        source_id=source.id,
        author=pseudonymiser.author(_place(source), raw.author),
        published_at=raw.published_at,
        edited_at=raw.edited_at,
        text=text,
        text_digest=blake2b(text.encode(), digest_size=16).hexdigest(),
        copy_id=copy_id(text),
        url=_url(raw, source, known),
        language_hint=_language(raw.language) or source.community.language,
        in_reply_to=None if parent is None else pseudonymiser.post_id(source.id, parent),
        likes=raw.likes,
        shares=raw.shares,
        replies=raw.replies,
    )


def copy_id(text: str) -> str | None:
    """Shared by texts that differ only in case, diacritics, punctuation, emoji, links and redacted parts.

    32 hex digits; None for texts of fewer than five words, which people write without copying.
    """
    words = _WORD.findall(fold(LINK.sub(" ", TOKEN.sub(" ", text))))
    if len(words) < _FEWEST_COPY_WORDS:
        return None
    return blake2b(" ".join(words).encode(), digest_size=16).hexdigest()


def _names(page: Iterable[RawPost], source: Source) -> set[str]:
    names = {name for raw in page for name in (*raw.names, raw.author) if name}
    # The source's own name is public, and its posts are about it.
    return {name for name in names if fold(name.strip("@ ")) not in fold(f"{source.title} {source.url}")}


def _place(source: Source) -> str:
    """Accounts belong to a site: one person in two of its groups is one author."""
    host = (urlsplit(source.url).hostname or "").removeprefix("www.")
    return host or source.id


def _url(raw: RawPost, source: Source, names: Names) -> str | None:
    """The post's address without fragment; None when it tells who wrote it."""
    if not raw.url:
        return None
    url = raw.url.split("#", 1)[0]
    told = unquote(url).lower()
    handle = (raw.author or "").strip("@ ").lower()
    names_author = len(handle) > 1 and handle in told and handle not in source.url.lower()
    if names_author or names.found_in(unquote(url)) or not url.startswith(("http://", "https://")):
        return None
    return None if is_personal(url, names) and not _is_within(url, source.url) else url


def _is_within(url: str, place: str) -> bool:
    """Whether the address lies below that of the source: then the handle in it is the source's own."""
    own = place.rstrip("/").replace("//t.me/s/", "//t.me/")
    return bool(own) and url.startswith((f"{own}/", f"{own}?"))


def _language(language: str | None) -> str | None:
    found = _LANGUAGE.match(language.lower()) if language else None
    return found[1] if found else None
