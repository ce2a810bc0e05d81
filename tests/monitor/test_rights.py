"""Who may do what: the table of roles, and that every writing function asks it before it does anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from monitor.config import Settings, load_settings
from monitor.corrections import Posted, note_posted
from monitor.doctor import examine
from monitor.errors import NotAllowedError, WorkflowError
from monitor.exchange import import_texts
from monitor.label_export import export_labels
from monitor.new_myth import add_myth
from monitor.pausing import set_paused
from monitor.research_files import export_answer
from monitor.response_desk import draft, history_of, mark_approved, mark_checked, mark_retired
from monitor.review_queue import answer
from monitor.reviews import Label, PostRef, take_back
from monitor.rights import NOBODY, RIGHTS, VISITOR, Person, Role, local, require
from monitor.rounds import draw_round, label_blind, settle
from monitor.rumour_groups import name_group, put_back, set_aside
from monitor.tips import note_tip
from monitor.trial import try_source
from monitor.unknown_rumours import note_none_of_these
from monitor.workflow import same_person, signature

# Refused before they look at these.
ANY: Any = None
LAKE: Any = None
POST = PostRef("", "")

Act = Callable[[Settings, Person], object]

# Each function that changes something or looks inside, and the role that has everything but the right to it.
ACTS: dict[str, tuple[Act, Role | None]] = {
    "tip": (lambda s, by: note_tip(s, "They take children.", "Helmond", "pl", by), None),
    "none of these": (lambda s, by: note_none_of_these(s, "Another rumour.", "pl", "m1", by), None),
    "draft": (lambda s, by: draft(s, "own-bedroom", "nl", {}, by), "key-person"),
    "check": (lambda s, by: mark_checked(s, "own-bedroom", "nl", None, by), "researcher"),
    "approve": (lambda s, by: mark_approved(s, "own-bedroom", "nl", None, by), "editor"),
    "retire": (lambda s, by: mark_retired(s, "own-bedroom", "nl", None, by), "editor"),
    "import": (lambda s, by: import_texts(s, s.home / "missing.po", by), "reader"),
    "posted": (lambda s, by: note_posted(s, Posted("own-bedroom", "nl", "comment", by, place="x")), "reader"),
    "pause": (lambda s, by: set_paused(s, "page", True, by), "approver"),
    "try": (lambda s, by: try_source(s, "page", by), "approver"),
    "examine": (examine, "approver"),
    "draw": (lambda s, by: draw_round(LAKE, "m1", "x", 5, (), by), "key-person"),
    "blind": (lambda s, by: label_blind(LAKE, "r", POST, Label(), by, []), "key-person"),
    "settle": (lambda s, by: settle(LAKE, "r", POST, Label(), by, []), "key-person"),
    "answer": (lambda s, by: answer(LAKE, "m1", ANY, Label(), by, {}), "key-person"),
    "take back": (lambda s, by: take_back(LAKE, [], by), "key-person"),
    "name": (lambda s, by: name_group(LAKE, ANY, "x", by), "researcher"),
    "aside": (lambda s, by: set_aside(LAKE, ANY, by), "researcher"),
    "back": (lambda s, by: put_back(LAKE, ANY, by), "researcher"),
    "myth": (lambda s, by: add_myth(s, LAKE, ANY, [], by), "researcher"),
    "labels": (lambda s, by: export_labels(s, s.home / "a.jsonl", by), "editor"),
    "export": (lambda s, by: export_answer(s, s.home / "a.csv", "stance", 4, 1, by=by), "editor"),
}


@pytest.mark.parametrize("name", list(ACTS))
def test_whoever_lacks_the_right_is_refused_before_anything_happens(name: str, tmp_path: Path) -> None:
    act, almost = ACTS[name]
    people = [NOBODY, *([Person("Ana", frozenset({almost}))] if almost else [])]
    for person in people:
        with pytest.raises(NotAllowedError) as refused:
            act(load_settings(tmp_path), person)
        assert "roles" in refused.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_every_role_can_check_a_rumour_and_only_an_admin_can_erase() -> None:
    assert all("check" in rights for rights in RIGHTS.values())
    assert [role for role, rights in RIGHTS.items() if "privacy" in rights] == ["admin"]
    assert frozenset().union(*RIGHTS.values()) == RIGHTS["admin"]


def test_the_rights_of_several_roles_add_up() -> None:
    both = Person("Ana", frozenset({"researcher", "editor"}))
    assert both.may("download")
    assert both.may("write")
    assert not both.may("approve")


def test_a_visitor_checks_and_reports_and_nothing_else() -> None:
    require(VISITOR, "report")
    with pytest.raises(NotAllowedError, match="visitor"):
        require(VISITOR, "read")


def test_at_this_machine_everything_is_allowed_but_the_rule_of_two_people_holds(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, contacts={"local_contact": "Wijkteam"})
    ana = local("Ana")
    draft(settings, "own-bedroom", "nl", history_of(settings, "own-bedroom", "nl").version(1).texts, ana)
    mark_checked(settings, "own-bedroom", "nl", 2, ana)
    with pytest.raises(WorkflowError, match="somebody else has to approve"):
        mark_approved(settings, "own-bedroom", "nl", 2, ana)


def test_who_takes_another_name_at_the_login_provider_stays_the_same_person() -> None:
    ana, bea = (signature(Person(name, mark="qkzwbtfm")) for name in ("Ana", "Bea"))
    assert same_person(ana, bea)
    assert not same_person(ana, signature(Person("Ana", mark="bcdfghjk")))
    assert same_person(ana, signature(local("ana")))  # without a mark, only the name can tell


def test_nobody_signs_with_the_mark_of_another_account() -> None:
    assert signature(local("Ana · qkzwbtfm")) == "Ana qkzwbtfm"
