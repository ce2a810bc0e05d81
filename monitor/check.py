"""One text in, the answer out: which rumour it is, what is true, and what to reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel

from monitor.myths import Fact, Myth
from monitor.records import Sentiment, Stance
from monitor.responses import Channel, Responses, State, channel_for

if TYPE_CHECKING:
    from classifiers.myths import ClaimVariant, Match
    from classifiers.pipeline import Pipeline


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
    """The prepared response that fits the text's stance."""

    language: str
    channel: Channel
    state: State
    text: str
    facts: list[CheckedFact]


class CheckedMyth(BaseModel):
    """One myth that the text speaks of. `certain` is false when a person should judge."""

    id: str
    title: str
    score: float
    certain: bool
    nearest: Nearest
    nearest_english: Nearest | None
    kernel: list[str]
    reply: Reply | None


class Checked(BaseModel):
    """What `myth-monitor check` answers; the most harmful certain myth first."""

    language: str
    language_score: float
    stance: Stance | None
    stance_score: float | None
    sentiment: Sentiment | None
    myths: list[CheckedMyth]


@dataclass(frozen=True, slots=True)
class Checker:
    """Answers single texts from the loaded classifiers and catalogues."""

    pipeline: Pipeline
    myths: Mapping[str, Myth]
    responses: Responses
    today: date

    def check(self, text: str, reply_language: str | None = None, channel: Channel = "comment") -> Checked:
        """The answer to `text`; the reply is in `reply_language`, else in the text's own, else in English."""
        [label] = self.pipeline.label([text], [None])
        language = reply_language or label.language
        wanted = channel_for(label.stance, channel)
        found = sorted(
            label.matches,
            key=lambda match: (not match.certain, -self.myths[match.id].harm.weight, -match.score),
        )
        return Checked(
            language=label.language,
            language_score=label.language_score,
            stance=label.stance,
            stance_score=label.stance_score,
            sentiment=label.sentiment,
            myths=[self._myth(match, language, wanted) for match in found],
        )

    def _myth(self, match: Match, language: str, channel: Channel | None) -> CheckedMyth:
        myth = self.myths[match.id]
        return CheckedMyth(
            id=myth.id,
            title=myth.name(language),
            score=match.score,
            certain=match.certain,
            nearest=Nearest.of(match.variant),
            nearest_english=Nearest.of(match.english) if match.english else None,
            kernel=[part.nl if language == "nl" else part.en for part in myth.kernel],
            reply=self._reply(myth, language, channel) if channel else None,
        )

    def _reply(self, myth: Myth, language: str, channel: Channel) -> Reply | None:
        for wanted in (language, "en"):
            response = self.responses.get((myth.id, wanted))
            if response is None or response.state_on(self.today) in ("draft", "retired"):
                continue
            text = response.texts.get(channel)
            if text is not None:
                return Reply(
                    language=wanted,
                    channel=channel,
                    state=response.state_on(self.today),
                    text=text.text,
                    facts=[_fact(myth.fact(id), wanted) for id in text.facts],
                )
        return None


def _fact(fact: Fact, language: str) -> CheckedFact:
    source = fact.sources[0]
    return CheckedFact(
        statement=fact.nl if language == "nl" else fact.en,
        source=", ".join(part for part in (source.law, source.title, source.publisher) if part),
        url=str(source.url),
        read=fact.read,
    )
