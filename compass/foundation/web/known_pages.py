"""Public pages that a browser may keep, and asks about each time: 304 while nothing on them is another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from compass.foundation.clock import today
from compass.foundation.web.page_cache import page_before

# What pages are made with: our templates and words, and the packages that they use.
_MADE_WITH = ("templates/**/*.jinja", "compass/**/*.py", "evidence/**/*.py", "passports/**/*.py", "trusts/**/*.py",
              "requirements.txt")  # fmt: skip


def unless_known(request: HttpRequest, shown: object, page: Callable[[], HttpResponse]) -> HttpResponse:
    """The page, or 304 for whoever has it as it is; `shown` is all that it is made from, of which `repr` is hashed.

    Each day it is another one, for what is printed of it says the day.

    Only for who brings neither a session nor a message: their page is the same for everybody. Everybody else gets the
    page anew. Nothing is served unasked, so a change shows at once.
    """
    brought = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    if brought or request.user.is_authenticated or settings.DEBUG:  # templates change under a running developer
        return page()
    # Weak: whoever compresses the page on its way changes its bytes and not what it says.
    etag = f'W/"{hashlib.sha256(f"{deployed()} {today()} {shown!r}".encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or page_before(request, etag) or page()
    response["ETag"] = etag
    patch_cache_control(response, no_cache=True)
    patch_vary_headers(response, ["Cookie"])
    answer: HttpResponse = response
    return answer


@cache
def deployed() -> str:
    """A hash of what this process makes pages with: the same in each worker of one deployment."""
    found = hashlib.sha256(f"{settings.DEMONSTRATION} {settings.SITE_URL}".encode())
    found.update(str(getattr(staticfiles_storage, "manifest_hash", "")).encode())
    for pattern in _MADE_WITH:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()
