"""A researcher asks, narrows down, sees intervals, takes the Parquet along, and finds the shown figures in it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from babel.dates import format_date
from playwright.sync_api import Browser, Page, expect

from tests.browser.reading import Visit, visit

RUMOURS = ("Every child must have its own bedroom", "They take your children away")
WORDS = {
    "passes it on": "asserts",
    "asks": "questions",
    "tells what happened": "experience",
    "contradicts it": "rejects",
    "mentions it": "mentions",
}
HIDDEN = ("<5", "…")


@contextmanager
def narrowed(browser: Browser, address: str) -> Iterator[Visit]:
    """What people do with two rumours, in Polish, in the weeks from the seventh on."""
    with visit(browser, address) as visitor:
        page = visitor.open("research")
        page.get_by_role("radio", name="What do people do with them?").click()
        for rumour in RUMOURS:
            choose(visitor, "Rumours", rumour)
        choose(visitor, "Language of the post", "Polish")
        for _ in range(6):
            page.get_by_role("slider").first.press("ArrowRight")
        visitor.wait()
        yield visitor


def choose(visitor: Visit, label: str, option: str) -> None:
    visitor.page.get_by_role("combobox", name=label, exact=True).click()
    visitor.page.get_by_role("option", name=option, exact=True).click()
    visitor.page.keyboard.press("Escape")
    visitor.wait()


def shown(visitor: Visit) -> tuple[list[dict[str, str]], int]:
    """The rows of the table below the chart, as far as they can be seen without scrolling, and how many it has."""
    visitor.page.get_by_text("The same figures as a table").click()
    visitor.wait()
    # Drawn on a canvas; for screen readers a real table lies in it.
    table = visitor.page.locator('[data-testid="stDataFrame"] table')
    names = table.locator("th").all_text_contents()
    rows = [row.locator("td").all_text_contents() for row in table.locator("tbody tr").all()]
    whole = int(table.get_attribute("aria-rowcount") or 0) - 1
    return [dict(zip(names, row, strict=True)) for row in rows], whole


def percentages(text: str) -> list[float]:
    """The numbers of «50 % (20–80)» as shares."""
    return [float(number) / 100 for number in re.findall(r"[\d.]+", text)]


def taken(page: Page, button: str, folder: Path) -> Path:
    """The file that the button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_parquet_holds_the_shown_figures_and_their_meaning(
    browser: Browser, demo_dashboard: str, tmp_path: Path
) -> None:
    with narrowed(browser, demo_dashboard) as visitor:
        intervals = visitor.page.locator('[aria-roledescription="rule mark"]').count()
        expect(visitor.page.get_by_text("95 % intervals").first).to_be_visible()
        on_screen, whole = shown(visitor)
        table = pq.read_table(taken(visitor.page, "Parquet", tmp_path))
        meanings = taken(visitor.page, "What the columns mean", tmp_path)
    in_file = {(format_date(row["period"], "long", "en_GB"), row["label"]): row for row in table.to_pylist()}
    assert len(in_file) == whole == table.num_rows
    assert len(on_screen) > len(WORDS)
    for line in on_screen:
        row = in_file[line["from the week of"], WORDS[line["what"]]]
        assert row["hidden"] == (line["posts"] in HIDDEN)
        assert str(row["posts"]) == ("None" if row["hidden"] else line["posts"])
        assert str(row["of_posts"] or "<5") == line["of posts"]
        share = [row[name] for name in ("share", "low", "high") if row[name] is not None]
        assert share == pytest.approx(percentages(line["share (95 % interval)"]), abs=0.005)
    assert intervals == sum(row["share"] is not None for row in in_file.values()) > 0
    with meanings.open(encoding="utf-8-sig") as file:
        explained = {row["column"]: row["meaning"] for row in csv.DictReader(file)}
    assert {
        name: table.field(name).metadata[b"meaning"].decode() for name in table.column_names
    }.items() <= explained.items()
    assert explained["(languages)"] == "pl"
    assert explained["(myths)"] == "own-bedroom, child-removal"
    assert (table.schema.metadata or {})[b"query"].decode() == explained["(query)"].lstrip("'")


def test_a_region_narrows_what_is_counted(browser: Browser, demo_dashboard: str) -> None:
    with visit(browser, demo_dashboard) as visitor:
        visitor.open("research")
        before = visitor.text()
        choose(visitor, "Region", "Rotterdam")
        assert counted(visitor.text()) < counted(before)


def counted(text: str) -> int:
    """Among how many posts was counted, as the page says."""
    [line] = [line for line in text.splitlines() if line.startswith("counted among ")]
    return int(line.split()[2].replace(",", ""))
