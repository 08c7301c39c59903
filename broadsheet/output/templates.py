"""The templates of a folder: whole files and single macros, compiled when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, StrictUndefined, pass_context

from broadsheet.output.translating import TranslatedEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from jinja2 import Template
    from markupsafe import Markup

    from broadsheet.site.page import View
    from broadsheet.words.words import Words

    Filters = Mapping[str, Callable[..., Any]]


class Templates:
    """The templates, with the filters that they may ask for, and nothing else to ask.

    What is compiled serves every site: a server keeps it from one build to the next.
    """

    def __init__(self, folder: Path, filters: Filters, words: Words) -> None:
        """Find the templates of a folder, which say their messages in `words`.

        `filters` are those that know nothing of the site but these.
        """
        self._environment = TranslatedEnvironment(
            words,
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.globals.clear()
        self._environment.filters.update(filters)
        self._loaded: dict[str, Template] = {}
        self._modules: dict[str, Any] = {}
        self._of_site: Filters = {}

    def serve(self, filters: Filters) -> None:
        """Serve a site: `filters` are those that depend on it."""
        self._of_site = filters
        for name in filters:
            self._environment.filters.setdefault(name, self._delegate(name))

    def _delegate(self, name: str) -> Callable[..., Any]:
        """Return a filter that asks the one of the site that is served now.

        Compiled templates and macros hold on to the filters that they first met. Jinja even
        computes a filter of a constant while it compiles, unless the filter takes the context:
        `{{ "feed.xml" | absolute }}` would be the first site's address for good.
        """
        return pass_context(
            lambda _context, *values, **names: self._of_site[name](*values, **names)
        )

    def render(self, name: str, view: View) -> bytes:
        """Return what a template makes of a view."""
        template = self._loaded.get(name)
        if template is None:  # jinja's own look-up takes as long as a short page
            template = self._loaded[name] = self._environment.get_template(name)
        return template.render(view=view).encode()

    def macro(self, name: str, macro: str) -> Callable[..., Markup]:
        """Return a macro of a template."""
        if name not in self._modules:
            self._modules[name] = self._environment.get_template(name).module
        return getattr(self._modules[name], macro)  # type: ignore[no-any-return]
