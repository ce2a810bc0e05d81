"""How many of the certain matches are right: as people here found, else as `evaluate` measured on invented posts.

People say it in blind rounds, of which a third of the posts has a certain match, drawn by chance. The review queue
says nothing on it: there stand posts of which the model is unsure. A match is right where the settled label has its
myth or, where nothing is settled, where more than half of those who labelled the post say so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from monitor.agreement import latest, model_labels
from monitor.config import Settings
from monitor.errors import InputError
from monitor.intervals import Counted, share_of
from monitor.paths import MODEL
from monitor.reviews import Label, standing

if TYPE_CHECKING:
    from monitor.store import Lake

FEWEST = 50  # judged posts and matches; fewer say too little to be preferred
_FILE = "measured.json"


@dataclass(frozen=True, slots=True)
class RightMatches:
    """A share with its 95 % interval: of so many matches that people judged, or on so many evaluation posts."""

    share: float
    low: float
    high: float
    counted: int
    by: Literal["people", "evaluation"]


def right_matches(lake: Lake, settings: Settings, version: str) -> RightMatches | None:
    """The figure for what this version labelled; None where nobody measured it."""
    return _by_people(lake, version) or _measured(settings, version)


def keep(settings: Settings, version: str, right: RightMatches) -> Path | None:
    """Writes the figure into the folder of the model; None where the model is in no folder. Raises InputError."""
    path = model_folder(settings) / _FILE
    if not path.parent.is_dir():
        return None
    content = {"model": _model(version), "set": "invented evaluation posts", **asdict(right)}
    try:
        path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise InputError(f"the measured figure cannot be kept beside the model: {error}", file=path) from None
    return path


def model_folder(settings: Settings) -> Path:
    """Where the model in use lies; a folder that does not exist where it is named by an id."""
    return Path(settings.classifiers.model or MODEL)


def _measured(settings: Settings, version: str) -> RightMatches | None:
    try:
        content = json.loads((model_folder(settings) / _FILE).read_text("utf-8"))
        if content["model"] != _model(version):  # measured before this model was trained
            return None
        return RightMatches(
            float(content["share"]),
            float(content["low"]),
            float(content["high"]),
            int(content["counted"]),
            "evaluation",
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a figure that cannot be read is not shown


def _model(version: str) -> str:
    """The model without the last part of its version: the known wordings, of which every new rumour brings some."""
    return version[: max(version.rfind("."), version.rfind("+"))]


def _by_people(lake: Lake, version: str) -> RightMatches | None:
    # Most homes have few labels or none: to know that costs nothing, to look them up among all posts does.
    labelled = "SELECT count(DISTINCT post_id) AS n FROM reviews WHERE kind IN ('blind', 'settled')"
    if lake.query(labelled)["n"][0].as_py() < FEWEST:
        return None
    reviews = standing(lake, ["blind", "settled"])
    said = latest(one for one in reviews if one.kind == "blind")
    said |= {one.post_id: {"": one.label} for one in reviews if one.kind == "settled"}
    found = model_labels(lake, version, list(said))
    judged = [_judged(label, said[post]) for post, label in found.items() if label.myths]
    matches = sum(matches for matches, _ in judged)
    if matches < FEWEST:
        return None
    share = share_of(
        Counted(
            posts=matches,
            hits=sum(right for _, right in judged),
            people=len(judged),
            nn=sum(matches**2 for matches, _ in judged),
            yy=sum(right**2 for _, right in judged),
            yn=sum(matches * right for matches, right in judged),
        )
    )
    if share is None:
        return None
    return RightMatches(share.value, share.low, share.high, matches, "people")


def _judged(model: Label, said: Mapping[str, Label]) -> tuple[int, int]:
    """How many matches the model is certain of in a post, and how many of them are right."""
    right = sum(2 * sum(myth in one.myths for one in said.values()) > len(said) for myth in model.myths)
    return len(model.myths), right
