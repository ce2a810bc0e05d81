"""What a broken connection means, in words, and whether another try can help."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import httpcore

from monitor.errors import UnreachableError

_BROKEN = (ConnectionResetError, ConnectionAbortedError, BrokenPipeError)


def can_pass(error: Exception) -> bool:
    """Whether the same request may work a moment later: a connection that broke, a busy name server.

    Not: a host that does not exist, a refused connection, a certificate that is not valid.
    """
    if isinstance(error, httpcore.ConnectError):
        return any(
            isinstance(cause, _BROKEN)
            or (isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN)
            for cause in _causes(error)
        )
    return isinstance(error, httpcore.NetworkError | httpcore.RemoteProtocolError)


def explained(error: Exception, where: str) -> UnreachableError:
    """The error to report, in words that hold nothing of the request."""
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror):
            return UnreachableError(where, "the host's name was not found")
        if isinstance(cause, ssl.SSLCertVerificationError):
            return UnreachableError(
                where,
                f"the site's certificate is not valid: {cause.verify_message}",
                remedy="It may not be the real site. Ask its owner; certificates are always checked.",
            )
        if isinstance(cause, ssl.SSLError):
            return UnreachableError(where, "no secure connection could be made")
        if isinstance(cause, ConnectionRefusedError):
            return UnreachableError(where, "the host refuses connections")
        if isinstance(cause, _BROKEN):
            return UnreachableError(where, "the connection broke")
    if isinstance(error, httpcore.ProtocolError):
        return UnreachableError(where, "the answer broke off or is not HTTP")
    return UnreachableError(where, "the host cannot be reached")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    # httpcore hands the system's error over as an argument, and cuts `__cause__` off on the way.
    while error is not None:
        yield error
        error = next((one for one in error.args if isinstance(one, BaseException)), error.__cause__)
