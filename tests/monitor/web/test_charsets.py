"""Bytes → text, whatever the page claims."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.web.charsets import decode

POLISH = "Czy gmina naprawdę zabiera dzieci? Żółw, jaźń, źdźbło — nie wierzę w te pogłoski o łóżkach."
BULGARIAN = "Общината взима децата, ако има проблеми вкъщи. Това вярно ли е? Кой знае нещо повече?"


def test_valid_utf8_is_utf8_whatever_the_server_claims() -> None:
    assert decode(POLISH.encode(), "text/html; charset=ISO-8859-1") == POLISH


def test_a_wrong_claim_of_utf8_is_not_believed() -> None:
    polish = POLISH.encode("cp1250")
    assert decode(polish, "text/html; charset=utf-8") == POLISH
    assert decode(BULGARIAN.encode("cp1251"), "text/html; charset=utf-8") == BULGARIAN


@pytest.mark.parametrize(
    ("text", "name"), [(POLISH, "windows-1250"), (BULGARIAN, "windows-1251"), (BULGARIAN, "koi8-r")]
)
def test_the_content_type_is_believed(text: str, name: str) -> None:
    assert decode(text.encode(name, "ignore"), f'text/html; Charset="{name}"') == text.encode(
        name, "ignore"
    ).decode(name)


@pytest.mark.parametrize(
    "head",
    [
        '<html><meta charset="windows-1251">',
        '<META http-equiv=Content-Type content="text/html; charset=windows-1251">',
        "<?xml version='1.0' encoding='windows-1251'?>",
    ],
)
def test_the_page_itself_is_believed_when_the_server_is_silent(head: str) -> None:
    assert decode((head + BULGARIAN).encode("windows-1251"), "text/html") == head + BULGARIAN


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_counts_first(encoding: str) -> None:
    assert decode(POLISH.encode(encoding), "text/html; charset=windows-1251") == POLISH


def test_without_any_claim_the_guess_reads_cyrillic() -> None:
    assert decode(BULGARIAN.encode("cp1251")) == BULGARIAN


def test_latin_1_is_read_as_browsers_do() -> None:
    assert decode(b"\x80 5", "text/plain; charset=iso-8859-1") == "€ 5"


@pytest.mark.parametrize(
    "name", ["punycode", "unicode_escape", "base64", "idna", "rot13", "no-such", "\x00", "utf-7"]
)
def test_a_page_cannot_choose_other_codecs(name: str) -> None:
    assert decode(rb"a\u0041-b", f"text/html; charset={name}") == r"a\u0041-b"


def test_a_cut_character_costs_one_character_not_the_page() -> None:
    assert decode(codecs.BOM_UTF8 + "łó".encode()[:-1]) == "ł�"


@given(st.binary(max_size=300), st.text(max_size=30))
def test_any_bytes_become_text(body: bytes, claim: str) -> None:
    assert isinstance(decode(body, f"text/html; charset={claim}"), str)


@given(st.text(max_size=200))
def test_utf8_comes_through_unchanged(text: str) -> None:
    body = text.encode("utf-8", "ignore")
    expected = body.decode()
    if not expected.startswith(("﻿", "\x00")) and b"\0" not in body:
        assert decode(body, "text/plain; charset=utf-8") == expected
