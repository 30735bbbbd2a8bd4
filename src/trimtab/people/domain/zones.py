"""Languages and time zones as other systems write them. Pure.

The names of Windows are those of the Unicode CLDR (windowsZones), each with its first zone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[_-]([A-Za-z]{4}))?(?:[_-]([A-Za-z]{2}|\d{3}))?")
_NAMED: Mapping[str, str] = {
    "english": "en",
    "englisch": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "französisch": "fr",
    "spanish": "es",
    "español": "es",
    "spanisch": "es",
    "italian": "it",
    "italiano": "it",
    "italienisch": "it",
    "dutch": "nl",
    "nederlands": "nl",
    "portuguese": "pt",
    "português": "pt",
    "polish": "pl",
    "polski": "pl",
    "polnisch": "pl",
}
# What says that nothing was chosen: Moodle's 'the server's own'.
_UNSAID = frozenset({"99", "server timezone", "default"})
_WINDOWS: Mapping[str, str] = {
    "utc": "UTC",
    "gmt standard time": "Europe/London",
    "greenwich standard time": "Atlantic/Reykjavik",
    "w. europe standard time": "Europe/Berlin",
    "central europe standard time": "Europe/Budapest",
    "central european standard time": "Europe/Warsaw",
    "romance standard time": "Europe/Paris",
    "e. europe standard time": "Europe/Chisinau",
    "gtb standard time": "Europe/Bucharest",
    "fle standard time": "Europe/Kiev",
    "russian standard time": "Europe/Moscow",
    "turkey standard time": "Europe/Istanbul",
    "israel standard time": "Asia/Jerusalem",
    "egypt standard time": "Africa/Cairo",
    "south africa standard time": "Africa/Johannesburg",
    "w. central africa standard time": "Africa/Lagos",
    "e. africa standard time": "Africa/Nairobi",
    "arab standard time": "Asia/Riyadh",
    "arabian standard time": "Asia/Dubai",
    "pakistan standard time": "Asia/Karachi",
    "india standard time": "Asia/Kolkata",
    "bangladesh standard time": "Asia/Dhaka",
    "se asia standard time": "Asia/Bangkok",
    "china standard time": "Asia/Shanghai",
    "singapore standard time": "Asia/Singapore",
    "tokyo standard time": "Asia/Tokyo",
    "korea standard time": "Asia/Seoul",
    "aus eastern standard time": "Australia/Sydney",
    "e. australia standard time": "Australia/Brisbane",
    "cen. australia standard time": "Australia/Adelaide",
    "w. australia standard time": "Australia/Perth",
    "new zealand standard time": "Pacific/Auckland",
    "atlantic standard time": "America/Halifax",
    "eastern standard time": "America/New_York",
    "us eastern standard time": "America/Indianapolis",
    "central standard time": "America/Chicago",
    "central standard time (mexico)": "America/Mexico_City",
    "mountain standard time": "America/Denver",
    "us mountain standard time": "America/Phoenix",
    "pacific standard time": "America/Los_Angeles",
    "alaskan standard time": "America/Anchorage",
    "hawaiian standard time": "Pacific/Honolulu",
    "e. south america standard time": "America/Sao_Paulo",
    "argentina standard time": "America/Buenos_Aires",
    "sa pacific standard time": "America/Bogota",
}


def language_tag(written: str) -> str:
    """A language as BCP 47 writes it: en_GB is en-GB, DE is de, Deutsch is de.

    What is none of these stays as it is.
    """
    plain = written.strip()
    if plain.casefold() in _UNSAID:
        return ""
    if plain.casefold() in _NAMED:
        return _NAMED[plain.casefold()]
    tag = _TAG.fullmatch(plain)
    if tag is None:
        return plain
    language, script, region = tag.groups()
    parts = [language.lower(), script.title() if script else "", region.upper() if region else ""]
    return "-".join(part for part in parts if part)


def zone_name(written: str) -> str:
    """A time zone as the IANA names it, also where Windows named it; else as it is."""
    plain = written.strip()
    if plain.casefold() in _UNSAID:
        return ""
    return _WINDOWS.get(plain.casefold(), plain)
