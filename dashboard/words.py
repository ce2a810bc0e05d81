"""What stances, states and channels are called on screen, in the reader's language."""

from __future__ import annotations

from dashboard.language import known, mark
from monitor.records import Sentiment, Stance
from monitor.responses import Channel, State
from monitor.rights import Role

_STANCES: dict[Stance, str] = {
    "asserts": mark("passes it on"),
    "questions": mark("asks"),
    "experience": mark("tells what happened"),
    "rejects": mark("contradicts it"),
    "mentions": mark("mentions it"),
}

_SENTIMENTS: dict[Sentiment, str] = {
    "negative": mark("negative"),
    "neutral": mark("neutral"),
    "positive": mark("positive"),
}

# The circle says the same without colour: hollow, half, full.
_STATES: dict[State, str] = {
    "draft": mark("○ draft"),
    "checked": mark("◐ checked, not yet approved"),
    "approved": mark("● approved"),
    "retired": mark("withdrawn"),
}

_CHANNELS: dict[Channel, str] = {
    "comment": mark("public comment"),
    "message": mark("private message"),
    "talk": mark("in a conversation"),
    "page": mark("for a web page"),
    "experience": mark("for someone it happened to"),
}

_ROLES: dict[Role, str] = {
    "visitor": mark("visitor"),
    "reader": mark("reader"),
    "key-person": mark("key person"),
    "editor": mark("editor"),
    "approver": mark("approver"),
    "researcher": mark("researcher"),
    "admin": mark("administrator"),
}


def stance_word(stance: Stance) -> str:
    """What someone does with a rumour."""
    return known(_STANCES[stance])


def sentiment_word(sentiment: Sentiment) -> str:
    """The mood of a post."""
    return known(_SENTIMENTS[sentiment])


def state_word(state: State) -> str:
    """How far an answer is."""
    return known(_STATES[state])


def channel_word(channel: Channel) -> str:
    """Where an answer is meant to stand."""
    return known(_CHANNELS[channel])


def role_word(role: Role) -> str:
    """What somebody is in this team."""
    return known(_ROLES[role])
