"""Matrix products on one thread.

The products of a batch are small, and BLAS's own threads keep their cores busy for a while after each one, waiting
for more: the encoder's next pass then has fewer cores (posts of 36 tokens on two cores: 630 a second instead of 460,
six layers). One thread also gives the same digits whatever the number of cores.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController


def on_one_thread() -> AbstractContextManager[object]:
    """Inside, numpy's matrix products use no threads of their own; the encoder's are not touched."""
    limited: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limited


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    import numpy  # noqa: F401  only libraries that are loaded are found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
