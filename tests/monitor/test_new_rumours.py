"""What several people say and no myth covers: grouped, named, set aside and back, and made a myth that works."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from monitor.annotate import load_pipeline
from monitor.config import Settings
from monitor.errors import InputError
from monitor.log import entries
from monitor.myths import check_myths, load_myths
from monitor.new_myth import MythDraft, add_myth, id_of
from monitor.records import Post
from monitor.reviews import standing
from monitor.rights import local
from monitor.rumour_groups import Group, name_group, new_rumours, put_back, set_aside
from monitor.store import Lake
from tests.monitor.labelled import WEEK, keep_labels, post, store

ANA = local("Ana")
TODAY = WEEK + timedelta(days=7)
BANK = ["Bank zamyka konta Polakom", "Zamykają konta w banku", "Bank likwiduje konta obcokrajowcom"]


def claim(
    lake: Lake, texts: list[str], direction: int, begin: int = 0, *, mood: str = "negative", myth: str = ""
) -> None:
    """Posts by different authors whose embeddings point the same way."""
    posts: list[Post] = [post(begin + n, f"author {begin + n}", text) for n, text in enumerate(texts)]
    store(lake, posts)
    vector = np.zeros(384, np.int8)
    vector[direction] = 127
    said = {
        "has_claim_score": 0.9,
        "suggested": [myth] if myth else [],
        "stance_score": None,
        "sentiment": mood,
        "embedding": vector.tobytes(),
    }
    keep_labels(lake, [(one, said) for one in posts])


def groups(lake: Lake) -> tuple[Group, ...]:
    return new_rumours(lake, "m1", TODAY).groups


def test_the_worried_stand_on_top_and_what_a_myth_covers_stands_elsewhere(lake: Lake) -> None:
    claim(lake, ["Jutro targ"] * 1 + ["Targ w sobotę", "Targ na rynku", "Kto na targ"], 1, 0, mood="neutral")
    claim(lake, BANK, 2, 20)
    claim(lake, ["a b", "c d", "e f"], 3, 40, myth="own-bedroom")
    claim(lake, ["Sam tak mówię"], 4, 60)
    found = new_rumours(lake, "m1", TODAY)
    assert [(one.told.posts, one.worried) for one in found.groups] == [(3, 3), (4, 0)]
    assert (found.posts, found.alone) == (8, 1)
    assert found.groups[0].told.shown() == "<5"


def test_old_posts_are_not_new_rumours(lake: Lake) -> None:
    claim(lake, BANK, 2)
    assert new_rumours(lake, "m1", TODAY + timedelta(weeks=9)).groups == ()


def test_a_name_stays_when_the_group_grows_and_is_redacted(lake: Lake) -> None:
    claim(lake, BANK, 2)
    [group] = groups(lake)
    name_group(lake, group, "bank closes accounts, call 06-12345678", ANA)
    claim(lake, ["Konta zamknięte", "I mnie zamknęli"], 2, 10)
    [grown] = groups(lake)
    assert grown.name.startswith("bank closes accounts")
    assert "12345678" not in grown.name
    assert len(grown.refs) == 5
    name_group(lake, grown, "the bank", ANA)
    assert groups(lake)[0].name == "the bank"
    with pytest.raises(InputError):
        name_group(lake, grown, "  ", ANA)


def test_set_aside_is_kept_undone_and_outgrown(lake: Lake) -> None:
    claim(lake, BANK, 2)
    set_aside(lake, groups(lake)[0], ANA)
    assert [one.state for one in groups(lake)] == ["set-aside"]
    put_back(lake, groups(lake)[0], ANA)
    assert [one.state for one in groups(lake)] == ["new"]
    set_aside(lake, groups(lake)[0], ANA)
    claim(lake, ["nowe jeden", "nowe dwa", "nowe trzy", "nowe cztery"], 2, 10)
    assert [one.state for one in groups(lake)] == ["new"]


DRAFT = MythDraft(
    title={"en": "The bank closes accounts of Poles", "nl": "De bank sluit rekeningen"},
    claim={
        "en": "Banks close the accounts of foreigners.",
        "nl": "Banken sluiten rekeningen van buitenlanders.",
    },
    wordings={
        "pl": ["Bank zamyka konta Polakom w Holandii", "Zamykają nam konta w banku, tel. 06-12345678", ""],
        "ro": ["Banca închide conturile românilor"],
    },
    harmed="People with a bank account",
    how="They take their wages in cash",
    severity=3,
    likelihood=2,
    kernel={"en": "A bank may ask for papers."},
)


def test_a_group_becomes_a_myth_that_the_checks_accept_and_the_model_finds(
    lake: Lake, settings: Settings
) -> None:
    claim(lake, BANK, 2)
    path = add_myth(settings, lake, DRAFT, groups(lake)[0].refs, ANA)
    assert path == settings.myths_dir / "the-bank-closes-accounts-of-poles.yaml"
    assert "12345678" not in path.read_text("utf-8")
    assert [fault for fault in check_myths(settings.myths_dir) if fault.grave] == []
    assert [(one.state, one.name) for one in groups(lake)] == [("myth", path.stem)]
    assert {one.reviewer for one in standing(lake, ["myth"])} == {"Ana"}
    assert [(one["actor"], one["action"], one["subject"]) for one in entries(lake, ANA)] == [
        ("Ana", "myth added", path.stem)
    ]
    [label] = load_pipeline(settings, load_myths(settings.myths_dir)).label(
        ["Ponoć w Holandii banki zamykają konta Polakom, wypłaćcie pieniądze"], ["pl"]
    )
    assert path.stem in [match.id for match in label.matches]
    with pytest.raises(InputError, match="already"):
        add_myth(settings, lake, DRAFT, [], ANA)


@pytest.mark.parametrize(
    ("title", "id"), [("Own bedroom!", "own-bedroom"), ("Één kamer", "een-kamer"), ("  ", ""), ("Стая", "")]
)
def test_the_id_comes_from_the_title(title: str, id: str) -> None:
    assert id_of(title) == id


def test_a_draft_that_makes_no_myth_leaves_no_file(lake: Lake, settings: Settings) -> None:
    from dataclasses import replace

    for wrong in (replace(DRAFT, wordings={}), replace(DRAFT, title={}), replace(DRAFT, harmed="")):
        with pytest.raises(InputError):
            add_myth(settings, lake, wrong, [], ANA)
    assert list(settings.myths_dir.glob("*.yaml")) == []


def test_somebody_without_a_name_adds_no_myth(lake: Lake, settings: Settings) -> None:
    with pytest.raises(InputError, match="not a name"):
        add_myth(settings, lake, DRAFT, [], local())
    assert list(settings.myths_dir.glob("*.yaml")) == []
