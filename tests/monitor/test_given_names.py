"""Full names in running text are removed, also when no source says that they are names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.redaction.given_names import redact_full_names


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("pisała wczoraj Anna Kowalska z gminy", "pisała wczoraj [name] z gminy"),
        ("Вчера Десислава Петрова каза", "Вчера [name] каза"),
        ("bel Jan van der Berg even", "bel [name] even"),
        ("Lăcrămioara Țurcanaș zicea", "[name] zicea"),
        ("дякую Оксана Гончаривська!", "дякую [name]!"),
        ("Marek Wrzosek-Lis ma rację", "[name] ma rację"),
        ("teşekkürler Rıdvan Karamustafa", "teşekkürler [name]"),
    ],
)
def test_full_names_go(text: str, redacted: str) -> None:
    assert redact_full_names(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "Maria przyjechała z Helmond",
        "W Holandii zabierają dzieci",
        "Jeugdzorg Brabant szuka osób",
        "Den Haag Centraal",
        "ANNA PRZYJECHAŁA WCZORAJ",
        "Paracetamol w Kruidvat",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert redact_full_names(text) == text


@given(st.text())
def test_any_text_can_be_read_twice(text: str) -> None:
    once = redact_full_names(text)
    assert redact_full_names(once) == once
