"""Dates as platforms and people write them → moments in UTC."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

HOME_ZONE = ZoneInfo("Europe/Amsterdam")  # dates without a zone: the communities live in the Netherlands

# Month names by how they begin, in the monitor's languages.
_MONTHS = {
    1: "jan янв яну січ ian sty oca saus led ene",
    2: "feb фев лют luty lut şub vas únor fév fev",
    3: "mar mrt maa мар бер kov mär márc bře",
    4: "apr апр кві kwi nis bal avr dub ápr abr",
    5: "may mei maj mai май мая тра geg kvě máj",
    6: "jun юни июн чер iun cze haz birž jún jūn červen červn",
    7: "jul юли июл лип iul lip tem liep júl jūl července červenec",
    8: "aug авг сер sie ağu rugpj srp ago",
    9: "sep сеп сен вер wrz eyl rugs zář set szep",
    10: "oct okt окт жов paź eki spal říj out",
    11: "nov ное ноя лис noi lis kas lap",
    12: "dec dez дек гру gru ara gruo pro dic",
}
_MONTH_OF = sorted(
    ((start, number) for number, names in _MONTHS.items() for start in names.split()),
    key=lambda pair: -len(pair[0]),
)
_ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "cet": 1, "west": 1, "bst": 1, "cest": 2, "eet": 2}
_ZONES |= {"eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "pst": -8, "pdt": -7}
_NAMED_ZONE = re.compile(r"^(.*\d{1,2}:\d{2}(?::\d{2})?)\s+([A-Za-z]{1,4})$")
_MAIL = re.compile(r"(?:[A-Za-z]{3},? )?\d{1,2} [A-Za-z]{3} \d{4} \d{1,2}:\d{2}(?::\d{2})? [+A-Z-]")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_CLOCK = re.compile(r"\b(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?!\.?\d)\s*([ap]\.?m\b)?", re.IGNORECASE)
_DAY_FIRST = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b")
_YEAR_FIRST = re.compile(r"\b(\d{4})[./-](\d{1,2})[./-](\d{1,2})\b")
_YEAR = re.compile(r"\b(\d{4})\b")
_DAY = re.compile(r"\b(\d{1,2})(?=\D|$)")
_UNIX = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")
_LONGEST = 80  # characters; what is longer is no date


def parse_date(text: str, formats: Iterable[str] = (), zone: ZoneInfo = HOME_ZONE) -> datetime | None:
    """The moment in UTC that `text` names, or None.

    Tried in this order: `formats` (strptime; %B and %b understand month names in the monitor's languages),
    ISO 8601 / RFC 3339, Unix seconds or milliseconds, RFC 2822, and dates as Europeans write them: day
    first, or with the month in words. A date without a zone is taken to be in `zone`.
    """
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    attempts: tuple[Callable[[str], datetime | None], ...] = (_iso, _unix, _mail, _written)
    for attempt in (lambda text: _formatted(text, formats), *attempts):
        try:
            found = attempt(text)
        except (ValueError, OverflowError, IndexError, TypeError):
            continue  # not of that kind: the standard parsers say so in these four ways
        if found is not None:
            return _in_utc(found, zone)
    return None


def _in_utc(moment: datetime, zone: ZoneInfo) -> datetime | None:
    # No platform is older than the web: year 1 and year 9999 come from broken fields.
    if not 1990 <= moment.year <= 2200:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _formatted(text: str, formats: Iterable[str]) -> datetime | None:
    for format in formats:
        for wording in (text, _LETTERS.sub(_in_english, text)):
            try:
                return datetime.strptime(wording, format)
            except ValueError:
                continue
    return None


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-\d{2}", text):
        return None
    bare, zone = _split_zone(text)
    moment = datetime.fromisoformat(bare)
    return moment.replace(tzinfo=zone) if zone else moment


def _unix(text: str) -> datetime | None:
    if not _UNIX.fullmatch(text):
        return None
    seconds = float(text)
    return datetime.fromtimestamp(seconds / 1000 if seconds >= 1e11 else seconds, UTC)


def _mail(text: str) -> datetime | None:
    if not _MAIL.match(text):  # the parser is lenient: it would read «3:05 pm» as 3:05
        return None
    bare, zone = _split_zone(text)
    moment = parsedate_to_datetime(bare)
    return moment.replace(tzinfo=zone) if zone else moment


def _split_zone(text: str) -> tuple[str, timezone | None]:
    """«… 12:00 CEST» → «… 12:00» and its zone, which the standard parsers do not know."""
    named = _NAMED_ZONE.match(text)
    hours = _ZONES.get(named[2].lower()) if named else None
    if named is None or hours is None:
        return text, None
    return named[1], timezone(timedelta(hours=hours))


def _written(text: str) -> datetime | None:
    """«24.11.2026 г., 14:05», «śr lis 24, 2026 2:05 pm», «2026 m. lapkričio 24 d.»"""
    bare, zone = _split_zone(text)
    if found := _DAY_FIRST.search(bare):
        day, month, year = (int(part) for part in found.groups())
    elif found := _YEAR_FIRST.search(bare):
        year, month, day = (int(part) for part in found.groups())
    else:
        return _worded(bare, zone)
    hour, minute, second = _clock(bare[: found.start()] + " " + bare[found.end() :])
    return datetime(year, month, day, hour, minute, second, tzinfo=zone)


def _worded(text: str, zone: timezone | None) -> datetime | None:
    # The last one: in Romanian and Spanish, «mar» is Tuesday too, and weekdays stand first.
    months = [month for word in _LETTERS.findall(text) if (month := _month(word))]
    rest = _CLOCK.sub(" ", text)
    year = _YEAR.search(rest)
    day = _DAY.search(_YEAR.sub(" ", rest))
    if not (months and year and day):
        return None
    return datetime(int(year[1]), months[-1], int(day[1]), *_clock(text), tzinfo=zone)


def _clock(text: str) -> tuple[int, int, int]:
    found = _CLOCK.search(text)
    if not found:
        return 0, 0, 0
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half = (found[4] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return hour, minute, second


def _in_english(word: re.Match[str]) -> str:
    month = _month(word[0])
    return _ENGLISH[month - 1] if month else word[0]


def _month(word: str) -> int | None:
    lower = word.lower()
    return next((month for start, month in _MONTH_OF if lower.startswith(start)), None)
