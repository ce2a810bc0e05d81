"""`export claimreview` writes what schema.org calls a ClaimReview, of approved responses only.

Tested against the vocabulary itself: schema-org-py is generated from schema.org's own definition and refuses
unknown properties and values of the wrong kind. Google's page on ClaimReview asks for claimReviewed,
reviewRating (with alternateName) and url besides.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import schema_org

from monitor.claimreview import export_claim_reviews
from monitor.errors import SettingsError
from monitor.response_desk import home_responses, mark_approved
from monitor.rights import local
from tests.monitor.responding import TODAY, home

WHO = {
    "name": "Gemeente Voorbeeld",
    "url": "https://voorbeeld.example",
    "answers": "https://v.example/{myth}/{language}",
}


def parsed(content: dict[str, Any]) -> schema_org.Thing:
    """The JSON-LD object as the vocabulary's own type."""
    fields = {
        name: parsed(value)
        if isinstance(value, dict)
        else date.fromisoformat(value)
        if name in ("datePublished", "expires")
        else value
        for name, value in content.items()
        if name != "@type"
    }
    made: schema_org.Thing = getattr(schema_org, content["@type"])(**fields)
    return made


def test_an_approved_response_is_a_valid_claim_review(tmp_path: Path) -> None:
    options, out = home(tmp_path, organisation=WHO), tmp_path / "reviews.json"
    assert export_claim_reviews(options, out) == 0
    assert json.loads(out.read_text("utf-8"))["@graph"] == []
    mark_approved(options, "own-bedroom", "pl", None, local("Ana"))
    assert export_claim_reviews(options, out) == 1
    content = json.loads(out.read_text("utf-8"))
    assert content["@context"] == "https://schema.org"
    [review] = content["@graph"]
    parsed(review)
    assert review["url"] == "https://v.example/own-bedroom/pl"
    assert review["claimReviewed"]
    assert review["reviewRating"]["alternateName"].startswith("Wprowadza w błąd")
    shown = home_responses(options)["own-bedroom", "pl"]
    assert review["reviewBody"] == shown.texts["page"].text.replace("{{ local_contact }}", "Wijkteam")
    assert all(url.startswith("https://") for url in review["citation"])
    assert export_claim_reviews(options, out, shown.review_by + timedelta(days=1)) == 0


def test_the_vocabulary_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="claimReviewd"):
        parsed({"@type": "ClaimReview", "claimReviewd": "x"})


def test_a_review_without_a_publisher_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"organisation\.name"):
        export_claim_reviews(home(tmp_path), tmp_path / "out.json", TODAY)
