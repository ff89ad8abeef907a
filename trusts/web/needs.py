"""Pages of needs: public to read; nominators publish and close them, innovators answer."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.forms import Form
from django.http import Http404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.foundation.paging import decode_cursor, encode_cursor
from compass.foundation.web.views import FormPage, Page
from evidence.models import ClinicalArea
from evidence.queries import innovators_of
from trusts import finding_needs, policies, presenters, queries
from trusts.finding_needs import Wanted
from trusts.models import Need, Role
from trusts.models.organisations import ODS_PATTERN
from trusts.operations import needs
from trusts.states import NEED
from trusts.web.need_forms import AnswerNeedForm, ChangeNeedForm, CloseNeedForm, NeedForm
from trusts.web.on_behalf import ForOrganisation

SHOWN = 50


def load_need(pk: int) -> Need:
    """The need of an address; raises Http404."""
    try:
        return queries.need_by_number(pk)
    except Need.DoesNotExist as error:
        raise Http404 from error


class Needs(Page):
    """What organisations look for, newest first: by words, clinical area, region and organisation, open ones or all."""

    template_name = "trusts/needs.jinja"
    status = 200
    problem = ""
    too_long = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        regions = finding_needs.regions()
        wanted, start = self._asked({code for code, _ in regions})
        rows = finding_needs.found(wanted)
        found = list((rows.filter(id__lt=start[0]) if start else rows).order_by("-id")[: SHOWN + 1])
        alike = finding_needs.alike(wanted) if wanted.text and not found and not start else []
        following = encode_cursor(found[SHOWN - 1]["number"]) if len(found) > SHOWN else ""
        return super().get_context_data(
            rows=[presenters.need_row(row) for row in found[:SHOWN]],
            alike=[presenters.need_row(row) for row in alike],
            wanted=wanted, shown=presenters.needs_address(wanted), problem=self.problem,
            too_long=self.too_long,
            areas=ClinicalArea.choices, regions=regions, text_max=finding_needs.TEXT_MAX, later=bool(start),
            next=presenters.needs_address(wanted, after=following) if following else "",
            all=presenters.needs_address(replace(wanted, open_only=False)) if wanted.open_only else "",
            nominates=queries.nominates_somewhere(self.person), **kwargs,
        )  # fmt: skip

    def _asked(self, regions: set[str]) -> tuple[Wanted, tuple[Any, ...] | None]:
        """What the address asks for, without what nobody can look for; that is said."""
        asked = self.request.GET
        given = {name: asked.get(name, "") for name in ("area", "region", "organisation")}
        text, code = " ".join(asked.get("q", "").split()), given["organisation"].upper()
        start = None
        try:
            start = decode_cursor(asked.get("after", ""), int)
            if len(text) > finding_needs.TEXT_MAX:
                self.too_long, text = text, ""
                raise Invalid(f"Search for {finding_needs.TEXT_MAX} characters or fewer.")
        except Invalid as refusal:
            self.status, self.problem = refusal.status, refusal.whole
        wanted = Wanted(
            text=text,
            area=given["area"] if given["area"] in ClinicalArea.values else "",
            region=given["region"] if given["region"] in regions else "",
            organisation=code if re.fullmatch(ODS_PATTERN, code) else "",
            open_only=asked.get("state") != "all",
        )
        return wanted, start

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        return super().render_to_response(context, status=self.status, **kwargs)


class NeedPage(Page):
    """One need, and who answered.

    What it said before it was changed is kept and not shown: it may have been changed because it named a patient.
    """

    template_name = "trusts/need.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = queries.needs().filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        person = self.person
        known = person.is_authenticated
        return super().get_context_data(
            need=presenters.need_row(row),
            answers=queries.answers_to(row["number"]),
            open=NEED.allows("close", row["state"]),
            innovates=known and innovators_of(person).exists(),
            tends=known and policies.can_tend(person, load_need(row["number"])),
            buys=known and queries.organisations_of(person, Role.BUYER).exists(),
            **kwargs,
        )


class PublishNeed(ForOrganisation):
    """Publish a need, begun from the words of a search if there are any."""

    form_class = NeedForm
    roles = (Role.NOMINATOR,)
    deed = "publish a need"
    instead = ", or to publish it"
    heading = "Publish a need"
    button = "Publish the need"
    lead = (
        "Say what your organisation looks for and has not found. Everybody can read it, and innovators can answer with "
        "a technology of theirs. Do not write about single patients or about prices."
    )
    done = "The need is published. You get an email when somebody answers."

    def back(self) -> str:
        return reverse("needs")

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        title = " ".join(asked.get("q", "").split())[:200]
        return {"title": title, "clinical_area": asked.get("area", "")}

    def perform(self, form: Form) -> str:
        given = form.cleaned_data | {"organisation": self.chosen(form)}
        need = needs.publish_need(by=self.person, now=now(), **given)
        return reverse("need", args=[need.pk])


class _OfNeed(FormPage):
    """One step with a need."""

    def caption(self) -> str:
        return str(self.need)

    def back(self) -> str:
        return reverse("need", args=[self.need.pk])

    def prepare(self) -> None:
        self.need = load_need(self.kwargs["pk"])


class AnswerNeed(_OfNeed):
    """Answer with a public technology of one's own."""

    form_class = AnswerNeedForm
    heading = "Answer this need"
    button = "Publish the answer"
    lead = "Everybody can see your technology and your answer on the page of this need. You cannot change it later."
    done = "Your answer is published. We email the organisation that published the need."

    def prepare(self) -> None:
        super().prepare()
        if not innovators_of(self.person).exists():
            raise NotAllowed(
                "Only people who work for an innovator can answer a need.",
                next_step="Ask a colleague who is registered for your company to invite you.",
            )
        self.innovations = queries.technologies_to_answer_with(self.person, self.need)

    def check_now(self) -> None:
        policies.check_answerable(self.need)
        if not self.innovations:
            raise Refused(
                "You have no public technology that has not answered this need.",
                next_step="A technology becomes public when it gets its passport. Then you can answer with it.",
            )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"innovations": self.innovations}

    def get_initial(self) -> dict[str, Any]:
        return {"revision": self.need.revision}

    def perform(self, form: Form) -> str:
        given = form.cleaned_data
        given["innovation"] = next(one for one in self.innovations if one.slug == given["innovation"])
        needs.answer_need(need=self.need, by=self.person, now=now(), **given)
        return self.back()


class ChangeNeed(_OfNeed):
    """Say an open need in other words."""

    form_class = ChangeNeedForm
    heading = "Change this need"
    lead = (
        "Say what you look for in other words. We email innovators who answered the need and people who follow it. Its "
        "page says when you changed it."
    )
    done = "The need is saved."

    def prepare(self) -> None:
        super().prepare()
        policies.check_can_tend(self.person, self.need)

    def check_now(self) -> None:
        policies.check_answerable(self.need)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.need, name) for name in self.form_class.base_fields}

    def perform(self, form: Form) -> str:
        needs.correct_need(need=self.need, by=self.person, now=now(), **form.cleaned_data)
        return self.back()


class CloseNeed(_OfNeed):
    """Take no more answers."""

    form_class = CloseNeedForm
    heading = "Close this need?"
    button = "Close the need"
    variant = "warning"
    lead = "Innovators will no longer be able to answer it. Everybody can still read it and its answers."
    done = "The need is closed."

    def prepare(self) -> None:
        super().prepare()
        policies.check_can_tend(self.person, self.need)

    def check_now(self) -> None:
        NEED.target("close", self.need.state)

    def perform(self, form: Form) -> str:
        needs.close_need(need=self.need, outcome=form.cleaned_data["outcome"], by=self.person, now=now())
        return self.back()
