"""Login: what a provider's claims say about a person, and what Streamlit has to know to ask the provider.

Streamlit runs the OpenID Connect flow itself (`st.login`, Authlib) and hands over the checked claims of the ID
token. Which roles they mean is decided here, anew with every run of a page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from monitor.config import SETTINGS_FILE, LoginSettings, Settings
from monitor.errors import InputError, SettingsError
from monitor.privacy import Pseudonymiser, load_or_make_key
from monitor.rights import NOBODY, VISITOR, Person, Role
from monitor.workflow import person

CALLBACK = "oauth2callback"  # where Streamlit expects the provider's answer
_WELL_KNOWN = "/.well-known/openid-configuration"
_NAMES = ("preferred_username", "given_name", "nickname", "email")
_NAMELESS = "colleague"
# A mark shall not look like a number, which is refused as a name, nor spell a word.
_LETTERS = str.maketrans("0123456789abcdef", "bcdfghjkmnpqrstv")
_MARK_LENGTH = 8
_NO_LOGIN_REMEDY = "Set up [login] first (docs/how-to/login.md), or leave `listen` out."


def person_of(settings: Settings, claims: Mapping[str, object], now: datetime) -> Person:
    """The person of these claims with their roles; whoever has not logged in is a visitor or nobody."""
    login = settings.login
    if not claims.get("is_logged_in") or _is_stale(login, claims, now):
        return VISITOR if login.public_check else NOBODY
    issuer, subject = str(claims.get("iss", "")), str(claims.get("sub", ""))
    account = Pseudonymiser(load_or_make_key(settings.key_file)).account(issuer, subject)
    mark = account[:_MARK_LENGTH].translate(_LETTERS)
    return Person(_name(login, claims), frozenset(_roles(login, claims)), mark)


def check_login(settings: Settings, port: int) -> None:
    """Raises SettingsError when the dashboard would stand open, or nobody could log in."""
    for field, fault, remedy in _faults(settings, port):
        raise SettingsError(fault, field=field, file=settings.home / SETTINGS_FILE, remedy=remedy)


def address(settings: Settings, port: int) -> str:
    """The dashboard's address in a browser, without a slash at its end."""
    return settings.login.address.rstrip("/") or f"http://localhost:{port}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that host name or address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def secrets_text(settings: Settings, port: int) -> str:
    """What Streamlit reads as its secrets: TOML, whose basic strings are written like those of JSON."""
    login = settings.login
    pseudonymiser = Pseudonymiser(load_or_make_key(settings.key_file))
    values = {
        "redirect_uri": f"{address(settings, port)}/{CALLBACK}",
        "cookie_secret": pseudonymiser.secret("dashboard cookie"),
        "client_id": login.client_id,
        "client_secret": login.client_secret.get_secret_value(),
        "server_metadata_url": login.metadata_url,
    }
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    return "\n".join(["[auth]", *lines, ""])


def _faults(settings: Settings, port: int) -> Iterator[tuple[str, str, str]]:
    login, listen = settings.login, settings.serve.listen
    given = login.client_id or login.client_secret.get_secret_value() or login.roles or login.default_role
    if not login.enabled:
        if given:
            yield "login.metadata_url", "is missing, so nobody could log in", f"It ends in {_WELL_KNOWN}."
        if not is_loopback(listen):
            what = f"“{listen}” would let others in, and nobody has to log in"
            yield "serve.listen", what, _NO_LOGIN_REMEDY
        return
    if not login.client_id:
        yield "login.client_id", "is missing", "The provider gives it when you register the dashboard there."
    if not login.client_secret.get_secret_value():
        remedy = "Put it in the environment: MYTH_MONITOR_LOGIN__CLIENT_SECRET."
        yield "login.client_secret", "is missing", remedy
    if not login.roles and not login.default_role:
        remedy = 'For example: roles = { communication = "editor" }, or default_role = "reader".'
        yield "login.roles", "nobody has a role, so nobody could do anything", remedy
    for field, url in (("metadata_url", login.metadata_url), ("address", address(settings, port))):
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            remedy = "Only on this machine itself may it be http."
            yield f"login.{field}", f"“{url}” is not an https address", remedy


def _is_stale(login: LoginSettings, claims: Mapping[str, object], now: datetime) -> bool:
    issued = claims.get("iat")
    if not isinstance(issued, int | float):
        return True
    return now.timestamp() - issued > timedelta(hours=login.hours).total_seconds()


def _roles(login: LoginSettings, claims: Mapping[str, object]) -> Iterator[Role]:
    values = _values(claims, login.claim)
    found = [login.roles[value] for value in values if value in login.roles]
    yield from found or ([login.default_role] if login.default_role else [])


def _values(claims: Mapping[str, object], name: str) -> list[str]:
    """The values of a claim. A name with dots may also be the name itself: https://example.org/roles."""
    value: object = claims
    for part in (name,) if name in claims else name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)] if value else []


def _name(login: LoginSettings, claims: Mapping[str, object]) -> str:
    """The first name among the claims that may stand in the record: no address, no number."""
    for claim in (login.name_claim, *_NAMES):
        for value in _values(claims, claim):
            try:
                return person(value.partition("@")[0])
            except InputError:
                continue
    return _NAMELESS
