"""Files in forms: taken apart where a page takes one, and thrown away unread everywhere else."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.urls import Resolver404, resolve

from trimtab.config.edge.bounds import UPLOADS


class OnlyWhereTaken(FileUploadHandler):
    """Stands first among Django's handlers of uploads."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Raises SkipFile at an address that takes none."""
        super().new_file(*args, **kwargs)
        try:
            name = resolve(self.request.path_info).view_name if self.request else ""
        except Resolver404:
            name = ""
        if name not in UPLOADS:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hands it on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leaves it to the next."""
