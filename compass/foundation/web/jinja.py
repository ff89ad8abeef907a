"""The Jinja2 environment: NHS components, addresses, dates and money in words."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from compass.foundation import words
from compass.foundation.web import fields
from compass.foundation.web.addresses import each_address
from compass.foundation.web.components import Remembering
from compass.foundation.web.lost_sessions import AUTHOR, author_mark


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs) if args or kwargs else _fixed(name)


@cache
def _fixed(name: str) -> str:
    return reverse(name)


def _csrf(request: Any) -> str:
    """What every form carries: the token against forgery, and whose form it is."""
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    mark = author_mark(request)
    return token + format_html('<input type="hidden" name="{}" value="{}">', AUTHOR, mark) if mark else token


def environment(**options: Any) -> Environment:
    """Build the environment for Django's Jinja2 backend."""
    # The NHS macros read optional parameters of parameters; a plain Undefined would raise there.
    options["undefined"] = ChainableUndefined
    options["trim_blocks"] = options["lstrip_blocks"] = True
    loader = options.pop("loader")
    env = Environment(  # noqa: S701 (Django passes autoescape=True)
        loader=ChoiceLoader([loader, PackageLoader("nhsuk_frontend_jinja")]),
        extensions=["jinja2.ext.do"],
        **options,
    )
    env.template_class = Remembering
    env.globals |= {
        "url": _url,
        "each_url": each_address,
        "static": static,
        "csrf": _csrf,
        "field_kind": fields.kind,
        "field_params": fields.params,
    }
    env.filters |= {
        "date": words.civil_date,
        "time": words.instant,
        "money": words.money,
        "plural": words.plural,
        "listing": words.listing,
    }
    return env
