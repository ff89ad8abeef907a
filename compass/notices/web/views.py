"""Pages of the notices, and the page behind the link that stops e-mails."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from compass.foundation.clock import now
from compass.foundation.errors import Invalid
from compass.foundation.paging import decode_cursor, encode_cursor
from compass.foundation.signed_links import value_of
from compass.foundation.web.views import FormPage, MemberPage, Page
from compass.foundation.words import plural
from compass.notices import queries, stopping
from compass.notices.companies import LENGTH, companies_of, company_changes, company_of
from compass.notices.operations import subscriptions
from compass.notices.operations.adopters import resume_by_link
from compass.notices.web.forms import UpToForm
from trusts.models import Role
from trusts.queries import organisations_of

SHOWN = 100


class Notices(MemberPage):
    """The notices of the person's organisations, newest first, all or those not read yet."""

    template_name = "notices/notices.jinja"
    status = 200

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only_unread = self.request.GET.get("show") == "unread"
        found = queries.unread_notices_of(self.person) if only_unread else queries.notices_of(self.person)
        problem, start = "", None
        try:
            start = decode_cursor(self.request.GET.get("after", ""), int)
        except Invalid as refusal:
            self.status, problem = refusal.status, refusal.whole
        rows = list(queries.with_times(found.filter(pk__lt=start[0]) if start else found)[: SHOWN + 1])
        following = encode_cursor(rows[SHOWN - 1].pk) if len(rows) > SHOWN else ""
        buys = bool(rows) or organisations_of(self.person, Role.BUYER).exists()
        unread = queries.unread_notices_of(self.person).count()
        return super().get_context_data(
            rows=rows[:SHOWN], unread=unread, buys=buys, only_unread=only_unread, problem=problem, next=following,
            first=not start, **kwargs,
        )  # fmt: skip

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        return super().render_to_response(context, status=self.status, **kwargs)


class CompanyNotices(MemberPage):
    """What happened to the technologies of the companies that the person works for, newest first."""

    template_name = "notices/company_notices.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        companies = list(companies_of(self.person))
        changes = company_changes(self.person) if companies else []
        return super().get_context_data(
            companies=companies, changes=changes, most=LENGTH, goes_on=stopping.GOES_ON, **kwargs
        )


class ReadAll(FormPage):
    """Acknowledge every notice there is, for the person's organisations. One that comes meanwhile stays new."""

    form_class = UpToForm
    heading = "Mark all notices as read?"
    button = "Mark all as read"
    lead = "They are then marked as read for everybody who buys for your organisations."

    def caption(self) -> str:
        return plural(queries.unread_notices_of(self.person).count(), "unread notice")

    def get_initial(self) -> dict[str, Any]:
        newest = queries.unread_notices_of(self.person).first()
        return {"newest": newest.pk if newest else 0}

    def back(self) -> str:
        return reverse("notices")

    def perform(self, form: Form) -> str:
        read = subscriptions.mark_all_read(up_to=form.cleaned_data["newest"], by=self.person, now=now())
        self.done = f"{plural(read, 'notice')} marked as read."
        return self.back()


class ReadNotice(FormPage):
    """Acknowledge a notice for the organisation."""

    heading = "Mark this notice as read"
    button = "Mark as read"

    def prepare(self) -> None:
        self.notice = get_object_or_404(queries.notices_of(self.person), pk=self.kwargs["pk"])
        self.lead = self.notice.change.sentence

    def caption(self) -> str:
        return str(self.notice.organisation)

    def back(self) -> str:
        return reverse("notices")

    def perform(self, form: Form) -> str:
        subscriptions.mark_read(notice=self.notice, by=self.person, now=now())
        return self.back()


# The button in a mail program posts without a cookie (RFC 8058), and the signed link is itself the permission.
@method_decorator(csrf_exempt, name="dispatch")
class Unsubscribe(Page):
    """GET says what would stop (mail scanners open links); POST stops it, signed in or not.

    The link in an e-mail to an adopter or a company takes the choice back, too: who gets it may not be able to sign in
    any more.
    """

    template_name = "notices/unsubscribe.jinja"
    stopped = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stop = self._stop()
        again = stop.is_own_choice and "again" in request.POST
        (resume_by_link if again else subscriptions.stop_emails)(stop=stop, now=now())
        self.stopped = not again
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stop = self._stop()
        about, adopted, company = queries.stopped_by(stop), queries.adoption_of(stop), company_of(stop)
        chosen = adopted or company
        stopped = chosen[1] if chosen else self.stopped or not any(s.email for s in about)
        return super().get_context_data(
            about=about, adoption=adopted and adopted[0], company=company and company[0], stopped=stopped,
            daily=stop.of == "daily", goes_on=stopping.GOES_ON, **kwargs,
        )  # fmt: skip

    def _stop(self) -> stopping.Stop:
        stop = stopping.read_stop(value_of(stopping.HEAD, self.kwargs["token"]))
        if stop is None:
            raise Http404
        return stop
