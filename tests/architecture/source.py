"""The product's source as Python reads it, for all that look at it: parsed once."""

from __future__ import annotations

import ast
import gc
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "trimtab"


@cache
def parsed() -> Mapping[Path, ast.Module]:
    """Every module of the product, in the order of their paths."""
    # Half a million nodes stay to the end. Looking through them for garbage, while they are made
    # and after, would take longer than making them.
    gc.disable()
    try:
        return {path: ast.parse(path.read_text()) for path in sorted(SOURCE.rglob("*.py"))}
    finally:
        gc.freeze()
        gc.enable()


@cache
def walked(path: Path) -> Sequence[ast.AST]:
    """Every node of a module, as `ast.walk` finds them."""
    return list(ast.walk(parsed()[path]))
