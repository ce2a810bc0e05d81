"""No personal data leaves memory: what is removed from a text, what stays, how a post is pseudonymised."""

import multiprocessing
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.errors import SettingsError
from monitor.privacy import Pseudonymiser, clean, clean_page, copy_id, load_or_make_key, redact
from monitor.records import RawPost, Source

KEY = bytes(range(32))
SOURCE = Source.model_validate(
    {
        "id": "polacy-brabant",
        "type": "forum_phpbb",
        "title": "Polacy w Brabancji",
        "address": "https://forum.example/brabant",
        "community": {"language": "pl", "region": "Noord-Brabant"},
    }
)


def raw(text: str = "Czy to prawda?", **changes: object) -> RawPost:
    given_ = {"native_id": "17", "text": text, "published_at": datetime(2026, 3, 1, tzinfo=UTC), **changes}
    return RawPost(**given_)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "number",
    [
        "06-12345678",
        "06 12 34 56 78",
        "0 6 1 2 3 4 5 6 7 8",
        "06.1234.5678",
        "(010) 267 16 25",
        "+31 6 1234 5678",
        "+31 (0)6 12345678",
        "0031612345678",
        "48501234567",
        "０６１２３４５６７８",
        "٠٦١٢٣٤٥٦٧٨",
        "0\u200b6\u200d1\u2060234\ufeff5678",
        "0\ufe0f\u20e36\ufe0f\u20e312345678",
        "+48 501 234 567",
        "0888 123 456",  # BG, and no NL 088 number
        "0722 123 456",  # RO
        "8 612 34567",  # LT
        "0532 123 45 67",  # TR
        "067 123 45 67",  # UA
        "0171 1234567",  # DE
        "0470 12 34 56",  # BE
        "+371 2612 3456",
        "06 30 123 4567",  # HU
        "+421 905 123 456",
        "+420 601 123 456",
        "+34 612 345 678",
        "+351 912 345 678",
        "07400 123456",  # GB
    ],
)
def test_phone_numbers_are_removed_however_they_are_written(number: str) -> None:
    assert redact(f"Bel {number} morgen") == "Bel [phone] morgen"


@pytest.mark.parametrize(
    "number",
    [
        "111222333",  # BSN
        "111.22.23.33",
        "44051401359",  # PESEL
        "7523169263",  # EGN
        "1800101221144",  # CNP
        "33309240064",  # LT asmens kodas
        "10000000146",  # TR kimlik
        "36574261809",  # DE IdNr
        "85073003328",  # BE
        "3184710691",  # UA RNOKPP
        "7103192745",  # CZ
        "54362315K",  # ES DNI
        "QQ 12 34 56 C".replace("QQ", "AB"),  # GB NINO
        "4111 1111 1111 1111",  # card
        "NL91ABNA0417164300",
        "NL91 ABNA 0417 1643 00",
        "nl91-abna-0417-1643-00",
        "PL61 1090 1014 0000 0712 1981 2874",
        "61 1090 1014 0000 0712 1981 2874",  # the same as Poles write it
        "BG80BNBG96611020345678",
        "RO49AAAA1B31007593840000",
    ],
)
def test_national_numbers_cards_and_ibans_are_removed(number: str) -> None:
    assert redact(f"mam {number} tutaj") == "mam [number] tutaj"


def test_a_number_that_is_named_is_removed_even_when_it_is_mistyped() -> None:
    assert redact("mijn BSN is 123 456 789") == "mijn BSN is [number]"
    assert redact("PESEL: 44051401350") == "PESEL: [number]"
    assert redact("telefon: 267 16 25") == "telefon: [phone]"


@pytest.mark.parametrize(
    "text",
    [
        "Bel 112, 0800-2000, 0900 1234, 088-123 45 67, 14 010, 113 of 116 111",
        "Een kamer van 12 m2 kost 450,00 euro in 2026, dat is 1.250.000 euro",
        "1 500 000 000 lei, €2500000 en 250 000 zł",
        "Op 12-05-2026 18:00, open 08.00-16.30, schooljaar 2025-2026",
        "2024 2025 2026",
        "Kerkstraat 123-125, 3011 AD Rotterdam, artikel 1:247 BW, 800+",
        "kod 2026-10-01 12:30:00 i 3 dzieci, 10 20 30 40 50",
    ],
)
def test_prices_years_dates_house_numbers_and_service_numbers_stay(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("mail jan.kowalski@example.nl!", "mail [e-mail]!"),
        ("mail jan (at) example (punt) nl", "mail [e-mail]"),
        ("vraag @jan_k of @jan@mastodon.example", "vraag [account] of [account]"),
        (
            "telegram: jan_k88, maar facebook: gemeente zegt",
            "telegram: [account], maar facebook: gemeente zegt",
        ),
        ("zie t.me/jan_k", "zie [account]"),
        ("https://www.facebook.com/profile.php?id=1000123", "[account]"),
        ("https://m.facebook.com/jan.kowalski/posts/12", "[account]"),
        (
            "https://www.facebook.com/groups/123/posts/456/?ref=7",
            "https://www.facebook.com/groups/123/posts/456/",
        ),
        ("https://facebook.com/groups/123/user/456", "[account]"),
        ("https://instagram.com/jan.k https://x.com/jan/status/1", "[account] [account]"),
        ("https://vk.com/id123 https://tiktok.com/@jan/video/1", "[account] [account]"),
        ("https://mastodon.example/@jan/123", "[account]"),
        ("wa.me/31612345678 viber://chat?number=31612345678", "[account] [account]"),
        ("https://forum.example/members/jan.12/", "[account]"),
        ("(https://nos.nl/artikel/2514789-x?utm=1#a).", "(https://nos.nl/artikel/2514789-x)."),
        ("https://jan:geheim@site.example/pad", "https://site.example/pad"),
        ("www.rijksoverheid.nl/onderwerpen/jeugdhulp.", "www.rijksoverheid.nl/onderwerpen/jeugdhulp."),
    ],
)
def test_accounts_are_removed_and_links_to_pages_stay(text: str, kept: str) -> None:
    assert redact(text) == kept


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("Anna Kowalska", "Anna Kowalska ma rację", "[name] ma rację"),
        ("Anna Kowalska", "zapytaj KOWALSKĄ ANNĘ", "zapytaj [name]"),
        ("Łukasz Żak", "dzięki lukasz zak!", "dzięki [name]!"),
        ("Иван Петров", "Питай Ивана Петрова", "Питай [name]"),
        ("Ștefan Țepeș", "mersi Stefan Tepes", "mersi [name]"),
        ("Şükrü Işık", "sukru isik dedi", "[name] dedi"),
        ("@jan_kowalski", "pisze jan_kowalski tu", "pisze [name] tu"),
        ("Krzysztof", "Krzysztofowi zabrali", "[name] zabrali"),
        ("Jan", "jan to krótkie słowo", "jan to krótkie słowo"),
        ("Anna", "Annapolis, annalen", "Annapolis, annalen"),
        ("Gemeente Rotterdam", "de Gemeente Rotterdam zegt", "de Gemeente Rotterdam zegt"),
        ("Jan Kowalski", "https://x.example/jan-kowalski", "[account]"),
    ],
)
def test_author_names_are_removed_with_diacritics_and_endings(name: str, text: str, kept: str) -> None:
    assert redact(text, [name]) == kept


def test_a_name_that_looks_like_a_token_leaves_tokens_alone() -> None:
    assert redact("name +31612345678", ["name", "phone"]) == "[name] [phone]"


PIECES = st.sampled_from(
    [
        *["06-12345678", "+", "0031", "NL91ABNA0417164300", "@jan", "a@b.nl", "https://x.nl/", "t.me/", "["],
        *[
            "]",
            "phone",
            "Anna",
            "Kowalska",
            " ",
            ".",
            "-",
            "(",
            ")",
            "\u200b",
            "\ud800",
            "😀",
            "İ",
            "ﬁ",
            "e\u0301",
        ],
    ]
)
ANY_TEXT = st.one_of(
    st.text(st.characters()), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=20).map("".join)
)


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT, st.lists(st.one_of(ANY_TEXT, PIECES), max_size=3))
@example("[[phone]1]", ["phone"])
def test_redaction_never_raises_and_changes_nothing_the_second_time(text: str, names: list[str]) -> None:
    once = redact(text, names)
    assert redact(once, names) == once
    once.encode()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_around_it_hides_a_phone_number(before: str, after: str) -> None:
    assert "612345678" not in redact(f"{before} +31612345678 {after}")


@pytest.mark.parametrize("evil", ["1 ", "a@", "http://", "((", "12-", "NL91 ", "[", "x.y/", "+"])
def test_hostile_texts_take_no_more_than_moments(evil: str) -> None:
    assert isinstance(redact(evil * 3_000, ["Anna Kowalska"]), str)


def test_a_cleaned_post_holds_pseudonyms_and_no_personal_data() -> None:
    post = clean(
        raw("Jan Kowalski: bel 0612345678", author="jan_k", names=("Jan Kowalski",), in_reply_to="16"),
        SOURCE,
        Pseudonymiser(KEY),
    )
    stored = repr(post)
    assert post.text == "[name]: bel [phone]"
    assert "jan" not in stored.lower()
    assert post.author == Pseudonymiser(KEY).author("forum.example", "jan_k")
    assert post.in_reply_to == Pseudonymiser(KEY).post_id(SOURCE.id, "16")
    assert post.language_hint == "pl"
    assert len(post.post_id) == 32


def test_missing_stays_missing() -> None:
    post = clean(raw(), SOURCE, Pseudonymiser(KEY))
    assert (post.author, post.url, post.in_reply_to, post.likes) == (None, None, None, None)


def test_the_names_of_a_page_are_removed_from_all_its_posts() -> None:
    page = [raw("Anna Nowak ma rację", native_id="1"), raw("nie", native_id="2", author="Anna Nowak")]
    assert [post.text for post in clean_page(page, SOURCE, Pseudonymiser(KEY))] == ["[name] ma rację", "nie"]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://forum.example/brabant/topic-1?p=17#p17", "https://forum.example/brabant/topic-1?p=17"),
        ("https://forum.example/brabant/topic-1?by=jan_k", None),
        ("https://forum.example/anna-nowak/17", None),
        ("https://www.facebook.com/anna.n/posts/17", None),
        ("https://www.facebook.com/groups/12/posts/17", "https://www.facebook.com/groups/12/posts/17"),
        ("javascript:alert(1)", None),
    ],
)
def test_an_address_that_tells_who_wrote_is_dropped(url: str, kept: str | None) -> None:
    post = clean(raw(url=url, author="jan_k", names=("Anna Nowak",)), SOURCE, Pseudonymiser(KEY))
    assert post.url == kept


def test_the_address_of_a_post_in_a_public_channel_stays() -> None:
    channel = SOURCE.model_copy(update={"address": "https://t.me/s/polacy_nl"})
    post = clean(raw(url="https://t.me/polacy_nl/17", author="polacy_nl"), channel, Pseudonymiser(KEY))
    assert post.url == "https://t.me/polacy_nl/17"


def test_copies_share_an_id_and_short_texts_have_none() -> None:
    one = "Gmina ZABIERA dzieci, gdy nie mają pokoju! 😡 https://x.example/a"
    other = "gmina zabiera dzieci gdy nie maja pokoju [phone]"
    assert copy_id(one) == copy_id(other) is not None
    assert copy_id("to prawda jest tak") is None
    assert copy_id("кой ще вземе децата ни") != copy_id("кои ще вземе децата ни")


@given(st.text(), st.text(), st.text(), st.text())
def test_pseudonyms_meet_only_for_the_same_thing(a: str, b: str, c: str, d: str) -> None:
    pseudonymiser = Pseudonymiser(KEY)
    assert (pseudonymiser.post_id(a, b) == pseudonymiser.post_id(c, d)) == ((a, b) == (c, d))
    assert pseudonymiser.post_id(a, b) != pseudonymiser.author(a, b)
    assert pseudonymiser.author(a, b) != Pseudonymiser(bytes(32)).author(a, b)


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret.key"
    key = load_or_make_key(path)
    assert len(key) == 32
    assert load_or_make_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret.key"]


def test_processes_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(load_or_make_key, [tmp_path / "secret.key"] * 12))) == 1


def test_a_damaged_key_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    path.write_bytes(b"short")
    with pytest.raises(SettingsError, match=r"secret\.key.*5 bytes"):
        load_or_make_key(path)
    assert path.read_bytes() == b"short"
