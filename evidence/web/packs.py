"""The pack's own page, and what every page inside a pack shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now, today
from compass.foundation.web.views import FormPage, MemberPage
from evidence import pack_presenters, policies, presenters, queries
from evidence.completeness import Held, Task, blocking, completeness, parked_beside, tasks
from evidence.filling import answers_of
from evidence.models import Pack
from evidence.operations import packs
from evidence.queries import versions as version_queries
from evidence.queries.certificates import ends_now
from evidence.queries.pack_facts import facts_of
from evidence.queries.standards import asked_under


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
        facts = facts_of(pack, self.person, today())
        asked, change = asked_under(facts.standards), version_queries.version_change_of(pack) if facts.follows else None
        held = Held(
            answers=facts.answers,
            certificates=[(one.kind, ends_now(one) or date.max) for one in facts.certificates],
            documents=Counter(question for one in facts.documents for question in one.questions),
            claims=[claim.design for claim in facts.claims],
            cost_problem=None if facts.cost_model is None else queries.cost_problem_of(facts.cost_model),
            unconfirmed=version_queries.unconfirmed_of(pack, asked, change) if change else (),
            version=pack.product_version,
        )
        lines = completeness(asked, held, on=today())
        found = tasks(lines)
        titles = {one.question: one.title for one in asked}
        waiting = pack_presenters.waiting_parts(found) if change else []
        return super().get_context_data(
            pack=pack,
            tag=presenters.pack_tag(pack),
            editable=policies.is_open(pack),
            done=sum(not task.problem for task in found),
            total=len(found),
            progress=pack_presenters.progress(lines),
            parked=[titles.get(question, question) for question in parked_beside(lines, held)],
            change=change,
            others=version_queries.other_packs(pack) if facts.has_others else [],
            titles=titles,
            facts=facts,
            certificates=pack_presenters.certificate_rows(pack, facts.certificates, waiting),
            documents=pack_presenters.document_rows(facts.documents, waiting),
            claims=pack_presenters.claim_rows(facts.claims, waiting),
            costs=[one for one in waiting if one.kind == "COST_MODEL"],
            identifiers=presenters.identifier_facts(facts.identifiers),
            **(self._to_do(pack, found) if policies.is_open(pack) else self._said(pack)),
            **kwargs,
        )

    def _to_do(self, pack: Pack, found: Sequence[Task]) -> dict[str, Any]:
        missing = [(task.asked.title, presenters.task_address(pack, task)) for task in blocking(found)]
        return {
            "groups": pack_presenters.task_groups(pack, found),
            "missing": missing,
            "shown_at_once": len(missing) <= pack_presenters.SHOWN_AT_ONCE,
        }

    def _said(self, pack: Pack) -> dict[str, Any]:
        return {"answers": answers_of(pack, queries.documents_of(pack))}


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
