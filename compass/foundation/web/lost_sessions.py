"""What somebody typed into a form whose session had ended: kept over signing in, for the same person and page.

Each form of a signed-in person says, signed, whose it is. So nothing is kept for people who were never signed in, and
whoever signs in next on the same computer does not see what the one before typed. What a form says of itself holds for
some days and counts for some forms an hour: whoever comes by an old one cannot fill our tables with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, QueryDict

from compass.foundation.errors import NotAllowed
from compass.foundation.limits import TooOften, count_attempt

AUTHOR = "form_of"
BYTES_MAX = 100_000
KEPT_FOR = timedelta(hours=1)
MARK_HOLDS = timedelta(days=3)  # a form that was left open over a weekend
_SALT = "compass.form_of"
_SESSION_KEY = "typed_before_signing_in"
_NO_TEXT = {AUTHOR, "csrfmiddlewaretoken"}

HERE = "You were signed out before this was saved. What you wrote is here: check it and save it."
TOO_LONG = "You were signed out before this was saved. What you wrote was too long to be kept: write it again."
FILE_AGAIN = "The file was not kept: choose it again."


def author_mark(request: Any) -> str:
    """The signed text by which a form says whose it is; empty for somebody who is not signed in."""
    person = getattr(request, "user", None)
    return signing.dumps(person.pk, salt=_SALT) if person is not None and person.is_authenticated else ""


@dataclass(frozen=True)
class Typed:
    """What was typed into one page before signing in; `fields` is None when it was too long."""

    fields: QueryDict | None
    had_file: bool

    @property
    def notice(self) -> str:
        """What the page says about it."""
        said = TOO_LONG if self.fields is None else HERE
        return f"{said} {FILE_AGAIN}" if self.had_file else said

    def fill(self, form: forms.BaseForm) -> None:
        """Show it in a form that nobody has sent yet; whether it is right is said when it is sent."""
        if self.fields is None:
            return
        for name, field in form.fields.items():
            if not isinstance(field.widget, forms.PasswordInput | forms.FileInput):
                form.initial[name] = field.widget.value_from_datadict(self.fields, {}, form.add_prefix(name))


def keep(request: HttpRequest, *, now: datetime) -> None:
    """Keep the posted fields in the session of somebody who has to sign in; no files, no passwords, one page's."""
    try:
        author = signing.loads(request.POST.get(AUTHOR, ""), salt=_SALT, max_age=MARK_HOLDS)
    except signing.BadSignature:
        return
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NO_TEXT and "password" not in name.lower()
        for value in values
    ]
    if not any(value.strip() for _, value in typed) and not request.FILES:
        return
    try:
        count_attempt(route="kept-over-signing-in", person_id=author, now=now)
    except TooOften:
        return
    size = sum(len(name.encode()) + len(str(value).encode()) for name, value in typed)
    request.session[_SESSION_KEY] = {
        "author": author,
        "path": request.path,
        "until": (now + KEPT_FOR).isoformat(),
        "typed": typed if size <= BYTES_MAX else None,
        "file": bool(request.FILES),
    }


def kept_for(request: HttpRequest, *, now: datetime) -> Typed | None:
    """What this person typed on this page before signing in; None when there is nothing, and then it is dropped."""
    kept = request.session.get(_SESSION_KEY)
    if kept is None or kept["path"] != request.path:
        return None
    if kept["author"] != request.user.pk or datetime.fromisoformat(kept["until"]) <= now:
        drop(request)
        return None
    fields = None
    if kept["typed"] is not None:
        fields = QueryDict(mutable=True)
        for name, value in kept["typed"]:
            fields.appendlist(name, value)
    return Typed(fields, had_file=kept["file"])


def drop(request: HttpRequest) -> None:
    """Forget what was typed on this page."""
    if request.session.get(_SESSION_KEY, {}).get("path") == request.path:
        del request.session[_SESSION_KEY]


@contextmanager
def dropped_when_refused(request: HttpRequest) -> Iterator[None]:
    """Forget what was typed on this page when it turns out not to be for this person (Http404, NotAllowed)."""
    try:
        yield
    except (Http404, NotAllowed):
        drop(request)
        raise


def say(request: HttpRequest, typed: Typed) -> None:
    """Tell the person on the page that is shown now, and forget what was kept: it is in front of them."""
    messages.warning(request, typed.notice)
    drop(request)
