"""The pack's own page, and what every page inside a pack shares."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now, today
from compass.foundation.web.views import FormPage, MemberPage
from evidence import policies, presenters, queries
from evidence.certificate_words import certificate_rows
from evidence.completeness import Held, blocking, completeness, parked_beside, tasks
from evidence.filling import answers_of
from evidence.models import Pack
from evidence.operations import packs
from evidence.queries import versions as version_queries
from evidence.queries.certificates import certificates_of, ends_now
from evidence.queries.pack_facts import facts_of


class PackMixin:
    """Loads the pack through its owner."""

    person: Any
    kwargs: dict[str, Any]
    pack: Pack

    def load_pack(self) -> Pack:
        found: Pack = get_object_or_404(queries.packs_of(self.person), pk=self.kwargs["pk"])
        return found


class PackForm(PackMixin, FormPage):
    """A page with a form inside a draft."""

    def prepare(self) -> None:
        self.pack = self.load_pack()
        policies.check_editable(self.person, self.pack)

    def caption(self) -> str:
        return str(self.pack)

    def back(self) -> str:
        return reverse("pack", args=[self.pack.pk])


class PackPage(PackMixin, MemberPage):
    """The pack as a task list: what is there, what is missing."""

    template_name = "evidence/pack.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pack = self.load_pack()
        # Each table is read once: what the page shows of a part also says whether it is complete.
        facts, asked = facts_of(pack, self.person, today()), queries.asked_of(pack)
        change = version_queries.version_change_of(pack) if facts.follows else None
        certificates, documents = certificates_of(pack), list(queries.documents_of(pack).select_related("redacts"))
        claims = queries.claims_resting_on(pack, documents)
        held = Held(
            answers=facts.answers,
            certificates=[(one.kind, ends_now(one) or date.max) for one in certificates],
            documents=facts.documents,
            claims=[claim.design for claim, _ in claims],
            cost_problem=None if facts.cost_model is None else queries.cost_problem_of(facts.cost_model),
            unconfirmed=version_queries.unconfirmed_of(pack, asked, change) if change else (),
            version=pack.product_version,
        )
        lines = completeness(asked, held, on=today())
        found = tasks(lines)
        titles = {one.question: one.title for one in asked}
        return super().get_context_data(
            pack=pack,
            tag=presenters.pack_tag(pack),
            editable=policies.can_edit(self.person, pack),
            groups=presenters.task_groups(pack, found),
            missing=[(task.asked.title, presenters.task_address(pack, task)) for task in blocking(found)],
            done=sum(not task.problem for task in found),
            total=len(found),
            progress=presenters.progress(lines),
            parked=[titles.get(question, question) for question in parked_beside(lines, held)],
            newer=facts.newer,
            change=change,
            others=version_queries.other_packs(pack) if facts.has_others else [],
            set_aside=facts.set_aside,
            titles=titles,
            answers=answers_of(pack, documents) if pack.content else [],
            certificates=certificate_rows(pack, certificates),
            documents=presenters.document_rows(documents),
            claims=[presenters.claim_words(*one) for one in claims],
            **kwargs,
        )


class MoveStandards(PackForm):
    """Move a draft to the standards in force today; what that changes is shown first."""

    template_name = "evidence/move_standards.jinja"
    heading = "Move to the newest standards"
    button = "Move this pack"
    done = "The pack is now asked the newest standards. Your answers are all kept."

    def check_now(self) -> None:
        packs.standards_to_move_to(self.pack, today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = [] if "refusal" in kwargs else queries.standards_changes(self.pack, today())
        return super().get_context_data(changes=changes, **kwargs)

    def perform(self, form: Form) -> str:
        packs.move_to_current_standards(pack=self.pack, by=self.person, now=now())
        return self.back()
