"""Phone numbers, IBANs, cards and national numbers, among prices, dates and service numbers that stay.

Formats of phone numbers come from phonenumbers (libphonenumber's metadata), check digits from python-stdnum.
A run of digits, whatever stands between them, is looked at in every combination of neighbouring groups.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

REGIONS = ("NL", "PL", "BG", "RO", "LT", "TR", "UA", "DE", "BE", "LV", "HU", "SK", "CZ", "ES", "PT", "GB")

_SEPARATOR = r"[ \t\u00a0\u2007\u2009\u202f.\-\u2010-\u2015\u2212()/·•_]"
_NUMBER = rf"\(?(?:\+\s?\(?)?[0-9](?:{_SEPARATOR}{{0,3}}[0-9]){{6,}}"
_HOUR = r"(?:[01]?[0-9]|2[0-4])[.:][0-5][0-9]"
_YEAR = r"(?:19|20)[0-9]{2}"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_END = rf"(?!{_SEPARATOR}{{0,3}}[0-9])"
# Dates and opening hours, unless more digits follow: «06-12-34 56 78» is no date.
_STAYS = (
    rf"(?<![0-9])(?:{_HOUR}\s?[-–]\s?{_HOUR}{_END}"
    rf"|{_DAY}[-./]{_MONTH}[-./](?:{_YEAR}|[0-9]{{2}})(?:\s+{_HOUR}(?:[.:][0-9]{{2}})?{_END}|{_END})"
    rf"|{_YEAR}[-./]{_MONTH}[-./]{_DAY}(?:[T\s]+{_HOUR}(?:[.:][0-9]{{2}})?{_END}|{_END}))"
)
_RUN = re.compile(rf"(?P<stays>{_STAYS})|(?P<run>{_NUMBER})")
_SEVEN = re.compile(rf"[0-9](?:{_SEPARATOR}{{0,3}}[0-9]){{5}}")  # less is never personal by itself
_GROUP = re.compile(r"[0-9]+")

_CURRENCY = (
    r"(?:€|\$|£|₺|₴|euro?s?|zł|zlot\w+|pln|lei|leu|ron|лв|лева|bgn|uah|грн|tl|lira|gbp|usd|ft|huf|kč|czk)"
)
_PRICED_AFTER = re.compile(rf"(?i)\s?(?:,[0-9-]{{1,2}})?\s?{_CURRENCY}(?!\w)")
_PRICED_BEFORE = re.compile(rf"(?i)(?:(?<!\w){_CURRENCY})\s?$")
_MOST_PRICE_DIGITS = 10

_LABEL_NUMBER = re.compile(
    r"(?i)(?<!\w)((?:bsn|burgerservicenummer|sofi(?:-?nummer)?|v-nummer|pesel|nip|dowod\w*|egn|егн|cnp|"
    r"asmens kodas|a\.\s?k\.|t\.?c\.? ?kimlik(?: no)?|рнокпп|іпн|инн|steuer-?id|"
    r"rodn[eé] [cč][ií]slo|personas kods|"
    rf"paspoort\w*|paszport\w*|passport)[^\d\n]{{0,12}}?)[0-9](?:{_SEPARATOR}{{0,3}}[0-9]){{5,}}"
)
_LABEL_PHONE = re.compile(
    r"(?i)(?<!\w)(?P<label>(?:tel|telefo\w*|phone|mobiel\w*|mobil\w*|gsm|kom|whats ?app|viber|тел|телефон\w*|"
    rf"zadzwo\w*|дзвон\w*|звон\w*)[^\d\n+]{{0,12}}?)(?P<number>\+?[0-9](?:{_SEPARATOR}{{0,3}}[0-9]){{5,}})"
)
_LETTERED = re.compile(
    r"(?i)(?<![A-Z0-9])(?:[XYZ][ -]?[0-9]{7}[ -]?[A-Z]|[0-9]{8}[ -]?[A-Z]|"  # ES NIE, DNI
    r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D])(?![A-Z0-9])"  # GB NINO
)
_IBAN_LENGTH = {
    **{"NL": 18, "PL": 28, "BG": 22, "RO": 24, "LT": 20, "TR": 26, "UA": 29, "DE": 22, "BE": 16, "LV": 21},
    **{"HU": 28, "SK": 24, "CZ": 24, "ES": 24, "PT": 25, "GB": 22, "FR": 27, "IT": 27, "AT": 20, "CH": 21},
    **{"LU": 20, "EE": 20, "IE": 22, "DK": 18, "SE": 24, "FI": 18, "NO": 15, "GR": 27, "HR": 21, "SI": 19},
    **{"MD": 24, "RS": 22, "MT": 31, "CY": 28},
}
_IBAN = re.compile(rf"(?i)(?<![A-Z0-9])(?:{'|'.join(_IBAN_LENGTH)}){_SEPARATOR}?[0-9]")
_SERVICE = re.compile(
    r"(?:0|0031|\+31)(?:800|90[069])(?:[0-9]{4}|[0-9]{7})|(?:0031|\+31)88[0-9]{7}|(?:\+31|0031)?14[0-9]{2,4}|116[0-9]{3}"
)


def redact(text: str) -> str:
    """The text with [phone] and [number] in place of numbers that identify a person."""
    if not _SEVEN.search(text):
        return text
    text = _ibans(text)
    text = _LABEL_NUMBER.sub(r"\1[number]", text)
    text = _LABEL_PHONE.sub(_labelled_phone, text)
    text = _LETTERED.sub(_lettered, text)
    return _RUN.sub(_run, text)


def _ibans(text: str) -> str:
    parts, end = [], 0
    for found in _IBAN.finditer(text):
        if found.start() < end:
            continue
        stop = _iban_end(text, found.start())
        if stop:
            parts += [text[end : found.start()], "[number]"]
            end = stop
    return "".join([*parts, text[end:]])


def _iban_end(text: str, start: int) -> int | None:
    wanted, compact = _IBAN_LENGTH[text[start : start + 2].upper()], ""
    for place in range(start, min(len(text), start + 3 * wanted)):
        char = text[place]
        if char.isascii() and char.isalnum():
            compact += char
            if len(compact) == wanted:
                return place + 1 if _valid_iban(compact) else None
        elif not re.match(_SEPARATOR, char):
            return None
    return None


def _labelled_phone(found: re.Match[str]) -> str:
    if _is_service(found["number"]):
        return found[0]
    return f"{found['label']}[phone]"


def _lettered(found: re.Match[str]) -> str:
    compact = re.sub(r"[ -]", "", found[0]).upper()
    is_spanish = compact[-1].isalpha() and compact[1:8].isdigit()
    return found[0] if is_spanish and not _valid_spanish(compact) else "[number]"


def _run(found: re.Match[str]) -> str:
    run = found["run"]
    if run is None or _is_price(found):
        return found[0]
    parts, end = [], 0
    for start, stop, token in _personal(run):
        parts += [run[end:start], token]
        end = stop
    return "".join([*parts, run[end:]])


def _is_price(found: re.Match[str]) -> bool:
    digits = _digits(found[0])
    if found[0].startswith(("0", "+", "(")) or len(digits) > _MOST_PRICE_DIGITS:
        return False
    before = found.string[max(0, found.start() - 12) : found.start()]
    return bool(_PRICED_AFTER.match(found.string, found.end()) or _PRICED_BEFORE.search(before))


def _personal(run: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and token of each personal number in the run, the longest reading first."""
    groups = [found.span() for found in _GROUP.finditer(run)]
    index = 0
    while index < len(groups):
        index, found = _longest(run, groups, index)
        if found:
            yield found


def _longest(run: str, groups: list[tuple[int, int]], first: int) -> tuple[int, tuple[int, int, str] | None]:
    start = groups[first][0]
    plus = run.rfind("+", groups[first - 1][1] if first else 0, start)
    windows, digits = [], ""
    for last in range(first, len(groups)):
        digits += run[slice(*groups[last])]
        if len(digits) > 26:
            break
        windows.append((last, digits))
    for last, digits in reversed(windows):
        parts = [run[a:b] for a, b in groups[first : last + 1]]
        if len(digits) < 7 or _is_list(parts):
            continue
        token = "" if _is_company(parts) else kind(("+" if plus >= 0 else "") + digits)
        if token == "":  # a service number: it stays, and what follows is looked at by itself
            return last + 1, None
        if token:
            begin = plus if plus >= 0 else start
            opened = begin and run[begin - 1] == "(" and ")" in run[start : groups[last][1]]
            return last + 1, (begin - 1 if opened else begin, groups[last][1], token)
    return first + 1, None


def _is_list(parts: list[str]) -> bool:
    """Years («2024 2025 2026»), or numbers of two digits that begin with no prefix («10 20 30 40»)."""
    if len(parts) < 2:
        return False
    return all(re.fullmatch(_YEAR, part) for part in parts) or (
        all(len(part) == 2 for part in parts) and parts[0][0] != "0"
    )


def _is_company(parts: list[str]) -> bool:
    # NL 088-1234567 is an organisation's number, and BG 0888 123 456 somebody's mobile phone.
    return parts[0] == "088" and sum(map(len, parts)) == 10


@lru_cache(maxsize=4096)
def kind(digits: str) -> str | None:
    """[phone] or [number] for digits (with a leading + or not), "" for a service number, None for neither."""
    if _SERVICE.fullmatch(digits):
        return ""
    if digits.startswith(("+", "00")):
        return "[phone]" if _is_international(digits.lstrip("+").removeprefix("00")) else None
    if len(digits) == 26:
        return "[number]" if _valid_iban(f"PL{digits}") else None
    if any(is_valid(digits) for is_valid in _checks(len(digits))):
        return "[number]"
    if 8 <= len(digits) <= 15 and (_national().fullmatch(digits) or _is_dialled(digits)):
        return "[phone]"
    return None


def _is_service(number: str) -> bool:
    return kind(("+" if "+" in number else "") + _digits(number)) == ""


def _is_international(digits: str) -> bool:
    import phonenumbers

    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False


def _is_dialled(digits: str) -> bool:
    """A country code of the monitor's countries without its + («31612345678»)."""
    import phonenumbers

    if len(digits) < 10 or not digits.startswith(_country_codes()):
        return False
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False


@cache
def _country_codes() -> tuple[str, ...]:
    from phonenumbers import country_code_for_region

    return tuple(str(country_code_for_region(region)) for region in REGIONS)


@cache
def _national() -> re.Pattern[str]:
    """Every way to write a person's number inside one of the countries, with or without national prefix."""
    from phonenumbers import PhoneMetadata

    patterns = []
    for region in REGIONS:
        data = PhoneMetadata.metadata_for_region(region)
        if data is None:
            continue
        kinds = (data.mobile, data.fixed_line, data.voip, data.personal_number, data.pager)
        numbers = [kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern]
        prefix = (
            f"(?:{data.national_prefix_for_parsing or data.national_prefix})?" if data.national_prefix else ""
        )
        patterns.append(f"{prefix}(?:{'|'.join(numbers)})")
    return re.compile("|".join(patterns))


@cache
def _checks(length: int) -> tuple[Callable[[str], bool], ...]:
    from stdnum import luhn
    from stdnum.be import nn
    from stdnum.bg import egn, pnf
    from stdnum.cz import rc
    from stdnum.de import idnr
    from stdnum.lt import asmens
    from stdnum.lv import pvn
    from stdnum.nl import bsn
    from stdnum.pl import pesel
    from stdnum.pt import nif
    from stdnum.ro import cnp
    from stdnum.tr import tckimlik
    from stdnum.ua import rntrc

    by_length: dict[int, tuple[Callable[[str], bool], ...]] = {
        9: (bsn.is_valid, nif.is_valid, rc.is_valid),
        10: (egn.is_valid, pnf.is_valid, rntrc.is_valid, rc.is_valid),
        11: (
            *(pesel.is_valid, asmens.is_valid, tckimlik.is_valid, idnr.is_valid, nn.is_valid),
            lambda digits: digits.startswith("32") or pvn.is_valid(digits),
        ),
        13: (cnp.is_valid, luhn.is_valid),
    }
    return by_length.get(length, (luhn.is_valid,) if 14 <= length <= 19 else ())


def _valid_iban(compact: str) -> bool:
    from stdnum import iban

    return bool(iban.is_valid(compact, check_country=False))


def _valid_spanish(compact: str) -> bool:
    from stdnum.es import dni, nie

    return bool(dni.is_valid(compact) or nie.is_valid(compact))


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)
