"""One text in, the answer out: which rumour it is, what is true, and what to reply.

The stance decides the answer: `asserts` is corrected and `questions` answered with the prepared text of the
channel; `experience` gets the text for experiences, which never says that it is not true; `rejects` is thanked
and given a source; `mentions` needs no answer. Where the model is unsure of one of these two, the text of the channel
is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel

from monitor.errors import ContactMissingError
from monitor.myths import Fact, Myth
from monitor.phrases import Phrases
from monitor.placeholders import Contacts, fill
from monitor.readability import sentences
from monitor.records import Sentiment, Stance
from monitor.responses import PROJECT, Channel, Response, Responses, State, channel_for

if TYPE_CHECKING:
    from classifiers.myths import ClaimVariant, Match
    from classifiers.pipeline import Pipeline

FALLBACK = "en"
Kind = Literal["correction", "answer", "experience", "thanks"]
# Below this score a stance that leaves the rumour unanswered is not acted on. Who passes a rumour on and is thanked for
# it is the worst answer of all; of such doubtful «rejects» on the development posts three in five were no rejection.
SURE_STANCE = 0.6
# From which score on a text may be about a myth where none was found: whoever asks has heard something. Of the
# development posts that speak of a myth the right one then stands first for 93 % instead of 88 %; of the others,
# chosen to look alike, 12 % get a suggestion instead of 6 %.
WORTH_ASKING = 0.15
_LEAVES_UNANSWERED: frozenset[Stance] = frozenset({"rejects", "mentions"})
_KINDS: Mapping[Stance, Kind] = {"questions": "answer", "experience": "experience", "rejects": "thanks"}


class Nearest(BaseModel):
    """The claim variant of the catalogue that lies nearest: why the text was matched."""

    text: str
    language: str

    @classmethod
    def of(cls, variant: ClaimVariant) -> Nearest:
        """That variant as it is shown."""
        return cls(text=variant.text, language=variant.language)


class CheckedFact(BaseModel):
    """A confirmed fact with where and when it was read."""

    statement: str
    source: str
    url: str
    read: date


class Reply(BaseModel):
    """The text to copy. `wanted` is the language that was asked for: not the reply's where that has none."""

    kind: Kind
    language: str
    wanted: str
    channel: Channel
    version: int | None
    state: State
    standing: str
    text: str
    facts: list[CheckedFact]


class CheckedMyth(BaseModel):
    """One myth that the text speaks of. `certain` is false when a person should judge.

    Where there is no reply, `no_reply` says why.
    """

    id: str
    title: str
    score: float
    certain: bool
    nearest: Nearest
    nearest_english: Nearest | None
    kernel: list[str]
    reply: Reply | None
    no_reply: str | None = None


class Checked(BaseModel):
    """What `myth-monitor check` answers; the most harmful certain myth first."""

    language: str
    language_score: float
    stance: Stance | None
    stance_score: float | None
    sentiment: Sentiment | None
    myths: list[CheckedMyth]

    @property
    def sure_stance(self) -> Stance | None:
        """The stance that the reply goes by; None where it would leave the rumour unanswered on a doubtful ground."""
        doubted = self.stance in _LEAVES_UNANSWERED and (self.stance_score or 0) < SURE_STANCE
        return None if doubted else self.stance


@dataclass(frozen=True, slots=True)
class Checker:
    """Answers single texts from the loaded classifiers and catalogues."""

    pipeline: Pipeline
    myths: Mapping[str, Myth]
    responses: Responses
    today: date
    phrases: Mapping[str, Phrases] = field(default_factory=dict)
    contacts: Contacts = field(default_factory=dict)
    region: str | None = None

    def check(
        self,
        text: str,
        reply_language: str | None = None,
        channel: Channel = "comment",
        stance: Stance | None = None,
    ) -> Checked:
        """The answer to `text`; the reply is in `reply_language`, else in the text's own, else in English.

        `stance` is how the text stands to the rumour, where somebody knows better than the model.
        """
        label = self.pipeline.asked(text, WORTH_ASKING)
        if stance and label.matches:
            label = replace(label, stance=stance, stance_score=1.0)
        language = reply_language or label.language
        found = sorted(
            (*label.matches, *self._told_beside(text, label.matches)),
            key=lambda match: (not match.certain, -self.myths[match.id].harm.weight, -match.score),
        )
        answer = Checked(
            language=label.language,
            language_score=label.language_score,
            stance=label.stance,
            stance_score=label.stance_score,
            sentiment=label.sentiment,
            myths=[],
        )
        answer.myths = [self._myth(match, language, answer.sure_stance, channel) for match in found]
        return answer

    def reply(
        self, myth: str, language: str, stance: Stance | None = None, channel: Channel = "comment"
    ) -> Reply | str:
        """The reply to that myth, whoever named it; or why there is none."""
        return self._reply(self.myths[myth], language, stance, channel)

    def _told_beside(self, text: str, matches: Sequence[Match]) -> Iterator[Match]:
        """Other myths of single sentences, as suggestions: who tells one rumour often tells two in a breath.

        Only beside a myth of the whole text. An ordinary text gets no more alarms by this, and of two posts put
        together both rumours were found in 9 of 43 pairs of development posts instead of 4.
        """
        parts = sentences(text) if matches else []
        if len(parts) < 2:
            return
        seen = {match.id for match in matches}
        for label in self.pipeline.label(parts, [None] * len(parts)):
            for match in label.matches:
                if match.certain and match.id not in seen:
                    seen.add(match.id)
                    yield replace(match, certain=False)

    def _myth(self, match: Match, language: str, stance: Stance | None, channel: Channel) -> CheckedMyth:
        myth = self.myths[match.id]
        reply = self._reply(myth, language, stance, channel)
        return CheckedMyth(
            id=myth.id,
            title=myth.name(language),
            score=match.score,
            certain=match.certain,
            nearest=Nearest.of(match.variant),
            nearest_english=Nearest.of(match.english) if match.english else None,
            kernel=[part.told(language) for part in myth.kernel],
            reply=reply if isinstance(reply, Reply) else None,
            no_reply=reply if isinstance(reply, str) else None,
        )

    def _reply(self, myth: Myth, language: str, stance: Stance | None, channel: Channel) -> Reply | str:
        """The reply, or why there is none."""
        if stance == "mentions":
            return "it only speaks of the subject: no answer is needed"
        if stance == "rejects":
            return self._thank(myth, language, channel)
        wanted = channel_for(stance, channel)
        for spoken in dict.fromkeys((language, FALLBACK)):
            response = self.responses.get((myth.id, spoken))
            if response is None or response.state_on(self.today) in ("draft", "retired"):
                continue
            if wanted in response.texts:
                return self._prepared(myth, response, stance, language, wanted)
        nor = "" if language == FALLBACK else ", nor in English"
        return f"no text for “{wanted}” is prepared in “{language}”{nor}"

    def _prepared(
        self, myth: Myth, response: Response, stance: Stance | None, language: str, channel: Channel
    ) -> Reply | str:
        text = response.texts[channel]
        # A stored version may outlive a fact of the catalogue; the list of what is due names it.
        known = {fact.id: fact for fact in myth.facts if fact.status == "confirmed"}
        try:
            said = fill(text.text, self.contacts, response.language, self.region)
        except ContactMissingError as error:
            return f"the prepared text cannot be shown: {error}. {error.remedy}"
        return Reply(
            kind=_KINDS.get(stance, "correction") if stance else "correction",
            language=response.language,
            wanted=language,
            channel=channel,
            version=response.version,
            state=response.state_on(self.today),
            standing=standing(response, self.today),
            text=said,
            facts=[_fact(known[id], response.language) for id in text.facts if id in known],
        )

    def _thank(self, myth: Myth, language: str, channel: Channel) -> Reply | str:
        phrases = self.phrases.get(language) or self.phrases.get(FALLBACK)
        fact = next((fact for fact in myth.facts if fact.status == "confirmed"), None)
        if phrases is None or fact is None:
            return f"no thank-you line is prepared in “{language}”, nor in English"
        return Reply(
            kind="thanks",
            language=phrases.language,
            wanted=language,
            channel=channel,
            version=None,
            state="checked",
            standing="a thank-you line with the official source",
            text=phrases.thanks_with(fact.sources[0]),
            facts=[_fact(fact, phrases.language)],
        )


def standing(response: Response, today: date) -> str:
    """In words: who stands behind the text, and until when."""
    if response.state_on(today) == "approved":
        return f"approved by {response.approved_by} until {response.review_by}"
    late = f" (the review date {response.review_by} has passed)" if response.is_overdue(today) else ""
    if response.state == "approved":
        return f"was approved by {response.approved_by} until {response.review_by}: to be reviewed"
    return f"checked by {response.checked_by or PROJECT}, not yet approved by your organisation{late}"


def _fact(fact: Fact, language: str) -> CheckedFact:
    source = fact.sources[0]
    return CheckedFact(
        statement=fact.nl if language == "nl" else fact.en,
        source=", ".join(part for part in (source.law, source.title, source.publisher) if part),
        url=str(source.url),
        read=fact.read,
    )
