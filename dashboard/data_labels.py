"""What the page Label reads and stores, in the name of whoever looks at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard import data, visitor
from monitor import agreement as agreements
from monitor import review_queue, reviews, rounds
from monitor.agreement import Agreement
from monitor.label_export import agreed_labels
from monitor.review_queue import Queue, Suggested
from monitor.reviews import Label, PostRef
from monitor.rounds import BlindPost, Round


def version() -> str | None:
    """The model that labelled last."""
    return data.version()


def queue(languages: tuple[str, ...]) -> Queue:
    """What waits for a look, the most urgent first."""
    return review_queue.review_queue(data.lake(), version() or "", data.myths(), languages)


def answer(post: Suggested, label: Label) -> list[str]:
    """Stores what a person says of a suggested post; the ids to take it back with."""
    return review_queue.answer(data.lake(), version() or "", post, label, visitor.person(), data.myths())


def take_back(review_ids: Sequence[str]) -> None:
    """Takes back what was said just now."""
    reviews.take_back(data.lake(), review_ids, visitor.person())


def all_rounds() -> list[Round]:
    """The rounds, the newest first."""
    return rounds.rounds(data.lake())


def draw(title: str, size: int, languages: tuple[str, ...]) -> str:
    """Draws a round."""
    return rounds.draw_round(data.lake(), version() or "", title, size, languages, visitor.person())


def next_post(round_id: str) -> BlindPost | None:
    """What this person labels next."""
    return rounds.next_post(data.lake(), version() or "", round_id, visitor.person())


def label(round_id: str, post: PostRef, said: Label) -> list[str]:
    """Stores this person's label."""
    return rounds.label_blind(data.lake(), round_id, post, said, visitor.person(), data.myths())


def settle(round_id: str, post: PostRef, said: Label) -> list[str]:
    """Stores what a post counts as, where people differed."""
    return rounds.settle(data.lake(), round_id, post, said, visitor.person(), data.myths())


def agreement(round_id: str) -> Agreement:
    """How a round stands."""
    return agreements.agreement(data.lake(), version() or "", round_id, visitor.person())


def labels_file() -> Callable[[], str]:
    """Makes the file for `myth-monitor evaluate` when it is asked for."""
    by = visitor.person()
    return lambda: agreed_labels(data.lake(), by)[0]
