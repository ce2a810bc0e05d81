"""Labelling on screen: one key per answer, undo, blind rounds, and agreement."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from monitor.config import load_settings
from monitor.records import Stance
from monitor.reviews import Label, PostRef, standing
from monitor.rights import local
from monitor.rounds import draw_round, label_blind
from monitor.store import Lake
from tests.dashboard.homes import drawn, html_of
from tests.monitor.labelled import SOURCE, post
from tests.monitor.test_labels import suggest

NASTY = "<img src=x onerror=alert(1)> **osobny** pokój"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with Lake.open(load_settings(tmp_path)) as lake:
        lake.start_run("run", SOURCE)
        posts = [post(n, f"author {n}", f"{NASTY} {n}") for n in range(4)]
        suggest(lake, {one: ("own-bedroom", 0.5 + n / 100, n == 3) for n, one in enumerate(posts)})
    return tmp_path


def page_of(home: Path, monkeypatch: pytest.MonkeyPatch, name: str = "Ana", part: str = "queue") -> AppTest:
    page = drawn("label", home, monkeypatch)
    page.text_input(key="name-field").set_value(name).run()
    if part != "queue":
        page.segmented_control(key="label-part").set_value(part).run()
    assert not page.exception
    return page


def kept(home: Path, kind: str) -> list[tuple[str, str | None]]:
    with Lake.open(load_settings(home)) as lake:
        return [(one.reviewer, one.label.stance) for one in standing(lake, [kind])]  # type: ignore[list-item]


def test_labels_are_kept_under_a_name(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawn("label", home, monkeypatch)
    assert "so that two people can be told apart" in str([one.value for one in page.caption])
    page.text_input(key="name-field").set_value("me@example.org").run()
    assert "an e-mail address or a number is not stored" in html_of(page)


def test_one_key_answers_and_another_takes_it_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(home, monkeypatch)
    assert "3 posts wait for a look" in html_of(page)
    assert "&lt;img src=x" in html_of(page)
    page.button(key="q-asserts").click().run()
    assert "2 posts wait for a look" in html_of(page)
    page.button(key="q-none").click().run()
    assert kept(home, "suggested") == [("Ana", "asserts"), ("Ana", None)]
    page.button(key="q-undo").click().run()
    assert not page.exception
    assert "2 posts wait for a look" in html_of(page)
    page.button(key="q-skip").click().run()
    page.button(key="q-mentions").click().run()
    assert kept(home, "suggested") == [("Ana", "asserts"), ("Ana", "mentions")]


def test_a_round_is_labelled_key_by_key(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(home, monkeypatch, part="together")
    next(one for one in page.button if one.label == "Draw").click().run()
    assert not page.exception
    page.button(key="b-myth-own-bedroom").click().run()
    page.button(key="b-stance-questions").click().run()
    page.button(key="b-sentiment-negative").click().run()
    assert kept(home, "blind") == [("Ana", "questions")]
    page.button(key="b-myth-none").click().run()
    page.button(key="b-undo").click().run()  # back to the first question of this post
    assert kept(home, "blind") == [("Ana", "questions")]
    page.button(key="b-undo").click().run()  # and back to the post before
    assert kept(home, "blind") == []
    assert not page.exception


def test_what_differs_is_settled_on_screen(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Lake.open(load_settings(home)) as lake:
        round_id = draw_round(lake, "m1", "a round", 4, (), local("Ana"))
        rows = lake.query(
            "SELECT post_id, text_digest FROM round_posts JOIN posts USING (post_id)"
        ).to_pylist()
        for at, row in enumerate(rows):
            stances: tuple[Stance, Stance] = ("asserts", "rejects" if at == 0 else "asserts")
            for name, stance in zip(("Ana", "Bea"), stances, strict=True):
                label = Label(("own-bedroom",), stance, "negative")
                label_blind(lake, round_id, PostRef(**row), label, local(name), ["own-bedroom"])
    page = page_of(home, monkeypatch, part="agreement")
    shown = html_of(page)
    assert "So far everybody gave the same answer" in shown
    assert "People differ on 1 post." in shown
    assert "Bea: Every child must have its own bedroom · contradicts it · negative" in shown
    page.button(key=f"a-{rows[0]['post_id']}-0").click().run()
    assert not page.exception
    assert len(kept(home, "settled")) == 1
    assert len(page.get("download_button")) == 1
    page.button(key="a-undo").click().run()
    assert kept(home, "settled") == []
