"""Collects posts, labels them, counts and answers."""

import os

# numpy's matrix products here are small. Its threads wait for the next one by spinning, which takes a core from the
# encoder: a sixth of the speed of `classify`. Must stand before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
