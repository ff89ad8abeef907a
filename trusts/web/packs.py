"""The innovator hands a pack to a panel and follows what comes of it."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now, today
from compass.foundation.web.views import FormPage, MemberPage
from evidence.models import Pack
from evidence.operations.packs import check_complete
from evidence.queries import packs_of
from evidence.states import PackState
from trusts import presenters, queries
from trusts.operations import assessments
from trusts.states import STANDING
from trusts.web.forms import SubmitPackForm


class SubmitPack(FormPage):
    """Hand a pack to a panel. It is frozen with that."""

    form_class = SubmitPackForm
    heading = "Submit the evidence pack to a panel"
    button = "Submit and freeze the pack"
    lead = (
        "Choose the panel of NHS staff that assesses the pack. When you submit, the pack is frozen: nobody can change "
        "it. So the decision of the panel is always about exactly what you submitted."
    )
    done = "The pack is frozen. The panel has it now."

    def prepare(self) -> None:
        self.pack: Pack = get_object_or_404(packs_of(self.person), pk=self.kwargs["pk"])
        self.panels = list(queries.panels_to_submit_to())

    def caption(self) -> str:
        return str(self.pack)

    def back(self) -> str:
        return reverse("pack", args=[self.pack.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"panels": self.panels}

    def check_now(self) -> None:
        assessments.check_can_request(self.pack)
        if self.pack.state == PackState.DRAFT:
            check_complete(self.pack, today())

    def perform(self, form: Form) -> str:
        panel = next(p for p in self.panels if str(p.pk) == form.cleaned_data["panel"])
        assessments.request_assessment(pack=self.pack, panel=panel, by=self.person, now=now())
        return reverse("pack-assessments", args=[self.pack.pk])


class PackAssessments(MemberPage):
    """What panels do with a pack: state and decision, never scores."""

    template_name = "trusts/pack_assessments.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pack = get_object_or_404(packs_of(self.person), pk=self.kwargs["pk"])
        found = list(queries.assessments_of_pack(pack.pk))
        return super().get_context_data(
            pack=pack,
            rows=[(a, presenters.assessment_tag(a), getattr(a, "decision", None)) for a in found],
            can_revise=bool(found) and not any(a.state in STANDING for a in found),
            **kwargs,
        )


class RevisePack(FormPage):
    """Begin a new revision after a panel that did not approve."""

    heading = "Start a new revision?"
    button = "Start the revision"
    lead = (
        "A revision is a new pack for the same version of the product. It starts with your answers, certificates and "
        "documents. The pack that you submitted stays as it is."
    )

    def prepare(self) -> None:
        self.pack: Pack = get_object_or_404(packs_of(self.person), pk=self.kwargs["pk"])

    def caption(self) -> str:
        return str(self.pack)

    def back(self) -> str:
        return reverse("pack-assessments", args=[self.pack.pk])

    def check_now(self) -> None:
        assessments.check_can_revise(self.pack)

    def perform(self, form: Form) -> str:
        new = assessments.start_revision(pack=self.pack, by=self.person, now=now())
        return reverse("pack", args=[new.pk])
