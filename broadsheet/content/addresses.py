"""Ids of papers that stand only within the address of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from broadsheet.content.identifiers import ids_in

if TYPE_CHECKING:
    from broadsheet.content.frontmatter import Source


def read_ids_of_address(source: Source, node: yaml.MappingNode, values: dict[str, Any]) -> None:
    """Read `url` as the arXiv id or the DOI that it holds, unless the paper says that itself."""
    found = find_id(node)
    if found and "url" in values:
        place, name, told = found
        source.report_at(place, f'url is read as {name}: write {name}: "{told}" instead', "warning")
        del values["url"]
        values[name] = told


def find_id(node: yaml.MappingNode) -> tuple[yaml.ScalarNode, str, str] | None:
    """Return the value of `url`, the field to write instead, and the id; None if all is well."""
    fields = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    url = fields.get("url")
    if not isinstance(url, yaml.ScalarNode):
        return None
    arxiv, doi = ids_in(url.value)
    name = "arxiv" if arxiv else "doi"
    found = arxiv or doi
    return (url, name, found) if found and name not in fields else None
