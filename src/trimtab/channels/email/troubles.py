"""What went wrong on the way to a mail server, in words that say what to do."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl

from trimtab.kernel.said import Said, as_written, say

MOST_WORDS = 200
NO_CODE = -1
# Whoever answers so has no such mailbox (RFC 3463): bad or unknown mailbox or domain, moved,
# no mail taken, disabled.
_GONE = re.compile(r"5\.(1\.(1|2|3|6|10)|2\.1)(?!\d)")
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_NO_SUCH = re.compile(
    r"\b(unknown (user|recipient|mailbox|address)|(user|recipient|mailbox|address) unknown"
    r"|no such (user|recipient|mailbox|address|person)|(does not|doesn't|not) exist"
    r"|no mailbox|invalid (recipient|mailbox))",
    re.IGNORECASE,
)
_REFUSALS_OF_AN_ADDRESS = (550, 551, 553)
_IN_TIME = say("it did not answer in time. Is the port right, and open in the firewall?")


def server_words(code: int, answer: bytes) -> str:
    """What the server answered, at most 200 characters of it."""
    return f"{code} {answer.decode('utf-8', 'replace')[:MOST_WORDS]}"


def is_gone(code: int, answer: bytes) -> bool:
    """Whether a server that refuses an address says that nobody is there.

    Where it says why (RFC 3463), by that; else only when its words leave no doubt: a server that
    does not know us refuses every address with the same number.
    """
    words = answer.decode("utf-8", "replace")
    if _ENHANCED.search(words):
        return 500 <= code < 600 and _GONE.search(words) is not None
    return code in _REFUSALS_OF_AN_ADDRESS and _NO_SUCH.search(words) is not None


def told(error: BaseException) -> str:
    """What went wrong, in the server's words where it said something."""
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        return server_words(
            error.smtp_code, answer if isinstance(answer, bytes) else str(answer).encode()
        )
    return f"{type(error).__name__}: {error}"[:MOST_WORDS]


def why_not_reached(error: OSError | UnicodeError) -> Said:
    """Why there is no conversation with the mail server."""
    return say("The mail server cannot be reached: {reason}", reason=_reason(error))


def _reason(error: OSError | UnicodeError) -> Said:
    match error:
        case socket.gaierror() | UnicodeError():
            return say("no machine has this name (DNS). Is it spelt right?")
        case ConnectionRefusedError():
            return say("the machine is there, and refuses the connection. Is the port right?")
        case TimeoutError():
            return _IN_TIME
        case ssl.SSLError():
            return _of_security(error)
        case smtplib.SMTPException():
            return _of_conversation(error)
        case _:
            return as_written(told(error))


def _of_security(error: ssl.SSLError) -> Said:
    if isinstance(error, ssl.SSLCertVerificationError):
        return say(
            "its certificate is not trusted ({reason}). Is the name the one in the certificate?",
            reason=str(error.verify_message)[:MOST_WORDS],
        )
    return say(
        "no secure connection (TLS) came about ({reason}). Does this port want the other kind?",
        reason=str(error.reason or error)[:MOST_WORDS],
    )


def _of_conversation(error: smtplib.SMTPException) -> Said:
    match error:
        case smtplib.SMTPAuthenticationError():
            return say("it does not accept user and password: {answer}", answer=told(error))
        case smtplib.SMTPNotSupportedError() if "STARTTLS" in str(error):
            return say("it offers no secure connection (STARTTLS) at this port.")
        case smtplib.SMTPNotSupportedError():
            return say("it asks nobody for user and password at this port. Leave both empty.")
        case smtplib.SMTPResponseException(smtp_code=code) if code == NO_CODE:
            return say("what answers there is no mail server.")
        case smtplib.SMTPServerDisconnected() if isinstance(error.__context__, TimeoutError):
            return _IN_TIME
        case smtplib.SMTPServerDisconnected():
            return say("it hung up. Does this port want another kind of security?")
        case _:
            return as_written(told(error))
