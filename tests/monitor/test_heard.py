"""Eighty texts in eight languages, through the real model, catalogue and responses: is it the right answer?

A text of `data/heard.yaml` that the model gets wrong stays in the file: the figures say how good `check` is.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from monitor.check import Checked, Kind
from monitor.config import load_settings
from monitor.home import load_checker
from monitor.myths import load_myths
from monitor.records import PROMISED_LANGUAGES, STANCES, Stance
from monitor.responses import Channel, channel_for

HEARD = Path(__file__).with_name("data") / "heard.yaml"
CONTACT = "Wijkteam, 14 0492"
KINDS: dict[Stance, Kind | None] = {
    "asserts": "correction",
    "questions": "answer",
    "experience": "experience",
    "rejects": "thanks",
    "mentions": None,
}
# What the shipped model reaches, with a margin of one: raise them when it gets better.
RIGHT_MYTHS, RIGHT_ANSWERS = 78, 74


class Heard(BaseModel):
    """One text, and what should come of it; `myth` is None for an ordinary text."""

    model_config = ConfigDict(extra="forbid")

    text: str
    language: str
    myth: str | None = None
    stance: Stance | None = None
    reply: str
    channel: Channel

    def finds_myth(self, answer: Checked) -> bool:
        """Whether the first myth, certain or suggested, is the right one; for an ordinary text: none."""
        return (answer.myths[0].id if answer.myths else None) == self.myth

    def gets_answer(self, answer: Checked) -> bool:
        """Whether the text to copy is the right one in the right language; for an ordinary text: none."""
        if self.myth is None or self.stance is None:
            return not answer.myths
        if not self.finds_myth(answer):
            return False
        reply, kind = answer.myths[0].reply, KINDS[self.stance]
        if reply is None or kind is None:
            return reply is None and kind is None
        if (reply.kind == "thanks") != (kind == "thanks") or reply.language != self.reply:
            return False
        return kind == "thanks" or reply.channel == channel_for(self.stance, self.channel)


@lru_cache(maxsize=1)
def heard() -> tuple[Heard, ...]:
    return tuple(Heard.model_validate(row) for row in yaml.safe_load(HEARD.read_text("utf-8")))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Heard, Checked]]:
    settings = load_settings(tmp_path_factory.mktemp("home"), contacts={"local_contact": CONTACT})
    checker = load_checker(settings)
    return [(one, checker.check(one.text, one.reply, one.channel)) for one in heard()]


def test_there_are_ten_texts_per_language_over_all_myths_and_stances_and_none_is_a_variant() -> None:
    assert Counter(one.language for one in heard()) == dict.fromkeys(PROMISED_LANGUAGES, 10)
    myths = load_myths()
    assert {one.myth for one in heard() if one.myth} == set(myths)
    assert {one.stance for one in heard() if one.stance} == set(STANCES)
    variants = {text for myth in myths.values() for texts in myth.variants.values() for text in texts}
    assert not variants & {one.text for one in heard()}


def test_most_texts_find_their_myth_and_ordinary_ones_find_none(answers: list[tuple[Heard, Checked]]) -> None:
    wrong = [(one.myth, one.text) for one, answer in answers if not one.finds_myth(answer)]
    assert len(wrong) <= len(answers) - RIGHT_MYTHS, wrong
    certain = [one.text for one, answer in answers if not one.myth for myth in answer.myths if myth.certain]
    assert certain == []


def test_most_texts_get_the_right_answer_in_the_language_that_was_asked_for(
    answers: list[tuple[Heard, Checked]],
) -> None:
    wrong = [(one.myth, one.stance, one.text) for one, answer in answers if not one.gets_answer(answer)]
    assert len(wrong) <= len(answers) - RIGHT_ANSWERS, wrong


def test_each_reply_is_in_the_language_asked_for_with_sources_and_no_open_placeholder(
    answers: list[tuple[Heard, Checked]],
) -> None:
    for one, answer in answers:
        for myth in answer.myths:
            if myth.reply is not None:
                assert myth.reply.language == one.reply
                assert myth.reply.facts
                assert "{{" not in myth.reply.text
                assert "checked by the project" in myth.reply.standing or myth.reply.kind == "thanks"
