"""`export claimreview`: approved responses as schema.org ClaimReview in JSON-LD, for other tools to read.

Search engines stopped showing ClaimReview in 2025, so nobody should expect to be seen through it. The verdict
is in words only: none of the myths is plainly false, and a number on a scale would be invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from monitor.config import OrganisationSettings, Settings
from monitor.errors import SettingsError
from monitor.myths import Myth, load_myths
from monitor.phrases import Phrases, load_phrases
from monitor.placeholders import fill
from monitor.response_desk import home_responses
from monitor.responses import Response, ResponseText

# The text that is shown as the review: the longest there is.
_BODY = ("page", "comment", "message")


def export_claim_reviews(settings: Settings, out: Path, today: date | None = None) -> int:
    """Writes one ClaimReview per response that is approved today; returns how many.

    Raises SettingsError when the organisation has no name or page, ContactMissingError for a text that cannot
    be shown.
    """
    day = today or datetime.now(UTC).date()
    _refuse_nameless(settings.organisation)
    myths = load_myths(settings.myths_dir)
    phrases = load_phrases(settings.phrases_dir)
    reviews = [
        review
        for response in home_responses(settings, day).values()
        if response.state_on(day) == "approved" and response.myth in myths
        for review in _reviews(
            response, myths[response.myth], settings, phrases.get(response.language, phrases["en"])
        )
    ]
    content = {"@context": "https://schema.org", "@graph": reviews}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return len(reviews)


def _reviews(
    response: Response, myth: Myth, settings: Settings, phrases: Phrases
) -> Iterator[dict[str, Any]]:
    text = next((response.texts[channel] for channel in _BODY if channel in response.texts), None)
    if text is None:
        return
    language, who = response.language, settings.organisation
    body = fill(text.text, settings.contacts, language)
    yield {
        "@type": "ClaimReview",
        "url": _address(who, response),
        "inLanguage": language,
        "datePublished": response.approved_on.isoformat() if response.approved_on else None,
        "expires": response.review_by.isoformat(),
        "version": str(response.version),
        "author": {"@type": "Organization", "name": who.name, "url": who.url},
        "claimReviewed": myth.claim.get(language) or myth.name(language),
        "itemReviewed": _claim(myth, language),
        "reviewRating": {"@type": "Rating", "alternateName": phrases.verdict},
        "reviewBody": body,
        "citation": _citations(text, myth),
    }


def _claim(myth: Myth, language: str) -> dict[str, Any]:
    return {
        "@type": "Claim",
        "identifier": myth.id,
        "name": myth.name(language),
        "text": myth.claim.get(language) or myth.name(language),
    }


def _citations(text: ResponseText, myth: Myth) -> list[str]:
    urls = [str(source.url) for fact in myth.facts if fact.id in text.facts for source in fact.sources]
    return list(dict.fromkeys(urls))


def _address(who: OrganisationSettings, response: Response) -> str:
    names = {"myth": response.myth, "language": response.language}
    if who.answers:
        return who.answers.replace("{myth}", names["myth"]).replace("{language}", names["language"])
    return f"{who.url}#{response.myth}-{response.language}"


def _refuse_nameless(who: OrganisationSettings) -> None:
    for name, value in (("name", who.name), ("url", who.url)):
        if not value.strip():
            raise SettingsError(
                "is empty, and a review without a publisher is none",
                field=f"organisation.{name}",
                remedy="Write `name` and `url` under [organisation] in settings.toml.",
            )
