"""Matrix products on one thread.

The products of a batch are small, and BLAS's own threads keep their cores busy for a while after each one, waiting
for more: the encoder's next pass then has fewer cores (posts of 36 tokens on two cores: 296 a second instead of
258). One thread also gives the same digits whatever the number of cores.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

_lock = threading.Lock()
_inside: list[Any] = []  # one entry per caller inside; the lowest is the limit, which the last to leave lifts


@contextmanager
def on_one_thread() -> Iterator[None]:
    """While anybody is inside, BLAS uses one thread in the whole process; ONNX Runtime's threads are not BLAS's."""
    with _lock:
        _inside.append(_controller().limit(limits=1, user_api="blas") if not _inside else None)
    try:
        yield
    finally:
        with _lock:
            limit = _inside.pop()
            if limit is not None:
                limit.restore_original_limits()


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    import numpy  # noqa: F401  only libraries that are loaded are found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
