"""Groups are compact, do not chain, leave alone what fits nowhere, and are the same every day."""

from __future__ import annotations

import numpy as np

from classifiers.grouping import centred, groups, unpacked


def ring(*degrees: float) -> np.ndarray:
    angles = np.radians(degrees)
    return np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)


def test_near_texts_are_one_group_and_the_rest_is_left_alone() -> None:
    found = groups(ring(0, 6, 12, 90, 96, 180), [1] * 6, fewest=3, radius=0.99)
    assert [sorted(one.tolist()) for one in found] == [[0, 1, 2]]
    assert found[0][0] == 1  # the middle one is the most typical


def test_a_chain_is_no_group() -> None:
    chain = ring(*range(0, 90, 6))
    assert all(np.ptp(one) <= 3 for one in groups(chain, [1] * len(chain), fewest=3, radius=0.99))


def test_a_text_that_many_people_share_is_a_group_by_itself() -> None:
    [only] = groups(ring(0, 90, 180), [1, 5, 1], fewest=3, radius=0.99)
    assert only.tolist() == [1]


def test_nothing_is_no_group() -> None:
    assert groups(np.zeros((0, 2), np.float32), [], fewest=3) == []


def test_what_a_language_shares_is_taken_away() -> None:
    chance = np.random.default_rng(1)
    claims = chance.normal(size=(2, 16))
    tongue = {"pl": 4 * chance.normal(size=16), "bg": 4 * chance.normal(size=16)}
    rows = [(language, at % 2) for language in tongue for at in range(40)]
    vectors = np.array(
        [claims[claim] + tongue[language] + 0.2 * chance.normal(size=16) for language, claim in rows]
    )
    found = groups(centred(vectors.astype(np.float32), [language for language, _ in rows]), [1] * 80, 3, 0.8)
    assert sorted(len(one) for one in found) == [40, 40]
    assert all(len({rows[at][1] for at in one}) == 1 for one in found)


def test_stored_vectors_come_back() -> None:
    vector = np.array([0.5, -1.0, 0.0], np.float32)
    packed = np.rint(vector * 127).astype(np.int8).tobytes()
    assert np.allclose(unpacked([packed])[0], vector, atol=0.005)
