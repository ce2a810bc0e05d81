"""Every text of the dashboard is translated, completely, and none bypasses the translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from dashboard.language import LANGUAGES, SOURCE, TEXTS
from dashboard.texts.update import read, texts_in_code
from monitor.quotation import quotation_marks

TRANSLATIONS = [language for language in LANGUAGES if language != SOURCE]
SHOWING = [path for path in sorted(TEXTS.parent.rglob("*.py")) if TEXTS not in path.parents]
TRANSLATING = {"say", "say_in", "say_many", "mark"}

# The name, commands and scripts are the same in every language.
_NOT_PROSE = re.compile(
    r"Myth Monitor|<[^>]*>|myth-monitor [\w ]+|https?://\S+|[.#\w-]+ \{[^}]*\}|function \w+"
)
_MARKS = re.compile("[«»„“”‚‘]")  # no ’: it is an apostrophe too
_PROSE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}|^[A-Z][a-z]{2,}$")


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_text_is_translated(language: str) -> None:
    wanted = {message.id for message in texts_in_code() if message.id}
    present = {message.id: message for message in read(language) if message.id}
    assert wanted - set(present) == set(), "run `python -m dashboard.texts.update` and translate"
    assert set(present) - wanted == set(), "no longer in the code"
    assert [id for id, message in present.items() if not all(_strings(message.string))] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_keeps_the_parts_of_its_text(language: str) -> None:
    for message in read(language):
        if message.id:
            wanted = set().union(*map(_parts, _strings(message.id)))
            assert all(_parts(string) == wanted for string in _strings(message.string)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_quotes_as_its_readers_do(language: str) -> None:
    before, after = quotation_marks()[language].split("…")
    own = re.compile(f"{before}[^{before}{after}]+{after}")
    shown = texts_in_code() if language == SOURCE else read(language)
    texts = [text for one in shown for text in _strings(one.id if language == SOURCE else one.string)]
    assert [text for text in texts if _MARKS.search(own.sub("", text))] == []


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: path.stem)
def test_no_quotation_marks_are_put_around_a_title_by_hand(path: Path) -> None:
    composed = [
        node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.JoinedStr)
    ]
    assert [text for node in composed for text in _constants(node) if _MARKS.search(text)] == [], (
        "use `quoted`"
    )


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: path.stem)
def test_no_text_bypasses_the_translation(path: Path) -> None:
    bare = [text for text in _bare_texts(ast.parse(path.read_text("utf-8"))) if _is_prose(text)]
    assert bare == []


def test_the_guard_finds_a_bare_text() -> None:
    tree = ast.parse('st.caption("No posts yet."); st.button("Check"); say("A known text"); st.html("<p>")')
    assert [text for text in _bare_texts(tree) if _is_prose(text)] == ["No posts yet.", "Check"]


def _strings(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def _parts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _is_prose(text: str) -> bool:
    return bool(_PROSE.search(_NOT_PROSE.sub(" ", text).strip()))


def _bare_texts(node: ast.AST) -> Iterator[str]:
    """The constants that are shown as they stand: arguments of calls of methods, outside the translation."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in TRANSLATING:
            return
        if isinstance(node.func, ast.Attribute) or name in {"sentence", "grey", "bold"}:
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                yield from _constants(argument)
    for child in ast.iter_child_nodes(node):
        yield from _bare_texts(child)


def _constants(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr | ast.FormattedValue | ast.BinOp | ast.IfExp):
        for child in ast.iter_child_nodes(node):
            yield from _constants(child)
