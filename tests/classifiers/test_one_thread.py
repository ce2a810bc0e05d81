"""Small products take no cores from the encoder."""

from __future__ import annotations

import numpy as np
from threadpoolctl import threadpool_info

from classifiers.one_thread import on_one_thread


def blas_threads() -> set[int]:
    assert np.ones((2, 2)).sum() == 4  # numpy, and its BLAS with it, is loaded
    return {int(one["num_threads"]) for one in threadpool_info() if one["user_api"] == "blas"}


def test_products_inside_take_one_thread_and_those_after_it_what_they_took_before() -> None:
    before = blas_threads()
    with on_one_thread():
        assert blas_threads() == {1}
        with on_one_thread():  # labels within labels
            assert blas_threads() == {1}
        assert blas_threads() == {1}
    assert blas_threads() == before
