"""Thresholds and scales of a trained model, chosen on development posts through the quantised encoder.

Per myth two thresholds: `certain` (best F1 while few posts of no myth raise an alarm) and `suggested` (more
are let through, for a person to look at). A threshold that few posts decide is drawn towards the one that is
best for all myths together. For myths that come later as a YAML file: how near a variant must be, learnt from
claims that training never saw.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from classifiers.dataset import MYTHS, LabelledPost, digest, read_posts
from classifiers.encoder import Encoder
from classifiers.heads import Floats, HeadFile, LinearHead
from classifiers.matching import ClaimSpace, closeness
from classifiers.train.whiten import whitened

CERTAIN_FALSE_ALARMS = 0.02  # of the posts of no myth, all myths together
SUGGESTED_FALSE_ALARMS = 0.06
_DRAWN = 0.5  # how far a myth's own threshold is drawn towards the common one
_ALIKE = 0.005  # macro-F1 of stance: less than the development posts can tell apart
_GRID = np.linspace(-6, 6, 241)  # logits

Bools = NDArray[np.bool_]
Logits = NDArray[np.floating]


def calibrate(model: Path, development: Path, trained_on: Sequence[LabelledPost]) -> dict[str, Any]:
    """Writes thresholds.json in the model folder, and scales and claim space into its heads.npz.

    Returns what thresholds.json says.
    """
    encoder, file = Encoder.load(model), HeadFile.load(model / "heads.npz")
    space = whitened(encoder.encode([post.text for post in trained_on]))
    file = HeadFile(file.heads, space)
    posts = read_posts(sorted(development.glob("*.jsonl")))
    vectors = encoder.encode([post.text for post in posts])
    probabilities = file.heads["myths"].predict_proba(vectors)
    logits = np.log(np.clip(probabilities, 1e-7, 1 - 1e-7) / np.clip(1 - probabilities, 1e-7, 1))
    true = np.array([[myth in post.myths for myth in MYTHS] for post in posts])
    slope = _temperature(logits, true)
    stance = _balanced(file.heads["stance"], vectors, posts)
    _rescale(HeadFile({**file.heads, "stance": stance}, space), slope).save(model / "heads.npz")
    known = np.array([set(post.myths) <= set(MYTHS) for post in posts])
    certain, suggested = _limits(logits * slope, true, ~true.any(axis=1) & known)
    content = {
        "myths": {
            myth: {"certain": _share(certain[at]), "suggested": _share(min(certain[at], suggested[at]))}
            for at, myth in enumerate(MYTHS)
        },
        **_nearness(encoder, ClaimSpace(*space), posts, vectors, development / "claims"),
        "has_claim": 0.5,
        "trained_on": {"posts": len(trained_on), "digest": digest(trained_on)},
        "thresholds_on": {"posts": len(posts), "digest": digest(posts)},
    }
    (model / "thresholds.json").write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    return content


def _temperature(logits: Logits, true: Bools) -> float:
    """By what the logits must be multiplied to be probabilities (Guo et al. 2017)."""

    def loss(slope: float) -> float:
        return float(np.logaddexp(0, np.where(true, -logits, logits) * slope).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 3.0), method="bounded").x)


def _balanced(head: LinearHead, vectors: Floats, posts: Sequence[LabelledPost]) -> LinearHead:
    """The stance head with the bias of «rejects» that gives the best macro-F1, drawn as little as may be.

    Trained alone it takes three times as many assertions for rejections as the other way round; and who spreads
    a rumour must not be thanked for rejecting it. Of shifts that the posts cannot tell apart the smallest is taken:
    a larger one only moves doubt from one stance to the other.
    """
    told = [at for at, post in enumerate(posts) if post.stance]
    meant = [head.classes.index(posts[at].stance or "") for at in told]
    scores, rejects = np.log(head.predict_proba(vectors[told])), head.classes.index("rejects")
    shift = np.eye(len(head.classes))[rejects]
    steps = np.linspace(0, 2, 9)
    reached = [f1_score(meant, (scores - by * shift).argmax(axis=1), average="macro") for by in steps]
    lower = next(by for by, score in zip(steps, reached, strict=True) if score >= max(reached) - _ALIKE)
    return replace(head, bias=(head.bias - lower * shift).astype(np.float32))


def _rescale(file: HeadFile, slope: float) -> HeadFile:
    head = file.heads["myths"]
    scaled = replace(
        head,
        weights=(head.weights * slope).astype(np.float32),
        bias=(head.bias * slope).astype(np.float32),
    )
    return HeadFile({**file.heads, "myths": scaled}, file.space)


def _limits(logits: Logits, true: Bools, none: Bools) -> tuple[Floats, Floats]:
    """Per myth the logits from which a match is certain, and suggested."""
    found = []
    for alarms, beta in ((CERTAIN_FALSE_ALARMS, 1.0), (SUGGESTED_FALSE_ALARMS, 2.0)):
        common = next((one for one in _GRID if (logits[none] >= one).any(axis=1).mean() <= alarms), 6.0)
        own = [_best(logits[:, at], true[:, at], none, alarms / 3, beta) for at in range(true.shape[1])]
        mixed = np.array([_DRAWN * common + (1 - _DRAWN) * one for one in own], np.float32)
        steps = np.linspace(0, 6, 121)
        quiet = (step for step in steps if (logits[none] >= mixed + step).any(axis=1).mean() <= alarms)
        found.append(mixed + next(quiet, 6.0))
    return found[0], found[1]


def _best(logits: Logits, true: Bools, none: Bools, alarms: float, beta: float) -> float:
    """The threshold with the best F-beta among those with few alarms; the middle of equally good ones."""
    scores = []
    for limit in _GRID:
        chosen = logits >= limit
        hits = float((chosen & true).sum())
        score = (1 + beta**2) * hits / max(1.0, float(beta**2 * true.sum() + chosen.sum()))
        scores.append(score if chosen[none].mean() <= alarms else 0.0)
    best = np.flatnonzero(np.array(scores) >= max(scores) - 1e-9)
    return float(_GRID[best].mean())


def _nearness(
    encoder: Encoder, space: ClaimSpace, posts: Sequence[LabelledPost], vectors: Floats, claims: Path
) -> dict[str, Any]:
    """The logistic curve from nearness to probability, and thresholds, on claims that training never saw."""
    places = space.place(vectors)
    nearest, same = [], []
    for path in sorted(claims.glob("*.yaml")):
        entry = yaml.safe_load(path.read_text("utf-8"))
        wordings = [text for texts in entry["variants"].values() for text in texts]
        nearest.append(closeness(places @ space.place(encoder.encode(wordings)).T))
        same.append([entry["id"] in post.myths for post in posts])
    flat, meant = np.concatenate(nearest), np.concatenate(same)
    model = LogisticRegression(C=100.0).fit(flat[:, None], meant)
    slope, offset = float(model.coef_[0, 0]), float(model.intercept_[0])
    logits = flat * slope + offset
    rare = 0.002  # of the posts of something else, for one new myth
    certain, suggested = _best(logits, meant, ~meant, rare, 1.0), _best(logits, meant, ~meant, 3 * rare, 2.0)
    return {
        "untrained": {"certain": _share(certain), "suggested": _share(min(certain, suggested))},
        "nearness": {"slope": round(slope, 4), "offset": round(offset, 4)},
    }


def _share(logit: float) -> float:
    return round(float(1 / (1 + np.exp(-logit))), 4)
