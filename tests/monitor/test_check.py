"""`check` answers by stance, in the reader's language, the more harmful myth first, and says who stands behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from classifiers.myths import ClaimVariant, Match
from classifiers.pipeline import Label
from monitor.answers import lines
from monitor.check import Checked, Checker
from monitor.phrases import load_phrases
from monitor.records import PROMISED_LANGUAGES, STANCES, Stance
from monitor.responses import CHANNELS, Responses
from tests.monitor.responding import TODAY, myth, response, text


@dataclass
class FakePipeline:
    """Finds what it was told, whatever the text; in one of several sentences what `inside` says of it."""

    matches: list[Match]
    stance: Stance | None
    language: str = "pl"
    stance_score: float = 0.8
    inside: Mapping[str, Match] = field(default_factory=dict)

    def label(self, texts: Sequence[str], hints: Sequence[str | None]) -> list[Label]:
        assert len(texts) == len(hints)
        told = [[self.inside[text]] if text in self.inside else self.matches for text in texts]
        score = self.stance_score
        return [Label(self.language, 0.9, one, self.stance, score, "negative", 0.7, 0.9, b"") for one in told]

    def asked(self, text: str, at_least: float) -> Label:
        assert 0 < at_least < 1
        return self.label([text], [None])[0]


def match(id: str = "own-bedroom", score: float = 0.9, certain: bool = True) -> Match:
    return Match(id, score, certain, ClaimVariant(id, "en", "each child a bedroom"))


def prepared(language: str, **changes: Any) -> Any:
    said = {channel: text(f"{channel} in {language}") for channel in CHANNELS}
    return response(language=language, **{"texts": said, **changes})


RESPONSES: Responses = {("own-bedroom", one): prepared(one) for one in ("en", "pl", "ro")}


def checked(
    stance: Stance | None,
    *,
    found: list[Match] | None = None,
    language: str | None = None,
    responses: Responses = RESPONSES,
    today: date = TODAY,
    known: Stance | None = None,
    **arguments: Any,
) -> Checked:
    myths = {
        "own-bedroom": myth(),
        "worse": myth(id="worse", harm={"who": "x", "how": "x", "severity": 5, "likelihood": 5}),
    }
    score = arguments.pop("stance_score", 0.8)
    pipeline: Any = FakePipeline(
        [match()] if found is None else found, stance, stance_score=score, inside=arguments.pop("inside", {})
    )
    checker = Checker(pipeline, myths, responses, today, load_phrases(), arguments.pop("contacts", {}))
    return checker.check(arguments.pop("said", "…"), language, stance=known, **arguments)


def printed(answer: Checked) -> str:
    return "\n".join(lines(answer))


@pytest.mark.parametrize(("stance", "kind"), [("asserts", "correction"), ("questions", "answer")])
def test_who_passes_it_on_or_asks_gets_the_text_of_the_channel(stance: Stance, kind: str) -> None:
    [found] = checked(stance, channel="message").myths
    assert found.reply is not None
    assert (found.reply.kind, found.reply.text, found.reply.language) == (kind, "message in pl", "pl")


def test_an_experience_gets_its_own_text_whatever_the_channel() -> None:
    [found] = checked("experience", channel="message").myths
    assert found.reply is not None
    assert (found.reply.kind, found.reply.text) == ("experience", "experience in pl")
    assert "it may have happened" in printed(checked("experience"))


@pytest.mark.parametrize("language", PROMISED_LANGUAGES)
def test_who_contradicts_it_is_thanked_in_the_own_language_and_given_the_first_source(language: str) -> None:
    [found] = checked("rejects", language=language).myths
    assert found.reply is not None
    assert found.reply.kind == "thanks"
    assert found.reply.text == load_phrases()[language].thanks_with(myth().facts[0].sources[0])
    assert len(found.reply.text) < 500


def test_a_mention_needs_no_answer_and_check_says_so() -> None:
    [found] = checked("mentions").myths
    assert found.reply is None
    assert "no answer is needed" in printed(checked("mentions"))


@pytest.mark.parametrize("stance", ["rejects", "mentions"])
def test_a_doubtful_stance_that_would_leave_the_rumour_unanswered_gets_the_text_of_the_channel(
    stance: Stance,
) -> None:
    answer = checked(stance, stance_score=0.5)
    [found] = answer.myths
    assert found.reply is not None
    assert (found.reply.kind, found.reply.text) == ("correction", "comment in pl")
    assert answer.stance == stance
    assert "it perhaps " in printed(answer)


@pytest.mark.parametrize("taken_for", STANCES)
def test_who_knows_the_stance_better_than_the_model_says_it(taken_for: Stance) -> None:
    answer = checked(taken_for, stance_score=0.4, known="experience")
    [found] = answer.myths
    assert found.reply is not None
    assert (answer.stance, found.reply.kind) == ("experience", "experience")
    assert checked(taken_for, known="mentions").myths[0].reply is None


def test_a_text_without_a_myth_has_no_stance_whatever_is_said_of_it() -> None:
    assert checked(None, found=[], known="rejects").stance is None


def test_a_myth_without_a_stance_is_corrected() -> None:
    [found] = checked(None).myths
    assert found.reply is not None
    assert found.reply.kind == "correction"


def test_a_language_without_a_text_falls_back_to_english_and_says_so() -> None:
    answer = checked("asserts", language="lt")
    [found] = answer.myths
    assert found.reply is not None
    assert (found.reply.language, found.reply.wanted) == ("en", "lt")
    assert "There is no answer in “lt” yet: this one is in “en”" in printed(answer)
    [none] = checked("asserts", language="lt", responses={}).myths
    assert none.no_reply == "no text for “comment” is prepared in “lt”, nor in English"


def test_the_more_harmful_myth_comes_first_and_a_certain_one_before_both() -> None:
    both = [match(score=0.99), match("worse", 0.8)]
    assert [one.id for one in checked("asserts", found=both).myths] == ["worse", "own-bedroom"]
    unsure = [match(), match("worse", 0.99, certain=False)]
    assert [one.id for one in checked("asserts", found=unsure).myths] == ["own-bedroom", "worse"]


def test_without_a_myth_it_says_so_and_offers_to_note_a_tip() -> None:
    said = printed(checked("asserts", found=[]))
    assert "none of the rumours" in said
    assert "myth-monitor tip" in said


def test_who_stands_behind_the_text_is_said() -> None:
    assert "checked by the project, not yet approved by your organisation" in printed(checked("asserts"))
    signed = prepared(
        "pl", state="approved", approved_by="Ana", approved_on=TODAY, review_by=date(2027, 5, 27)
    )
    responses = {**RESPONSES, ("own-bedroom", "pl"): signed}
    assert "approved by Ana until 2027-05-27" in printed(checked("asserts", responses=responses))
    late = checked("asserts", responses=responses, today=date(2027, 6, 1))
    [found] = late.myths
    assert found.reply is not None
    assert found.reply.state == "checked"
    assert "was approved by Ana until 2027-05-27: to be reviewed" in printed(late)


def test_a_text_whose_contact_is_empty_is_not_shown() -> None:
    local = {("own-bedroom", "pl"): prepared("pl", texts={"comment": text("Zadzwoń: {{ local_contact }}")})}
    [found] = checked("asserts", responses=local).myths
    assert found.reply is None
    assert found.no_reply is not None
    assert "local_contact" in found.no_reply
    [filled] = checked("asserts", responses=local, contacts={"local_contact": "Pani A"}).myths
    assert filled.reply is not None
    assert filled.reply.text == "Zadzwoń: Pani A"


@pytest.mark.parametrize("stance", STANCES)
def test_each_stance_is_said_in_words(stance: Stance) -> None:
    assert "None" not in printed(checked(stance))


def test_a_rumour_told_beside_another_is_suggested_too() -> None:
    said = "Each child needs a room. They dismiss you when you are ill."
    beside = {"They dismiss you when you are ill.": match("worse", 0.8)}
    answer = checked("asserts", said=said, inside=beside)
    assert [(one.id, one.certain) for one in answer.myths] == [("own-bedroom", True), ("worse", False)]


def test_single_sentences_of_a_text_without_a_rumour_raise_none() -> None:
    beside = {"They dismiss you.": match("worse")}
    assert checked(None, found=[], said="Nice weather here. They dismiss you.", inside=beside).myths == []
