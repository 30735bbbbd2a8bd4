"""Which devices and channels, existing tools or new ones, and how are the policies of IT and HR
met?
"""

from __future__ import annotations

from functools import partial

from trimtab.kernel.said import say
from trimtab.strategy.domain.catalogue.question import (
    AnswerKind,
    Area,
    Condition,
    Question,
    options,
)
from trimtab.strategy.domain.circumstances import Device
from trimtab.strategy.domain.document import Strategy

_asks = partial(Question, area=Area.TECHNOLOGY)
_of_audiences = partial(_asks, kind=AnswerKind.RECORDS, records="audiences")
_MANY = 100


def _own_devices(document: Strategy) -> bool:
    return any(one.device is Device.OWN for one in document.audiences)


def _something_in_place(document: Strategy) -> bool:
    answer = document.answers.get("Q-T5")
    return answer is None or answer.value not in (("none",), "none")


def _many(document: Strategy) -> bool:
    return not document.audiences or sum(one.headcount for one in document.audiences) >= _MANY


DEVICES = (
    _of_audiences(
        "Q-T1",
        field="device",
        asks=say("What does each group hold in its hands, and whose is it?"),
        why=say(
            "What belongs to the organisation may be used and managed; what belongs to a person "
            "needs their yes."
        ),
        asked_of=say("IT"),
        source="WP29 Opinion 2/2017 on data processing at work",
        options=options(
            provided=say("The organisation gave each person one"),
            shared=say("Several people use one in turn"),
            own=say("It is the person's own, bought by themselves"),
            none=say("Nothing with a screen"),
        ),
    ),
    _of_audiences(
        "Q-T2",
        field="at_hand",
        asks=say("What is at hand at the moment of work?"),
        why=say("Help that needs a screen is no help when both hands are full."),
        asked_of=say("those who do the task"),
        source="Gery 1991, Electronic Performance Support Systems",
        options=options(
            computer=say("The work itself is done on a computer"),
            mobile=say("A phone or tablet within reach"),
            both=say("Either, as it comes"),
            hands_busy=say("Nothing; both hands and eyes are taken"),
        ),
    ),
    _of_audiences(
        "Q-T3",
        field="connectivity",
        asks=say("How is each group connected while it works?"),
        why=say("An answer that is lost in a dead spot costs the next ten."),
        asked_of=say("IT"),
        source="Feyerke 2013, Designing Offline-First Web Apps",
        options=options(
            always=say("Wherever they work"),
            intermittent=say("With gaps during the day"),
            offline=say("Not for whole shifts"),
            metered=say("Every megabyte is paid for"),
        ),
    ),
)

TOOLS = (
    _asks(
        "Q-T4",
        asks=say("Which channels do people read every day already?"),
        why=say("A channel that is read is worth ten that are announced."),
        kind=AnswerKind.SEVERAL,
        asked_of=say("communication"),
        source="Prosci, Best Practices in Change Management: preferred channels",
        options=options(
            in_app=say("A page or app they open for work"),
            email=say("A mailbox they look into daily"),
            chat=say("Team chat such as Teams or Slack"),
            sms=say("Short messages to a phone"),
            messenger=say("A private messenger such as WhatsApp"),
            intranet=say("The organisation's own pages"),
            till=say("The till or terminal they stand at"),
            qr=say("Codes where the work is done"),
            print=say("Paper at the board or the clock"),
            huddle=say("The talk at the start of a shift"),
        ),
    ),
    _asks(
        "Q-T5",
        asks=say("Which systems are in place already?"),
        why=say("What exists is extended before something new is added."),
        kind=AnswerKind.SEVERAL,
        asked_of=say("IT"),
        source="ADL, xAPI and the Total Learning Architecture",
        options=options(
            lms=say("Courses and completions are kept there"),
            hris=say("Who works where is kept there"),
            sso=say("One sign-on for everything"),
            knowledge_base=say("Articles that people search"),
            ticketing=say("A help desk with tickets"),
            erp=say("Orders, stock or customers"),
            lrs=say("Learning records in xAPI"),
            dap=say("Guidance laid over other software"),
            none=say("Nothing of this kind"),
        ),
    ),
    _asks(
        "Q-T6",
        asks=say("Is an existing platform extended, or a new one added?"),
        why=say("Every new place to look is one more reason not to."),
        kind=AnswerKind.CHOICE,
        asked_of=say("IT"),
        source="Davis 1989, technology acceptance: ease of use",
        options=options(
            extend=say("It lives in what people use today"),
            new=say("People get one more place to open"),
            layer=say("One entry, with the old systems behind it"),
        ),
        only_if=Condition(
            ("Q-T5",), _something_in_place, say("Nothing is in place that could be extended.")
        ),
    ),
    _asks(
        "Q-T7",
        asks=say("How do people sign in?"),
        why=say("Ten seconds of signing in eat a three-minute session."),
        kind=AnswerKind.CHOICE,
        asked_of=say("IT"),
        source="NIST SP 800-63B, Digital Identity Guidelines",
        options=options(
            sso=say("With the sign-on they use for everything"),
            badge=say("With a badge or a short code"),
            link=say("With a link that comes by mail"),
            password=say("With a password of its own"),
            anonymous=say("Not at all; nobody is known by name"),
        ),
    ),
    _asks(
        "Q-T8",
        asks=say("What does IT ask of people's own devices?"),
        why=say("Being managed on one's own phone ends goodwill."),
        kind=AnswerKind.CHOICE,
        asked_of=say("IT"),
        source="NIST SP 800-124 Rev. 2, managing mobile devices",
        options=options(
            managed=say("IT may see and wipe the whole device"),
            containers=say("Work is kept apart in a container"),
            none=say("IT asks for nothing"),
            not_used=say("Own devices are not used"),
        ),
        only_if=Condition(
            ("Q-T1",), _own_devices, say("Nobody is asked to use a device of their own.")
        ),
    ),
    _asks(
        "Q-T9",
        asks=say("Where may data be kept, and what must be proved about it?"),
        why=say("A place that security refuses is found out on the last day."),
        kind=AnswerKind.SEVERAL,
        asked_of=say("IT"),
        source="ISO/IEC 27001:2022; Regulation (EU) 2016/679, article 32 and chapter V",
        options=options(
            on_premises=say("On machines of the organisation"),
            region=say("Within a named country or region"),
            air_gapped=say("Without any connection outwards"),
            certified=say("Only with a certificate"),
            any=say("Anywhere that contract and law allow"),
        ),
    ),
    _asks(
        "Q-T10",
        asks=say("Which ways in and out do other systems need?"),
        why=say("Evidence that cannot leave is evidence that somebody else owns."),
        kind=AnswerKind.SEVERAL,
        asked_of=say("IT"),
        source="IEEE 9274.1.1-2023 (xAPI); 1EdTech LTI 1.3; RFC 7644 (SCIM)",
        options=options(
            xapi=say("Learning events, one by one"),
            cmi5=say("Courses that report by xAPI"),
            scorm=say("Older courses in a package"),
            lti=say("Starting from a course platform"),
            scim=say("People and units from the directory"),
            webhooks=say("A call when something happens"),
            csv=say("Tables in a file"),
            none=say("None for now"),
        ),
        only_if=Condition(
            ("Q-T5",),
            _something_in_place,
            say("No other system is in place that would ask for it."),
        ),
    ),
    _asks(
        "Q-T11",
        asks=say(
            "Have IT and HR approved notices, own devices, retention and help by machines, and "
            "by when will they?"
        ),
        why=say("A channel without approval is switched off in the second week."),
        kind=AnswerKind.CHOICE,
        asked_of=say("IT and HR"),
        source="ISO/IEC 38500:2024, governance of IT",
        options=options(
            approved=say("All of it, in writing"),
            pending=say("Asked, and not yet answered"),
            not_asked=say("Nobody asked them yet"),
        ),
    ),
    _asks(
        "Q-T12",
        asks=say("What is help by machines used for?"),
        why=say("Scoring people by machine falls under strict law."),
        kind=AnswerKind.CHOICE,
        asked_of=say("steward"),
        source="Regulation (EU) 2024/1689, annex III",
        options=options(
            none=say("Not used"),
            authoring=say("It drafts, and a person checks every word"),
            answers=say("It answers from aids that were checked"),
            scoring=say("It judges what people can do"),
        ),
    ),
    _asks(
        "Q-T13",
        asks=say("How many people begin within the same ten minutes?"),
        why=say("Whoever waits at the start of a shift does not come back."),
        kind=AnswerKind.NUMBER,
        asked_of=say("operations"),
        source="Beyer et al. 2016, Site Reliability Engineering",
        unit=say("people at once"),
        only_if=Condition(("Q-P1",), _many, say("So few people are no burden, even all at once.")),
    ),
)

QUESTIONS = DEVICES + TOOLS
