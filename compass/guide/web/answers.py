"""What pages of the guide share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from compass.foundation.web.views import Page


class Answer(Page):
    """A page that says with its status whether it could do what the address asks."""

    status = 200

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(**kwargs)
        return self.render_to_response(context, status=self.status)
