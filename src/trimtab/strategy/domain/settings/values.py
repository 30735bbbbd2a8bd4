"""The values of settings that are words: the text is the value, its words are how a page says
it.
"""

from __future__ import annotations

from trimtab.kernel.said import Said, as_written, say, say_in

_WORDS = (
    say_in("a kind of question", "question"),
    say_in("a kind of question", "scenario"),
    say_in("a kind of question", "example"),
    say("a session"),
    say("a digest that fits the calendar"),
    say("one question at a time"),
    say("any time"),
    say("working hours"),
    say("in the shift"),
    say("any device"),
    say("own device by choice"),
    say("provided device"),
    say("shared device"),
    say_in("notices", "on"),
    say("by IT policy"),
    say("by choice"),
    say_in("notices, or what managers see", "none"),
    say("as set up"),
    say_in("a way to sign in", "link"),
    say("sign-on"),
    say("badge or code"),
    say_in("a way to find help", "search"),
    say("code at the place of work"),
    say("side panel of the browser"),
    say("command in the team chat"),
    say("notices"),
    say("own devices"),
    say("help by machines"),
    say("anybody"),
    say("colleagues"),
    say("learning and development"),
    say("human resources"),
    say("the direct manager"),
    say("the head of the business"),
    say("a member of the board"),
    say("everybody"),
    say("waves"),
    say("a pilot"),
    say("persons"),
    say("groups"),
    say("nothing"),
    say("pseudonymous"),
    say("without individual views"),
    say("by agreement"),
    say("pass and date only"),
    say("never"),
    say("kept here"),
    say("kept here and open to export"),
    say("kept here and passed to the record store"),
    say("consent"),
    say("escalate"),
    say("hold"),
    say("teams"),
    say("time that goes elsewhere"),
    say("overtime"),
    say("errors in other work"),
    say("stress"),
    say("differences between groups"),
)
_BY_VALUE = {str(words): words for words in _WORDS}


def value_words(value: str) -> Said:
    """A value of a setting in words; what is none of ours, such as a name or a time of day, stays
    as it is.
    """
    return _BY_VALUE.get(value) or as_written(value)
