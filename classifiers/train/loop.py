"""The loop that every training shares: one step per lesson, resumable, with progress."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from dataclasses import Field

Log = Callable[[str], None]
Lesson = TypeVar("Lesson")

_SAVE_EVERY = 120  # seconds


class Plan(Protocol):
    """What a run is, as a dataclass: change one of its fields and it is another run."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def warmup(self) -> float: ...
    @property
    def decay(self) -> float: ...


def device() -> torch.device:
    """A GPU where torch sees one, else the processor."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def fit(
    network: nn.Module,
    groups: list[dict[str, Any]],
    lessons: Sequence[Lesson],
    loss_of: Callable[[Lesson], Tensor],
    plan: Plan,
    kept: Path,
    log: Log,
) -> None:
    """Goes once through `lessons`; `kept` is the file that says where it stands, so that a cut run goes on.

    `groups` are the parameters to learn with their rates, as an optimiser of torch takes them.
    """
    total = len(lessons)
    optimiser = torch.optim.AdamW(groups, weight_decay=plan.decay, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step / total, plan.warmup))
    parts = (optimiser, schedule)
    done = _resume(kept, plan, network, *parts)
    saved = started = time.monotonic()
    recent = 0.0
    for step, lesson in enumerate(lessons[done:], start=done + 1):
        loss = loss_of(lesson)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        recent = loss.item() if not recent else 0.98 * recent + 0.02 * loss.item()
        if step % 50 == 0:
            left = (total - step) * (time.monotonic() - started) / (step - done) / 60
            log(f"step {step} of {total}, loss {recent:.3f}, {left:.0f} min left")
        if time.monotonic() - saved > _SAVE_EVERY:
            _save(kept, plan, step, network, *parts)
            saved = time.monotonic()
    _save(kept, plan, total, network, *parts)


def _rate(done: float, warmup: float) -> float:
    return done / warmup if done < warmup else max(0.02, (1 - done) / (1 - warmup))


def _save(path: Path, plan: Plan, step: int, network: nn.Module, *parts: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    state = {
        "plan": json.dumps(asdict(plan)),
        "step": step,
        "network": network.state_dict(),
        "parts": [part.state_dict() for part in parts],
    }
    torch.save(state, beside)
    beside.replace(path)


def _resume(path: Path, plan: Plan, network: nn.Module, *parts: Any) -> int:
    """Steps that are done already: 0 where there is nothing of this plan to go on from."""
    if not path.is_file():
        return 0
    state = torch.load(path, weights_only=True, map_location="cpu")
    if state["plan"] != json.dumps(asdict(plan)):
        return 0
    network.load_state_dict(state["network"])
    for part, was in zip(parts, state["parts"], strict=True):
        part.load_state_dict(was)
    return int(state["step"])
