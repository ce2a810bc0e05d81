"""`evaluate`: what it measures can be an organisation's own posts, and what it refuses it explains."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.config import load_settings
from monitor.errors import InputError
from monitor.measure import measure


def _posts(path: Path, **changed: object) -> Path:
    post = {
        "id": "1", "text": "Zabierają dzieci, jak tylko poprosisz o pomoc", "language": "pl",
        "myths": ["child-removal"], "stance": "asserts", "sentiment": "negative", "has_claim": True,
        "writer": "ana", "origin": "real",
    }  # fmt: skip
    path.write_text(json.dumps(post) + "\n" + json.dumps(post | {"id": "2"} | changed) + "\n", "utf-8")
    return path


def test_own_posts_are_measured_and_not_called_invented(tmp_path: Path) -> None:
    page = measure(
        load_settings(tmp_path),
        _posts(tmp_path / "own.jsonl", text="Autobus się spóźnia", myths=[], stance=None),
    ).page
    assert page.startswith("# Measured on own posts")
    assert "invented" not in page
    assert "child-removal | 1 |" in page


def test_a_label_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"own\.jsonl:2.*stance"):
        measure(load_settings(tmp_path), _posts(tmp_path / "own.jsonl", stance="shouts"))


def test_a_base_that_is_no_model_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"--base: .*has no config"):
        measure(load_settings(tmp_path), _posts(tmp_path / "own.jsonl"), base=tmp_path)
