"""Publishing the documents of a collection and their pictures.

New and edited ones are written, and those anew whose links or pictures now lead elsewhere.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from trimtab.kernel.said import say
from trimtab.library.domain.aids import Document, free_key, name_of
from trimtab.library.domain.cleaning import PICTURES
from trimtab.library.domain.markdown import RENDERING, Rendered, Section, render
from trimtab.library.domain.paths import Places
from trimtab.library.domain.pictures import media_type
from trimtab.library.domain.progress import Progress
from trimtab.library.domain.rows import ContentProblem, ContentState
from trimtab.library.models import Aid, AidSection, AidVersion, Picture
from trimtab.people import api as people

BATCH = 200
Read = Callable[[], bytes]
_WRITTEN = (
    "document",
    "kind",
    "tags",
    "title",
    "owner",
    "review_every_days",
    "verified_on",
    "state",
    "flagged",
    "version",
    "language",
    "missing_since",
    "length",
)


@dataclass(frozen=True, slots=True)
class Source:
    """What is brought in: the collection's name, where it was read, and how to read its pictures.

    The pictures are by their path. `is_named` says that somebody named the collection, `is_whole`
    that these are all its documents, `retires_missing` that those which are not among them go.
    """

    collection: str
    origin: str
    pictures: dict[str, Read]
    is_named: bool
    is_whole: bool
    retires_missing: bool

    @property
    def root(self) -> str:
        """The name of its folder."""
        return self.origin.rstrip("/").rsplit("/", 1)[-1]


@dataclass
class Publishing:
    """One import while it runs.

    `created`, `changed` and `unchanged` are keys, `touched` the ids of aids whose published text is
    another now, `remarks` what was noticed and keeps nothing out.
    """

    source: Source
    documents: Mapping[str, Document]
    there: Mapping[str, Aid]
    shape_before: str
    by: UUID | None
    now: dt.datetime
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    touched: list[UUID] = field(default_factory=list)
    remarks: list[ContentProblem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.digests = self._digests()
        self.keys = {path: aid.key for path, aid in self.there.items()}
        taken = set(Aid.objects.values_list("key", flat=True))
        for path in self.documents:
            if path not in self.keys:
                self.keys[path] = free_key(path, self.source.collection, taken)
                taken.add(self.keys[path])
        self.places = Places(
            self.keys,
            {path: f"{PICTURES}{digest}" for path, digest in self.digests.items()},
            self.source.root,
        )
        self.shape = _digest(
            json.dumps(
                [RENDERING, sorted(self.keys.items()), sorted(self.digests.items())]
            ).encode()
        )
        self.owners = people.ids_by_email(
            {document.head.owner.lower() for document in self.documents.values()} - {""}
        )
        self.shown: set[str] = set()

    def _digests(self) -> dict[str, str]:
        found = {}
        for path, read in sorted(self.source.pictures.items()):
            content = read()
            if media_type(content):
                found[path] = _digest(content)
            else:
                self.remarks.append(
                    ContentProblem(
                        path, "", say("It is no picture that is shown here, and was left out.")
                    )
                )
        return found

    def run(self, progress: Progress) -> None:
        """Publishes what is new or edited.

        What is unchanged is rendered anew where the collection around it is another.
        """
        names = list(self.documents)
        for start in range(0, len(names), BATCH):
            batch = names[start : start + BATCH]
            stored = _sections_of(self.there[path].id for path in batch if path in self.there)
            fresh: list[tuple[Aid, AidVersion | None, Rendered]] = []
            for position, path in enumerate(batch, start + 1):
                done = self._document(path, stored)
                if done:
                    aid, _version, rendered = done
                    aid.length = sum(section.length for section in rendered.sections)
                    fresh.append(done)
                progress(position, len(names))
            _write(fresh)
            self.touched += [aid.id for aid, _, _ in fresh]
        self._keep_pictures()

    def _document(
        self, path: str, stored: Mapping[UUID, Sequence[Section]]
    ) -> tuple[Aid, AidVersion | None, Rendered] | None:
        document, aid = self.documents[path], self.there.get(path)
        self._remark(path, document)
        is_same = (
            aid is not None and aid.version is not None and aid.version.digest == document.digest
        )
        if aid and is_same and aid.state != ContentState.PUBLISHED and aid.missing_since is None:
            self.unchanged.append(aid.key)
            self.remarks.append(
                ContentProblem(
                    path,
                    "",
                    say("It was retired here and its file is as it was: it stays retired."),
                )
            )
            return None
        if aid and is_same and aid.state == ContentState.PUBLISHED:
            self.unchanged.append(aid.key)
            if self.shape == self.shape_before and aid.missing_since is None:
                return None
            rendered = self._rendered(path, document)
            if aid.missing_since is None and list(rendered.sections) == list(
                stored.get(aid.id, ())
            ):
                return None
            aid.missing_since = None
            return aid, None, rendered
        (self.changed if aid else self.created).append(self.keys[path])
        rendered = self._rendered(path, document)
        return *self._written(aid, path, document, rendered), rendered

    def _rendered(self, path: str, document: Document) -> Rendered:
        rendered = render(
            document.markdown,
            title=document.head.title,
            name=name_of(path),
            link=lambda target: self.places.link(target, path) or self._picture(target, path),
            picture=lambda target: self._picture(target, path),
        )
        said = self.remarks.append
        for target in rendered.dead:
            said(
                ContentProblem(
                    f"{path} → {target}",
                    "",
                    say("This link leads to nothing in the collection: its words stay."),
                )
            )
        for target in rendered.not_shown:
            sentence = (
                say("This picture stands on another site: its words are shown.")
                if "//" in target
                else say("This picture is not in the collection: its words are shown.")
            )
            said(ContentProblem(f"{path} → {target}", "", sentence))
        if rendered.shortcodes:
            sentence = say("Codes of another tool ({{< >}}, {% %}) are shown as they are written.")
            said(ContentProblem(path, "", sentence))
        return rendered

    def _picture(self, target: str, path: str) -> str | None:
        address = self.places.picture(target, path)
        if address:
            self.shown.add(address.removeprefix(PICTURES))
        return address

    def _remark(self, path: str, document: Document) -> None:
        self.remarks += [
            ContentProblem(path, remark.field, remark.sentence) for remark in document.remarks
        ]
        owner = document.head.owner
        if owner and owner.lower() not in self.owners:
            self.remarks.append(
                ContentProblem(
                    path, "owner", say("There is nobody with the address {owner}.", owner=owner)
                )
            )

    def _written(
        self, there: Aid | None, path: str, document: Document, rendered: Rendered
    ) -> tuple[Aid, AidVersion]:
        head = document.head
        aid = there or Aid(
            id=uuid4(), key=self.keys[path], collection=self.source.collection, owner_id=self.by
        )
        aid.document, aid.kind = path, head.kind
        aid.tags, aid.language = list(head.tags), head.language
        aid.title = rendered.title[:300]
        aid.owner_id = self.owners.get(head.owner.lower(), aid.owner_id)
        aid.review_every_days = head.review_every_days
        aid.verified_on = head.verified_on or aid.verified_on
        aid.state, aid.flagged, aid.missing_since = ContentState.PUBLISHED, 0, None
        version = AidVersion(
            id=uuid4(),
            aid=aid,
            number=aid.version.number + 1 if aid.version else 1,
            source=document.markdown,
            digest=document.digest,
            by_id=self.by,
            at=self.now,
        )
        aid.version = version
        return aid, version

    def _keep_pictures(self) -> None:
        there = set(Picture.objects.filter(digest__in=self.shown).values_list("digest", flat=True))
        by_digest = {
            digest: path for path, digest in self.digests.items() if digest in self.shown - there
        }
        for digest, path in by_digest.items():
            content = self.source.pictures[path]()
            # One at a time: together they may be larger than memory.
            Picture.objects.bulk_create(
                [Picture(digest=digest, media_type=media_type(content), content=content)],
                ignore_conflicts=True,
            )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sections_of(aids: Iterable[UUID]) -> dict[UUID, list[Section]]:
    found: dict[UUID, list[Section]] = {}
    for row in AidSection.objects.filter(aid__in=list(aids)).order_by("aid", "number"):
        found.setdefault(row.aid_id, []).append(
            Section(
                number=row.number,
                slug=row.slug,
                heading=row.heading,
                level=row.level,
                path=tuple(row.path),
                text=row.text,
                html=row.html,
            )
        )
    return found


def _write(fresh: Sequence[tuple[Aid, AidVersion | None, Rendered]]) -> None:
    """Writes aids, versions and sections, each in one statement.

    An aid names its version before that is there: the database looks at the end of the transaction.
    """
    Aid.objects.bulk_create(
        [aid for aid, _, _ in fresh],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=list(_WRITTEN),
    )
    AidVersion.objects.bulk_create([version for _, version, _ in fresh if version])
    AidSection.objects.filter(aid__in=[aid.id for aid, _, _ in fresh]).delete()
    AidSection.objects.bulk_create(
        AidSection(
            aid=aid,
            number=section.number,
            slug=section.slug[:300],
            heading=section.heading[:500],
            level=section.level,
            path=[heading[:500] for heading in section.path],
            text=section.text,
            html=section.html,
        )
        for aid, _, rendered in fresh
        for section in rendered.sections
    )
