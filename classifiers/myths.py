"""Claims, matches and their thresholds: what the rest of the programme sees of matching. Cheap to import."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from classifiers.errors import ModelError

if TYPE_CHECKING:
    from classifiers.heads import Floats


@dataclass(frozen=True, slots=True)
class ClaimVariant:
    """One wording of a myth's claim in one language."""

    myth: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """A text speaks of myth `id`: `certain`, or a person should look.

    `score` is a probability (0 to 1), calibrated on the training posts; `variant` is the nearest wording in
    any language, `english` the nearest one in English, where the myth has any.
    """

    id: str
    score: float
    certain: bool
    variant: ClaimVariant
    english: ClaimVariant | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts as a matcher sees them: the wording, its language, its unit vector [texts, width]."""

    texts: Sequence[str]
    languages: Sequence[str]
    embeddings: Floats


class Matcher(Protocol):
    """Says which myths texts speak of."""

    def match(self, batch: Batch, at_most_suggested: Sequence[bool]) -> list[list[Match]]:
        """Per text its matches, highest score first; no certain one where `at_most_suggested` says so."""
        ...

    def likeliest(self, batch: Batch, at_least: float) -> list[Match | None]:
        """Per text the one myth that is likeliest, as a suggestion; None below `at_least`."""
        ...


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which score on a match is certain, and from which it is suggested."""

    certain: float
    suggested: float


@dataclass(frozen=True, slots=True)
class NliChoice:
    """A zero-shot NLI model (Hugging Face id or folder) that judges texts by the myths' claims."""

    model: str
    claims: Sequence[ClaimVariant]
    limits: Thresholds


@dataclass(frozen=True, slots=True)
class NearnessScale:
    """How nearness to a variant (cosine in the claim space) becomes a score: a logistic curve."""

    slope: float
    offset: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """What `python -m classifiers.train` chose; the defaults serve a model that was not trained here."""

    per_myth: Mapping[str, Thresholds] = field(default_factory=dict)
    untrained: Thresholds = Thresholds(certain=0.7, suggested=0.4)
    nearness: NearnessScale = NearnessScale(slope=12.0, offset=-7.0)
    has_claim: float = 0.5

    @classmethod
    def load(cls, path: Path) -> Calibration:
        """Reads thresholds.json; the defaults when there is no such file. Raises ModelError."""
        if not path.is_file():
            return cls()
        try:
            content = json.loads(path.read_text("utf-8"))
            return cls(
                {myth: Thresholds(**pair) for myth, pair in content["myths"].items()},
                Thresholds(**content["untrained"]),
                NearnessScale(**content["nearness"]),
                float(content["has_claim"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{path} is not a file of thresholds ({error}): train the heads again") from None

    def of(self, myth: str) -> Thresholds:
        """The thresholds of that myth, or those of myths without a trained head."""
        return self.per_myth.get(myth, self.untrained)

    def on_scale_of(self, myth: str, near: Floats) -> Floats:
        """Scores by nearness alone, moved so that they pass that myth's thresholds where they pass their own."""
        import numpy as np

        mine, others = self.of(myth), self.untrained
        at, to = (0.0, others.suggested, others.certain, 1.0), (0.0, mine.suggested, mine.certain, 1.0)
        moved: Floats = np.interp(near, at, to).astype(np.float32)
        return moved

    def overruled_by(self, own: Mapping[str, Thresholds]) -> Calibration:
        """The same, but for the myths whose thresholds somebody has set."""
        return replace(self, per_myth={**self.per_myth, **own})


def claims_digest(variants: Sequence[ClaimVariant], own: Mapping[str, Thresholds] | None = None) -> str:
    """Six hex digits that change with any variant, their order, or a threshold that somebody set (BLAKE2b)."""
    content: list[list[str | float]] = [[one.myth, one.language, one.text] for one in variants]
    content += [[myth, pair.certain, pair.suggested] for myth, pair in sorted((own or {}).items())]
    written = json.dumps(content, ensure_ascii=False)
    return hashlib.blake2b(written.encode("utf-8", "replace"), digest_size=3).hexdigest()
