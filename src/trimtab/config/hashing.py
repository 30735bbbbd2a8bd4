"""How passwords are hashed, by a name that settings can give: they are read before any room is."""

from trimtab.people.api import Argon2id as Argon2id
