"""How many of the matches are right, in words: «≈ 9 of 10 matches are right», and who or what says so."""

from __future__ import annotations

from dashboard import data
from dashboard.language import percent, say, say_many
from monitor.right_matches import RightMatches

_WHOLES = (10, 20, 50, 100)  # what a share is said as a part of: the first of which not all are right


def in_short(version: str) -> list[str]:
    """For the grey line; nothing where nobody measured it."""
    found = data.right_matches(version)
    return [_short(found)] if found else []


def _short(found: RightMatches) -> str:
    right, of = out_of(found.share)
    if found.by == "people":
        return say_many(
            "≈ {right} of {of} matches are right (people here looked at {count} match)",
            "≈ {right} of {of} matches are right (people here looked at {count} matches)",
            found.counted,
            right=right,
            of=of,
        )
    return say_many(
        "≈ {right} of {of} matches are right (measured on {count} invented post)",
        "≈ {right} of {of} matches are right (measured on {count} invented posts)",
        found.counted,
        right=right,
        of=of,
    )


def in_full(version: str) -> list[str]:
    """For who asks how it was counted: the share with its interval, and what it is worth."""
    found = data.right_matches(version)
    if found is None:
        return []
    shown = {"share": percent(found.share), "low": percent(found.low), "high": percent(found.high)}
    if found.by == "people":
        return [
            say(
                "Matches that are right: {share} (95 % interval {low} to {high}) of the certain matches that people"
                " here labelled without seeing what the model says.",
                **shown,
            )
        ]
    return [
        say(
            "Matches that are right: {share} (95 % interval {low} to {high}) on invented posts, about half of which speak"
            " of a rumour. Among real posts fewer do, and fewer matches are right: label posts of your own to know"
            " how many.",
            **shown,
        )
    ]


def out_of(share: float) -> tuple[int, int]:
    """«9 of 10», «19 of 20», «49 of 50»: never «all», which nobody can measure."""
    of = next((whole for whole in _WHOLES if round(share * whole) < whole), _WHOLES[-1])
    return min(round(share * of), of - 1), of
