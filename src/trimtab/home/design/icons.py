"""The icons, drawn on a 24 by 24 grid with a round pen.

Inline, so that they cost no request and take the text's colour.
"""

from __future__ import annotations

from collections.abc import Mapping

# They point along the line of writing: where it runs from right to left, they turn.
TURNING = frozenset({"back", "next", "out", "undo"})

ICONS: Mapping[str, str] = {
    "add": '<path d="M12 5v14M5 12h14"/>',
    "aid": '<path d="M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h5"/>',
    "alert": '<path d="M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.1"/>',
    "answer": '<path d="M4 5h16v11H9l-5 4z"/>',
    "audit": '<path d="M7 3h10v18l-2.5-1.6L12 21l-2.5-1.6L7 21zM10 8h4M10 12h4"/>',
    "back": '<path d="m14 5-7 7 7 7"/>',
    "bad": '<path d="M6 6l12 12M18 6 6 18"/>',
    "bell": '<path d="M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5h4"/>',
    "chart": '<path d="M4 4v16h16M8 15l4-5 3 3 5-7"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "close": '<path d="M6 6l12 12M18 6 6 18"/>',
    "content": (
        '<path d="'
        "M12 6c-2-1.3-4.7-1.7-8-1.5V18c3.3-.2 6 .2 8 1.5 2-1.3 4.7-1.7 8-1.5"
        "V4.5C16.7 4.3 14 4.7 12 6z"
        'M12 6v13"/>'
    ),
    "course": (
        '<path d="m2.5 9 9.5-4.5L21.5 9 12 13.5z"/>'
        '<path d="M6.5 11v4.5c1.5 2 9.500 2 11 0V11"/>'
        '<path d="M21.5 9v5"/>'
    ),
    "correction": '<path d="M4 17 14 7l3 3L7 20H4zM12.5 8.5l3 3M16 5l3 3"/>',
    "day": (
        '<circle cx="12" cy="12" r="4"/>'
        '<path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7'
        'M7 17l-1.4 1.4"/>'
    ),
    "down": '<path d="M12 5v14M6 13l6 6 6-6"/>',
    "download": '<path d="M12 4v11M7 11l5 5 5-5M5 20h14"/>',
    "find": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "flag": '<path d="M6 21V4h11l-2 4 2 4H6"/>',
    "gap": '<path d="M4 6h16M4 12h5M15 12h5M4 18h16"/>',
    "inbox": '<path d="M4 13 6.5 5h11L20 13v6H4zM4 13h5a3 3 0 0 0 6 0h5"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 7.8v.1"/>',
    "lock": '<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "me": '<circle cx="12" cy="8.5" r="4"/><path d="M4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5"/>',
    "minus": '<path d="M5 12h14"/>',
    "more": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "next": '<path d="m10 5 7 7-7 7"/>',
    "night": '<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>',
    "out": '<path d="M10 4H5v16h5M15 8l4 4-4 4M19 12H9"/>',
    "people": (
        '<circle cx="9" cy="9" r="3.5"/>'
        '<path d="M3 19.5c.6-3.6 3-5 6-5s5.4 1.4 6 5M15.5 5.8a3.5 3.5 0 0 1 0 6.4'
        'M17.5 14.8c2 .6 3.2 2.2 3.5 4.7"/>'
    ),
    "print": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>',
    "qr": (
        '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2'
        'M14 18v2"/>'
    ),
    "settings": (
        '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/>'
        '<circle cx="15" cy="7" r="2"/>'
        '<circle cx="9" cy="17" r="2"/>'
    ),
    "shield": '<path d="M12 3 5 6v5c0 5 3 8 7 10 4-2 7-5 7-10V6z"/>',
    "sort": '<path d="M8 5v14M4.5 15.5 8 19l3.5-3.5M16 19V5M12.5 8.5 16 5l3.5 3.5"/>',
    "strategy": (
        '<path d="M4 18h4l3-6h4l2-6h3"/>'
        '<circle cx="4" cy="18" r="1"/>'
        '<circle cx="20" cy="6" r="1"/>'
    ),
    "today": '<path d="M5 5.5h14V20H5zM5 10h14M9 3v4M15 3v4M9.5 15l2 2 3.5-3.5"/>',
    "undo": '<path d="M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11H9"/>',
    "unsure": '<circle cx="12" cy="12" r="8.5"/><path d="M8.5 12h7"/>',
    "up": '<path d="M12 19V5M6 11l6-6 6 6"/>',
}
