"""What `responses check` finds, and what it leaves alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import SettingsError
from monitor.myths import load_myths
from monitor.readability import hardness
from monitor.response_checks import Fault, check_responses, faults_of
from monitor.responses import PROJECT, load_responses, read_response
from tests.monitor.responding import GOOD, SOURCE, TODAY, fact, myth, response, text

FILE = """\
myth: own-bedroom
language: en
state: checked
review_by: 2027-05-27
checked_by: Ana
texts:
  comment:
    text: "{text}"
    facts:
    - {fact}
"""


def faults(said: str = GOOD, *facts: str, channel: str = "comment", **changes: Any) -> list[Fault]:
    one = response(texts={channel: text(said, *facts)}, **changes)
    return list(faults_of(one, myth(), TODAY, {}))


def grave(*arguments: str, **changes: Any) -> list[str]:
    return [fault.what for fault in faults(*arguments, **changes) if fault.grave]


def notes(*arguments: str, **changes: Any) -> list[str]:
    return [fault.what for fault in faults(*arguments, **changes) if not fault.grave]


def own_file(
    folder: Path, text: str = GOOD, fact: str = "no-law", language: str = "en", **replaced: str
) -> Path:
    path = folder / "own-bedroom" / f"{language}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = FILE.format(text=text, fact=fact)
    for old, new in replaced.items():
        content = content.replace(f"{old}: ", f"{old}: {new} # ", 1)
    path.write_text(content, "utf-8")
    return path


def test_a_good_text_has_no_fault() -> None:
    assert faults() == []


def test_what_ships_has_no_grave_fault_and_begins_with_the_fact() -> None:
    found = list(check_responses(load_myths(), today=TODAY, contacts={}))
    assert [fault for fault in found if fault.grave] == []
    assert [fault for fault in found if "first sentence" in fault.what] == []


def test_a_text_that_is_too_long_or_a_page_that_is_too_short_is_a_fault() -> None:
    assert grave(f"{GOOD} " * 5) == [f"{len(f'{GOOD} ' * 5) - 1} characters, at most 500"]
    assert grave(f"{GOOD} " * 5, channel="talk") == []
    assert grave(channel="page") == ["20 words, between 150 and 300 wanted"]


@pytest.mark.parametrize(
    "first",
    [
        "By law every child must have its own bedroom, people say.",
        "Each child needs a separate bedroom by law: they said so and it is wrong.",
    ],
)
def test_a_text_that_begins_with_the_myth_is_noted(first: str) -> None:
    said = notes(f"{first} {GOOD}")
    assert any(what.startswith("the first sentence says the myth") for what in said)


def test_the_myth_may_stand_later() -> None:
    assert grave(f"{GOOD} By law every child must have its own bedroom, they say.") == []
    assert not any(
        "first sentence" in what for what in notes(f"{GOOD} By law every child must have its own bedroom.")
    )


def test_each_cited_fact_exists_is_confirmed_and_was_read_in_time() -> None:
    assert grave(GOOD, "nothing") == ["own-bedroom has no fact “nothing”"]
    assert grave(GOOD, "rumour") == ["“rumour” is not a confirmed fact of own-bedroom"]
    assert notes(GOOD, "old") == ["“old” was to be read again by 2026-01-01"]


def test_a_link_must_be_a_source_of_the_facts() -> None:
    assert grave(f"{GOOD} See {SOURCE}.") == []
    assert grave(f"{GOOD} See www.rijksoverheid.nl.") == []
    assert grave(f"{GOOD} See https://example.org/x.") == [
        "the link https://example.org/x. is not a source of this myth's facts"
    ]


def test_who_names_a_place_of_help_cites_the_fact_that_says_so() -> None:
    help = fact("free-help", en="Het Juridisch Loket (juridischloket.nl) helps free of charge.")
    known = myth(facts=[fact("no-law"), help])
    said = f"{GOOD} Ask juridischloket.nl."

    def what(*facts: str) -> list[str]:
        one = response(texts={"comment": text(said, *facts)})
        return [fault.what for fault in faults_of(one, known, TODAY, {}) if fault.grave]

    assert what("no-law", "free-help") == []
    assert what("no-law") == [
        "the link juridischloket.nl belongs to “free-help”, which the text does not cite"
    ]


def test_a_text_in_another_language_is_a_fault() -> None:
    dutch = (
        "Er is geen wet die iets zegt over een slaapkamer voor ieder kind in een gewoon gezin in Nederland."
    )
    assert any("“nl”, not in “en”" in what for what in grave(dutch))


def test_a_placeholder_that_nobody_can_fill_is_a_fault_and_an_empty_contact_a_note() -> None:
    assert grave(f"{GOOD} {{{{ phone }}}}") == ["no setting can fill “phone”"]
    [what] = notes(f"{GOOD} {{{{ local_contact }}}}")
    assert what.startswith("cannot be shown yet")


def test_a_contact_point_that_many_texts_wait_for_is_said_once_per_language() -> None:
    said = [fault.what for fault in check_responses(load_myths(), today=TODAY, contacts={})]
    [dutch] = [what for what in said if "cannot be shown yet" in what and "“nl”" in what]
    assert dutch.endswith("20 texts cannot be shown yet")


def test_a_review_date_that_has_passed_is_noted() -> None:
    assert notes(review_by=date(2026, 1, 1)) == ["review date 2026-01-01 has passed"]


def test_a_hard_text_is_noted_and_a_plain_one_is_not() -> None:
    hard = {
        "en": "Administrative interpretations notwithstanding, accommodation regulations predominantly characterise "
        "dimensional requirements, necessitating individualised determinations regarding appropriateness, "
        "particularly concerning institutional placements administered by municipal authorities and their "
        "contractually engaged representatives, irrespective of individualised accommodation preferences.",
        "uk": "Адміністративне законодавство передбачає необхідність індивідуального визначення відповідності "
        "житлових приміщень встановленим нормативам, зокрема стосовно працівників підприємств, "
        "забезпечуваних тимчасовим проживанням посередницькими організаціями відповідно до укладених "
        "договорів найму та супровідних документів, оформлюваних уповноваженими представниками.",
    }
    for language, said in hard.items():
        assert "hard to read" in (hardness(said, language) or ""), language
    assert hardness("This is a short text. You can read it. " * 5, "en") is None
    assert hardness("Kısa bir cümle. Okumak kolay. " * 8, "tr") is None
    assert hardness("Too short", "en") is None


def test_each_fault_names_file_and_line(tmp_path: Path) -> None:
    path = own_file(tmp_path, fact="nothing")
    found = [
        fault for fault in check_responses({"own-bedroom": myth()}, tmp_path, today=TODAY) if fault.grave
    ]
    assert f"{path}:9" in [fault.where for fault in found]


def test_what_is_missing_is_noted_per_myth_and_language() -> None:
    missing = {
        fault.where: fault.what
        for fault in check_responses({"own-bedroom": myth(), "x": myth()}, today=TODAY)
    }
    assert missing["x/pl"] == "missing: comment, message, talk, page, experience"


def test_a_file_cannot_approve_itself(tmp_path: Path) -> None:
    path = own_file(tmp_path, state="approved")
    with pytest.raises(SettingsError, match="cannot approve itself") as caught:
        read_response(path)
    assert "responses approve" in caught.value.remedy


def test_an_own_file_that_is_checked_says_by_whom(tmp_path: Path) -> None:
    path = own_file(tmp_path)
    path.write_text(path.read_text("utf-8").replace("checked_by: Ana\n", ""), "utf-8")
    with pytest.raises(SettingsError, match="nobody checked it"):
        read_response(path)


def test_what_ships_is_checked_by_the_project_and_never_approved() -> None:
    shipped = load_responses().values()
    assert {(one.version, one.state, one.checked_by, one.approved_by) for one in shipped} == {
        (1, "checked", PROJECT, None)
    }
