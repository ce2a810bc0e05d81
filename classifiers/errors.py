"""What can go wrong with a model folder. Texts never raise: any Unicode string gets a label."""

from __future__ import annotations


class ModelError(ValueError):
    """A model folder cannot be used; the message names the folder or file and what to do."""
