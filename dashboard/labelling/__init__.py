"""The three parts of the page Label: the review queue, labelling together, and agreement."""
