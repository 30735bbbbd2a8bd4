"""The catalogues of what is said: every sentence of the product is found, and the files of the
languages are brought up to date.

    python -m tests.architecture.messages            finds all, brings each language up to date
    python -m tests.architecture.messages fr         begins another language
    python -m tests.architecture.messages --pseudo   writes the pseudo-language, for development

A sentence is found where it is marked: in templates (`translate`, `blocktranslate`), in Python by
gettext's functions and, on the pure floor, by `say`, `say_n` and `say_in`. Nothing of gettext's
tools is needed: Python reads Python, Django reads its templates, and Babel writes the files.
"""

from __future__ import annotations

import ast
import datetime as dt
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

from tests.architecture.pseudo import PSEUDO, pseudo
from tests.architecture.source import walked

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "trimtab"
LOCALE = PACKAGE / "locale"
DOMAIN = "django"
# The context of patterns of dates (trimtab/wording.py): letters that a program reads.
PATTERN = "a date"
# What git knows better, a file need not say: a date would make each writing a change.
WRITTEN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

# What of a call's arguments is the context, the message and its plural.
MARKS: dict[str, tuple[int | None, int, int | None]] = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "say", "pattern"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "say_n"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy", "say_in"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
IMPORTED_FROM = {"django.utils.translation", "trimtab.kernel.said"}
_TEXT = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_BRACES = re.compile(r"\{\w+\}")
_TEMPLATE_CALL = re.compile(rf"\b(_|n?p?gettext)\(({_TEXT}(?:\s*,\s*{_TEXT})*)")


class Marked(tuple[str, str, str]):
    """A context ("" for none), a source text, and its plural ("" for none)."""

    __slots__ = ()

    def __new__(cls, context: str, text: str, plural: str = "") -> Marked:
        return super().__new__(cls, (context, text, plural))


def in_python(source: str) -> Iterator[Marked]:
    """What Python marks, in the order of the file; arguments that are no constant texts are none."""
    yield from in_nodes(list(ast.walk(ast.parse(source))))


def in_nodes(nodes: Sequence[ast.AST]) -> Iterator[Marked]:
    """What the nodes of a module mark."""
    for name, call in marking_calls(nodes):
        yield from _marked(MARKS[name], [_text(argument) for argument in call.args])


def marking_calls(nodes: Sequence[ast.AST]) -> Iterator[tuple[str, ast.Call]]:
    """The calls that mark a sentence, with the function's own name: other things are called `say`
    and `_` too.
    """
    names = {
        alias.asname or alias.name: alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module in IMPORTED_FROM
        for alias in node.names
        if alias.name in MARKS
    }
    for node in nodes if names else ():
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in names:
                yield names[name], node


def _text(argument: ast.expr) -> str:
    match argument:
        case ast.Constant(value=str() as text):
            return text
        case _:
            return ""


def in_template(source: str) -> Iterator[Marked]:
    """What a template marks."""
    for call in _TEMPLATE_CALL.finditer(templatize(source)):
        texts = [ast.literal_eval(text) for text in re.findall(_TEXT, call[2])]
        yield from _marked(MARKS["gettext" if call[1] == "_" else call[1]], texts)


def _marked(mark: tuple[int | None, int, int | None], texts: list[str]) -> Iterator[Marked]:
    context, one, many = (texts[at] if at is not None and at < len(texts) else "" for at in mark)
    # A text with nothing between its letters but white space has nothing to translate.
    if one.strip():
        yield Marked(context, one, many)


def found() -> Catalog:
    """Every sentence of the product, with the files that say it."""
    catalog = Catalog(fuzzy=False)
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("templates/**/*.*")]):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
            continue
        marked = (
            in_nodes(walked(path))
            if path.suffix == ".py"
            else in_template(path.read_text(encoding="utf-8"))
        )
        for context, text, plural in marked:
            catalog.add(
                (text, plural) if plural else text,
                context=context or None,
                flags=("python-brace-format",) if _BRACES.search(text + plural) else (),
                locations=[(str(path.relative_to(ROOT / "src")), 0)],
            )
    return catalog


def path_of(language: str, suffix: str = "po") -> Path:
    """The file of a language's catalogue, as Django looks for it."""
    return LOCALE / to_locale(language) / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def languages() -> list[str]:
    """The languages that have a catalogue here, but for the pseudo-language."""
    names = sorted(path.parts[-3] for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return [name.replace("_", "-").lower() for name in names if name != to_locale(PSEUDO)]


def read(language: str) -> Catalog:
    """The catalogue of a language as it stands; an empty one where there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=to_locale(language), fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=to_locale(language))


def update(language: str, template: Catalog) -> Catalog:
    """The catalogue of a language with every sentence there is: what was translated stays, what is
    said no more goes.
    """
    catalog = read(language)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.project, catalog.fuzzy = "Trimtab", False
    catalog.creation_date = catalog.revision_date = WRITTEN
    catalog.header_comment = (
        f"# {language}. New sentences: `python -m tests.architecture.messages`."
    )
    _write(path_of(language), catalog)
    return catalog


def _write(path: Path, catalog: Catalog) -> None:
    catalog.project = "Trimtab"
    catalog.version = catalog.msgid_bugs_address = ""
    catalog.last_translator = catalog.language_team = ""
    catalog.creation_date = catalog.revision_date = WRITTEN
    catalog.header_comment = "# Brought up to date by `python -m tests.architecture.messages`."
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        # Sorted by their text, with files and no lines: two branches that say new things then
        # meet in few places.
        write_po(
            file, catalog, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False
        )


def compiled(catalog: Catalog) -> bytes:
    """What Django reads of a catalogue."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def is_worded(message: Message) -> bool:
    """Whether every form of a message is translated."""
    return all(strings(message.string or ""))


def is_translated(catalog: Catalog) -> bool:
    """Whether all is translated; before that the language is not offered."""
    return all(is_worded(message) for message in catalog if message.id)


def strings(string: str | Iterable[str]) -> tuple[str, ...]:
    """The forms of a message: one, or several where it counts."""
    return (string,) if isinstance(string, str) else tuple(string)


def pseudo_catalog(template: Catalog) -> Catalog:
    """The catalogue of the pseudo-language: made, not written."""
    catalog = Catalog(locale="en", project="Trimtab", revision_date=WRITTEN)
    for message in template:
        if message.id and message.context != PATTERN:
            texts = strings(message.id)
            string = tuple(map(pseudo, texts)) if len(texts) > 1 else pseudo(texts[0])
            catalog.add(message.id, string, context=message.context)
    return catalog


def write_pseudo(folder: Path) -> None:
    """Writes the pseudo-language's catalogue below a folder of LOCALE_PATHS."""
    path = folder / to_locale(PSEUDO) / "LC_MESSAGES" / f"{DOMAIN}.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(compiled(pseudo_catalog(found())))


def main(arguments: list[str]) -> None:
    """Brings everything up to date and says how much of each language is translated."""
    template = found()
    _write(LOCALE / f"{DOMAIN}.pot", template)
    begun = [each for each in arguments if not each.startswith("-")]
    for language in sorted({*languages(), *begun}):
        catalog = update(language, template)
        if is_translated(catalog):
            path_of(language, "mo").write_bytes(compiled(catalog))
        done = sum(1 for each in catalog if each.id and is_worded(each))
        print(f"{language}: {done} of {len(catalog)}")
    if "--pseudo" in arguments:
        write_pseudo(LOCALE)


if __name__ == "__main__":
    main(sys.argv[1:])
