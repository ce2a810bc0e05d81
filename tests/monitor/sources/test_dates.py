"""Dates as platforms and people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources._dates import parse_date

WINTER = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24T14:05:00Z",
        "2026-11-24T14:05:00+00:00",
        "2026-11-24T15:05:00.000+0100",
        "2026-11-24 15:05",
        "2026-11-24 15:05:00 CET",
        "1795529100",
        "1795529100000",
        "Tue, 24 Nov 2026 14:05:00 GMT",
        "Tue, 24 Nov 2026 16:05:00 +0200",
        "24-11-2026 15:05",
        "24.11.2026 г., 15:05 ч.",
        "24/11/2026 15:05:00",
        "2026/11/24 15:05",
        "Tue Nov 24, 2026 3:05 pm",
        "wt lis 24, 2026 3:05 pm",
        "24 listopada 2026, 15:05",
        "Вт Ное 24, 2026 3:05 pm",
        "24 ноември 2026 г. 15:05",
        "24 листопада 2026 р. о 15:05",
        "Mar Noi 24, 2026 3:05 pm",
        "24 noiembrie 2026, ora 15:05",
        "2026 m. lapkričio 24 d. 15:05",
        "24 Kasım 2026 15:05",
        "dinsdag 24 november 2026 om 15:05",
        "Di 24. Nov 2026, 15:05",
        "24 nov. 2026 15.05",
    ],
)
def test_one_moment_in_many_wordings(text: str) -> None:
    assert parse_date(text) == WINTER


def test_a_date_without_a_zone_is_dutch_time_in_summer_too() -> None:
    assert parse_date("2026-07-01 12:00") == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert parse_date("2026-07-01") == datetime(2026, 6, 30, 22, tzinfo=UTC)


def test_formats_of_the_source_file_come_first() -> None:
    assert parse_date("11/12/2026", ["%m/%d/%Y"]) == datetime(2026, 11, 11, 23, tzinfo=UTC)
    assert parse_date("11/12/2026") == datetime(2026, 12, 10, 23, tzinfo=UTC)
    assert parse_date("dnia 3 maja 2026", ["dnia %d %B %Y"]) == datetime(2026, 5, 2, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "wczoraj", "31-02-2026", "0001-01-01", "9999-12-31T00:00:00Z", "12:30", "2026", "1" * 30, "x" * 500],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=60))
def test_any_text_gives_a_moment_in_utc_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is UTC


@given(st.text("0123456789-/.:+TZ apm", max_size=40))
def test_any_mixture_of_digits_gives_a_moment_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or 1989 <= found.year <= 2201


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize(
    "names",
    [
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "януари февруари март април май юни юли август септември октомври ноември декември",
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
        "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
        "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "ledna února března dubna května června července srpna září října listopadu prosince",
        "január február március április május június július augusztus szeptember október november december",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris",
    ],
)
def test_months_are_known_in_the_monitors_languages(names: str, month: int) -> None:
    found = parse_date(f"7 {names.split()[month - 1]} 2026 13:00")
    assert found is not None
    assert (found.month, found.day) == (month, 7)
