"""An OpenID Connect provider on loopback, as small as the standard allows.

Authorization code flow with PKCE (RFC 7636), discovery, a key set (RFC 7517), ID tokens signed with RS256, and
logout started by the dashboard. Whoever comes to it is asked who they are; a click on a name logs them in.
"""

from __future__ import annotations

import base64
import html
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "myth-monitor", "a secret of the test"


@dataclass
class Provider:
    """What the provider knows: its accounts (claims by subject), its client, and the codes it gave out."""

    accounts: dict[str, dict[str, Any]]
    callback: str
    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1", "use": "sig"}))
    codes: dict[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    logged_out: int = 0

    @property
    def metadata_url(self) -> str:
        return f"{self.issuer}/.well-known/openid-configuration"

    def metadata(self) -> dict[str, Any]:
        """OpenID Connect Discovery 1.0, section 3."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/logout",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid", "profile", "email"],
        }

    def asked(self, query: Mapping[str, str]) -> str | None:
        """What is wrong with a request for a login; None when nothing is."""
        wanted = {"client_id": CLIENT, "redirect_uri": self.callback, "response_type": "code"}
        wrong = [name for name, value in wanted.items() if query.get(name) != value]
        if "openid" not in query.get("scope", "").split():
            wrong.append("scope")
        if query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
            wrong.append("code_challenge")
        return f"refused: {', '.join(wrong)}" if wrong else None

    def code_for(self, subject: str, query: Mapping[str, str]) -> str:
        """A code that can be exchanged once."""
        code = secrets.token_urlsafe(24)
        self.codes[code] = (subject, query)
        return code

    def tokens(self, form: Mapping[str, str], authorization: str) -> dict[str, Any] | None:
        """The tokens for a code; None when client, code or verifier do not fit."""
        expected = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        subject, query = self.codes.pop(form.get("code", ""), ("", {}))
        verifier = sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        fits = (
            authorization == expected
            and form.get("grant_type") == "authorization_code"
            and form.get("redirect_uri") == query.get("redirect_uri")
            and challenge == query.get("code_challenge")
        )
        if not subject or not fits:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": subject, "aud": CLIENT, "iat": now, "exp": now + 300}
        claims |= {"nonce": query.get("nonce", ""), **self.accounts[subject]}
        return {
            "access_token": secrets.token_urlsafe(16),
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key),
        }


class _Answers(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.startswith("/.well-known/"):
            self._json(self.provider.metadata())
        elif parts.path == "/keys":
            self._json({"keys": [self.provider.key.as_dict(private=False)]})
        elif parts.path == "/authorize":
            self._authorize(query)
        elif parts.path == "/logout":
            self.provider.logged_out += 1
            self._redirect(query["post_logout_redirect_uri"])
        else:
            self._send(404, "text/plain", "not here")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        tokens = self.provider.tokens(form, self.headers.get("Authorization", ""))
        self._json(tokens or {"error": "invalid_grant"}, 200 if tokens else 400)

    def _authorize(self, query: dict[str, str]) -> None:
        if wrong := self.provider.asked(query):
            self._send(400, "text/plain", wrong)
        elif subject := query.pop("account", ""):
            code = self.provider.code_for(subject, query)
            self._redirect(f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}")
        else:
            links = [
                f'<p><a href="/authorize?{html.escape(urlencode({**query, "account": subject}))}">{subject}</a></p>'
                for subject in self.provider.accounts
            ]
            self._send(200, "text/html; charset=utf-8", f"<title>Who are you?</title>{''.join(links)}")

    def _redirect(self, url: str) -> None:
        self.send_response(302)
        self.send_header("Location", url)
        self.end_headers()

    def _json(self, content: object, status: int = 200) -> None:
        self._send(status, "application/json", json.dumps(content))

    def _send(self, status: int, kind: str, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def provider(accounts: dict[str, dict[str, Any]], callback: str) -> Iterator[Provider]:
    """A provider with these accounts for a dashboard that waits at `callback`, until the block is left."""
    one = Provider(accounts, callback)
    handler = type("Answers", (_Answers,), {"provider": one})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    one.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
