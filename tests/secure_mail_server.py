"""A mail server with certificates and passwords (aiosmtpd), for tests of what an installation asks
of a real one.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "trimtab", "a-secret-of-the-mail-server"


@dataclass
class SecureServer:
    """`taken` holds the messages that it has, whole. `says_to_sender` and `says_to_address` are its
    answers to MAIL and RCPT where they are not its own.
    """

    port: int
    certificate: Path
    taken: list[str] = field(default_factory=list)
    says_to_sender: str = ""
    says_to_address: str = ""

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.says_to_sender:
            return self.says_to_sender
        envelope.mail_from = address
        return "250 well"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.says_to_address:
            return self.says_to_address
        envelope.rcpt_tos.append(address)
        return "250 well"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append(envelope.content.decode())
        return "250 it is here"


def _lets_in(server: Any, session: Any, envelope: Any, mechanism: str, brought: Any) -> AuthResult:
    is_right = isinstance(brought, LoginPassword) and brought.password == PASSWORD.encode()
    return AuthResult(success=is_right, handled=is_right)


@contextmanager
def secure_server(folder: Path, *, from_the_first_byte: bool = False) -> Iterator[SecureServer]:
    """A server for the name 'localhost' that asks for a password over TLS alone: after STARTTLS, or
    from the first byte.
    """
    certificate, context = _certificate(folder)
    server = SecureServer(_free_port(), certificate)
    security: dict[str, Any] = (
        {"ssl_context": context, "auth_require_tls": False}
        if from_the_first_byte
        else {"tls_context": context, "require_starttls": True}
    )
    controller = Controller(
        server,
        hostname="localhost",
        port=server.port,
        authenticator=_lets_in,
        auth_required=True,
        **security,
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 'localhost' that nobody trusts but whoever is told to, and a context with
    it.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begins = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    names: list[x509.GeneralName] = [
        x509.DNSName("localhost"),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    ]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + dt.timedelta(days=365 * 100))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path, whole = folder / "certificate.pem", folder / "with-key.pem"
    written = certificate.public_bytes(serialization.Encoding.PEM)
    path.write_bytes(written)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    whole.write_bytes(written + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    return path, context
