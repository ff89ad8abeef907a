"""JSON in which money stays exact; and addresses of files, which have one form whatever is accepted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder


class _ExactEncoder(JSONEncoder):
    def default(self, obj: Any) -> Any:
        return str(obj) if isinstance(obj, Decimal) else super().default(obj)


class ExactJSONRenderer(JSONRenderer):
    """Decimals as strings: the framework's own encoder makes floats of those that no serializer has touched."""

    encoder_class = _ExactEncoder


class AnyAccepted(BaseContentNegotiation):
    """For addresses that name one file: its own media type is sent whatever the request accepts."""

    def select_parser(self, request: Request, parsers: Any) -> BaseParser:
        found: BaseParser = parsers[0]
        return found

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type
