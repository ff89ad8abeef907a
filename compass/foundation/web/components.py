"""The design system's components, each made once for the same parameters.

A macro of the design system is a pure function of its parameters and takes tens of microseconds; a page has dozens of
them, and most are the same on each page. Macros of our own are not remembered: they may ask for addresses or tokens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Macro

COMPONENTS = "nhsuk/components/"
MOST = 1024  # of each component
# Longer parameters are somebody's text, and seldom come again.
LONGEST = 1000


class Remembering(Template):
    """A template whose macros, when they are components, remember what they made."""

    def make_module(self, *args: Any, **kwargs: Any) -> TemplateModule:
        """The template's module; see the class."""
        module = super().make_module(*args, **kwargs)
        if self.name and self.name.startswith(COMPONENTS):
            for name, macro in vars(module).items():
                if isinstance(macro, Macro):
                    setattr(module, name, remembered(macro))
        return module


@dataclass(frozen=True, slots=True)
class Given:
    """Parameters, told apart by how they are written: those that look the same make the same component."""

    written: str
    params: tuple[Any, ...] = field(compare=False)


def remembered(macro: Callable[..., Any]) -> Callable[..., Any]:
    """The macro, made anew for parameters not seen lately, and always for what brings content of its own."""

    @lru_cache(maxsize=MOST)
    def made(given: Given) -> Any:
        return macro(*given.params)

    def called(*params: Any, **named: Any) -> Any:
        written = "" if named else repr(params)
        if not written or len(written) > LONGEST:
            return macro(*params, **named)
        return made(Given(written, params))

    return called
