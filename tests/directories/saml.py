"""A SAML 2.0 identity provider on this machine, signed with signxml."""

from __future__ import annotations

import base64
import copy
import datetime as dt
import html
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.signer import XMLSigner

P, A = "urn:oasis:names:tc:SAML:2.0:protocol", "urn:oasis:names:tc:SAML:2.0:assertion"
DS = "http://www.w3.org/2000/09/xmldsig#"
SPACES = {"p": P, "a": A, "ds": DS}
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
EVIL = "ada@corner.example"


class SAMLFault(StrEnum):
    """What an identity provider may do wrong, or somebody between it and us."""

    UNSIGNED = "nothing is signed"
    RESPONSE_SIGNED_ALONE = "the envelope is signed, the assertion is not"
    SIGNATURE_EMPTIED = "the signature has no value"
    OTHER_KEY = "another key signs and brings its certificate"
    SHA1 = "it signs with SHA-1"
    CHANGED_NAME = "the name was changed after signing"
    CHANGED_ATTRIBUTE = "an attribute was changed after signing"
    WRAPPED_BEFORE = "a forged assertion stands before the signed one"
    WRAPPED_AFTER = "a forged assertion stands after the signed one"
    WRAPPED_INSIDE = "the signed assertion lies inside a forged one"
    WRAPPED_IN_SIGNATURE = "the signed assertion lies in an object of the forged one's signature"
    WRAPPED_IN_EXTENSIONS = "the signed assertion lies in extensions of the response"
    WRAPPED_RESPONSE = "the signed response lies inside a forged one"
    SAME_ID = "a forged assertion has the id of the signed one"
    ISSUER = "another provider made it"
    AUDIENCE = "it is for another program"
    NO_AUDIENCE = "it is for anybody"
    RECIPIENT = "it is confirmed for another address"
    RECIPIENT_BEFORE_OURS = "it is confirmed for an address that begins with ours"
    NO_RECIPIENT = "it is confirmed for no address"
    DESTINATION = "it is sent to another address"
    DESTINATION_BEFORE_OURS = "it is sent to an address that begins with ours"
    EXPIRED = "its conditions are over"
    CONFIRMATION_EXPIRED = "its confirmation is over"
    NO_END = "its confirmation has no end"
    FUTURE = "its conditions are of the future"
    OTHER_REQUEST = "it answers another request"
    OTHER_REQUEST_INSIDE = "the envelope answers ours, the assertion another"
    UNASKED = "it answers no request"
    COMMENT_IN_NAME = "a comment cuts the name"
    ENTITIES = "entities unfold to gigabytes"
    EXTERNAL_ENTITY = "an entity reads a file"
    HUGE = "it is many megabytes long"
    NOT_XML = "it is no XML"
    NOT_BASE64 = "it is no base64"
    TRANSIENT = "the name is another one each time"
    NO_NAME = "it names nobody"
    DENIED = "the person said no"
    TWO_ASSERTIONS = "two signed assertions"
    ENCRYPTED = "it encrypts what we have no key for"
    FOREIGN_DOMAIN = "the address is of another domain"


@dataclass(frozen=True)
class SigningPair:
    """A key and its certificate, as PEM."""

    key: bytes
    certificate: str

    @property
    def bare(self) -> str:
        return "".join(line for line in self.certificate.splitlines() if "-----" not in line)


@cache
def pair(name: str) -> SigningPair:
    """A key and a certificate of this name; the same in one run."""
    key = rsa.generate_private_key(65537, 2048)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    return SigningPair(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        certificate.public_bytes(Encoding.PEM).decode(),
    )


@dataclass
class IdentityProvider:
    """A provider; `name` and `attributes` are of whoever signs in next, `fault` is what it does
    wrong next.
    """

    address: str = ""
    name: str = "persistent-1"
    attributes: dict[str, str] = field(default_factory=dict)
    fault: SAMLFault | None = None

    @property
    def entity_id(self) -> str:
        return f"{self.address}/entity"

    def metadata(self) -> str:
        return (
            '<?xml version="1.0"?><!-- made by hand --><md:EntityDescriptor '
            f'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{self.entity_id}">'
            f'<md:IDPSSODescriptor protocolSupportEnumeration="{P}"><md:KeyDescriptor use="signing">'
            f'<ds:KeyInfo xmlns:ds="{DS}"><ds:X509Data><ds:X509Certificate>{pair("idp").bare}'
            "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
            '<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" '
            f'Location="{self.address}/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>'
        )

    def answer(self, request: str) -> tuple[str, str]:
        """The address that a request is answered to, and the answer in base64."""
        asked = etree.fromstring(zlib.decompress(base64.b64decode(request), -15))
        acs = asked.get("AssertionConsumerServiceURL")
        ours = asked.findtext(f"{{{A}}}Issuer")
        return acs, self._encoded(self._response(asked.get("ID"), acs, ours))

    def _encoded(self, response: Any) -> str:
        text = etree.tostring(response).decode()
        match self.fault:
            case SAMLFault.COMMENT_IN_NAME:
                text = text.replace(f">{self.name}<", f">{self.name}<!-- x -->.evil.example<")
            case SAMLFault.ENTITIES:
                laughs = "".join(
                    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12)
                )
                text = f"<!DOCTYPE x [{laughs}]>{text.replace(self.name, '&l11;')}"
            case SAMLFault.EXTERNAL_ENTITY:
                entity = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
                text = f"{entity}{text.replace(self.name, '&f;')}"
            case SAMLFault.HUGE:
                text = text.replace(self.name, self.name + "a" * 220_000)
            case SAMLFault.NOT_XML:
                text = "<samlp:Response"
            case SAMLFault.NOT_BASE64:
                return "%%%" + base64.b64encode(text.encode()).decode()
            case _:
                pass
        return base64.b64encode(text.encode()).decode()

    def _response(self, request_id: str, acs: str, ours: str) -> Any:
        response = self._envelope(request_id, acs)
        if self.fault is SAMLFault.DENIED:
            return response
        assertion = self._assertion(request_id, acs, ours)
        if self.fault in (SAMLFault.UNSIGNED, SAMLFault.RESPONSE_SIGNED_ALONE):
            assertion.remove(assertion.find(f"{{{DS}}}Signature"))
        else:
            assertion = self._signed(assertion)
        response.append(assertion)
        if self.fault is SAMLFault.RESPONSE_SIGNED_ALONE:
            response.insert(1, _placeholder())
            response = self._signed(response)
        return self._bent(response, request_id, acs, ours)

    def _envelope(self, request_id: str, acs: str) -> Any:
        response = etree.Element(f"{{{P}}}Response", nsmap={"samlp": P, "saml": A})
        response.attrib.update(
            {"ID": f"r{uuid4().hex}", "Version": "2.0", "IssueInstant": _moment(0)}
        )
        destination = {
            SAMLFault.DESTINATION: "https://elsewhere.example/acs",
            SAMLFault.DESTINATION_BEFORE_OURS: f"{acs}/more",
        }
        response.set("Destination", destination.get(self.fault, acs) if self.fault else acs)
        if self.fault is not SAMLFault.UNASKED:
            is_other = self.fault is SAMLFault.OTHER_REQUEST
            response.set("InResponseTo", "another" if is_other else request_id)
        etree.SubElement(response, f"{{{A}}}Issuer").text = self._issuer()
        status = etree.SubElement(response, f"{{{P}}}Status")
        code = SUCCESS.replace("Success", "Responder") if self._denies() else SUCCESS
        etree.SubElement(status, f"{{{P}}}StatusCode").set("Value", code)
        return response

    def _denies(self) -> bool:
        return self.fault is SAMLFault.DENIED

    def _issuer(self) -> str:
        is_other = self.fault is SAMLFault.ISSUER
        return "https://evil.example/entity" if is_other else self.entity_id

    def _assertion(self, request_id: str, acs: str, ours: str) -> Any:
        fault = self.fault
        assertion = etree.Element(f"{{{A}}}Assertion", nsmap={"saml": A})
        assertion.attrib.update(
            {"ID": f"a{uuid4().hex}", "Version": "2.0", "IssueInstant": _moment(0)}
        )
        etree.SubElement(assertion, f"{{{A}}}Issuer").text = self._issuer()
        assertion.append(_placeholder())
        subject = etree.SubElement(assertion, f"{{{A}}}Subject")
        if fault is not SAMLFault.NO_NAME:
            name = etree.SubElement(subject, f"{{{A}}}NameID")
            name.set("Format", TRANSIENT if fault is SAMLFault.TRANSIENT else PERSISTENT)
            name.text = self.name
        confirmation = etree.SubElement(subject, f"{{{A}}}SubjectConfirmation")
        confirmation.set("Method", BEARER)
        data = etree.SubElement(confirmation, f"{{{A}}}SubjectConfirmationData")
        data.attrib.update(self._confirmed(request_id, acs))
        conditions = etree.SubElement(assertion, f"{{{A}}}Conditions")
        begins, ends = -60, 300
        if fault is SAMLFault.EXPIRED:
            begins, ends = -4000, -400
        if fault is SAMLFault.FUTURE:
            begins, ends = 900, 1800
        conditions.attrib.update({"NotBefore": _moment(begins), "NotOnOrAfter": _moment(ends)})
        if fault is not SAMLFault.NO_AUDIENCE:
            audience = etree.SubElement(
                etree.SubElement(conditions, f"{{{A}}}AudienceRestriction"), f"{{{A}}}Audience"
            )
            audience.text = "https://another.example" if fault is SAMLFault.AUDIENCE else ours
        self._statements(assertion)
        return assertion

    def _confirmed(self, request_id: str, acs: str) -> dict[str, str]:
        said = {"InResponseTo": request_id, "Recipient": acs, "NotOnOrAfter": _moment(300)}
        match self.fault:
            case SAMLFault.RECIPIENT:
                said["Recipient"] = "https://elsewhere.example/acs"
            case SAMLFault.RECIPIENT_BEFORE_OURS:
                said["Recipient"] = f"{acs}/more"
            case SAMLFault.NO_RECIPIENT:
                del said["Recipient"]
            case SAMLFault.CONFIRMATION_EXPIRED:
                said["NotOnOrAfter"] = _moment(-10)
            case SAMLFault.NO_END:
                del said["NotOnOrAfter"]
            case SAMLFault.OTHER_REQUEST | SAMLFault.OTHER_REQUEST_INSIDE:
                said["InResponseTo"] = "another"
            case SAMLFault.UNASKED:
                del said["InResponseTo"]
            case _:
                pass
        return said

    def _statements(self, assertion: Any) -> None:
        statement = etree.SubElement(assertion, f"{{{A}}}AuthnStatement")
        statement.set("AuthnInstant", _moment(0))
        context = etree.SubElement(statement, f"{{{A}}}AuthnContext")
        etree.SubElement(
            context, f"{{{A}}}AuthnContextClassRef"
        ).text = "urn:oasis:names:tc:SAML:2.0:ac:classes:Password"
        attributes = dict(self.attributes)
        if self.fault is SAMLFault.FOREIGN_DOMAIN:
            attributes["mail"] = "wanda@evil.example"
        if attributes:
            listed = etree.SubElement(assertion, f"{{{A}}}AttributeStatement")
            for name, value in attributes.items():
                attribute = etree.SubElement(listed, f"{{{A}}}Attribute")
                attribute.set("Name", name)
                etree.SubElement(attribute, f"{{{A}}}AttributeValue").text = value

    def _signed(self, element: Any) -> Any:
        signing = pair("other" if self.fault is SAMLFault.OTHER_KEY else "idp")
        is_old = self.fault is SAMLFault.SHA1
        maker = _OldSigner if is_old else XMLSigner
        signer = maker(
            signature_algorithm=SignatureMethod.RSA_SHA1 if is_old else SignatureMethod.RSA_SHA256,
            digest_algorithm=DigestAlgorithm.SHA1 if is_old else DigestAlgorithm.SHA256,
            c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#",
        )
        return signer.sign(
            element,
            key=signing.key,
            cert=signing.certificate,
            reference_uri=f"#{element.get('ID')}",
        )

    def _bent(self, response: Any, request_id: str, acs: str, ours: str) -> Any:
        """The response as somebody sends it who has come by it on its way."""
        assertion = response.find(f"{{{A}}}Assertion")
        if self.fault is None or assertion is None:
            return response
        forged = self._forged(assertion)
        match self.fault:
            case SAMLFault.WRAPPED_RESPONSE:
                return _around(response, forged)
            case SAMLFault.TWO_ASSERTIONS:
                response.append(self._signed(self._assertion(request_id, acs, ours)))
            case SAMLFault.ENCRYPTED:
                return _encrypted(response, assertion)
            case _:
                self._change(assertion)
                self._wrap(response, assertion, forged)
        return response

    def _change(self, assertion: Any) -> None:
        match self.fault:
            case SAMLFault.SIGNATURE_EMPTIED:
                assertion.find(f".//{{{DS}}}SignatureValue").text = ""
            case SAMLFault.CHANGED_NAME:
                assertion.find(f".//{{{A}}}NameID").text = "persistent-2"
            case SAMLFault.CHANGED_ATTRIBUTE:
                assertion.find(f".//{{{A}}}AttributeValue").text = EVIL
            case _:
                pass

    def _wrap(self, response: Any, assertion: Any, forged: Any) -> None:
        """The signed assertion put where nobody looks, and a forged one where it was
        (XML signature wrapping).
        """
        match self.fault:
            case SAMLFault.WRAPPED_BEFORE | SAMLFault.SAME_ID:
                if self.fault is SAMLFault.SAME_ID:
                    forged.set("ID", assertion.get("ID"))
                assertion.addprevious(forged)
            case SAMLFault.WRAPPED_AFTER:
                response.append(forged)
            case SAMLFault.WRAPPED_INSIDE:
                response.replace(assertion, forged)
                advice = etree.Element(f"{{{A}}}Advice")
                advice.append(assertion)
                forged.find(f"{{{A}}}Conditions").addnext(advice)
            case SAMLFault.WRAPPED_IN_SIGNATURE:
                signature = copy.deepcopy(assertion.find(f"{{{DS}}}Signature"))
                response.replace(assertion, forged)
                etree.SubElement(signature, f"{{{DS}}}Object").append(assertion)
                forged.insert(1, signature)
            case SAMLFault.WRAPPED_IN_EXTENSIONS:
                response.replace(assertion, forged)
                extensions = etree.Element(f"{{{P}}}Extensions")
                extensions.append(assertion)
                response.insert(1, extensions)
            case _:
                pass

    def _forged(self, assertion: Any) -> Any:
        """The same, unsigned, and of somebody else."""
        forged = copy.deepcopy(assertion)
        for signature in forged.findall(f"{{{DS}}}Signature"):
            forged.remove(signature)
        forged.set("ID", f"a{uuid4().hex}")
        for place in forged.iter(f"{{{A}}}NameID"):
            place.text = "persistent-2"
        for place in forged.iter(f"{{{A}}}AttributeValue"):
            place.text = EVIL
        return forged


class _OldSigner(XMLSigner):
    """Signs with SHA-1, as signxml does not of itself any more."""

    def check_deprecated_methods(self) -> None:
        """Lets it pass."""


def _around(response: Any, forged: Any) -> Any:
    """A forged response with the signed one in its extensions."""
    outer = copy.deepcopy(response)
    outer.replace(outer.find(f"{{{A}}}Assertion"), forged)
    outer.set("ID", f"r{uuid4().hex}")
    extensions = etree.Element(f"{{{P}}}Extensions")
    extensions.append(response)
    outer.insert(1, extensions)
    return outer


def _encrypted(response: Any, assertion: Any) -> Any:
    """An envelope around what nobody here has a key for."""
    space = "http://www.w3.org/2001/04/xmlenc#"
    wrapped = etree.Element(f"{{{A}}}EncryptedAssertion")
    data = etree.SubElement(wrapped, f"{{{space}}}EncryptedData", nsmap={"xenc": space})
    value = etree.SubElement(
        etree.SubElement(data, f"{{{space}}}CipherData"), f"{{{space}}}CipherValue"
    )
    value.text = base64.b64encode(etree.tostring(assertion)).decode()
    response.replace(assertion, wrapped)
    return response


def _placeholder() -> Any:
    """Where signxml puts the signature: SAML wants it after the issuer."""
    return etree.Element(f"{{{DS}}}Signature", {"Id": "placeholder"}, nsmap={"ds": DS})


def _moment(seconds: int) -> str:
    at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """A provider that is served as long as it is wanted, at an address of this machine."""
    provider = IdentityProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            match parts.path:
                case "/metadata":
                    self._say(provider.metadata(), "application/xml")
                case "/sso":
                    acs, answer = provider.answer(query["SAMLRequest"])
                    state = html.escape(query["RelayState"])
                    self._say(
                        "<!doctype html><title>Directory</title><h1>Directory</h1>"
                        f'<form method="post" action="{acs}">'
                        f'<input type="hidden" name="SAMLResponse" value="{answer}">'
                        f'<input type="hidden" name="RelayState" value="{state}">'
                        f"<button>Go on as {provider.name}</button></form>",
                        "text/html",
                    )
                case _:
                    self.send_error(404)

        def _say(self, text: str, kind: str) -> None:
            content = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Keeps quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://localhost:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield provider
    server.shutdown()
    server.server_close()
