"""Template tags of the design system: `{% part %}` for the parts, `{% icon %}` and `{% mark %}` for
the drawings.

They are built in (settings): no template has to load them. The page /style shows every part with
its parameters.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.safestring import SafeString, mark_safe

from trimtab.home.design.icons import ICONS, TURNING

register = template.Library()
_INHERITED = ("csrf_token", "csp_nonce", "request", "person", "organisation")


class PartNode(template.Node):
    """Renders parts/NAME.html with its parameters and, as `body`, what stands between the tags."""

    def __init__(
        self, name: FilterExpression, values: dict[str, FilterExpression], nodelist: NodeList
    ) -> None:
        self.name = name
        self.values = values
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        values: dict[str, Any] = {key: context[key] for key in _INHERITED if key in context}
        values |= {key: value.resolve(context) for key, value in self.values.items()}
        values["body"] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308
        inner = context.new(values)
        found = context.template.engine.get_template(f"parts/{self.name.resolve(context)}.html")  # type: ignore[union-attr]
        return found.render(inner)


@register.tag("part")
def part(parser: Parser, token: Token) -> PartNode:
    """`{% part "card" title=… %} … {% endpart %}`. A part sees its parameters, its body and the
    request: nothing else."""
    words = token.split_contents()[1:]
    if not words:
        raise template.TemplateSyntaxError('{% part %} needs the name of a part: {% part "card" %}')
    name = parser.compile_filter(words[0])
    rest = words[1:]
    values = token_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError(
            f"{{% part %}} takes only name=value after its name, not {rest[0]!r}"
        )
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(name, values, nodelist)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of `icons.py`; without a label it is an ornament that screen readers skip."""
    said = template.base.render_value_in_context(label, template.Context()) if label else ""
    spoken = f'role="img" aria-label="{said}"' if label else 'aria-hidden="true"'
    kind = "icon icon-turns" if name in TURNING else "icon"
    return mark_safe(f'<svg class="{kind}" viewBox="0 0 24 24" {spoken}>{ICONS[name]}</svg>')  # noqa: S308


@register.simple_tag
def mark() -> SafeString:
    """The mark: a rudder blade seen from above, its trim tab turned a few degrees."""
    return mark_safe(
        '<svg class="mark" viewBox="0 0 40 24" aria-hidden="true">'
        '<path class="mark-blade" '
        'd="M27 9.2C20 6.6 13.5 5 8.2 5a7 7 0 0 0 0 14c5.3 0 11.8-1.6 18.8-4.2z"/>'
        '<path class="mark-tab" d="m29.8 9.2 9.6 4.9a.9.9 0 0 1-.7 1.7l-10.3-1.9z"/></svg>'
    )


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """`{{ counts|get:row.key }}`: a mapping's value, or None."""
    return mapping.get(key) if mapping else None
