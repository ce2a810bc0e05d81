"""Local contact points: filled from the settings, the nearest first; empty ones are named, never left out."""

from __future__ import annotations

import pytest

from monitor.errors import ContactMissingError
from monitor.placeholders import fill, unknown

CONTACTS = {
    "local_contact": {
        "all": "Wijkteam 14",
        "pl": "Wijkteam po polsku",
        "Helmond": "Lokaal 7",
        "pl-helmond": "Pani A",
    },
    "school": "Loket 3",
    "empty": {"bg": " "},
}


@pytest.mark.parametrize(
    ("language", "region", "expected"),
    [
        ("nl", None, "Wijkteam 14"),
        ("pl", None, "Wijkteam po polsku"),
        ("nl", "Helmond", "Lokaal 7"),
        ("pl", "helmond", "Pani A"),
        ("pl", "Harderwijk", "Wijkteam po polsku"),
    ],
)
def test_the_contact_nearest_to_the_reader_is_filled_in(
    language: str, region: str | None, expected: str
) -> None:
    assert fill("Bel {{ local_contact }}.", CONTACTS, language, region) == f"Bel {expected}."


def test_named_contacts_stand_beside_the_local_one() -> None:
    assert fill("{{contact.school}} / {{ local_contact }}", CONTACTS, "nl") == "Loket 3 / Wijkteam 14"


@pytest.mark.parametrize("text", ["{{ contact.gp }}", "{{ contact.empty }}", "{{ anything }}"])
def test_what_is_empty_is_refused_and_named(text: str) -> None:
    with pytest.raises(ContactMissingError, match="bg"):
        fill(text, CONTACTS, "bg")


def test_a_contact_is_put_in_as_it_stands() -> None:
    assert (
        fill("{{ contact.school }}", {"school": r"{{ local_contact }} \1"}, "nl") == r"{{ local_contact }} \1"
    )


def test_what_no_setting_could_fill_is_found_before_anybody_needs_it() -> None:
    assert unknown("{{ local_contact }} {{ contact.gp }}") == []
    assert unknown("{{ phone }}") == ["phone"]
    assert unknown("{{ local_contact }") == ["{{"]
