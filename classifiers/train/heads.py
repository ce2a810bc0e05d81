"""Fits the heads on the frozen embedding: one seeded command, no torch.

    python -m classifiers.train.heads --training data/training --development data/development \\
        --claims data/myths --model data/models/e5-small-myth

The strength of the regularisation and the thresholds are chosen on predictions for posts that the fit did
not see: by cross-validation over the training posts (over writers, where there are several), and on the
development posts. Posts for evaluation are never read here.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from classifiers.dataset import MYTHS, SENTIMENTS, STANCES, LabelledPost, digest, read_posts
from classifiers.encoder import Encoder
from classifiers.heads import Floats, HeadFile, LinearHead
from classifiers.matching import ClaimSpace
from classifiers.train.augment import variations

SEED = 2026
FOLDS = 5
STRENGTHS = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
CERTAIN_FALSE_ALARMS = 0.01  # per myth, of the posts of no myth
SUGGESTED_FALSE_ALARMS = 0.05
SHRINKAGE = 0.2  # of the within-class scatter towards a sphere: few posts say little about directions
UNTRAINED = {"certain": 0.7, "suggested": 0.4}
CATALOGUE = "catalogue"

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def augmented(posts: Sequence[LabelledPost]) -> list[LabelledPost]:
    """The posts and their variations, each with the id of the post that it comes from."""
    chance = random.Random(SEED)
    made = list(posts)
    for post in posts:
        made += [replace(post, text=text) for text in variations(post.text, post.language, chance)]
    return made


def claims_as_posts(folder: Path) -> list[LabelledPost]:
    """The catalogue's variants and near misses as training posts of the writer «catalogue»."""
    posts = []
    for path in sorted(folder.glob("*.yaml")):
        myth = yaml.safe_load(path.read_text("utf-8"))
        for field, myths in (("variants", (myth["id"],)), ("near_misses", ())):
            for language, texts in myth.get(field, {}).items():
                for number, text in enumerate(texts):
                    stance = ("questions" if "?" in text else "asserts") if myths else None
                    id = f"{myth['id']}-{field}-{language}-{number}"
                    posts.append(
                        LabelledPost(id, text, language, myths, stance, "neutral", True, CATALOGUE, CATALOGUE)
                    )
    return posts


class Fold:
    """Which posts are predicted by a fit that did not see them: neither them nor their variations."""

    def __init__(self, posts: Sequence[LabelledPost]) -> None:
        writers = {post.writer for post in posts} - {CATALOGUE}
        by_writer = len(writers) >= FOLDS
        self._groups = np.array([post.writer if by_writer else post.id for post in posts])

    def unseen(self, features: Floats, target: Ints, strength: float) -> Floats:
        """Probabilities [rows, classes] from fits that did not see the row."""
        classes = np.unique(target)
        scores = np.zeros((len(target), len(classes)), np.float32)
        for train, test in GroupKFold(FOLDS).split(features, target, self._groups):
            model = _regression(strength).fit(features[train], target[train])
            columns = np.searchsorted(classes, model.classes_)
            scores[np.ix_(test, columns)] = model.predict_proba(features[test])
        return scores


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, class_weight="balanced", max_iter=2000)


def fit(features: Floats, target: Ints, classes: tuple[str, ...], fold: Fold) -> tuple[LinearHead, Floats]:
    """The head with the strength that does best on unseen posts, and its scores for them."""
    unseen = {strength: fold.unseen(features, target, strength) for strength in STRENGTHS}
    strength = max(STRENGTHS, key=lambda one: (round(_quality(unseen[one], target), 3), -one))
    model = _regression(strength).fit(features, target)
    head = LinearHead(
        classes=classes,
        weights=model.coef_.astype(np.float32),
        bias=model.intercept_.astype(np.float32),
        link="sigmoid" if len(model.coef_) == 1 else "softmax",
    )
    return head, unseen[strength]


def _quality(scores: Floats, target: Ints) -> float:
    return float(f1_score(target, np.unique(target)[scores.argmax(axis=1)], average="macro"))


def fit_myths(posts: Sequence[LabelledPost], vectors: Floats) -> tuple[LinearHead, Floats]:
    """One sigmoid head for all myths, and the unseen scores [posts, myths]."""
    fold, heads, columns = Fold(posts), [], []
    for myth in MYTHS:
        target = np.array([int(myth in post.myths) for post in posts])
        head, unseen = fit(vectors, target, (myth,), fold)
        heads.append(head)
        columns.append(unseen[:, 1])
    whole = LinearHead(
        classes=MYTHS,
        weights=np.concatenate([head.weights for head in heads]),
        bias=np.concatenate([head.bias for head in heads]),
        link="sigmoid",
    )
    return whole, np.stack(columns, axis=1)


def fit_others(posts: Sequence[LabelledPost], vectors: Floats) -> dict[str, LinearHead]:
    """The heads `stance`, `sentiment` and `has_claim`."""
    written = [at for at, post in enumerate(posts) if post.writer != CATALOGUE]
    matched = [at for at, post in enumerate(posts) if post.myths]
    chosen: dict[str, tuple[list[int], tuple[str, ...], list[int]]] = {
        "stance": (matched, STANCES, [STANCES.index(str(posts[at].stance)) for at in matched]),
        # A bare claim of the catalogue has no honest sentiment.
        "sentiment": (written, SENTIMENTS, [SENTIMENTS.index(posts[at].sentiment) for at in written]),
        "has_claim": (written, ("has_claim",), [int(posts[at].has_claim) for at in written]),
    }
    heads = {}
    for name, (rows, classes, target) in chosen.items():
        fold = Fold([posts[at] for at in rows])
        heads[name], _ = fit(vectors[rows], np.array(target), classes, fold)
    return heads


def fit_space(posts: Sequence[LabelledPost], vectors: Floats) -> ClaimSpace:
    """Within-class covariance normalisation over the myths (Hatch et al. 2006), shrunk."""
    centre = vectors.mean(axis=0)
    apart = []
    for myth in MYTHS:
        rows = vectors[[at for at, post in enumerate(posts) if myth in post.myths]]
        apart.append(rows - rows.mean(axis=0))
    scatter = np.cov(np.concatenate(apart), rowvar=False)
    width = len(scatter)
    scatter = (1 - SHRINKAGE) * scatter + SHRINKAGE * np.trace(scatter) / width * np.eye(width)
    values, directions = np.linalg.eigh(scatter)
    return ClaimSpace(centre.astype(np.float32), (directions / np.sqrt(values)).astype(np.float32))


def fit_nearness(posts: Sequence[LabelledPost], vectors: Floats, space: ClaimSpace) -> dict[str, float]:
    """How the cosine to the nearest variant becomes a probability that the myth is meant."""
    places = space.place(vectors)
    claims = [at for at, post in enumerate(posts) if post.writer == CATALOGUE and post.myths]
    written = [at for at, post in enumerate(posts) if post.writer != CATALOGUE]
    nearest, same = [], []
    for myth in sorted({myth for at in claims for myth in posts[at].myths}):
        variants = [at for at in claims if myth in posts[at].myths]
        nearest.append((places[written] @ places[variants].T).max(axis=1))
        same.append([myth in posts[at].myths for at in written])
    model = LogisticRegression().fit(np.concatenate(nearest)[:, None], np.concatenate(same))
    return {"slope": round(float(model.coef_[0, 0]), 4), "offset": round(float(model.intercept_[0]), 4)}


def thresholds(scores: Floats, posts: Sequence[LabelledPost]) -> dict[str, dict[str, float]]:
    """Per myth two thresholds on unseen posts: the best F1 (F2) among those with few false alarms."""
    none = np.array([not post.myths for post in posts])
    result = {}
    for at, myth in enumerate(MYTHS):
        true = np.array([myth in post.myths for post in posts])
        certain = _threshold(scores[:, at], true, none, CERTAIN_FALSE_ALARMS)
        suggested = min(certain, _threshold(scores[:, at], true, none, SUGGESTED_FALSE_ALARMS, beta=2.0))
        result[myth] = {"certain": round(certain, 4), "suggested": round(suggested, 4)}
    return result


def _threshold(scores: Floats, true: Bools, none: Bools, false_alarms: float, beta: float = 1.0) -> float:
    best, best_score = 0.5, -1.0
    for limit in np.unique(np.round(scores, 3)):
        chosen = scores >= limit
        if chosen[none].mean() > false_alarms:
            continue
        hits = float((chosen & true).sum())
        score = (1 + beta**2) * hits / max(1.0, float(beta**2 * true.sum() + chosen.sum()))
        if score > best_score:
            best, best_score = float(limit), score
    return best


def train(training: Path, development: Path, claims: Path, model: Path) -> dict[str, Any]:
    """Writes heads.npz and thresholds.json into the model folder; returns what thresholds.json says."""
    encoder = Encoder.load(model)
    written = read_posts(sorted(training.glob("*.jsonl")))
    posts = augmented(written + claims_as_posts(claims))
    vectors = encoder.encode([post.text for post in posts])
    head, unseen = fit_myths(posts, vectors)
    space = fit_space(posts, vectors)
    heads = {"myths": head, **fit_others(posts, vectors)}
    HeadFile(heads, (space.centre, space.projection)).save(model / "heads.npz")

    # The thresholds see each written post once, as it was written, and the development posts.
    seen = {post.id: at for at, post in reversed(list(enumerate(posts))) if post.writer != CATALOGUE}
    rows = sorted(seen.values())
    held_out = read_posts(sorted(development.glob("*.jsonl")))
    scores, judged = unseen[rows], [posts[at] for at in rows]
    if held_out:
        fresh = head.predict_proba(encoder.encode([post.text for post in held_out]))
        scores, judged = np.concatenate([scores, fresh]), judged + held_out
    content = {
        "myths": thresholds(scores, judged),
        "untrained": UNTRAINED,
        "nearness": fit_nearness(posts, vectors, space),
        "has_claim": 0.5,
        "trained_on": {"posts": len(written), "digest": digest(written)},
        "thresholds_on": {"posts": len(judged), "development_posts": len(held_out)},
    }
    (model / "thresholds.json").write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    return content


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("training", "development", "claims", "model"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    content = train(arguments.training, arguments.development, arguments.claims, arguments.model)
    print(json.dumps(content, indent=2))


if __name__ == "__main__":
    main()
