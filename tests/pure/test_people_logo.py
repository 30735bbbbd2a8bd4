"""A logo: what a file says that it is, and which are taken."""

from __future__ import annotations

import pytest

from tests.logos import JPEG, PNG, WEBP, WEBP_EXTENDED, WEBP_LOSSLESS, png
from trimtab.kernel.errors import Refusal
from trimtab.people.domain.logo import MOST_BYTES, PictureKind, measured


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, PictureKind.PNG),
        (JPEG, PictureKind.JPEG),
        (WEBP, PictureKind.WEBP),
        (WEBP_EXTENDED, PictureKind.WEBP),
        (WEBP_LOSSLESS, PictureKind.WEBP),
    ],
)
def test_three_kinds_of_files_are_known_and_measured(content: bytes, kind: PictureKind) -> None:
    found = measured(content)
    assert (found.kind, found.width, found.height) == (kind, 60, 20)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(40),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        PNG[:20],
        JPEG[:30],
        WEBP[:24],
        b"\xff\xd8" + b"\xff" * 100,
        b"\xff\xd8\xff\xe0\x00\x00" * 50,
    ],
)
def test_whatever_else_comes_is_no_picture(content: bytes) -> None:
    with pytest.raises(Refusal, match=r"no picture|pixels") as refused:
        measured(content)
    assert refused.value.field == "logo"


def test_a_picture_that_would_unfold_to_more_than_can_be_shown_is_refused_with_its_size() -> None:
    with pytest.raises(Refusal, match="60000 by 60000 pixels"):
        measured(png(60_000, 60_000, pixels=b""))
    with pytest.raises(Refusal, match="1 by 600 pixels"):
        measured(png(1, 600))


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(Refusal, match="at most 2 MB"):
        measured(PNG + bytes(MOST_BYTES))


def test_a_large_picture_is_kept_as_large_as_it_fits() -> None:
    assert measured(png(3000, 100)).drawn_width == 640
    assert measured(png(1000, 1000)).drawn_width == 192
    assert measured(png(100, 50)).drawn_width == 100
