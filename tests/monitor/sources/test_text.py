"""HTML → what a reader sees."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.sources._text import clean, html_to_text, one_line


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Zwykły tekst", "Zwykły tekst"),
        ("<p>Raz</p><p>Dwa</p>", "Raz\n\nDwa"),
        ("raz<br>dwa<br/>trzy<BR />cztery", "raz\ndwa\ntrzy\ncztery"),
        ("raz<br><br><br><br>dwa", "raz\n\ndwa"),
        ("<div>raz</div><div>dwa</div>", "raz\n\ndwa"),
        ("<ul><li>jabłka</li><li>gruszki</li></ul>", "jabłka\n\ngruszki"),
        ("<i>linia</i>\n   w źródle\t strony", "linia w źródle strony"),
        ("bez znaczników\n   ale w &gt;1 wierszach", "bez znaczników\nale w >1 wierszach"),
        ('Patrz <a href="https://example.org/x">tutaj, proszę</a>!', "Patrz tutaj, proszę!"),
        ("B&oacute;g &amp; gmina &lt;3 &#8222;tak&#8221;", "Bóg & gmina <3 „tak”"),
        ("&lt;b&gt;to nie znacznik&lt;/b&gt;", "<b>to nie znacznik</b>"),
        ("<b>po</b>gru<i>bio</i>ne", "pogrubione"),
        ("tekst<script>alert('x')</script><style>p{}</style> dalej", "tekst dalej"),
        ("<p>otwarty <b>niezamknięty", "otwarty niezamknięty"),
        ("dwa &lt; trzy < cztery", "dwa < trzy < cztery"),
        ('Dobrze <img class="smilies" alt=":)" src="x.gif"> tak', "Dobrze :) tak"),
        ('Foto <img alt="ulica w Helmond" src="x.jpg"> tu', "Foto tu"),
        ('<i class="emoji" style="x"><b>👍</b></i> super', "👍 super"),
        (
            '<span class="invisible">https://</span><span class="ellipsis">example.org/a</span>'
            '<span class="invisible">bcd</span>',
            "https://example.org/abcd",
        ),
        ("", ""),
        ("<p></p>", ""),
        ("a.jpg", "a.jpg"),
        ("https://example.org/", "https://example.org/"),
        ("<![CDATA[x]]>po", "po"),
        ("<!-- uwaga -->po", "po"),
    ],
)
def test_html_becomes_the_text_that_a_reader_sees(html: str, text: str) -> None:
    got = html_to_text(html)
    # How many empty lines stand between blocks is a matter of taste; which lines there are is not.
    assert [line for line in got.split("\n") if line] == [line for line in text.split("\n") if line]


def test_paragraphs_are_apart_and_line_breaks_are_kept() -> None:
    assert html_to_text("<p>Raz<br>dwa</p><p>trzy</p>") == "Raz\ndwa\n\ntrzy"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Jeu\u200bgd\u00adzorg", "Jeugdzorg"),
        ("\u202eodwrotnie\u202c", "odwrotnie"),
        ("ko\u0301d", "k\u00f3d"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("a\u00a0b\u2009c", "a b c"),
        ("raz\r\ndwa\rtrzy\u2028cztery", "raz\ndwa\ntrzy\ncztery"),
        ("x\x00y\x1b[31mz\ud800", "xy[31mz"),
        ("👨\u200d👩\u200d👧 rodzina", "👨\u200d👩\u200d👧 rodzina"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("zabie\u200drają", "zabierają"),
        ("  \n\n\n\n ", ""),
    ],
)
def test_clean_removes_what_nobody_sees(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text())
@example("\x85\x1c\u2028")
@example("&#0;&#x1F;&#xD800;&#x85;<\x00p>")
def test_any_text_as_html_gives_clean_text_and_never_raises(html: str) -> None:
    text = html_to_text(html)
    assert not [char for char in text if char != "\n" and unicodedata.category(char) in ("Cc", "Cs")]
    assert "\n\n\n" not in text
    assert text == text.strip()
    assert text.encode().decode() == text
    assert unicodedata.is_normalized("NFC", text)


_WORDS = st.text(st.characters(whitelist_categories=("Lu", "Ll", "Nd")), min_size=1, max_size=8)
_TAGS = st.sampled_from(["p", "b", "div", "a href='https://x.example'", "li", "span class='x'", "blockquote"])
_HTML = st.recursive(
    _WORDS,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{' '.join(parts)}</{tag.split()[0]}>", _TAGS, st.lists(inner, max_size=3)
    ),
)


@given(_HTML)
@settings(max_examples=60)
def test_no_tag_of_the_markup_survives_and_every_word_does(html: str) -> None:
    from re import sub

    text = html_to_text(html)
    assert "<" not in text
    assert ">" not in text
    assert one_line(text).split() == one_line(sub(r"<[^>]*>", " ", html)).split()


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("depth", [200, 20_000])
def test_deep_nesting_ends_without_a_fault(depth: int) -> None:
    assert html_to_text("<div>" * 50 + "środek" + "</div>" * 50) == "środek"
    assert isinstance(html_to_text("<div>" * depth + "x"), str)
