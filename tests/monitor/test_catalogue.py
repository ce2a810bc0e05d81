"""What ships: ten myths, their answers in eight languages, and no statement without a source that was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers.dataset import MYTHS as TEN
from monitor.myths import Myth, check_myths, load_myths
from monitor.records import PROMISED_LANGUAGES
from monitor.responses import CHANNELS, load_responses
from tests.monitor.responding import TODAY

MYTHS = load_myths()
RESPONSES = load_responses()


def test_the_ten_myths_have_no_fault() -> None:
    assert tuple(MYTHS) == TEN
    assert list(check_myths()) == []


def test_each_myth_has_five_texts_in_eight_languages() -> None:
    texts = [
        RESPONSES[id, language].texts[channel].text
        for id in TEN
        for language in PROMISED_LANGUAGES
        for channel in CHANNELS
    ]
    assert len(texts) == len(set(texts)) == 10 * 8 * 5


@pytest.mark.parametrize("id", TEN)
def test_each_fact_that_a_text_or_the_kernel_rests_on_is_confirmed_with_source_and_date(id: str) -> None:
    myth = MYTHS[id]
    cited = {
        fact
        for (of, _), response in RESPONSES.items()
        if of == id
        for text in response.texts.values()
        for fact in text.facts
    }
    for fact in map(myth.fact, cited | {fact for part in myth.kernel for fact in part.facts}):
        assert fact.status == "confirmed", fact.id
        assert fact.read <= TODAY, fact.id
        assert fact.sources, fact.id
        assert all(source.url.scheme in ("https", "http") for source in fact.sources), fact.id


# The rules of one country's schools: an answer may leave them to those who read its language, and Dutch or English.
OF_ONE_COUNTRY = {"back-to-poland": {"pl", "nl", "en"}, "back-to-bulgaria": {"bg", "nl", "en"}}


@pytest.mark.parametrize("id", TEN)
def test_the_answers_of_one_channel_rest_on_the_same_facts_in_every_language(id: str) -> None:
    for channel in CHANNELS:
        cited = {
            language: set(RESPONSES[id, language].texts[channel].facts) for language in PROMISED_LANGUAGES
        }
        for language, facts in cited.items():
            missing = cited["en"] - facts
            assert facts <= cited["en"], (channel, language)
            assert missing <= {fact for fact, of in OF_ONE_COUNTRY.items() if language not in of}


@pytest.mark.parametrize("id", TEN)
def test_what_is_true_in_it_is_told_in_eight_languages(id: str) -> None:
    myth = MYTHS[id]
    assert myth.kernel
    assert all(part.facts for part in myth.kernel)
    told = [part.told(language) for part in myth.kernel for language in PROMISED_LANGUAGES]
    assert len(set(told)) == len(told)


def test_a_kernel_on_an_unconfirmed_fact_is_a_fault_with_its_line(tmp_path: Path) -> None:
    shipped = Path(__file__).resolve().parents[2] / "data" / "myths" / "own-bedroom.yaml"
    text = shipped.read_text("utf-8").replace("facts: [address-check]", "facts: [local-rule]", 1)
    path = tmp_path / "own-bedroom.yaml"
    path.write_text(text, "utf-8")
    [fault] = [one for one in check_myths(tmp_path) if one.grave]
    line = 1 + text.splitlines().index("    facts: [local-rule]")
    assert (fault.where, fault.what) == (f"{path}:{line}", "kernel.1.facts: “local-rule” is not confirmed")


def test_a_language_without_a_kernel_of_its_own_is_told_in_english() -> None:
    myth: Myth = MYTHS["own-bedroom"]
    assert [part.told("hr") for part in myth.kernel] == [part.en for part in myth.kernel]
