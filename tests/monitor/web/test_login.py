"""Login walls are recognised, ordinary pages are not."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch import looks_like_login
from monitor.web.login import is_login_address

FORM = "<form action=/login><input name=u><input type='Password' name=p><button>Zaloguj</button></form>"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/login",
        "https://example.org/Login/?next=%2F",
        "https://example.org/signin",
        "https://example.org/users/sign_in",
        "https://example.org/accounts/login/",
        "https://example.org/wp-login.php?redirect_to=x",
        "https://example.org/forum/ucp.php?i=1&mode=login",
        "https://example.org/index.php?action=login",
        "https://login.example.org/oauth",
        "https://accounts.google.com/ServiceLogin",
    ],
)
def test_these_addresses_ask_to_log_in(url: str) -> None:
    assert is_login_address(httpx.URL(url))


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "https://example.org/login-problems-of-my-neighbour",
        "https://example.org/topic?title=login",
        "https://example.org/blog/in",
        "https://loginsky.example.org/",
    ],
)
def test_these_do_not(url: str) -> None:
    assert not is_login_address(httpx.URL(url))


@pytest.mark.parametrize(
    "page", [f"<html><body>{FORM}", f"<?xml version='1.0' encoding='utf-8'?><html>{FORM}</html>"]
)
def test_a_form_and_little_else_is_a_login_page(page: str) -> None:
    assert looks_like_login(page)
    assert looks_like_login(page + "<script>" + "x = 'much text';" * 500 + "</script>")


def test_a_page_with_posts_beside_a_login_box_is_not() -> None:
    assert not looks_like_login(FORM + "<p>Czy to prawda, że gmina zabiera dzieci?</p>" * 100)


def test_a_page_about_passwords_is_not() -> None:
    assert not looks_like_login("<p>I forgot my password</p><!-- <input type=password> -->")


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    assert looks_like_login(text) in (True, False)
    assert looks_like_login("<input type=password>" + text)
