"""What claims make of a person, and that the dashboard never stands open to others without a login."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.config import Settings, load_settings
from monitor.doctor import _login
from monitor.errors import SettingsError
from monitor.login import check_login, person_of, secrets_text
from monitor.rights import NOBODY, VISITOR
from monitor.serve import announcement, command
from monitor.workflow import signature

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
LOGIN = {
    "metadata_url": "https://login.example.org/.well-known/openid-configuration",
    "client_id": "monitor",
    "client_secret": "s'3\"\\cret",
    "address": "https://rumours.example.org/",
    "roles": {"comm": "editor", "science": "researcher"},
}
CLAIMS = {
    "is_logged_in": True,
    "iss": "https://login.example.org",
    "sub": "248289761001",
    "iat": NOW.timestamp() - 60,
    "name": "Ana Maria",
    "roles": ["comm"],
}


def team(home: Path, listen: str = "127.0.0.1", **changes: Any) -> Settings:
    return load_settings(home, login=LOGIN | changes, serve={"listen": listen})


def test_a_claim_makes_the_role_and_the_account_a_mark(tmp_path: Path) -> None:
    ana = person_of(team(tmp_path), CLAIMS, NOW)
    assert (ana.name, ana.roles) == ("Ana Maria", {"editor"})
    assert ana.mark == person_of(team(tmp_path), CLAIMS | {"name": "Bea"}, NOW).mark
    assert ana.mark != person_of(team(tmp_path), CLAIMS | {"sub": "2"}, NOW).mark
    assert "248289761001" not in signature(ana)


def test_several_values_make_several_roles_and_unknown_ones_make_none(tmp_path: Path) -> None:
    claims = CLAIMS | {"roles": ["comm", "science", "canteen"]}
    assert person_of(team(tmp_path), claims, NOW).roles == {"editor", "researcher"}
    assert person_of(team(tmp_path), CLAIMS | {"roles": ["canteen"]}, NOW).roles == frozenset()
    reading = team(tmp_path, default_role="reader")
    assert person_of(reading, CLAIMS | {"roles": None}, NOW).roles == {"reader"}


@pytest.mark.parametrize(
    ("claim", "claims"),
    [
        ("realm_access.roles", {"realm_access": {"roles": ["comm"]}}),
        ("https://example.org/roles", {"https://example.org/roles": ["comm"]}),
        ("group", {"group": "comm"}),
    ],
)
def test_providers_put_roles_in_different_places(
    claim: str, claims: dict[str, object], tmp_path: Path
) -> None:
    assert person_of(team(tmp_path, claim=claim), CLAIMS | claims, NOW).roles == {"editor"}


@pytest.mark.parametrize(
    "claims", [{}, CLAIMS | {"iat": NOW.timestamp() - 13 * 3600}, CLAIMS | {"iat": None}]
)
def test_who_has_not_logged_in_today_is_nobody_or_a_visitor(
    claims: dict[str, object], tmp_path: Path
) -> None:
    assert person_of(team(tmp_path), claims, NOW) == NOBODY
    assert person_of(team(tmp_path, public_check=True), claims, NOW) == VISITOR


def test_no_address_and_no_number_becomes_a_name(tmp_path: Path) -> None:
    claims = CLAIMS | {"name": "", "preferred_username": "u1234567", "email": "ana@example.org"}
    assert person_of(team(tmp_path), claims, NOW).name == "ana"
    del claims["email"]
    assert person_of(team(tmp_path), claims, NOW).name == "colleague"


def test_without_a_login_it_listens_to_its_own_machine_only_and_says_so(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    check_login(settings, 8501)
    assert "for this machine only, because no login is set up" in announcement(settings, 8501)
    assert "--server.address=127.0.0.1" in command(8501)
    for listen in ("0.0.0.0", "192.168.1.10", "rumours.example.org", ""):
        with pytest.raises(SettingsError, match="nobody has to log in"):
            check_login(load_settings(tmp_path, serve={"listen": listen}), 8501)


def test_with_a_login_it_may_listen_to_others(tmp_path: Path) -> None:
    check_login(team(tmp_path, "0.0.0.0"), 8501)
    assert "login at login.example.org" in announcement(team(tmp_path, "0.0.0.0"), 8501)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"metadata_url": ""}, "login.metadata_url"),
        ({"client_id": ""}, "login.client_id"),
        ({"client_secret": ""}, "login.client_secret"),
        ({"roles": {}}, "login.roles"),
        ({"metadata_url": "http://login.example.org/"}, "login.metadata_url"),
        ({"address": "http://rumours.example.org"}, "login.address"),
    ],
)
def test_a_login_that_could_not_work_or_not_be_trusted_is_named(
    changes: dict[str, Any], field: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError) as refused:
        check_login(team(tmp_path, **changes), 8501)
    assert refused.value.field == field
    assert refused.value.remedy
    assert "cret" not in str(refused.value).replace("client_secret", "")


def test_the_secret_is_never_shown_and_reaches_streamlit_unchanged(tmp_path: Path) -> None:
    settings = team(tmp_path)
    assert "cret" not in repr(settings.login).replace("client_secret", "").replace("SecretStr", "")
    auth = tomllib.loads(secrets_text(settings, 8501))["auth"]
    assert auth["client_secret"] == LOGIN["client_secret"]
    assert auth["redirect_uri"] == "https://rumours.example.org/oauth2callback"
    assert auth["cookie_secret"] == tomllib.loads(secrets_text(settings, 1))["auth"]["cookie_secret"]
    assert auth["cookie_secret"] not in (tmp_path / "secret.key").read_bytes().hex()


def test_a_role_that_does_not_exist_is_a_mistake_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        team(tmp_path, roles={"comm": "boss"})
    assert refused.value.field == "login.roles.comm"


def test_doctor_says_who_can_come_in(tmp_path: Path) -> None:
    def found(settings: Settings) -> tuple[bool, str]:
        [one] = _login(settings)
        return one.ok, one.found

    assert found(load_settings(tmp_path)) == (True, "none: the dashboard is for this machine only")
    assert found(team(tmp_path)) == (True, "at login.example.org")
    assert not found(team(tmp_path, client_secret=""))[0]
