"""A filter of the directory as a tree of places and comparisons (3.4.2.2).

scim2-models reads the grammar and holds the attributes against the schemas; what it lets through
becomes a tree that names nothing but places we know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from scim2_models import AttributeBinding, ComplexAttribute, InvalidFilterException, ScimFilter
from scim2_models.path import (
    AttrPath,
    Comparison,
    FilterNode,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
    coerce_value,
)

from trimtab.people.values import (
    ENTERPRISE,
    AllOf,
    AnyOf,
    Comparator,
    DirectoryFilter,
    DirectoryPlace,
    IsThere,
    NotSo,
    OneValue,
    PlaceCompared,
    PlaceKind,
    ValueList,
)

MOST_CHARACTERS, MOST_TERMS = 8_000, 200
# What is the same for all, or says nothing of a resource.
_NOT_COMPARED = {("schemas",), ("meta", "location"), ("meta", "version")}
NOWHERE = AnyOf(())
_TEXTUAL = (Comparator.CONTAINS, Comparator.BEGINS, Comparator.ENDS)


def read_filter(asked: ScimFilter[Any], *, is_strict: bool = True) -> DirectoryFilter:
    """A filter that is bound to a resource, as a tree. An attribute that the resource has not is
    refused, or else nowhere there, as where several resources are looked through (3.4.2.1).

    Raises InvalidFilterException for what is too long, or cannot be compared here.
    """
    if len(asked) > MOST_CHARACTERS:
        raise InvalidFilterException(detail=f"A filter has at most {MOST_CHARACTERS} characters.")
    if _count(asked.ast) > MOST_TERMS:
        raise InvalidFilterException(detail=f"A filter has at most {MOST_TERMS} comparisons.")
    return _Reading(asked, is_strict=is_strict).visit(asked.ast)


def place_of(binding: AttributeBinding) -> DirectoryPlace:
    """The place of an attribute. Raises InvalidFilterException for one that is not compared."""
    schema, _, rest = binding.urn.rpartition(":")
    parts = tuple(rest.split("."))
    if parts in _NOT_COMPARED or parts[-1] == "$ref":
        raise InvalidFilterException(detail=f"'{rest}' cannot be compared.")
    of = ValueList(parts[0]) if binding.is_multivalued else ValueList.NONE
    if of is not ValueList.NONE:
        return DirectoryPlace(parts[1:], _kind(binding), of)
    path = (ENTERPRISE, *parts) if schema.lower() == ENTERPRISE.lower() else parts
    return DirectoryPlace(path, _kind(binding))


def _kind(binding: AttributeBinding) -> PlaceKind:
    if binding.target_type is bool:
        return PlaceKind.TRUTH
    if binding.target_type is dt.datetime:
        return PlaceKind.MOMENT
    return PlaceKind.EXACT if binding.case_exact else PlaceKind.TEXT


def _count(node: FilterNode) -> int:
    """How many comparisons there are; the grammar bounds how deep they are."""
    match node:
        case LogicalExpr(terms=terms):
            return sum(map(_count, terms))
        case Not(expr=inner) | ValuePath(val_filter=inner):
            return _count(inner)
        case _:
            return 1


class _Reading(FilterVisitor[DirectoryFilter]):
    """Reads a tree; inside of brackets `inside` is the attribute before them."""

    def __init__(
        self, asked: ScimFilter[Any], inside: AttrPath | None = None, *, is_strict: bool
    ) -> None:
        self._asked, self._inside, self._is_strict = asked, inside, is_strict

    def visit_logical_expr(self, node: LogicalExpr) -> DirectoryFilter:
        terms = tuple(self.visit(term) for term in node.terms)
        return AllOf(terms) if node.op is LogicalOperator.and_ else AnyOf(terms)

    def visit_not(self, node: Not) -> DirectoryFilter:
        return NotSo(self.visit(node.expr))

    def visit_value_path(self, node: ValuePath) -> DirectoryFilter:
        binding = self._bound(node.attr_path)
        if binding is None:
            return NOWHERE
        inside = _Reading(self._asked, node.attr_path, is_strict=self._is_strict)
        return OneValue(place_of(binding).of, inside.visit(node.val_filter))

    def visit_comparison(self, node: Comparison) -> DirectoryFilter:
        binding = self._bound(node.attr_path, is_compared=True)
        if binding is None:
            return NOWHERE
        place, how = self._place(binding), Comparator(node.op.value)
        value = coerce_value(binding, node.value, node.op)
        if how in _TEXTUAL and place.kind in (PlaceKind.MOMENT, PlaceKind.TRUTH):
            raise InvalidFilterException(detail=f"'{node.attr_path}' is not compared with '{how}'.")
        if not (value is None or isinstance(value, str | bool | dt.datetime)):
            raise InvalidFilterException(
                detail=f"'{node.attr_path}' is not compared with a number."
            )
        if isinstance(value, str) and "\x00" in value:
            raise InvalidFilterException(detail="No text holds the character NUL.")
        return PlaceCompared(place, how, _in_time(value))

    def visit_present(self, node: Present) -> DirectoryFilter:
        binding = self._bound(node.attr_path)
        if binding is None:
            return NOWHERE
        if binding.is_multivalued and binding.sub_field_name is None:
            of = place_of(binding).of
            return IsThere((DirectoryPlace((), of=of),))
        target = binding.target_type
        if isinstance(target, type) and issubclass(target, ComplexAttribute):
            return IsThere(tuple(self._parts(node.attr_path, target)))
        return IsThere((self._place(binding),))

    def _parts(self, whole: AttrPath, model: type[ComplexAttribute]) -> Iterator[DirectoryPlace]:
        for info in model.model_fields.values():
            name = info.serialization_alias or ""
            part = self._bound(AttrPath(whole.attr, name, whole.uri)) if name else None
            if part is not None and name not in ("$ref", "location", "version"):
                yield place_of(part)

    def _bound(self, path: AttrPath, *, is_compared: bool = False) -> AttributeBinding | None:
        """The attribute that a path names; in brackets, below the one that stands before them."""
        if self._inside is not None:
            path = AttrPath(self._inside.attr, path.attr, self._inside.uri)
        resolve = self._asked.resolve_comparison if is_compared else self._asked.resolve
        binding = resolve(path, strict=False)
        if binding is None and self._is_strict:
            raise InvalidFilterException(detail=f"'{path}' is no attribute.")
        return binding

    def _place(self, binding: AttributeBinding) -> DirectoryPlace:
        place = place_of(binding)
        return DirectoryPlace(place.path, place.kind) if self._inside else place


def _in_time(value: str | bool | dt.datetime | None) -> str | bool | dt.datetime | None:
    """A moment without a zone is one of UTC."""
    if isinstance(value, dt.datetime) and value.tzinfo is None:
        return value.replace(tzinfo=dt.UTC)
    return value
