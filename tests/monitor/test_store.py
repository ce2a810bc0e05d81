"""The lake keeps posts, labels, runs and cursors; what is erased is gone from every byte of the home."""

import ast
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from filelock import FileLock

import monitor
from monitor.errors import StoreBusyError, StoreError
from monitor.records import Post, RunReport, Skipped, Source
from monitor.store import Lake
from tests.monitor.store_process import SOURCE, labels_for, open_lake, page_of, post

DEFINITION = Source.model_validate(
    {
        "id": SOURCE,
        "type": "forum_phpbb",
        "title": "Polacy w Brabancji",
        "address": "https://forum.example/brabant",
        "community": {"language": "pl", "region": "Noord-Brabant"},
    }
)


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Lake]:
    with open_lake(tmp_path) as opened:
        yield opened


def stored(lake: Lake, columns: str = "post_id, text, likes") -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in lake.query(f"SELECT {columns} FROM posts ORDER BY 1").to_pylist()]


def append(lake: Lake, *posts: Post, source: str = SOURCE) -> tuple[int, int]:
    return lake.append_page(source, posts, {}, "run")


def in_bytes(home: Path, text: str) -> list[str]:
    return [
        str(file.relative_to(home))
        for file in home.rglob("*")
        if file.is_file() and text.encode() in file.read_bytes()
    ]


# Posts and cursors


def test_a_page_is_stored_with_its_cursor(lake: Lake) -> None:
    assert lake.cursor(SOURCE) == {}
    assert lake.append_page(SOURCE, page_of(0), {"after": "ключ"}, "run") == (20, 0)
    assert lake.cursor(SOURCE) == {"after": "ключ"}
    assert lake.cursor("another") == {}


def test_what_is_known_is_not_stored_twice(lake: Lake) -> None:
    append(lake, *page_of(0))
    assert append(lake, *page_of(0)) == (0, 0)
    assert append(lake, *page_of(1)) == (15, 0)
    assert len(stored(lake)) == 35


def test_a_post_that_stands_twice_on_a_page_is_stored_once_in_its_last_wording(lake: Lake) -> None:
    assert append(lake, post(1, "eerst"), post(1, "later")) == (1, 0)
    assert stored(lake, "text") == [("later",)]


def test_an_edited_post_and_new_counts_replace_the_old_ones(lake: Lake) -> None:
    append(lake, post(1, "was"), post(2, likes=3), post(3))
    edited = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert append(lake, post(1, "is", edited_at=edited), post(2, likes=9), post(3)) == (0, 2)
    assert [row[1:] for row in stored(lake)][:2] == [("is", 1), (post(2).text, 9)]
    assert stored(lake, "post_id, edited_at")[0][1] == datetime(2026, 3, 1, 12)


def test_a_count_that_is_no_longer_given_is_kept(lake: Lake) -> None:
    append(lake, post(1, likes=3))
    assert append(lake, post(1, likes=None)) == (0, 0)
    assert stored(lake, "likes") == [(3,)]


def test_times_are_stored_in_utc_and_without_a_zone_refused(lake: Lake) -> None:
    local = datetime.fromisoformat("2026-07-01T01:30:00+02:00")
    append(lake, post(1, published_at=local))
    assert stored(lake, "published_at") == [(datetime(2026, 6, 30, 23, 30),)]
    with pytest.raises(ValueError, match="without a zone"):
        append(lake, post(2, published_at=datetime(2026, 7, 1)))


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE posts; --", 'a"b\\c\n\t{}', "😀 дете ş ł", "=1+1", "x" * 20_000]
)
def test_any_text_comes_back_as_it_was(lake: Lake, text: str) -> None:
    append(lake, post(1, text))
    assert stored(lake, "text") == [(text,)]


def test_a_lake_is_found_again_where_its_home_was_moved_to(tmp_path: Path) -> None:
    with open_lake(tmp_path / "a") as lake:
        append(lake, *page_of(0))
        lake.maintain()
        lake.append_page(SOURCE, page_of(1), {"page": 2}, "run")
    shutil.move(tmp_path / "a", tmp_path / "it's é")
    with open_lake(tmp_path / "it's é") as lake:
        assert len(stored(lake)) == 35
        assert lake.cursor(SOURCE) == {"page": 2}


def test_threads_share_a_lake(lake: Lake) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(6) as pool:
        pages = list(pool.map(lambda number: append(lake, *page_of(number % 8)), range(24)))
        counts = list(
            pool.map(lambda _: lake.query("SELECT count(*) AS n FROM posts")["n"][0].as_py(), range(6))
        )
    assert sum(new for new, _ in pages) == len(stored(lake)) == 125
    assert counts == [125] * 6


# Runs


def report(minute: int, **changes: object) -> RunReport:
    begun = datetime(2026, 3, 1, 12, minute, tzinfo=UTC)
    return replace(RunReport(SOURCE, begun, begun + timedelta(seconds=5), "ok"), **changes)  # type: ignore[arg-type]


def test_the_last_finished_run_of_a_source_comes_back_whole(lake: Lake) -> None:
    last = report(
        2,
        status="rate_limited",
        message="Wacht",
        remedy="Later",
        retry_at=datetime(2026, 3, 1, 13, tzinfo=UTC),
        requests=4,
        new=2,
        skipped=(Skipped("17", "no date"),),
    )
    for run_id, one in (("b", last), ("a", report(1))):
        lake.start_run(run_id, DEFINITION)
        lake.finish_run(run_id, one)
    lake.start_run("killed", DEFINITION)
    lake.finish_run("b", last)
    assert lake.last_runs() == {SOURCE: last}
    assert lake.query("SELECT count(*) AS n FROM runs")["n"][0].as_py() == 3


def test_a_source_is_stored_as_it_is_now(lake: Lake) -> None:
    lake.start_run("a", DEFINITION)
    lake.start_run("b", DEFINITION.model_copy(update={"title": "Polonia"}))
    rows = lake.query("SELECT title, community FROM sources").to_pylist()
    assert rows == [{"title": "Polonia", "community": "pl-noord-brabant"}]


# Labels


def test_posts_are_labelled_newest_first_until_none_is_left(lake: Lake) -> None:
    append(lake, *page_of(0))
    first = lake.unannotated("model-1", 8)
    assert first.column_names == ["post_id", "text", "text_digest", "language_hint"]
    assert first["post_id"].to_pylist() == [post(number).post_id for number in range(19, 11, -1)]
    assert lake.append_annotations(labels_for(first)) == 8
    assert lake.append_annotations(labels_for(first)) == 0
    assert lake.append_annotations(labels_for(lake.unannotated("model-1", 100))) == 12
    assert lake.unannotated("model-1", 100).num_rows == 0


def test_another_model_version_labels_beside_the_first(lake: Lake) -> None:
    append(lake, *page_of(0))
    lake.append_annotations(labels_for(lake.unannotated("model-1", 100)))
    assert lake.append_annotations(labels_for(lake.unannotated("model-2", 100), "model-2")) == 20
    assert lake.query("SELECT count(*) AS n FROM annotations")["n"][0].as_py() == 40


def test_an_edited_post_is_labelled_again_and_labels_of_the_old_wording_are_dropped(lake: Lake) -> None:
    append(lake, post(1, "was"))
    old = lake.unannotated("model-1", 10)
    append(lake, post(1, "is"))
    assert lake.append_annotations(labels_for(old)) == 0
    assert lake.unannotated("model-1", 10)["text"].to_pylist() == ["is"]


def test_labels_come_back_as_they_were_stored(lake: Lake) -> None:
    append(lake, post(1))
    labels = labels_for(lake.unannotated("model-1", 10))
    lake.append_annotations(labels)
    assert lake.query("SELECT * FROM annotations").to_pylist() == labels.to_pylist()


# What people add


def test_a_row_with_a_known_key_is_added_once(lake: Lake) -> None:
    tip = pa.table({"tip_id": ["t1"], "text": ["Gehoord in de winkel"], "place": ["Helmond"]})
    assert [lake.append("tips", tip), lake.append("tips", tip)] == [1, 0]
    assert lake.query("SELECT place, heard_at FROM tips").to_pylist() == [
        {"place": "Helmond", "heard_at": None}
    ]
    with pytest.raises(KeyError):
        lake.append("posts", tip)


# Faults


def test_a_query_cannot_write(lake: Lake) -> None:
    append(lake, post(1))
    with pytest.raises(Exception, match="read-only"):
        lake.query("DELETE FROM posts")
    assert len(stored(lake)) == 1


def test_a_busy_store_says_so_after_the_timeout(tmp_path: Path) -> None:
    with open_lake(tmp_path, busy_timeout=0.2) as lake:
        with (
            FileLock(tmp_path / "locks" / "write.lock"),
            pytest.raises(StoreBusyError, match=r"0\.2 seconds"),
        ):
            append(lake, post(1))
        assert append(lake, post(1)) == (1, 0)


def test_a_lake_of_a_newer_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with open_lake(tmp_path) as lake:
        lake._connection.write(
            lambda writer: writer.execute("INSERT INTO migrations VALUES (999, 'later', NULL)")
        )
    with pytest.raises(StoreError, match="version 999") as caught:
        open_lake(tmp_path)
    assert "newer" in caught.value.remedy


def test_a_folder_that_cannot_hold_a_lake_is_named(tmp_path: Path) -> None:
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "catalog.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="could not be opened"):
        open_lake(tmp_path)


def test_only_the_store_knows_duckdb() -> None:
    root = Path(monitor.__file__).parent
    imports = {
        str(file.relative_to(root))
        for file in root.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        for name in _imported(node)
        if name.split(".")[0] == "duckdb"
    }
    assert {name for name in imports if not name.startswith("lake/")} <= {"store.py"}


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


# Upkeep


def test_maintenance_moves_rows_into_files_and_changes_nothing_else(lake: Lake, tmp_path: Path) -> None:
    for number in range(5):
        append(lake, *page_of(number), post(3, f"wording {number}"))
    before = stored(lake, "*")
    assert lake.maintain().flushed > 0
    assert stored(lake, "*") == before
    assert list((tmp_path / "lake" / "files" / "main" / "posts").glob("year=2026/month=1/*.parquet"))
    assert lake.cursor(SOURCE) == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_the_lake_holds_what_a_dictionary_would(tmp_path: Path, seed: int) -> None:
    chance, model, erased = random.Random(seed), dict[str, Post](), set[str]()
    lake = open_lake(tmp_path)
    for step in range(40):
        do = chance.choices(["new", "change", "erase", "maintain", "reopen"], [6, 6, 1, 2, 1])[0]
        if do in ("new", "change"):
            limit = 400 if do == "new" else max(1, len(model))
            page = [
                post(chance.randrange(limit), chance.choice([None, f"v{step}"]), likes=step)
                for _ in range(30)
            ]
            append(lake, *page)
            for one in page:
                if one.post_id not in erased:
                    kept = model.get(one.post_id, one)
                    model[one.post_id] = replace(one, published_at=kept.published_at)
        elif do == "erase" and model:
            gone = chance.sample(sorted(model), min(3, len(model)))
            assert lake.erase(posts=gone).posts == len(gone)
            erased.update(gone)
            for post_id in gone:
                del model[post_id]
        elif do == "maintain":
            lake.maintain()
        else:
            lake.close()
            lake = open_lake(tmp_path)
        expected = sorted((one.post_id, one.text, one.likes) for one in model.values())
        assert stored(lake) == expected, (step, do)
        assert lake.query("SELECT count(*) AS n FROM posts")["n"][0].as_py() == len(expected)
    lake.close()


# Erasure

SECRET = "ZEERGEHEIM"


def uncompressed(lake: Lake) -> None:
    """So that a search through the bytes would find what is there."""
    lake._connection.call("lake.set_option('parquet_compression', 'uncompressed')")


@pytest.mark.parametrize("when", ["at once", "after maintenance", "after an edit"])
@pytest.mark.parametrize("text", [f"!!! {SECRET}", f"midden {SECRET} in", f"zzzz {SECRET}"])
def test_no_byte_of_an_erased_post_is_left(tmp_path: Path, when: str, text: str) -> None:
    with open_lake(tmp_path) as lake:
        uncompressed(lake)
        append(lake, *page_of(0), *page_of(1))
        append(lake, post(900, text, published_at=post(4).published_at), post(901, text))
        lake.append_annotations(labels_for(lake.unannotated("model-1", 100)))
        if when == "after maintenance":
            lake.maintain()
        if when == "after an edit":
            append(lake, post(900, f"{text} en anders"))
        assert in_bytes(tmp_path, SECRET)
        erased = lake.erase(posts=[post(900).post_id, post(901).post_id])
        assert (erased.posts, erased.annotations) == (2, 2)
        assert in_bytes(tmp_path, SECRET) == []
        assert len(stored(lake)) == 35
    assert in_bytes(tmp_path, SECRET) == []


def test_an_erased_wording_is_gone_although_another_process_holds_the_lake_open(tmp_path: Path) -> None:
    with open_lake(tmp_path) as lake, open_lake(tmp_path) as other:
        append(lake, post(1, SECRET), post(2))
        assert len(stored(other)) == 2
        lake.erase(url="https://forum.example/1")
        assert len(stored(other)) == 1
        assert in_bytes(tmp_path, SECRET) == []


def test_what_was_erased_by_name_is_not_collected_again(lake: Lake) -> None:
    append(lake, *page_of(0))
    lake.erase(posts=[post(1).post_id])
    lake.erase(author=post(2).author)
    before = stored(lake)
    assert append(lake, *page_of(0)) == (0, 0)
    assert stored(lake) == before
    assert all(author != post(2).author for (author,) in stored(lake, "author"))


def test_a_source_is_erased_whole_and_may_be_collected_again(lake: Lake) -> None:
    append(lake, post(1))
    append(lake, post(2, source="another"), source="another")
    assert lake.erase(source=SOURCE).posts == 1
    assert [row[0] for row in stored(lake)] == [post(2).post_id]
    assert append(lake, post(1)) == (1, 0)


def test_exactly_one_thing_is_erased_at_a_time(lake: Lake) -> None:
    with pytest.raises(ValueError, match="exactly one"):
        lake.erase(author="a", url="b")


def test_an_erasure_that_was_cut_short_is_finished_by_the_next_maintenance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_lake(tmp_path) as lake:
        append(lake, post(1, SECRET), post(2))
        with monkeypatch.context() as cut:
            cut.setattr("monitor.lake.upkeep.purge", _cut)
            with pytest.raises(KeyboardInterrupt):
                lake.erase(posts=[post(1).post_id])
        assert in_bytes(tmp_path, SECRET)
        assert lake.maintain().finished_erasure
        assert in_bytes(tmp_path, SECRET) == []
        assert not lake.maintain().finished_erasure


def _cut(_connection: object) -> None:
    raise KeyboardInterrupt


def test_the_record_of_an_erasure_tells_how_much_and_not_what(lake: Lake) -> None:
    append(lake, post(1))
    lake.erase(posts=[post(1).post_id])
    [entry] = lake.query("SELECT action, subject, detail FROM audit").to_pylist()
    assert entry["detail"] == '{"posts": 1, "annotations": 0, "reviews": 0}'
    assert post(1).post_id not in str(entry)


def test_retention_removes_what_is_too_old(lake: Lake, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    append(lake, post(1, SECRET, published_at=now - timedelta(days=31)), post(2, published_at=now))
    assert lake.retention(30).posts == 1
    assert [row[0] for row in stored(lake)] == [post(2).post_id]
    assert in_bytes(tmp_path, SECRET) == []
    assert lake.retention(30).posts == 0
