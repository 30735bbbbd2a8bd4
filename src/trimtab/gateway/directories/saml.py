"""Signing in by SAML 2.0: a request by redirection, an answer by a form of the browser's.

What is signed is checked by python3-saml (xmlsec). What its checks leave open is asked here: that
the answer is to our own request (nobody is let in unasked), that the signed assertion itself says
so, for whom it is and until when, and that it is not commented or typed.

Sources: SAML 2.0 core, bindings (3.4, 3.5) and profiles (4.1.4), OASIS 2005; Somorovsky and others,
On Breaking SAML: Be Whoever You Want to Be, 2012. By the machine's own clock: a rehearsal does not
move the directory.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import importlib
import zlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say
from trimtab.people.api import ConnectionSpec, DirectoryAnswer, DirectoryVisit, bounded

_P = "urn:oasis:names:tc:SAML:2.0:protocol"
_A = "urn:oasis:names:tc:SAML:2.0:assertion"
_M = "urn:oasis:names:tc:SAML:2.0:metadata"
_SPACES = {"p": _P, "a": _A}
_POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
_BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
_TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
_ANY_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
# What a claim is called that is no attribute: the name that the directory gives the person.
NAME_ID = "NameID"
MOST_BYTES = 192 * 1024
MOST_CERTIFICATES = 5


@dataclass(frozen=True, slots=True)
class OurSide:
    """How this installation calls itself to a directory, and where answers come."""

    entity_id: str
    answers_at: str


@dataclass(frozen=True, slots=True)
class LearntMetadata:
    """What an identity provider says of itself."""

    issuer: str
    address: str
    certificates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate as a page shows it: whose, and until when it says it is good."""

    name: str
    until: dt.datetime


def trouble() -> Said | None:
    """Why this machine cannot check what is signed by SAML; None when it can."""
    try:
        _library()
    except Refusal as refusal:
        return refusal.sentence if isinstance(refusal.sentence, Said) else None
    return None


def leaving(spec: ConnectionSpec, visit: DirectoryVisit, ours: OurSide, now: dt.datetime) -> str:
    """The address at the directory that a browser goes to (HTTP-Redirect binding)."""
    request = etree.Element(f"{{{_P}}}AuthnRequest", nsmap={"samlp": _P, "saml": _A})
    request.attrib.update(
        {
            "ID": _request_id(visit),
            "Version": "2.0",
            "IssueInstant": now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "Destination": spec.address,
            "ProtocolBinding": _POST,
            "AssertionConsumerServiceURL": ours.answers_at,
        }
    )
    if spec.asks_again:
        request.set("ForceAuthn", "true")
    etree.SubElement(request, f"{{{_A}}}Issuer").text = ours.entity_id
    policy = etree.SubElement(request, f"{{{_P}}}NameIDPolicy")
    policy.attrib.update({"Format": _ANY_FORMAT, "AllowCreate": "true"})
    packed = zlib.compress(etree.tostring(request))[2:-4]
    asked = {"SAMLRequest": base64.b64encode(packed).decode(), "RelayState": visit.state}
    return f"{spec.address}{'&' if '?' in spec.address else '?'}{urlencode(asked)}"


def our_metadata(ours: OurSide) -> bytes:
    """What this installation says of itself, for a directory that reads it."""
    root = etree.Element(f"{{{_M}}}EntityDescriptor", nsmap={"md": _M})
    root.set("entityID", ours.entity_id)
    service = etree.SubElement(root, f"{{{_M}}}SPSSODescriptor")
    service.attrib.update(
        {
            "AuthnRequestsSigned": "false",
            "WantAssertionsSigned": "true",
            "protocolSupportEnumeration": _P,
        }
    )
    place = etree.SubElement(service, f"{{{_M}}}AssertionConsumerService")
    place.attrib.update(
        {"Binding": _POST, "Location": ours.answers_at, "index": "0", "isDefault": "true"}
    )
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return content


def learnt(content: bytes) -> LearntMetadata:
    """What the metadata of an identity provider say. Raises Refusal."""
    library = _library()
    try:
        read = library.metadata.parse(_text(content).encode())["idp"]
        several = read.get("x509certMulti", {}).get("signing", [])
        texts = several or [read["x509cert"]]
        found = read["entityId"], read["singleSignOnService"]["url"]
    except Refusal:
        raise
    except Exception as error:  # Whatever is in there, the library may stumble over it.
        sentence = say(
            "These are not the metadata of an identity provider: its name, the address for "
            "redirected requests, and a certificate must be in them."
        )
        raise Refusal("directory.metadata", sentence, "metadata") from error
    return LearntMetadata(*found, certificates_in("\n".join(map(_framed, texts))))


def certificates_in(text: str) -> tuple[str, ...]:
    """Certificates as they are pasted: with their frames, or one that is bare. Raises Refusal."""
    framed = text if "-----BEGIN" in text else _framed(text)
    try:
        read = x509.load_pem_x509_certificates(framed.encode())
        kept = tuple(
            base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()
            for certificate in read
        )
    except (ValueError, binascii.Error) as error:
        sentence = say("This is no certificate. Copy all of it, with its first and last line.")
        raise Refusal("directory.certificate", sentence, "certificates") from error
    if len(kept) > MOST_CERTIFICATES:
        sentence = say("At most {most} certificates.", most=MOST_CERTIFICATES)
        raise Refusal("directory.certificate", sentence, "certificates")
    return tuple(dict.fromkeys(kept))


def shown(certificate: str) -> CertificateRow:
    """A kept certificate in words."""
    read = x509.load_der_x509_certificate(base64.b64decode(certificate))
    return CertificateRow(read.subject.rfc4514_string()[:200], read.not_valid_after_utc)


def answered(
    spec: ConnectionSpec, visit: DirectoryVisit, content: str, ours: OurSide
) -> DirectoryAnswer:
    """What a directory says of somebody, by the form that their browser brought. Raises Refusal, for
    the administrator.
    """
    library = _library()
    text = _decoded(content)
    place = urlsplit(ours.answers_at)
    settings = library.settings(_settings(spec, ours), sp_validation_only=False)
    request = {
        "https": "on" if place.scheme == "https" else "off",
        "http_host": place.netloc,
        "script_name": place.path,
    }
    try:
        response = library.response(settings, base64.b64encode(text.encode()).decode())
        response.is_valid(request, _request_id(visit), raise_exceptions=True)
        name = response.get_nameid_data()
        attributes = response.get_attributes()
    except library.fault as error:
        raise Refusal("directory.saml", _said(library, error.code)) from error
    except library.error as error:
        raise _refusal(say("It encrypts its answers: let it sign them only.")) from error
    except Exception as error:  # XML that is none, or anything else that an attacker thinks of.
        raise _refusal(say("Its answer cannot be read.")) from error
    _is_ours(response.get_xml_document(), _request_id(visit), ours)
    if name.get("Format") == _TRANSIENT:
        sentence = say(
            "It gives people another name each time (transient): set the name ID to persistent or "
            "to the e-mail address there."
        )
        raise _refusal(sentence)
    claims = [*sorted(attributes.items()), (NAME_ID, name["Value"])]
    return DirectoryAnswer(name["Value"].strip(), bounded(claims))


def _is_ours(document: Any, request_id: str, ours: OurSide) -> None:
    """Raises Refusal unless the answer, and in it what is signed, is to this request and for this
    place (profiles, 4.1.4.2).
    """
    destination = document.get("Destination", ours.answers_at)
    confirmed = document.xpath(
        "/p:Response/a:Assertion/a:Subject/a:SubjectConfirmation[@Method=$m]"
        "/a:SubjectConfirmationData",
        namespaces=_SPACES,
        m=_BEARER,
    )
    audiences = document.xpath(
        "/p:Response/a:Assertion/a:Conditions/a:AudienceRestriction/a:Audience/text()",
        namespaces=_SPACES,
    )
    answers = [document, *confirmed]
    if not confirmed or any(part.get("InResponseTo") != request_id for part in answers):
        raise _refusal(say("Its answer is to no request, or to another one than was sent."))
    places = [destination, *(part.get("Recipient") for part in confirmed)]
    if any(place != ours.answers_at for place in places):
        raise _refusal(_ELSEWHERE)
    if any(not part.get("NotOnOrAfter") for part in confirmed):
        raise _refusal(say("Its answer does not say until when it holds."))
    if ours.entity_id not in [text.strip() for text in audiences]:
        raise _refusal(_FOR_OTHERS)


_TOO_LONG = say("Its answer is longer than any that it should give.")
_ELSEWHERE = say("Its answer was made for another address than the one that it was sent to.")
_FOR_OTHERS = say("Its answer was made for another program: check the entity ID there.")
_UNSIGNED = say("Its answer is not signed where it must be: let it sign the assertion.")
_WRAPPED = say("Its answer holds more than one statement, or one in a place where none belongs.")
_SAYINGS = {
    "STATUS_CODE_IS_NOT_SUCCESS": say(
        "It let nobody through: the sign-in was broken off or not allowed there."
    ),
    "WRONG_NUMBER_OF_ASSERTIONS": _WRAPPED,
    "WRONG_SIGNED_ELEMENT": _WRAPPED,
    "DUPLICATED_ID_IN_SIGNED_ELEMENTS": _WRAPPED,
    "INVALID_SIGNED_ELEMENT": _WRAPPED,
    "DUPLICATED_REFERENCE_IN_SIGNED_ELEMENTS": _WRAPPED,
    "UNEXPECTED_SIGNED_ELEMENTS": _WRAPPED,
    "WRONG_NUMBER_OF_SIGNATURES_IN_RESPONSE": _WRAPPED,
    "WRONG_NUMBER_OF_SIGNATURES_IN_ASSERTION": _WRAPPED,
    "INVALID_XML_FORMAT": say("Its answer is not made as SAML wants it."),
    "WRONG_INRESPONSETO": say("Its answer is to no request, or to another one than was sent."),
    "ASSERTION_TOO_EARLY": say("Its answer is of the future. Check the clocks of both machines."),
    "ASSERTION_EXPIRED": say("Its answer is over. Check the clocks of both machines."),
    "SESSION_EXPIRED": say("Its answer is over. Check the clocks of both machines."),
    "WRONG_DESTINATION": _ELSEWHERE,
    "EMPTY_DESTINATION": _ELSEWHERE,
    "WRONG_AUDIENCE": _FOR_OTHERS,
    "WRONG_ISSUER": say("Its answer was made by another directory."),
    "ISSUER_NOT_FOUND_IN_ASSERTION": say("Its answer was made by another directory."),
    "WRONG_SUBJECTCONFIRMATION": say(
        "Its answer is over, or was made for another address or another request."
    ),
    "NO_SIGNED_ASSERTION": _UNSIGNED,
    "NO_SIGNATURE_FOUND": _UNSIGNED,
    "INVALID_SIGNATURE": say(
        "The signature of its answer does not go with its certificate, or something in it was "
        "changed."
    ),
    "DEPRECATED_SIGNATURE_METHOD": say("It signs in an old way (SHA-1): set it to SHA-256 there."),
    "DEPRECATED_DIGEST_METHOD": say("It signs in an old way (SHA-1): set it to SHA-256 there."),
    "NO_NAMEID": say("It gives no name for the person that can be kept."),
    "EMPTY_NAMEID": say("It gives no name for the person that can be kept."),
}


@dataclass(frozen=True, slots=True)
class _Library:
    """The parts of python3-saml that are used; its stubs are nobody's."""

    response: Any
    settings: Any
    metadata: Any
    fault: Any
    error: Any


def _library() -> _Library:
    """Imported when it is wanted: where the XML libraries of a machine do not go together, SAML
    alone does not work. Raises Refusal.
    """
    try:
        errors = importlib.import_module("onelogin.saml2.errors")
        return _Library(
            response=importlib.import_module("onelogin.saml2.response").OneLogin_Saml2_Response,
            settings=importlib.import_module("onelogin.saml2.settings").OneLogin_Saml2_Settings,
            metadata=importlib.import_module(
                "onelogin.saml2.idp_metadata_parser"
            ).OneLogin_Saml2_IdPMetadataParser,
            fault=errors.OneLogin_Saml2_ValidationError,
            error=errors.OneLogin_Saml2_Error,
        )
    except Exception as error:  # xmlsec raises an error of its own, which only it could name.
        sentence = say(
            "This machine cannot check what SAML signs: its libraries for XML (lxml and xmlsec) "
            "do not go together. Use OpenID Connect, or ask whoever looks after the machine."
        )
        raise Refusal("directory.saml-missing", sentence) from error


def _settings(spec: ConnectionSpec, ours: OurSide) -> dict[str, Any]:
    return {
        "strict": True,
        "debug": False,
        "sp": {
            "entityId": ours.entity_id,
            "assertionConsumerService": {"url": ours.answers_at, "binding": _POST},
            "NameIDFormat": _ANY_FORMAT,
        },
        "idp": {
            "entityId": spec.issuer,
            "singleSignOnService": {"url": spec.address},
            "x509certMulti": {"signing": list(spec.certificates)},
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantNameId": True,
            "wantAttributeStatement": False,
            "requestedAuthnContext": False,
            "rejectDeprecatedAlgorithm": True,
            "allowSingleLabelDomains": True,
        },
    }


def _said(library: _Library, code: int) -> Said:
    names = (name for name, value in vars(library.fault).items() if value == code)
    known = (name for name in names if name in _SAYINGS)
    return _SAYINGS.get(next(known, ""), say("Its answer is not made as SAML wants it."))


def _request_id(visit: DirectoryVisit) -> str:
    return f"n{visit.nonce}"


def _decoded(content: str) -> str:
    """The XML of an answer, in which comments and definitions serve attacks alone."""
    if len(content) > MOST_BYTES * 4 // 3:
        raise _refusal(_TOO_LONG)
    try:
        text = _text(base64.b64decode(content, validate=True))
    except (ValueError, binascii.Error) as error:
        raise _refusal(say("Its answer cannot be read.")) from error
    if "<!" in text or "\0" in text:
        raise _refusal(say("Its answer holds comments or definitions, which have no place in it."))
    return text


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise _refusal(_TOO_LONG)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise _refusal(say("Its answer cannot be read.")) from error


def _framed(text: str) -> str:
    bare = "".join(text.split())
    lines = "\n".join(bare[at : at + 64] for at in range(0, len(bare), 64))
    return f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n"


def _refusal(sentence: Said) -> Refusal:
    return Refusal("directory.saml", sentence)
