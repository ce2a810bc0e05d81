"""An organisation adds a language, a text and phrases of its own: files in its home, and no code."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers.language import LANGUAGES, LanguageDetector, detectable
from monitor.annotate import claim_variants
from monitor.doctor import examine
from monitor.errors import SettingsError
from monitor.myths import check_myths, load_myths
from monitor.phrases import load_phrases
from monitor.response_checks import check_responses, faults_of
from monitor.response_desk import home_responses
from monitor.responses import load_responses
from monitor.rights import local
from monitor.run import load_home_pipeline
from tests.monitor.responding import TODAY, home

ADDITION = """\
id: own-bedroom
language: hr
title: "Svako dijete mora imati svoju sobu"
variants: ["U Nizozemskoj svako dijete mora imati svoju sobu"]
"""
TEXT = """\
myth: own-bedroom
language: hr
state: checked
checked_by: Ben
review_by: 2027-05-01
texts:
  comment:
    text: "U zakonu ne piše ništa o broju soba u običnoj obitelji. Pitajte svoju općinu o pravilima."
    facts: [people-per-home]
"""


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_language_is_added_to_a_shipped_myth_which_stays_as_it_is(tmp_path: Path) -> None:
    written(tmp_path / "own-bedroom.hr.yaml", ADDITION)
    shipped, own = load_myths()["own-bedroom"], load_myths(tmp_path)["own-bedroom"]
    assert own.name("hr") == "Svako dijete mora imati svoju sobu"
    assert own.model_copy(update={"title": shipped.title, "variants": shipped.variants}) == shipped
    added = [one for one in claim_variants({"own-bedroom": own}) if one.language == "hr"]
    assert [one.text for one in added] == ["U Nizozemskoj svako dijete mora imati svoju sobu"]


def test_variants_of_a_language_that_is_there_come_on_top(tmp_path: Path) -> None:
    addition = ADDITION.replace("hr", "nl").replace("U Nizozemskoj svako", "Svako")
    written(tmp_path / "own-bedroom.nl.yaml", addition)
    before, after = (load_myths(*folders)["own-bedroom"].variants["nl"] for folders in ((), (tmp_path,)))
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("own-bedroom.pl.yaml", ADDITION, "the file's name says"),
        ("no-myth.hr.yaml", ADDITION.replace("own-bedroom", "no-myth"), "there is no myth “no-myth”"),
        ("own-bedroom.hr.yaml", ADDITION + "facts: []\n", "facts"),
    ],
)
def test_a_wrong_addition_is_named(tmp_path: Path, name: str, text: str, what: str) -> None:
    path = written(tmp_path / name, text)
    with pytest.raises(SettingsError, match=what):
        load_myths(tmp_path)
    assert any(fault.where == str(path) and what in fault.what for fault in check_myths(tmp_path))


def test_a_language_that_was_added_is_detected_and_no_other_changes() -> None:
    assert detectable(["hr", "el", "xx", "../pl", "zh-cn"]) == ("hr", "el")
    wider = LanguageDetector((*LANGUAGES, "hr", "el"))
    found = [
        wider.detect([text], [None])[0][0]
        for text in (
            "U Nizozemskoj oduzimaju djecu roditeljima ako tražiš pomoć od općine",
            "Στην Ολλανδία παίρνουν τα παιδιά από τους γονείς",
            "W Holandii zabierają dzieci, jak poprosisz o pomoc",
            "В Холандия взимат децата на родителите",
        )
    ]
    assert found == ["hr", "el", "pl", "bg"]
    with pytest.raises(ValueError, match="xx"):
        LanguageDetector(("xx",))


def test_a_wording_that_was_added_to_a_known_myth_is_found_at_once(tmp_path: Path) -> None:
    settings = home(tmp_path)
    heard = [
        "U Nizozemskoj svako dijete mora imati svoju sobu",
        "Prodajem dječji krevet, povoljno, Rotterdam",
    ]
    written(settings.myths_dir / "own-bedroom.hr.yaml", ADDITION)
    found, ordinary = load_home_pipeline(settings).label(heard, [None, None])
    assert (found.language, found.myths) == ("hr", ["own-bedroom"])
    assert found.matches[0].variant.language == "hr"
    assert (ordinary.myths, ordinary.suggested) == ([], [])


def test_a_text_of_a_home_is_in_use_and_tested_like_the_shipped_ones(tmp_path: Path) -> None:
    settings = home(tmp_path)
    written(settings.responses_dir / "own-bedroom" / "hr.yaml", TEXT)
    used = home_responses(settings)["own-bedroom", "hr"]
    assert (used.state, used.checked_by) == ("checked", "Ben")
    assert list(faults_of(used, load_myths()["own-bedroom"], TODAY, {})) == []


def test_what_an_own_file_leaves_out_stays_as_it_shipped(tmp_path: Path) -> None:
    settings = home(tmp_path)
    own = TEXT.replace("hr", "pl").replace("state: checked", "state: checked\nversion: 2")
    written(settings.responses_dir / "own-bedroom" / "pl.yaml", own)
    shipped, used = load_responses()["own-bedroom", "pl"], home_responses(settings)["own-bedroom", "pl"]
    assert used.version == 2
    assert used.texts["comment"] != shipped.texts["comment"]
    assert used.texts["experience"] == shipped.texts["experience"]
    faults = [one.where for one in check_responses(load_myths(), settings.responses_dir, today=TODAY)]
    assert "own-bedroom/pl" not in faults


def test_what_is_true_in_a_myth_is_told_in_an_added_language(tmp_path: Path) -> None:
    kernel = (
        'kernel: ["Do kraja 2023. postojalo je pravilo.", "Općina može provjeriti tko živi na adresi."]\n'
    )
    path = written(tmp_path / "own-bedroom.hr.yaml", ADDITION + kernel)
    parts = load_myths(tmp_path)["own-bedroom"].kernel
    assert parts[1].told("hr") == "Općina može provjeriti tko živi na adresi."
    assert parts[1].told("pl") == load_myths()["own-bedroom"].kernel[1].told("pl")
    written(path, ADDITION + 'kernel: ["Samo jedno."]\n')
    with pytest.raises(SettingsError, match="has 1 texts, and own-bedroom has 2"):
        load_myths(tmp_path)


def test_doctor_looks_at_the_phrases_of_a_home_too(tmp_path: Path) -> None:
    settings = home(tmp_path)
    path = written(settings.phrases_dir / "hr.yaml", "language: hr\nthanks: Hvala.\n")
    [finding] = [one for one in examine(settings, local("Ana")) if one.what == "phrases"]
    assert not finding.ok
    assert str(path) in finding.found
    assert "verdict" in finding.found
    written(path, "language: hr\nthanks: Hvala.\nverdict: Zavaravajuće\n")
    [finding] = [one for one in examine(settings, local("Ana")) if one.what == "phrases"]
    assert (finding.ok, finding.found) == (True, "9")


def test_phrases_of_a_home_come_beside_the_shipped_ones(tmp_path: Path) -> None:
    written(tmp_path / "hr.yaml", "language: hr\nthanks: Hvala.\nverdict: Zavaravajuće\n")
    assert load_phrases(tmp_path).keys() == load_phrases().keys() | {"hr"}
    written(tmp_path / "el.yaml", "language: hr\nthanks: Hvala.\nverdict: Zavaravajuće\n")
    with pytest.raises(SettingsError, match="the file's name says"):
        load_phrases(tmp_path)
