"""Signing in by OpenID Connect: the authorization code flow with PKCE, state and nonce.

Sources: OpenID Connect Core 1.0 (3.1 the flow, 3.1.3.7 what an ID token must be), OpenID Connect
Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (the issuer in the answer), RFC 8725 (JWT in practice). What
is signed is checked by PyJWT, by the machine's own clock: a rehearsal does not move the directory.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import jwt

from trimtab.gateway.directories import fetching
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say
from trimtab.people.api import ConnectionSpec, DirectoryAnswer, DirectoryVisit, bounded

WELL_KNOWN = "/.well-known/openid-configuration"
SCOPES = "openid profile email"
# Never one that needs no key, and none for which the key that everybody knows would do (RFC 8725).
ALGORITHMS = {
    "RSA": ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    "EC": ("ES256", "ES384", "ES512"),
    "OKP": ("EdDSA",),
}
LEEWAY_SECONDS = 60
MOST_KEYS, LONGEST_TOKEN, LONGEST_CODE = 50, 64 * 1024, 4000
# Addresses of its description that are used; the first three must be there.
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
PLACES = (*NEEDED, "userinfo_endpoint", "end_session_endpoint")
BY_FORM = "by_form"
# Claims about the token itself, which say nothing of the person.
_OF_THE_TOKEN = frozenset(
    {"iss", "aud", "azp", "exp", "iat", "nbf", "jti", "nonce", "at_hash", "c_hash", "auth_time"}
)
_ERROR = re.compile(r"[a-z_]{1,60}")


def learnt(client: httpx.Client, issuer: str) -> dict[str, str]:
    """The addresses that a provider says of itself, by name; `by_form` where its secret is not
    taken in a header. Raises Refusal.
    """
    told = fetching.as_object(fetching.got(client, f"{issuer.rstrip('/')}{WELL_KNOWN}"))
    if told.get("issuer") != issuer:
        shown = str(told.get("issuer", ""))[:200]
        sentence = say(
            "It calls itself '{issuer}'. Write its address exactly so, or check it.", issuer=shown
        )
        raise _refusal("directory.issuer", sentence, "issuer")
    places = {name: told[name] for name in PLACES if isinstance(told.get(name), str)}
    missing = next((name for name in NEEDED if name not in places), "")
    if missing:
        sentence = say("Its description does not name the address '{name}'.", name=missing)
        raise _refusal("directory.description", sentence, "issuer")
    ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if isinstance(ways, list) and "client_secret_basic" not in ways:
        places[BY_FORM] = places["token_endpoint"]
    return places


def leaving(spec: ConnectionSpec, visit: DirectoryVisit, back: str) -> str:
    """The address at the provider that a browser goes to."""
    digest = hashlib.sha256(visit.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": spec.client_id,
        "redirect_uri": back,
        "scope": SCOPES,
        "state": visit.state,
        "nonce": visit.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    if spec.asks_again:
        asked |= {"prompt": "login", "max_age": "0"}
    address = spec.places["authorization_endpoint"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def answered(
    client: httpx.Client,
    spec: ConnectionSpec,
    secret: str,
    visit: DirectoryVisit,
    given: Mapping[str, str],
    back: str,
) -> DirectoryAnswer:
    """What a provider says of somebody who came back with `given` in the address. Raises Refusal,
    for the administrator.
    """
    if "error" in given:
        raise _error("directory.error", given["error"])
    # Another provider's answer in the place of this one's (RFC 9207).
    if given.get("iss", spec.issuer) != spec.issuer:
        raise _refusal("directory.issuer", say("Its answer names another directory."))
    code = given.get("code", "")
    if not code or len(code) > LONGEST_CODE:
        raise _refusal("directory.code", say("Its answer holds no code."))
    tokens = _exchanged(client, spec, secret, visit, code, back)
    token = tokens.get("id_token")
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise _refusal("directory.token", say("It gave no ID token for the code."))
    claims = _checked(client, spec, visit, token)
    claims = _with_more(client, spec, claims, tokens.get("access_token"))
    told = sorted(item for item in claims.items() if item[0] not in _OF_THE_TOKEN)
    return DirectoryAnswer(claims["sub"], bounded(told))


def _exchanged(
    client: httpx.Client,
    spec: ConnectionSpec,
    secret: str,
    visit: DirectoryVisit,
    code: str,
    back: str,
) -> dict[str, Any]:
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": visit.verifier,
    }
    auth = None
    if secret and BY_FORM not in spec.places:
        # RFC 6749, 2.3.1: both are written as in a form before they are joined.
        auth = (quote(spec.client_id, safe=""), quote(secret, safe=""))
    else:
        fields |= {"client_id": spec.client_id} | ({"client_secret": secret} if secret else {})
    tokens = fetching.as_object(
        fetching.posted(client, spec.places["token_endpoint"], fields, auth)
    )
    if "error" in tokens:
        raise _error("directory.code-refused", str(tokens["error"]))
    return tokens


def _checked(
    client: httpx.Client, spec: ConnectionSpec, visit: DirectoryVisit, token: str
) -> dict[str, Any]:
    """The claims of an ID token that is what it must be (OpenID Connect Core 1.0, 3.1.3.7)."""
    try:
        head = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise _refusal("directory.token", say("Its ID token cannot be read.")) from error
    algorithm = str(head.get("alg", ""))
    if not any(algorithm in names for names in ALGORITHMS.values()):
        sentence = say(
            "Its ID token is signed in a way that proves nothing ('{algorithm}').",
            algorithm=algorithm[:20],
        )
        raise _refusal("directory.algorithm", sentence)
    key = _key(client, spec, head.get("kid"), algorithm)
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=spec.client_id,
            issuer=spec.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWTError as error:
        raise _refusal("directory.token", _said(error)) from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else spec.client_id) != spec.client_id:
        raise _refusal("directory.audience", say("Its ID token was made for another program."))
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), visit.nonce.encode()):
        sentence = say("Its ID token belongs to another sign-in (the nonce is not ours).")
        raise _refusal("directory.nonce", sentence)
    return claims


def _key(client: httpx.Client, spec: ConnectionSpec, kid: object, algorithm: str) -> jwt.PyJWK:
    """The key of the provider that a token names; asked for each time, so that a new one is known
    at once and an old one no longer.
    """
    told = fetching.as_object(fetching.got(client, spec.places["jwks_uri"])).get("keys")
    kinds = {kind for kind, names in ALGORITHMS.items() if algorithm in names}
    fit = [
        key
        for key in (told if isinstance(told, list) else [])[:MOST_KEYS]
        if isinstance(key, dict) and key.get("kty") in kinds and key.get("use", "sig") == "sig"
    ]
    named = [key for key in fit if key.get("kid") == kid] if kid is not None else fit
    if len(named) != 1:
        sentence = say("Its ID token is signed with a key that it does not show among its own.")
        raise _refusal("directory.key", sentence)
    try:
        return jwt.PyJWK(named[0], algorithm=algorithm)
    except jwt.PyJWTError as error:
        raise _refusal("directory.key", say("A key that it shows cannot be read.")) from error


def _with_more(
    client: httpx.Client, spec: ConnectionSpec, claims: dict[str, Any], access: object
) -> dict[str, Any]:
    """The claims with those that it tells by request alone, where one that is wanted is missing."""
    wanted = {spec.email_claim, spec.name_claim, spec.number_claim} - {""}
    place = spec.places.get("userinfo_endpoint")
    if wanted <= claims.keys() or not place or not isinstance(access, str):
        return claims
    more = fetching.as_object(fetching.got(client, place, bearer=access))
    if more.get("sub") != claims["sub"]:
        sentence = say("What it tells of the person is about somebody else than its ID token.")
        raise _refusal("directory.person", sentence)
    # What is signed counts more.
    return {**more, **claims}


def _said(error: jwt.PyJWTError) -> Said:
    """What is wrong with a token, in a sentence."""
    match error:
        case jwt.ExpiredSignatureError():
            return say("Its ID token is over. Check the clocks of both machines.")
        case jwt.ImmatureSignatureError():
            return say("Its ID token is of the future. Check the clocks of both machines.")
        case jwt.InvalidAudienceError():
            return say("Its ID token was made for another program.")
        case jwt.InvalidIssuerError():
            return say("Its ID token was made by another directory.")
        case jwt.MissingRequiredClaimError():
            return say("Its ID token lacks the claim '{claim}'.", claim=error.claim)
        case jwt.InvalidSignatureError():
            return say("The signature of its ID token does not go with its key.")
        case _:
            return say("Its ID token cannot be read.")


def _error(code: str, told: str) -> Refusal:
    word = told if _ERROR.fullmatch(told) else "?"
    match word:
        case "access_denied":
            sentence = say(
                "It let nobody through: the sign-in was broken off or not allowed there."
            )
        case "invalid_client":
            sentence = say("It does not know this installation: check client ID and secret.")
        case "invalid_grant":
            sentence = say("It does not take its own code: it was used, is over, or not ours.")
        case _:
            sentence = say("It answered with the error '{error}'.", error=word)
    return Refusal(code, sentence)


def _refusal(code: str, sentence: Said, field: str = "") -> Refusal:
    return Refusal(code, sentence, field)
