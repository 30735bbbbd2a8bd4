"""A picture drawn anew as PNG, in a process of its own (trimtab.confined).

Of the file that somebody sent nothing is kept but what can be seen: no words in it, no second file
behind it, no fault that waits for another reader. Typst draws it, which draws the papers, too.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import typst

_SOURCE = (
    "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
    '#image("/picture", format: "{kind}", width: {width:.3f}pt)\n'
)
POINTS_PER_INCH = 72.0


def main(arguments: Sequence[str]) -> None:
    """Reads the picture from standard input; the arguments are its kind (logo.PictureKind) and how
    wide it becomes, in pixels. Writes a PNG, or nothing where it cannot be drawn.
    """
    kind, width = arguments
    # A thread for every core would each reserve memory that this process is not given.
    os.putenv("RAYON_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        (folder / "picture").write_bytes(sys.stdin.buffer.read())
        source = folder / "logo.typ"
        source.write_text(_SOURCE.format(kind=kind, width=float(width)))
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
        try:
            drawn: bytes = typst.compile(
                source, root=folder, format="png", ppi=POINTS_PER_INCH, font_paths=fonts
            )
        except typst.TypstError:
            return
    sys.stdout.buffer.write(drawn)
