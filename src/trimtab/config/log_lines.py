"""What is written down, as a JSON object a line, for whoever collects the output of many
programs."""

from __future__ import annotations

import json
import logging

from trimtab import errors


class JsonFormatter(errors.Formatter):
    """The same words as the plain lines, redacted as these are, by name: `time`, `level`, `logger`,
    `message`, and where there are any `reference` and `traceback` (a list of lines)."""

    def format(self, record: logging.LogRecord) -> str:
        """As logging.Formatter."""
        first, *traceback = super().format(record).split("\n")
        head, message = first.split(": ", 1)
        stamp, level, *names = head.split(" ")
        reference = names[0] if names and names[0] != record.name else ""
        said = {"time": stamp, "level": level, "logger": record.name, "message": message}
        if reference:
            said["reference"] = reference
        return json.dumps({**said, **({"traceback": traceback} if traceback else {})})
