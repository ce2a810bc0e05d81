"""What the tests of the responses share: a small myth, its texts, and homes that hold them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from monitor.config import Settings, load_settings
from monitor.myths import Myth
from monitor.responses import Channel, Response, ResponseText, State
from monitor.rights import local
from monitor.workflow import Act

TODAY = date(2026, 11, 27)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
SOURCE = "https://www.rijksoverheid.nl/wonen/slaapkamer"

GOOD = "There is no law about a bedroom for each child. Many people say so, because some housing rules count rooms."


def myth(**changes: Any) -> Myth:
    content: dict[str, Any] = {
        "id": "own-bedroom",
        "title": {"en": "Every child must have its own bedroom"},
        "claim": {"en": "By law every child must have its own bedroom"},
        "variants": {"en": ["they said each child needs a separate bedroom by law"]},
        "believable": {"en": "Rules for foster homes speak of rooms."},
        "kernel": [{"nl": "Er zijn regels.", "en": "There are rules for foster homes.", "facts": ["no-law"]}],
        "harm": {"who": "families", "how": "they hide", "severity": 3, "likelihood": 3},
        "facts": [fact("no-law"), fact("old", recheck="2026-01-01"), fact("rumour", status="unconfirmed")],
    }
    return Myth.model_validate({**content, **changes})


def fact(id: str, **changes: Any) -> dict[str, Any]:
    source = {"title": "Wonen", "publisher": "Rijksoverheid", "url": SOURCE}
    content = {"id": id, "nl": "Er is geen wet.", "en": "There is no law.", "sources": [source]}
    return {**content, "read": "2026-11-24", "status": "confirmed", **changes}


def text(said: str = GOOD, *facts: str) -> ResponseText:
    return ResponseText(text=said, facts=facts or ("no-law",))


def texts(said: str = GOOD) -> dict[Channel, ResponseText]:
    return {"comment": text(said)}


def response(state: State = "checked", **changes: Any) -> Response:
    content: dict[str, Any] = {
        "myth": "own-bedroom",
        "language": "en",
        "state": state,
        "review_by": date(2027, 5, 27),
        "written_by": "the project",
        "checked_by": "the project",
        "texts": texts(),
    }
    return Response.model_validate({**content, **changes})


def by(name: str, at: datetime = NOON) -> Act:
    return Act.of(local(name), at=at)


def home(folder: Path, **sections: Any) -> Settings:
    folder.mkdir(parents=True, exist_ok=True)
    return load_settings(folder, **({"contacts": {"local_contact": "Wijkteam"}} | sections))
