"""What a list, or one resource, is asked for: filter, order, page, attributes (3.4.2, 3.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scim2_models import (
    Context,
    InvalidPathException,
    ListResponse,
    ResponseParameters,
    ScimFilter,
    SearchRequest,
)

from trimtab.gateway.scim.filters import place_of, read_filter
from trimtab.gateway.scim.schemas import MOST_RESULTS, POLICY
from trimtab.gateway.scim.wire import ScimCall
from trimtab.people.values import DirectoryFilter, DirectorySort, ValueList

USUAL_RESULTS = 100
MOST_START = 2**31 - 1
_SCHEMA = ListResponse.__schema__
Shape = ResponseParameters[Any]


@dataclass(frozen=True, slots=True)
class ListWish:
    """A page of a list: what fits, in which order, from the `start`-th on (the first is 0)."""

    wanted: DirectoryFilter | None
    sort: DirectorySort | None
    start: int
    count: int
    shape: Shape


def read_search(call: ScimCall, model: Any) -> Any:
    """What is asked for, by the address or by the content of a search (3.4.3), held against a
    model, or several of them. Raises ValidationError.
    """
    request: Any = SearchRequest[model]
    if call.method == "POST":
        return request.model_validate(
            call.content, scim_ctx=Context.SEARCH_REQUEST, scim_policy=POLICY
        )
    return request.model_validate(dict(call.query), scim_policy=POLICY)


def read_list(call: ScimCall, model: Any) -> ListWish:
    """What a list of resources of a model is asked for. Raises ValidationError, SCIMException."""
    return wish_of(read_search(call, model), model)


def wish_of(search: Any, model: Any, *, is_strict: bool = True) -> ListWish:
    """What a search asks of a model; where that is one of several, an attribute that it has not is
    nowhere there (3.4.2.1). Raises SCIMException.
    """
    asked = ScimFilter[model](str(search.filter)) if search.filter is not None else None
    count = USUAL_RESULTS if search.count is None else search.count
    return ListWish(
        wanted=read_filter(asked, is_strict=is_strict) if asked is not None else None,
        sort=_sort(search, model, is_strict=is_strict),
        start=min(search.start_index_0 or 0, MOST_START),
        count=min(count, MOST_RESULTS),
        shape=search,
    )


def _sort(search: Any, model: Any, *, is_strict: bool) -> DirectorySort | None:
    if search.sort_by is None:
        return None
    binding = search.sort_binding(model)
    place = place_of(binding) if binding else None
    if place is None or place.of not in (ValueList.NONE, ValueList.EMAILS):
        if not is_strict:
            return None
        raise InvalidPathException(detail=f"'{search.sort_by}' cannot be sorted by.")
    return DirectorySort(place, search.sort_order == SearchRequest.SortOrder.descending)


def read_shape(call: ScimCall, model: Any) -> Shape:
    """Which attributes an answer is asked to hold. Raises ValidationError."""
    parameters: Any = ResponseParameters[model]
    names = ("attributes", "excludedAttributes")
    given = {name: call.query[name] for name in names if name in call.query}
    shape: Shape = parameters.model_validate(given, scim_policy=POLICY)
    return shape


def shaped(content: Mapping[str, Any], shape: Shape, model: Any) -> Mapping[str, Any]:
    """A resource with the attributes that are asked for; as it is, where none are named."""
    if not shape.attributes and not shape.excluded_attributes:
        return content
    resource = model.model_validate(content, scim_policy=POLICY)
    told: Mapping[str, Any] = resource.model_dump(
        scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=shape
    )
    return told


def wants(shape: Shape, attribute: str) -> bool:
    """Whether an answer of this shape may hold an attribute, by its name in small letters."""
    named = [str(path).lower() for path in shape.attributes or ()]
    left_out = {str(path).lower().rpartition(":")[2] for path in shape.excluded_attributes or ()}
    if named:
        return any(attribute in path for path in named)
    return attribute not in left_out


def page(total: int, start: int, resources: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """A page of a list (3.4.2)."""
    return {
        "schemas": [str(_SCHEMA)],
        "totalResults": total,
        "startIndex": start + 1,
        "itemsPerPage": len(resources),
        "Resources": list(resources),
    }
