"""Cards to be cut out and handed over: a link for one person each, worded in their language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import get_supported_language_variant as offered_variant

from trimtab.journeys import inviting
from trimtab.journeys.inviting import Address, Sheet
from trimtab.kernel.said import say
from trimtab.papers.cards import CardFace, CardLook, cards_pdf
from trimtab.people import api as people
from trimtab.people.api import Purpose
from trimtab.support import api as support
from trimtab.wording import dated, words

# So many stand in one file; more are several files.
MOST_CARDS = inviting.MOST_SHEETS
COLOUR, SOURCE = "#1b3a5b", "en"


@transaction.atomic
def invitation_cards(
    *,
    person_ids: Sequence[UUID],
    by: people.PersonRow,
    address: Address,
    typed_at: str,
    now: dt.datetime,
) -> tuple[bytes, int]:
    """Cards for those who have not come in, as PDF, and how many; open invitations are replaced.

    `typed_at` is the address of the page where a token is typed. Nothing and 0 when everybody is
    in. Raises NotAllowed, Refusal for more than 500 at once.
    """
    sheets = inviting.invite_on_paper(person_ids=person_ids, by=by, address=address, now=now)
    return (_drawn(sheets, Purpose.INVITATION, typed_at), len(sheets)) if sheets else (b"", 0)


@transaction.atomic
def reset_card(
    *,
    person_id: UUID,
    by: people.PersonRow,
    address: Address,
    typed_at: str,
    now: dt.datetime,
) -> bytes:
    """The card of somebody who is in and has forgotten what they sign in with, as PDF.

    Raises NotAllowed, NotFound, Refusal for somebody who is shut out.
    """
    sheet = inviting.hand_out_reset(person_id=person_id, by=by, address=address, now=now)
    return _drawn([sheet], Purpose.RESET, typed_at)


def _drawn(sheets: Sequence[Sheet], purpose: Purpose, typed_at: str) -> bytes:
    house = people.organisation()
    look = CardLook(
        title=words(say("Cards to hand out")),
        organisation=house.name if house else "Trimtab",
        colour=house.colour if house else COLOUR,
        logo=people.logo(),
        language=get_language() or SOURCE,
    )
    has_devices = people.has_shared_devices()
    is_many = len(sheets) > 1
    faces = []
    for sheet in sheets:
        with override(_offered(sheet.language)):
            code = support.qr_svg(sheet.link, is_one_of_many=is_many)
            faces.append(_face(sheet, purpose, typed_at, code, has_devices=has_devices))
    return cards_pdf(faces, look)


def _offered(tag: str) -> str:
    try:
        return offered_variant(tag)
    except LookupError:
        return SOURCE


def _face(
    sheet: Sheet, purpose: Purpose, typed_at: str, code: str, *, has_devices: bool
) -> CardFace:
    """A card in the language that is active."""
    if has_devices:
        does = say("Scan this code. Choose a password, and a PIN for the shared devices.")
    elif purpose is Purpose.RESET:
        does = say("Scan this code and choose a new password.")
    else:
        does = say("Scan this code and choose a password of your own.")
    until = dated(sheet.expires_at.astimezone(ZoneInfo(sheet.time_zone)), "j F Y, H:i")
    return CardFace(
        name=sheet.name,
        unit=sheet.unit,
        signs_in_with=words(say("You sign in with")),
        sign_in_name=sheet.sign_in_name,
        does=words(does),
        code=code,
        link=sheet.link,
        types=words(say("Or open")),
        address=typed_at.partition("://")[2] or typed_at,
        token=sheet.token,
        until=words(say("Works once, until {until}. It is yours alone.", until=until)),
        language=get_language() or SOURCE,
        is_rtl=get_language_bidi(),
    )
