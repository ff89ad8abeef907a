"""Stating the claims of a pack."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404

from compass.foundation.clock import now
from evidence import presenters, queries
from evidence.claims import STRENGTHS
from evidence.models import Claim
from evidence.operations import claims
from evidence.operations.claims import InvalidClaimError
from evidence.web.claim_forms import ClaimForm
from evidence.web.packs import PackForm


class _ClaimPage(PackForm):
    """Shares the form and the documents to choose from."""

    template_name = "evidence/claim.jinja"
    form_class = ClaimForm

    def standing(self) -> Claim | None:
        """The claim that is restated, None for a new one."""
        return None

    def prepare(self) -> None:
        super().prepare()
        self.documents = list(queries.documents_of(self.pack))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "documents": self.documents}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(strengths=STRENGTHS, **kwargs)

    def perform(self, form: Any) -> str:
        chosen = set(form.cleaned_data.get("documents", ()))
        try:
            claims.state_claim(
                pack=self.pack,
                claim=self.standing(),
                seen=form.cleaned_data["seen"],
                facts=form.facts(),
                documents=[one for one in self.documents if str(one.pk) in chosen],
                by=self.person,
                now=now(),
            )
        except InvalidClaimError as error:
            for field, problem in error.problems.items():
                form.add_error(field, problem)
            raise
        return self.back()


class StateClaim(_ClaimPage):
    """Add a claim; whoever comes from a requirement that only one design meets finds it chosen."""

    heading = "State a claim"
    button = "Save the claim"
    done = "The claim is saved."

    def get_initial(self) -> dict[str, Any]:
        return {"design": self.request.GET.get("design", "")}


class RestateClaim(_ClaimPage):
    """Change a claim."""

    claim: Claim
    heading = "Change this claim"
    button = "Save the claim"
    done = "The claim is saved."

    def prepare(self) -> None:
        super().prepare()
        self.claim = get_object_or_404(queries.claims_of(self.pack), pk=self.kwargs["claim"])

    def standing(self) -> Claim:
        return self.claim

    def get_initial(self) -> dict[str, Any]:
        fields = {
            name: getattr(self.claim, name) for name in ClaimForm.base_fields if name not in {"documents", "seen"}
        }
        numbers = {name: presenters.plain_number(fields[name]) for name in ("size", "low", "high")}
        linked = [str(link.document_id) for link in self.claim.links.all()]
        said = {"sites": ", ".join(self.claim.sites), "documents": linked, "seen": claims.seen_claim(self.claim)}
        return fields | numbers | said


class RemoveClaim(PackForm):
    """Take a claim out of a draft."""

    heading = "Remove this claim?"
    button = "Remove the claim"
    variant = "warning"
    done = "The claim is removed."

    def prepare(self) -> None:
        super().prepare()
        self.claim = get_object_or_404(queries.claims_of(self.pack), pk=self.kwargs["claim"])
        self.lead = f"“{self.claim}” will no longer be part of the pack. You can state it again."

    def perform(self, form: Form) -> str:
        claims.remove_claim(claim=self.claim, by=self.person, now=now())
        return self.back()
