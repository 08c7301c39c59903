"""The templates of a folder, compiled once: whole files and single macros."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from jinja2.bccache import Bucket
    from markupsafe import Markup

    from broadsheet.site.page import View


class Compiled(Protocol):
    """Keeps what templates were compiled to, by a name of Jinja's own."""

    def get_compiled(self, name: str) -> bytes | None:
        """Return what was kept."""

    def keep_compiled(self, name: str, code: bytes) -> None:
        """Keep it."""


class Templates:
    """The templates, with the filters that they may ask for, and nothing else to ask."""

    def __init__(self, folder: Path, compiled: Compiled) -> None:
        """Find the templates of a folder; `compiled` keeps what they were compiled to."""
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            bytecode_cache=_Bytecode(compiled),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.globals.clear()
        self._modules: dict[str, Any] = {}

    def compile_all(self, filters: Mapping[str, Callable[..., Any]]) -> None:
        """Compile every template, with these filters, before processes are forked."""
        self._environment.filters.update(filters)
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def render(self, name: str, view: View) -> bytes:
        """Return what a template makes of a view."""
        return self._environment.get_template(name).render(view=view).encode()

    def macro(self, name: str, macro: str) -> Callable[..., Markup]:
        """Return a macro of a template."""
        if name not in self._modules:
            self._modules[name] = self._environment.get_template(name).module
        return getattr(self._modules[name], macro)  # type: ignore[no-any-return]


class _Bytecode(BytecodeCache):
    """Spares a build of few pages the compiling of their templates, most of its rendering.

    Jinja sees to it that nothing is taken which other source, or another Python, was compiled to.
    """

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a template's bucket, if it was compiled before."""
        code = self._compiled.get_compiled(bucket.key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template was compiled to."""
        self._compiled.keep_compiled(bucket.key, bucket.bytecode_to_string())
