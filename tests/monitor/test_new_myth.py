"""A myth from a YAML file of a few variants: recognised at once, and told how well it is told apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.home import check_text
from monitor.myth_check import findings, ordinary_posts, separations_of
from tests.monitor.responding import home

LAUNDRY = """\
id: laundry-fine
title: {en: "A fine for laundry on the balcony"}
claim: {en: "Who dries laundry on the balcony gets a fine from the municipality."}
variants:
  pl: ["Za pranie na balkonie gmina daje mandat", "nie wieszajcie prania na balkonie bo gmina da mandat"]
  nl: ["Je krijgt een boete als je de was op het balkon hangt", "was op het balkon hangen, dat is een boete"]
  en: ["You get fined for hanging laundry on your balcony", "laundry on the balcony means a fine"]
believable: {en: "House rules of landlords often forbid it."}
kernel: []
harm: {who: "Families without a dryer", how: "They dry laundry indoors", severity: 2, likelihood: 3}
facts: []
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all: the ordinary posts are encoded once and kept there."""
    settings = home(tmp_path_factory.mktemp("home"))
    settings.myths_dir.mkdir(parents=True)
    (settings.myths_dir / "laundry-fine.yaml").write_text(LAUNDRY, "utf-8")
    return settings.home


def test_it_is_found_in_other_words_and_ordinary_posts_are_not_taken_for_it(folder: Path) -> None:
    settings = home(folder)
    found = check_text(settings, "you will be fined for laundry on your balcony", "en", "comment").myths
    assert found[0].id == "laundry-fine"
    assert found[0].no_reply == "no text for “comment” is prepared in “en”"
    assert check_text(settings, "Washing machine for sale, 7 kg, Breda", "en", "comment").myths == []


def test_its_figures_and_what_they_say_against_it(folder: Path) -> None:
    figures = separations_of(home(folder))
    [new] = [one for one in figures if not one.trained]
    assert (new.myth, new.variants, new.ordinary) == ("laundry-fine", 6, len(ordinary_posts()))
    assert new.fit is not None
    assert new.fit.suggested <= new.fit.certain
    assert new.alarms <= 0.01 * new.ordinary
    assert {one.where for one in findings(figures)} <= {"laundry-fine"}
    assert all(not one.grave for one in findings(figures))


def test_myths_check_prints_the_figures_and_quick_leaves_them_out(folder: Path) -> None:
    run = CliRunner()
    quick = run.invoke(app, ["myths", "check", "--quick", "--home", str(folder)])
    assert quick.exit_code == 0
    assert "told apart" not in quick.stdout
    assert "fewer than 12 variants in pl (2), bg (0)" in quick.stdout.replace("\n", " ")
    whole = run.invoke(app, ["myths", "check", "--json", "--home", str(folder)])
    assert whole.exit_code == 0
    rows = json.loads(whole.stdout)["told apart"]
    assert len(rows) == 11
    assert rows[0]["myth"] == "laundry-fine"
    assert {row["thresholds"] for row in rows[1:]} == {"learnt"}


def test_the_ordinary_posts_speak_of_no_myth_in_eight_languages() -> None:
    assert len(ordinary_posts()) > 500
