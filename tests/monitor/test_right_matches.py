"""«≈ 9 of 10 matches are right»: measured, by people here where enough of them looked, and never made up."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.config import ClassifierSettings, Settings, load_settings
from monitor.reviews import Label, PostRef, note
from monitor.right_matches import FEWEST, RightMatches, keep, right_matches
from monitor.rights import local
from monitor.store import Lake
from tests.monitor.labelled import label, post, store

VERSION = "model-1.2.3+abcdef"
MEASURED = RightMatches(0.93, 0.91, 0.95, 960, "evaluation")
RUMOUR, NONE = Label(("own-bedroom",), "asserts", "negative"), Label((), None, "neutral")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home whose model lies in a folder of its own."""
    model = tmp_path / "model"
    model.mkdir()
    return load_settings(tmp_path).model_copy(update={"classifiers": ClassifierSettings(model=str(model))})


def judged(lake: Lake, count: int, wrong: int = 0) -> None:
    """So many certain matches that Ana labelled blind; of the first ones she says that they are none."""
    posts = [post(number, f"author {number}", f"text {number}") for number in range(count)]
    store(lake, posts)
    label(lake, posts, "own-bedroom", "asserts", VERSION)
    for number, one in enumerate(posts):
        said = NONE if number < wrong else RUMOUR
        note(lake, [PostRef(one.post_id, one.text_digest)], "blind", said, local("Ana"), round_id="r")


def test_nobody_measured_it_so_nothing_is_said(lake: Lake, settings: Settings) -> None:
    assert right_matches(lake, settings, VERSION) is None


def test_what_evaluate_kept_is_said_of_that_model_with_whatever_rumours(
    lake: Lake, settings: Settings
) -> None:
    path = keep(settings, VERSION, MEASURED)
    assert path is not None
    assert json.loads(path.read_text("utf-8"))["set"] == "invented evaluation posts"
    assert right_matches(lake, settings, VERSION) == MEASURED
    assert right_matches(lake, settings, "model-1.2.3+123456") == MEASURED  # a rumour was added
    assert right_matches(lake, settings, "model-1.9.3+abcdef") is None  # trained again
    path.write_text("[]", "utf-8")
    assert right_matches(lake, settings, VERSION) is None


def test_a_model_without_a_folder_keeps_nothing(settings: Settings) -> None:
    named = settings.model_copy(update={"classifiers": ClassifierSettings(model="somebody/some-model")})
    assert keep(named, VERSION, MEASURED) is None


def test_enough_matches_that_people_judged_come_before_the_invented_posts(
    lake: Lake, settings: Settings
) -> None:
    keep(settings, VERSION, MEASURED)
    judged(lake, FEWEST, wrong=10)
    found = right_matches(lake, settings, VERSION)
    assert found is not None
    assert (found.share, found.counted, found.by) == (0.8, FEWEST, "people")
    assert 0.6 < found.low < 0.8 < found.high < 0.95


def test_too_few_do_not(lake: Lake, settings: Settings) -> None:
    keep(settings, VERSION, MEASURED)
    judged(lake, FEWEST - 1)
    assert right_matches(lake, settings, VERSION) == MEASURED


def test_what_is_settled_wins_and_a_match_on_which_people_are_divided_is_not_right(
    lake: Lake, settings: Settings
) -> None:
    judged(lake, FEWEST + 2)
    divided, settled = (post(n, f"author {n}", f"text {n}") for n in range(2))
    for one in (divided, settled):
        note(lake, [PostRef(one.post_id, one.text_digest)], "blind", NONE, local("Bea"), round_id="r")
    ref = PostRef(settled.post_id, settled.text_digest)
    note(lake, [ref], "settled", RUMOUR, local("Cem"), round_id="r")
    found = right_matches(lake, settings, VERSION)
    assert found is not None
    assert round(found.share * found.counted) == FEWEST + 1


def test_the_review_queue_says_nothing_on_certain_matches(lake: Lake, settings: Settings) -> None:
    posts = [post(number, f"author {number}", f"text {number}") for number in range(FEWEST)]
    store(lake, posts)
    label(lake, posts, "own-bedroom", "asserts", VERSION)
    note(lake, [PostRef(one.post_id, one.text_digest) for one in posts], "suggested", NONE, local("Ana"))
    assert right_matches(lake, settings, VERSION) is None


def test_the_figure_is_kept_of_the_shipped_posts_only(settings: Settings) -> None:
    from monitor.measure import Measurement

    shipped = Measurement("page", VERSION, MEASURED, shipped=True)
    assert shipped.keep(settings) is not None
    assert replace(shipped, shipped=False).keep(settings) is None
