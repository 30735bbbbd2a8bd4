"""The door of the room people: what other rooms may say, a module a subject."""

from trimtab.people.api.directory import *  # noqa: F403  what a subject names is what the door names
from trimtab.people.api.entering import *  # noqa: F403  what a subject names is what the door names
from trimtab.people.api.house import *  # noqa: F403  what a subject names is what the door names
from trimtab.people.api.lists import *  # noqa: F403  what a subject names is what the door names
from trimtab.people.api.persons import *  # noqa: F403  what a subject names is what the door names
