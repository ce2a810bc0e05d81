"""All classifiers over a batch: one forward pass per text, then plain matrix products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from classifiers.checkworthiness import at_most_suggested
from classifiers.language import LANGUAGES, UNKNOWN, LanguageDetector, detectable
from classifiers.myths import (
    Batch,
    Calibration,
    ClaimVariant,
    Match,
    Matcher,
    NliChoice,
    Thresholds,
    claims_digest,
)
from classifiers.one_thread import on_one_thread
from classifiers.sentiment import Sentiment, sentiments
from classifiers.stance import Stance, stances

if TYPE_CHECKING:
    from classifiers.encoder import Encoder
    from classifiers.heads import Floats, HeadFile, LinearHead
    from classifiers.matching import MythMatcher

# Raised by hand when code (not files of the model folder) changes what a text is labelled.
_REVISION = 3


@dataclass(frozen=True, slots=True)
class Label:
    """What the classifiers say of one text.

    `stance` is None where no myth matches, `sentiment` where there is no text or the model has no such head.
    Scores are probabilities from 0 to 1. `embedding` is the unit vector as signed bytes (x 127); no bytes
    where there is no text.
    """

    language: str
    language_score: float
    matches: list[Match]
    stance: Stance | None
    stance_score: float | None
    sentiment: Sentiment | None
    sentiment_score: float | None
    has_claim_score: float
    embedding: bytes

    @property
    def myths(self) -> list[str]:
        """Ids of the certain matches, the highest score first."""
        return [match.id for match in self.matches if match.certain]

    @property
    def suggested(self) -> list[str]:
        """Ids of the matches that a person should look at, the highest score first."""
        return [match.id for match in self.matches if not match.certain]


_NOTHING = Label(UNKNOWN, 0.0, [], None, None, None, None, 0.0, b"")


class Pipeline:
    """The loaded classifiers. Make one with `load`."""

    def __init__(
        self,
        encoder: Encoder,
        heads: Mapping[str, LinearHead],
        matcher: Matcher,
        calibration: Calibration,
        version: str,
        added_languages: Sequence[str] = (),
    ) -> None:
        self.encoder = encoder
        self.matcher = matcher
        self._heads = heads
        self._calibration = calibration
        self._languages = LanguageDetector((*LANGUAGES, *detectable(added_languages)))
        self.version = version

    @classmethod
    def load(
        cls,
        model: str | Path,
        claims: Sequence[ClaimVariant],
        threads: int = 0,
        cache: Path | None = None,
        own: Mapping[str, Thresholds] | None = None,
        nli: NliChoice | None = None,
    ) -> Pipeline:
        """The classifiers of a model (a folder, or a Hugging Face id), knowing these claims.

        `threads` is the number of texts encoded at once (0: one per core). `cache` is a folder where the
        claims' vectors are kept for the next start. `own` are thresholds that win over the model's. With
        `nli`, that model finds the myths instead, and the encoder gives the rest. `version` is one digest of
        all these: equal versions give equal labels. Raises ModelError when a model cannot be used.
        """
        from classifiers.encoder import Encoder, files_digest
        from classifiers.heads import HeadFile
        from classifiers.known_vectors import CLAIMS_FILE

        folder = Path(model)
        encoder = Encoder.load(model, threads)
        trained = HeadFile.load(folder / "heads.npz")
        calibration = Calibration.load(folder / "thresholds.json").overruled_by(own or {})
        digest = files_digest([folder / "heads.npz", folder / "thresholds.json"])
        matcher: Matcher
        if nli is None:
            kept = cache / CLAIMS_FILE if cache else None
            files = [folder / CLAIMS_FILE, *([kept] if kept else [])]
            matcher = _claim_matcher(encoder, trained, calibration, claims, files, kept)
            judged = claims_digest(claims, own)
        else:
            from classifiers.nli import load_matcher

            matcher, judged = load_matcher(nli, encoder.threads)
        version = f"{encoder.version}.{digest}.{_REVISION}+{judged}"
        # A language that only the claims have is looked for too: it was added by whoever added the claims.
        added = sorted({claim.language for claim in claims} - set(LANGUAGES))
        return cls(encoder, trained.heads, matcher, calibration, version, added)

    @property
    def not_judged(self) -> tuple[str, ...]:
        """What no trained head of this model judges: its fields stay empty."""
        return tuple(name for name in ("stance", "sentiment", "has_claim") if name not in self._heads)

    def held_back(self, texts: Sequence[str], vectors: Floats) -> list[bool]:
        """Of which texts a match is at most suggested."""
        scores, limit = self._claim_scores(vectors), self._calibration.has_claim
        return [at_most_suggested(text, score, limit) for text, score in zip(texts, scores, strict=True)]

    def asked(self, text: str, at_least: float) -> Label:
        """The label of one text that somebody asks about: where no myth is found, the likeliest is suggested.

        From the score `at_least` on, and for a text with a claim only. In a stream of posts it would raise too
        many alarms.
        """
        if not text.strip():
            return _NOTHING
        languages, vectors = self._read([text], [None])
        return self._asked(text, languages, vectors, at_least)

    @on_one_thread()
    def _asked(
        self, text: str, languages: list[tuple[str, float]], vectors: Floats, at_least: float
    ) -> Label:
        [label] = self._labels([text], languages, vectors)
        if label.matches or any(self.held_back([text], vectors)):
            return label
        [found] = self.matcher.likeliest(Batch([text], [label.language], vectors), at_least)
        if found is None:
            return label
        [said] = stances(self._heads["stance"], vectors) if "stance" in self._heads else [(None, None)]
        return replace(label, matches=[found], stance=said[0], stance_score=said[1])

    def label(self, texts: Sequence[str | None], hints: Sequence[str | None]) -> list[Label]:
        """A label per text, in order. A text that is None or has no visible character gets `und` and no more.

        `hints` are the usual languages of the places where the texts stood, or None. Takes any Unicode
        string; a text's label does not depend on the others in the batch.
        """
        real = [at for at, text in enumerate(texts) if text and text.strip()]
        labels = [_NOTHING] * len(texts)
        if not real:
            return labels
        said = [texts[at] or "" for at in real]
        languages, vectors = self._read(said, [hints[at] for at in real])
        for at, label in zip(real, self._labels(said, languages, vectors), strict=True):
            labels[at] = label
        return labels

    def _read(self, texts: list[str], hints: list[str | None]) -> tuple[list[tuple[str, float]], Floats]:
        """The language and the vector of each text."""
        if self.encoder.threads == 1 or len(texts) == 1:
            return self._languages.detect(texts, hints), self.encoder.encode(texts)
        with ThreadPoolExecutor(1) as beside:  # the encoder leaves Python's lock to it most of the time
            languages = beside.submit(self._languages.detect, texts, hints)
            vectors = self.encoder.encode(texts)
            return languages.result(), vectors

    @on_one_thread()
    def _labels(self, texts: list[str], languages: list[tuple[str, float]], vectors: Floats) -> list[Label]:
        import numpy as np

        claim = self._claim_scores(vectors)
        batch = Batch(texts, [language for language, _ in languages], vectors)
        matches = self.matcher.match(batch, self.held_back(texts, vectors))
        stance = stances(self._heads["stance"], vectors) if "stance" in self._heads else None
        mood = sentiments(self._heads["sentiment"], vectors) if "sentiment" in self._heads else None
        packed = np.clip(np.rint(vectors * 127), -127, 127).astype(np.int8)
        return [
            Label(
                language=languages[row][0],
                language_score=languages[row][1],
                matches=matches[row],
                stance=stance[row][0] if stance and matches[row] else None,
                stance_score=stance[row][1] if stance and matches[row] else None,
                sentiment=mood[row][0] if mood else None,
                sentiment_score=mood[row][1] if mood else None,
                has_claim_score=claim[row],
                embedding=packed[row].tobytes(),
            )
            for row in range(len(texts))
        ]

    def _claim_scores(self, vectors: Floats) -> list[float]:
        head = self._heads.get("has_claim")
        if head is None:
            return [1.0] * len(vectors)  # nothing can judge it, so nothing is held back for it
        return [float(score) for score in head.predict_proba(vectors)[:, 0]]


def _claim_matcher(
    encoder: Encoder,
    trained: HeadFile,
    calibration: Calibration,
    claims: Sequence[ClaimVariant],
    files: Sequence[Path],
    kept: Path | None,
) -> MythMatcher:
    from classifiers.known_vectors import came_later, vectors_of
    from classifiers.matching import ClaimSpace, MythMatcher

    texts = [claim.text for claim in claims]
    vectors = vectors_of(encoder, texts, files, kept)
    space = ClaimSpace(*trained.space) if trained.space else ClaimSpace.plain(vectors)
    later = came_later(encoder, texts, files[0])
    return MythMatcher(claims, vectors, space, trained.heads.get("myths"), calibration, later)
