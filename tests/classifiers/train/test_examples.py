"""What training reads, and how it varies it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.dataset import LabelledPost
from classifiers.train.augment import bulgarian_in_latin, varied, with_typos, without_diacritics
from classifiers.train.examples import batches, read_examples

DATA = Path(__file__).parents[3] / "data"


def post(number: int, text: str = "Zabierają dzieci", language: str = "pl") -> LabelledPost:
    return LabelledPost(
        str(number), text, language, ("child-removal",), "asserts", "negative", True, "w", "invented"
    )


def test_the_shipped_training_set_is_whole() -> None:
    examples = read_examples(DATA / "training", DATA / "myths")
    further = set(examples.claims) - {path.stem for path in (DATA / "myths").glob("*.yaml")}
    spoken = dict.fromkeys(further, 0)
    for one in examples.posts:
        for myth in set(one.myths) & further:
            spoken[myth] += 1
    assert len(examples.posts) >= 8000
    assert len(further) >= 60  # eight more are held out to calibrate with: data/development/claims
    assert min(spoken.values()) >= 12
    assert all(len(claim.variants) >= 5 for claim in examples.claims.values())


def test_posts_of_a_claim_without_variants_are_refused(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(
        '{"id": "1", "text": "x", "language": "pl", "myths": ["unknown-claim"], "stance": "asserts",'
        ' "sentiment": "neutral", "has_claim": true, "writer": "w", "origin": "invented"}\n',
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="unknown-claim"):
        read_examples(tmp_path, DATA / "myths")


def test_what_is_left_out_is_gone() -> None:
    examples = read_examples(DATA / "training", DATA / "myths").without_myth("own-bedroom")
    assert "own-bedroom" not in examples.claims
    assert all("own-bedroom" not in one.myths for one in examples.posts)
    spoken = examples.without_language("bg")
    assert {one.language for one in spoken.posts}.isdisjoint({"bg"})
    assert all(language != "bg" for claim in spoken.claims.values() for language, _ in claim.variants)


def test_an_epoch_holds_every_post_once_in_batches_of_bounded_size() -> None:
    posts = [post(at, "słowo " * (1 + at % 30)) for at in range(300)]
    made = batches(posts, lambda text: len(text.split()), 200, random.Random(1))
    assert sorted(int(one.id) for batch in made for one in batch) == list(range(300))
    assert all(len(batch) * max(len(one.text.split()) for one in batch) <= 260 for batch in made)


def test_the_same_seed_gives_the_same_epoch() -> None:
    posts = [post(at, f"słowo numer {at}, i dalej") for at in range(50)]
    first, second = (batches(posts, len, 500, random.Random(7)) for _ in range(2))
    assert first == second


def test_letters_of_another_keyboard() -> None:
    assert without_diacritics("Łódź, șțâ, ğış") == "Lodz, sta, gis"
    assert bulgarian_in_latin("Взимат децата") == "vzimat decata"


@given(st.text(min_size=1, max_size=80).filter(str.strip), st.integers(0, 1000))
def test_variations_never_empty_a_text_and_keep_its_labels(text: str, seed: int) -> None:
    made = varied(post(1, text, "bg"), random.Random(seed))
    assert made.text.strip()
    assert (made.id, made.myths, made.stance) == ("1", ("child-removal",), "asserts")


@given(st.text(max_size=200), st.integers(0, 1000))
def test_typos_are_few(text: str, seed: int) -> None:
    made = with_typos(text, random.Random(seed))
    assert abs(len(made) - len(text)) <= max(3, len(text) // 4)
