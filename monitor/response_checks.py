"""What can be tested of a prepared response: `responses check`, and the gate before checking and approving.

What a sheet lists under `must_not_say` is for people who write and check: no program can tell whether a text
says it. Nor can any test here tell whether a text says more than its source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.errors import ContactMissingError, MonitorError
from monitor.myths import CatalogueFault, Fact, Myth
from monitor.placeholders import Contacts, fill, unknown
from monitor.readability import hardness, sentences
from monitor.records import PROMISED_LANGUAGES
from monitor.responses import CHANNELS, Channel, Response, carried_over, read_response, response_files
from monitor.yaml_files import line_of

if TYPE_CHECKING:
    from classifiers.language import LanguageDetector

# Characters: a comment must be read on a phone without «more», a message fits one screen.
LONGEST: Mapping[Channel, int] = {"comment": 500, "message": 300}
PAGE_WORDS = (150, 300)

_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b(?:[a-z0-9-]+\.)+(?:nl|eu|org|com|net|info)\b(?:/\S*)?", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = 5  # letters: enough to see one word in its inflected forms, in all eight languages
_REPEATS = 0.75  # of the words of a wording of the myth: from here on a sentence says the myth
_FEWEST_WORDS = 3  # a wording with fewer words of its own would be found in every text on the subject
_SURE = 0.8
_LONG_ENOUGH = 60  # letters: below this the language of a sentence is a guess


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of one response, and the field it is in. `empty` says which contact point the settings do not give."""

    field: tuple[str, ...]
    what: str
    grave: bool = True
    empty: str = ""


def check_responses(
    myths: Mapping[str, Myth], *folders: Path, today: date, contacts: Contacts | None = None
) -> Iterator[CatalogueFault]:
    """Every fault of every file with its line, then the contact points and the texts that are missing altogether."""
    found: dict[tuple[str, str], Response] = {}
    empty: Counter[str] = Counter()  # one empty contact point holds up many texts: it is said once
    for path in response_files(folders):
        try:
            response = read_response(path)
        except MonitorError as error:
            yield CatalogueFault(str(path), f"{error} {error.remedy}".strip())
            continue
        key = response.myth, response.language
        found[key] = carried_over(response, found.get(key))
        myth = myths.get(response.myth)
        if myth is None:
            yield CatalogueFault(
                f"{path}:{line_of(path, 'myth')}", f"myth: there is no myth “{response.myth}”"
            )
            continue
        for fault in faults_of(response, myth, today, contacts):
            if fault.empty:
                empty[fault.empty] += 1
                continue
            where = f"{path}:{line_of(path, *fault.field)}"
            yield CatalogueFault(where, f"{'.'.join(fault.field)}: {fault.what}", fault.grave)
    for what, count in empty.items():
        yield CatalogueFault("[contacts]", f"{what}: {count} texts cannot be shown yet", grave=False)
    yield from _missing(myths, found)


def faults_of(
    response: Response, myth: Myth, today: date, contacts: Contacts | None = None
) -> Iterator[Fault]:
    """Every fault of one version. Without `contacts`, placeholders are left as they are."""
    if response.is_overdue(today):
        yield Fault(("review_by",), f"review date {response.review_by} has passed", grave=False)
    for channel, text in response.texts.items():
        at = ("texts", channel)
        said, problem = _filled(text.text, response.language, contacts)
        if problem:
            yield Fault(at, f"cannot be shown yet: {problem}", grave=False, empty=problem)
        for what in (*_length(channel, said), *_links(said, text.facts, myth)):
            yield Fault(at, what)
        # A note, not a fault: words alone cannot tell «every child must» from «no law says that every child must».
        for what in _first_sentence(said, response.language, myth):
            yield Fault(at, what, grave=False)
        yield from (Fault(at, f"no setting can fill “{name}”") for name in unknown(text.text))
        yield from (Fault(at, what, grave) for what, grave in _language(said, response.language))
        if hard := hardness(said, response.language):
            yield Fault(at, hard, grave=False)
        yield from (Fault((*at, "facts"), what, grave) for what, grave in _facts(text.facts, myth, today))


def _missing(
    myths: Mapping[str, Myth], found: Mapping[tuple[str, str], Response]
) -> Iterator[CatalogueFault]:
    languages = [*PROMISED_LANGUAGES, *sorted({key[1] for key in found} - set(PROMISED_LANGUAGES))]
    for id in myths:
        for language in languages:
            response = found.get((id, language))
            missing = [channel for channel in CHANNELS if not response or channel not in response.texts]
            if missing:
                yield CatalogueFault(f"{id}/{language}", f"missing: {', '.join(missing)}", grave=False)


def _filled(text: str, language: str, contacts: Contacts | None) -> tuple[str, str]:
    if contacts is None or unknown(text):
        return text, ""
    try:
        return fill(text, contacts, language), ""
    except ContactMissingError as error:
        return text, str(error)


def _length(channel: Channel, text: str) -> Iterator[str]:
    longest = LONGEST.get(channel)
    if longest and len(text) > longest:
        yield f"{len(text)} characters, at most {longest}"
    words = len(text.split())
    if channel == "page" and not PAGE_WORDS[0] <= words <= PAGE_WORDS[1]:
        yield f"{words} words, between {PAGE_WORDS[0]} and {PAGE_WORDS[1]} wanted"


def _first_sentence(text: str, language: str, myth: Myth) -> Iterator[str]:
    first = _stems(next(iter(sentences(text)), ""))
    wordings = [myth.title.get(language, ""), myth.claim.get(language, ""), *myth.variants.get(language, ())]
    for wording in wordings:
        words = _stems(wording)
        if len(words) >= _FEWEST_WORDS and len(words & first) >= _REPEATS * len(words):
            yield f"the first sentence says the myth (“{wording}”): begin with the fact"
            return


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.casefold()[:_STEM] for word in _WORD.findall(text))


def _links(text: str, cited: Sequence[str], myth: Myth) -> Iterator[str]:
    """Links that no cited fact rests on. A place of help is a fact too: it says who helps, and with what."""
    named = {fact.id: _addresses(fact) for fact in myth.facts if fact.status == "confirmed"}
    for link in _LINK.findall(text):
        by = [id for id, addresses in named.items() if _bare(link) in addresses]
        if not by:
            yield f"the link {link} is not a source of this myth's facts"
        elif not set(by) & set(cited):
            yield f"the link {link} belongs to “{by[0]}”, which the text does not cite"


def _addresses(fact: Fact) -> frozenset[str]:
    """The pages that the fact was read on, their sites, and what its own statement names."""
    pages = {_bare(str(source.url)) for source in fact.sources}
    sites = {page.partition("/")[0] for page in pages}
    return frozenset(pages | sites | {_bare(link) for link in _LINK.findall(f"{fact.nl} {fact.en}")})


def _bare(link: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", link.casefold()).rstrip("/.,;:!?)»”\"'")


def _facts(cited: Sequence[str], myth: Myth, today: date) -> Iterator[tuple[str, bool]]:
    known = {fact.id: fact for fact in myth.facts}
    for id in cited:
        fact = known.get(id)
        if fact is None:
            yield f"{myth.id} has no fact “{id}”", True
        elif fact.status != "confirmed":
            yield f"“{id}” is not a confirmed fact of {myth.id}", True
        elif fact.recheck and today > fact.recheck:
            yield f"“{id}” was to be read again by {fact.recheck}", False


def _language(text: str, language: str) -> Iterator[tuple[str, bool]]:
    """Compares the language that most of the text's sentences seem to be in."""
    detector = _detector(language)
    if detector is None:
        yield f"whether this is “{language}” was not tested: the language detector does not know it", False
        return
    parts = [part for part in sentences(text) if len(part) >= _LONG_ENOUGH] or [text]
    votes: dict[str, float] = {}
    for found, score in detector.detect(parts, [None] * len(parts)):
        votes[found] = votes.get(found, 0.0) + score
    best = max(votes, key=lambda one: votes[one])
    if best != language:
        share = votes[best] / len(parts)
        yield f"seems to be written in “{best}”, not in “{language}” ({share:.0%} sure)", share >= _SURE


@lru_cache(maxsize=8)
def _detector(language: str) -> LanguageDetector | None:
    from classifiers.language import LANGUAGES, LanguageDetector

    try:
        return LanguageDetector((*LANGUAGES, *(() if language in LANGUAGES else (language,))))
    except ValueError:
        return None
