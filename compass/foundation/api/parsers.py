"""Reading what machines send."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from compass.foundation.received_json import UnreadableError, read_json


class StrictJSONParser(JSONParser):
    """JSON in UTF-8 that means one thing only and that the database can keep; anything else is a problem (400)."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            return read_json(stream.read().decode("utf-8"))
        except UnicodeDecodeError as error:
            raise ParseError("The content is not text in UTF-8.") from error
        except UnreadableError as error:
            raise ParseError(str(error)) from error
