"""Sends messages as e-mail through the mail server of TRIMTAB_EMAIL_URL."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from django.core.mail import EmailMessage

from trimtab.kernel.errors import DeliveryFailed
from trimtab.messaging.api import Outgoing


@dataclass(frozen=True)
class EmailChannel:
    """Plain text from one address; the reason stands below the message."""

    sender: str

    def deliver(self, message: Outgoing) -> None:
        """Hands the message to the mail server. Raises DeliveryFailed; an address that is refused is permanent."""
        body = f"{message.body}\n\n-- \n{message.why}\n"
        mail = EmailMessage(
            message.subject, body, self.sender, [message.address], headers={"Message-ID": f"<{message.id}@trimtab>"}
        )
        try:
            mail.send(fail_silently=False)
        except smtplib.SMTPRecipientsRefused as error:
            raise DeliveryFailed("The mail server refuses the address.", permanent=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryFailed(
                f"The mail server did not take it: {type(error).__name__}.", permanent=False
            ) from error
