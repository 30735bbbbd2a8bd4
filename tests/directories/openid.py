"""An OpenID provider on this machine, signed with joserfc."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey

CLIENT, SECRET = "trimtab", "a secret: with % and +"


class OpenIDFault(StrEnum):
    """What a provider may do wrong, or somebody in its place."""

    ISSUER = "the token names another issuer"
    AUDIENCE = "the token is for another client"
    AUTHORISED_PARTY = "the token is for several clients, and was issued to another"
    NONCE = "the nonce is another one"
    NO_NONCE = "there is no nonce"
    EXPIRED = "the token is over"
    FUTURE = "the token is not yet good"
    ISSUED_LATER = "the token is issued in the future"
    NO_EXPIRY = "the token never ends"
    NO_SUBJECT = "the token names nobody"
    ALGORITHM_NONE = "the token is not signed at all"
    HS256_WITH_PUBLIC_KEY = "the token is signed with the public key as a shared secret"
    HS256_WITH_CLIENT_SECRET = "the token is signed with the secret of the client"
    OTHER_KEY = "another key signs under the name of the published one"
    UNKNOWN_KEY = "a key signs that is not published"
    OWN_KEY_IN_HEAD = "the token brings its own key"
    CHANGED = "the token was changed after it was signed"
    NO_TOKEN = "there is no ID token"
    NOT_JSON = "the answer is no JSON"
    HUGE = "the answer never ends"
    SLOW = "the answer drips"
    HUGE_KEYS = "the keys never end"
    SHARED_KEY = "a shared secret is published among the keys"
    OTHER_PERSON = "what it tells of the person is about somebody else"
    LED_ELSEWHERE = "the keys lie at another address"
    UNVERIFIED = "the address was not verified"
    VERIFIED_AS_TEXT = "the address was verified, it says, by the word maybe"
    FOREIGN_DOMAIN = "the address is of another domain"
    DENIED = "the person said no"
    OTHER_ISSUER_NAMED = "the answer comes from another provider"


@cache
def _drawn(name: str) -> RSAKey:
    """A key, the same under a name in one run; all have one id, as if one took another's place."""
    return RSAKey.generate_key(2048, {"kid": "first"})


def _later(seconds: int) -> int:
    return int(time.time()) + seconds


# What a token claims wrongly; None is a claim that it lacks.
_CLAIMED: Mapping[OpenIDFault, Callable[[], dict[str, Any]]] = {
    OpenIDFault.ISSUER: lambda: {"iss": "https://evil.example"},
    OpenIDFault.AUDIENCE: lambda: {"aud": "another"},
    OpenIDFault.AUTHORISED_PARTY: lambda: {"aud": [CLIENT, "another"], "azp": "another"},
    OpenIDFault.NONCE: lambda: {"nonce": secrets.token_urlsafe(32)},
    OpenIDFault.NO_NONCE: lambda: {"nonce": None},
    OpenIDFault.EXPIRED: lambda: {"iat": _later(-4000), "exp": _later(-400)},
    OpenIDFault.FUTURE: lambda: {"nbf": _later(400)},
    OpenIDFault.ISSUED_LATER: lambda: {"iat": _later(400)},
    OpenIDFault.NO_EXPIRY: lambda: {"exp": None},
    OpenIDFault.NO_SUBJECT: lambda: {"sub": None},
    OpenIDFault.UNVERIFIED: lambda: {"email_verified": False},
    OpenIDFault.VERIFIED_AS_TEXT: lambda: {"email_verified": "maybe"},
    OpenIDFault.FOREIGN_DOMAIN: lambda: {"email": "wanda@corner.example.evil.example"},
    OpenIDFault.OTHER_PERSON: lambda: {"email": None},
}


@dataclass
class OpenIDProvider:
    """A provider; `claims` are of whoever signs in next, `fault` is what it does wrong next."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    fault: OpenIDFault | None = None
    asks: bool = False
    key: RSAKey = field(default_factory=lambda: _drawn("first"))
    other: RSAKey = field(default_factory=lambda: _drawn("other"))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    token_requests: list[dict[str, str]] = field(default_factory=list)

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/person",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/leave",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def authorise(self, query: dict[str, str]) -> str:
        """Where the browser goes back to: the person has said yes."""
        self.asked.append(query)
        assert query["response_type"] == "code" and query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        back = {"code": code, "state": query["state"], "iss": self.issuer}
        match self.fault:
            case OpenIDFault.DENIED:
                back = {"error": "access_denied", "state": query["state"]}
            case OpenIDFault.OTHER_ISSUER_NAMED:
                back["iss"] = "https://evil.example"
            case _:
                pass
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def tokens(self, form: dict[str, str], authorization: str) -> tuple[int, bytes]:
        """What a code is exchanged for, once, by whom it was given to."""
        self.token_requests.append(form)
        user, _, secret = base64.b64decode(authorization.partition(" ")[2]).decode().partition(":")
        if (unquote(user), unquote(secret)) != (CLIENT, SECRET):
            return 401, b'{"error": "invalid_client"}'
        query = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            query is None
            or query["client_id"] != CLIENT
            or query["redirect_uri"] != form.get("redirect_uri")
            or query["code_challenge"] != challenge
        ):
            return 400, b'{"error": "invalid_grant"}'
        if self.fault is OpenIDFault.NOT_JSON:
            return 200, b"<html>Welcome</html>"
        told = {"access_token": "access", "token_type": "Bearer", "expires_in": 60}
        if self.fault is not OpenIDFault.NO_TOKEN:
            told["id_token"] = self.token(query)
        return 200, json.dumps(told).encode()

    def token(self, query: dict[str, str]) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "subject-1",
            "iat": now,
            "exp": now + 300,
            "nonce": query["nonce"],
            **self.claims,
        }
        claims |= _CLAIMED.get(self.fault, dict)() if self.fault else {}
        return self._signed({name: value for name, value in claims.items() if value is not None})

    def _signed(self, claims: dict[str, Any]) -> str:
        content = json.dumps(claims).encode()
        every = ["RS256", "HS256", "none"]
        match self.fault:
            case OpenIDFault.ALGORITHM_NONE:
                return _parts({"alg": "none"}, content) + "."
            case OpenIDFault.HS256_WITH_PUBLIC_KEY:
                # Well-kept libraries take no public key as a secret, so this is done by hand.
                signed = _parts({"alg": "HS256", "kid": "first"}, content)
                key = self.key.as_pem(private=False)
                digest = hmac.new(key, signed.encode(), hashlib.sha256).digest()
                return f"{signed}.{_encoded(digest)}"
            case OpenIDFault.HS256_WITH_CLIENT_SECRET:
                head = {"alg": "HS256", "kid": "first"}
                secret = OctKey.import_key(SECRET.encode())
                return jws.serialize_compact(head, content, secret, algorithms=every)
            case OpenIDFault.SHARED_KEY:
                head = {"alg": "HS256", "kid": "shared"}
                shared = OctKey.import_key(b"known to everybody on the internet")
                return jws.serialize_compact(head, content, shared, algorithms=every)
            case OpenIDFault.OTHER_KEY:
                return _rs256(content, self.other, "first")
            case OpenIDFault.UNKNOWN_KEY:
                return _rs256(content, self.other, "another")
            case OpenIDFault.OWN_KEY_IN_HEAD:
                brought = {"alg": "RS256", "jwk": self.other.as_dict(private=False)}
                return jws.serialize_compact(brought, content, self.other)
            case OpenIDFault.CHANGED:
                first, _, rest = _rs256(content, self.key, "first").partition(".")
                other = json.dumps({**claims, "sub": "subject-2"}).encode()
                return f"{first}.{_encoded(other)}.{rest.partition('.')[2]}"
            case _:
                return _rs256(content, self.key, "first")

    def keys(self) -> list[dict[str, Any]]:
        spare = ECKey.generate_key("P-256", {"kid": "spare"})
        shown = [self.key.as_dict(private=False), spare.as_dict(private=False)]
        if self.fault is OpenIDFault.SHARED_KEY:
            shared = OctKey.import_key(b"known to everybody on the internet", {"kid": "shared"})
            shown.append(shared.as_dict(private=True))
        return [{**key, "use": "sig"} for key in shown]


def _rs256(content: bytes, key: RSAKey, kid: str) -> str:
    return jws.serialize_compact({"alg": "RS256", "kid": kid}, content, key)


def _parts(head: dict[str, str], content: bytes) -> str:
    return f"{_encoded(json.dumps(head).encode())}.{_encoded(content)}"


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class _Handler(BaseHTTPRequestHandler):
    """The addresses of a self.provider."""

    provider: OpenIDProvider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/.well-known/openid-configuration":
                self._json(self.provider.description())
            case "/authorize" if self.provider.asks and "yes" not in query:
                self._page(f"/authorize?{parts.query}&yes=1")
            case "/authorize":
                self._led(self.provider.authorise(query))
            case "/keys" if self.provider.fault is OpenIDFault.LED_ELSEWHERE:
                self._led(f"{self.provider.issuer}/other-keys")
            case "/keys" if self.provider.fault is OpenIDFault.HUGE_KEYS:
                self._endless(0.0)
            case "/keys" | "/other-keys":
                self._json({"keys": self.provider.keys()})
            case "/person":
                assert self.headers["Authorization"] == "Bearer access"
                is_other = self.provider.fault is OpenIDFault.OTHER_PERSON
                subject = "subject-2" if is_other else "subject-1"
                self._json({"sub": subject, **self.provider.claims})
            case "/leave":
                self._page("/left")
            case _:
                self._say(404, b"", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        match self.provider.fault:
            case OpenIDFault.HUGE:
                self._endless(0.0)
            case OpenIDFault.SLOW:
                self._endless(0.2)
            case _:
                status, content = self.provider.tokens(form, self.headers.get("Authorization", ""))
                self._say(status, content, "application/json")

    def _json(self, value: Any) -> None:
        self._say(200, json.dumps(value).encode(), "application/json")

    def _page(self, to: str) -> None:
        name = self.provider.claims.get("name", "nobody")
        page = f"<!doctype html><title>Directory</title><h1>Directory</h1><p><a href='{to}'>Go on as {name}</a></p>"
        self._say(200, page.encode(), "text/html")

    def _led(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _endless(self, pause: float) -> None:
        """An answer that does not end by itself: at once, or a byte at a time."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        until = time.monotonic() + 8
        try:
            self.wfile.write(b'{"id_token": "')
            while time.monotonic() < until:
                self.wfile.write(b"a" if pause else b"a" * 65536)
                time.sleep(pause)
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""


@contextmanager
def openid_provider() -> Iterator[OpenIDProvider]:
    """A provider that is served as long as it is wanted, at an address of this machine."""
    provider = OpenIDProvider()

    handler = type("_ServedHandler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    provider.issuer = f"http://localhost:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield provider
    server.shutdown()
    server.server_close()
