"""How a myth is worded: posts gathered around the known wordings, without saying how few wrote them."""

from __future__ import annotations

from monitor.store import Lake
from monitor.wordings import wordings
from tests.monitor.labelled import WEEK, keep_labels, post, store


def said(variant: str) -> dict[str, object]:
    match = {"id": "own-bedroom", "score": 0.9, "certain": True, "variant": variant}
    return {"matches": [match], "myths": ["own-bedroom"], "stance": "asserts"}


def test_posts_are_gathered_around_the_wording_that_lies_nearest(lake: Lake) -> None:
    law = [post(n, f"a{n}", f"by law {n}") for n in range(6)]
    fine = [post(n, f"b{n}", f"a fine {n}") for n in range(10, 13)]
    copies = [post(n, f"c{n}", "the same warning", copy="c") for n in range(20, 24)]
    store(lake, [*law, *fine, *copies])
    keep_labels(lake, [(one, said("it is the law")) for one in [*law, *copies]])
    keep_labels(lake, [(one, said("there is a fine")) for one in fine])

    first, second = wordings(lake, "m1", "own-bedroom", WEEK, WEEK, examples=18)
    assert (first.variant, first.told.shown(), first.languages) == ("it is the law", "10", ("pl",))
    assert sorted(one.copies for one in first.examples) == [1, 1, 1, 1, 1, 1, 4]
    assert (second.variant, second.told.shown(), second.languages) == ("there is a fine", "<5", ())
    assert {one.text for one in second.examples} == {one.text for one in fine}


def test_of_another_myth_there_is_none(lake: Lake) -> None:
    assert wordings(lake, "m1", "no-homework", WEEK, WEEK) == []
