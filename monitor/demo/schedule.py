"""Lays the invented sample posts over weeks, sites and invented people, as data/sample/plan.yaml says.

The same plan and the same day give the same posts, on every machine.
"""

from __future__ import annotations

import random
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from monitor.demo.sites import SitePost, SiteSpec
from monitor.paths import SAMPLE
from monitor.records import Community, LanguageCode, Sentiment, Slug, Stance
from monitor.trends import last_complete_week
from monitor.yaml_files import read_yaml


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlannedSite(_Entry):
    """One sample site and the share of each language's posts that it holds."""

    id: Slug
    format: Literal["feed", "jsonfeed", "page", "phpbb", "telegram", "mastodon"]
    title: str
    community: Community
    languages: dict[LanguageCode, Annotated[float, Field(gt=0, le=1)]]


class PlantedRise(_Entry):
    """`posts` posts of a myth in one language, all in one week (0: the last complete one)."""

    myth: Slug
    language: LanguageCode
    week: int
    posts: int


class People(_Entry):
    """Invented first and last names."""

    first: tuple[str, ...]
    last: tuple[str, ...]


class Plan(_Entry):
    """data/sample/plan.yaml."""

    weeks: int
    seed: int
    sites: tuple[PlannedSite, ...]
    rises: tuple[PlantedRise, ...]
    copies: int
    topics: dict[LanguageCode, tuple[str, ...]]
    people: dict[LanguageCode, People]
    personal: dict[str, dict[LanguageCode, tuple[str, ...]]]


class SamplePost(_Entry):
    """An invented post with the labels its writer gave it."""

    text: str
    language: LanguageCode
    myths: tuple[Slug, ...]
    stance: Stance | None
    sentiment: Sentiment
    has_claim: bool


@dataclass(frozen=True, slots=True)
class Person:
    """An invented author."""

    name: str
    handle: str


@dataclass(slots=True)
class Schedule:
    """The sites with their dated posts, the written posts by site, and every personal datum on them."""

    sites: list[SiteSpec]
    planned: dict[str, PlannedSite]
    written: dict[str, list[SamplePost]] = field(default_factory=lambda: defaultdict(list))
    personal: set[str] = field(default_factory=set)


def load_plan(folder: Path = SAMPLE) -> Plan:
    """The plan. Raises SettingsError with file and line."""
    return read_yaml(folder / "plan.yaml", Plan)


def load_posts(folder: Path = SAMPLE) -> dict[str, list[SamplePost]]:
    """The invented posts by language, in the order in which they were written."""
    return {
        path.stem: [SamplePost.model_validate_json(line) for line in path.read_text("utf-8").splitlines()]
        for path in sorted((folder / "posts").glob("*.jsonl"))
    }


def make_schedule(plan: Plan, posts: dict[str, list[SamplePost]], today: date) -> Schedule:
    """Every post with a week, a place and an author; the newest lie in the last complete week."""
    chance = random.Random(plan.seed)
    last_week = last_complete_week(today)
    schedule = Schedule(sites=[], planned={site.id: site for site in plan.sites})
    dated: dict[str, list[tuple[datetime, SamplePost, Person]]] = defaultdict(list)
    for language, pool in posts.items():
        people = _people(plan, language)
        for post, week in _weeks(plan, language, pool, chance):
            site = _site(plan, language, chance)
            when = _moment(last_week - timedelta(weeks=week), chance)
            dated[site.id].append((when, post, chance.choice(people)))
    _share_again(plan, dated, chance)
    for site in plan.sites:
        entries = sorted(dated[site.id], key=lambda entry: entry[0])
        schedule.written[site.id] = [post for _, post, _ in entries]
        schedule.sites.append(_spec(plan, site, entries, schedule.personal, chance))
    return schedule


def _weeks(
    plan: Plan, language: str, pool: list[SamplePost], chance: random.Random
) -> Iterator[tuple[SamplePost, int]]:
    rest = list(pool)
    for rise in plan.rises:
        if rise.language != language:
            continue
        fitting = [post for post in rest if rise.myth in post.myths]
        chosen = chance.sample(fitting, min(rise.posts, len(fitting)))
        rest = [post for post in rest if not any(post is one for one in chosen)]
        yield from ((post, rise.week) for post in chosen)
    # The rest goes round evenly, myth by myth, so that only the planted rises stand out.
    rest.sort(key=lambda post: (post.myths, chance.random()))
    start = chance.randrange(plan.weeks)
    yield from ((post, (start + at) % plan.weeks) for at, post in enumerate(rest))


def _site(plan: Plan, language: str, chance: random.Random) -> PlannedSite:
    fitting = [site for site in plan.sites if language in site.languages]
    return chance.choices(fitting, weights=[site.languages[language] for site in fitting])[0]


def _moment(monday: date, chance: random.Random) -> datetime:
    # People write in the evening and at weekends; never so late that the week changes.
    day = chance.choices(range(7), weights=[3, 3, 3, 3, 4, 6, 6])[0]
    hour = chance.choices(range(6, 23), weights=[1, 2, 2, 2, 2, 3, 4, 3, 2, 2, 3, 5, 6, 7, 7, 6, 4])[0]
    clock = time(hour, chance.randrange(60), chance.randrange(60), tzinfo=UTC)
    return datetime.combine(monday + timedelta(days=day), clock)


def _share_again(
    plan: Plan, dated: dict[str, list[tuple[datetime, SamplePost, Person]]], chance: random.Random
) -> None:
    warnings = [
        (site, entry)
        for site in sorted(dated)
        for entry in dated[site]
        if entry[1].stance == "asserts" and len(entry[1].text.split()) >= 8 and "{" not in entry[1].text
    ]
    for site, (when, post, _) in chance.sample(warnings, min(plan.copies, len(warnings))):
        fitting = [one.id for one in plan.sites if post.language in one.languages]
        elsewhere = next((id for id in fitting if id != site), site)
        # Within the same day, so that sharing makes no rise that was not planted.
        later = when.replace(hour=23, minute=chance.randrange(60))
        dated[elsewhere].append((later, post, chance.choice(_people(plan, post.language))))


def _people(plan: Plan, language: str) -> list[Person]:
    people = plan.people[language]
    return [
        Person(f"{first} {last}", f"{_latin(first)}_{_latin(last)}{at}{len(last)}")
        for at, first in enumerate(people.first)
        for last in people.last
    ]


_CYRILLIC = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфхцщъьюяіїєґы", "abvgdeziiklmnoprstufhc'a'uqiieg'y", strict=False))
    | {"ж": "zh", "ч": "ch", "ш": "sh", "ь": "", "ъ": "a", "щ": "sht", "'": ""}
)


def _latin(name: str) -> str:
    folded = unicodedata.normalize(
        "NFKD", name.lower().translate(_CYRILLIC).replace("ı", "i").replace("ł", "l")
    )
    return "".join(char for char in folded if char.isascii() and char.isalnum())


def _spec(
    plan: Plan,
    site: PlannedSite,
    entries: list[tuple[datetime, SamplePost, Person]],
    personal: set[str],
    chance: random.Random,
) -> SiteSpec:
    topics = plan.topics.get(site.community.language, (site.title,))
    posts = []
    for number, (when, post, person) in enumerate(entries, 101):
        text = _filled(plan, post, personal, chance)
        personal.update((person.name, person.handle))
        posts.append(
            SitePost(
                number=number,
                thread=topics[chance.randrange(len(topics))] if site.format == "phpbb" else None,
                author=person.name,
                handle=person.handle,
                text=text,
                published=when,
                edited=None,
                likes=chance.randrange(40),
            )
        )
    return SiteSpec(
        id=site.id, format=site.format, title=site.title, language=site.community.language, posts=posts
    )


def _filled(plan: Plan, post: SamplePost, personal: set[str], chance: random.Random) -> str:
    """The post's text with invented personal data in place of {phone}, {email}, {name} …"""
    text = post.text
    if "{" not in text:
        return text
    person = chance.choice(_people(plan, post.language))
    values = {kind: chance.choice(by_language[post.language]) for kind, by_language in plan.personal.items()}
    values |= {"handle": person.handle, "name": person.name}
    for kind, value in values.items():
        if "{" + kind + "}" in text:
            text = text.replace("{" + kind + "}", value)
            personal.add(value)
    return text
