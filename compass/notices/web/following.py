"""Pages of following: what, and for whom."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import Invalid
from compass.foundation.signed_links import signed_link
from compass.foundation.web.views import MemberPage
from compass.notices import calendar_links, queries
from compass.notices.followed import SearchRef
from compass.notices.models import Followed
from compass.notices.operations import subscriptions
from compass.notices.web.forms import FollowForm, FollowMoreForm
from evidence.models import Innovation
from passports.web.buying import BuyerForm
from trusts.models import Organisation, Role
from trusts.queries import organisation_by_code, organisations_of
from trusts.web.needs import load_need
from trusts.web.on_behalf import ForOrganisation

_LEAD = "Your organisation gets a notice here when such a passport is issued, and when its status changes."
_DONE = "You follow this for your organisation now."


class Follow(BuyerForm):
    """Follow a passport for an organisation, or something wider that it belongs to."""

    form_class = FollowForm
    deed = "follow a passport"
    heading = "Follow this passport"
    button = "Follow"
    lead = "Your organisation gets a notice here when its status changes. You choose whether we email you too."
    done = _DONE

    def get_form_kwargs(self) -> dict[str, Any]:
        innovation, assessor = self.passport.innovation, self.passport.assessed_by
        offered = [
            (Followed.PASSPORT.value, "This passport"),
            (Followed.INNOVATION.value, f"{innovation}, with the passports of its later versions"),
            (Followed.CLINICAL_AREA.value, f"All passports in “{innovation.get_clinical_area_display()}”"),
            (Followed.DECISIONS.value, f"All passports assessed by {assessor}"),
        ]
        return super().get_form_kwargs() | {"offered": offered}

    def perform(self, form: Form) -> str:
        passport = self.passport
        targets: dict[str, dict[str, Any]] = {
            Followed.PASSPORT: {"passport": passport},
            Followed.INNOVATION: {"innovation": passport.innovation},
            Followed.CLINICAL_AREA: {"clinical_area": passport.innovation.clinical_area},
            Followed.DECISIONS: {"assessor": passport.assessed_by},
        }
        return _follow(self, form, targets[form.cleaned_data["what"]])


class _FollowPage(ForOrganisation):
    """Following something that is not reached by a passport."""

    form_class = FollowForm
    roles = (Role.BUYER,)
    deed = "follow passports"
    button = "Follow"
    done = _DONE
    offered: list[tuple[str, str]]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"offered": self.offered}


class FollowInnovation(_FollowPage):
    """Follow a technology, also one that has no passport yet."""

    deed = "follow a technology"
    heading = "Follow this technology"
    lead = "Your organisation gets a notice here when it gets a passport, and when the status of a passport changes."

    def prepare(self) -> None:
        try:
            self.innovation = queries.public_innovation(self.kwargs["slug"])
        except Innovation.DoesNotExist as error:
            raise Http404 from error
        super().prepare()
        self.offered = [
            (Followed.INNOVATION.value, f"{self.innovation}, with the passports of all its versions"),
            (Followed.CLINICAL_AREA.value, f"All passports in “{self.innovation.get_clinical_area_display()}”"),
        ]

    def caption(self) -> str:
        return str(self.innovation)

    def back(self) -> str:
        return reverse("innovation", args=[self.innovation.slug])

    def perform(self, form: Form) -> str:
        wide = form.cleaned_data["what"] == Followed.CLINICAL_AREA
        area = self.innovation.clinical_area
        return _follow(self, form, {"clinical_area": area} if wide else {"innovation": self.innovation})


class FollowMore(_FollowPage):
    """Follow a clinical area, an organisation's decisions, or everything."""

    form_class = FollowMoreForm
    heading = "Follow more than one passport"
    lead = (
        f"{_LEAD} To follow one passport, technology or need, choose “Follow” on its page. "
        "To follow a search, choose “Save this search” under its results."
    )
    offered = [
        (Followed.CLINICAL_AREA.value, "Passports in a clinical area"),
        (Followed.DECISIONS.value, "Passports that one organisation assessed"),
        (Followed.EVERYTHING.value, "Every passport"),
    ]

    def back(self) -> str:
        return reverse("subscriptions")

    def perform(self, form: Form) -> str:
        given = form.cleaned_data
        target: dict[str, Any] = {}
        if given["what"] == Followed.CLINICAL_AREA:
            target = {"clinical_area": given["clinical_area"]}
        elif given["what"] == Followed.DECISIONS:
            try:
                target = {"assessor": organisation_by_code(given["assessor"])}
            except Organisation.DoesNotExist as error:
                raise Invalid("No organisation has this ODS code.", field="assessor") from error
        return _follow(self, form, target)


class FollowSearch(_FollowPage):
    """Follow a search that a colleague saved, or that was unfollowed."""

    deed = "follow a saved search"
    heading = "Follow this saved search"
    lead = "Your organisation gets a notice here when the search finds another technology, or no longer finds one."

    def find(self) -> SearchRef | None:
        """The saved search of the address; the guide keeps it, which this room does not know (`compass.site`)."""
        raise NotImplementedError

    def prepare(self) -> None:
        super().prepare()
        search = self.find()
        self.organisations = [o for o in self.organisations if search and o.pk == search.organisation.current_id]
        if search is None or not self.organisations:
            raise Http404
        self.search = search
        self.offered = [(Followed.SEARCH.value, f"The saved search “{search.name}”")]

    def caption(self) -> str:
        return self.search.name

    def back(self) -> str:
        return reverse("subscriptions")

    def perform(self, form: Form) -> str:
        return _follow(self, form, {"search": self.search})


class FollowNeed(_FollowPage):
    """Follow a need."""

    deed = "follow a need"
    heading = "Follow this need"
    lead = "Your organisation gets a notice here when somebody answers it, when it is changed, and when it is closed."

    def prepare(self) -> None:
        self.need = load_need(self.kwargs["pk"])
        super().prepare()
        self.offered = [(Followed.NEED.value, f"The need “{self.need}”")]

    def caption(self) -> str:
        return str(self.need)

    def back(self) -> str:
        return reverse("need", args=[self.need.pk])

    def perform(self, form: Form) -> str:
        return _follow(self, form, {"need": self.need})


def _follow(page: Any, form: Form, target: dict[str, Any]) -> str:
    organisation = page.chosen(form)
    how = form.how  # type: ignore[attr-defined]
    subscriptions.subscribe(organisation=organisation, by=page.person, now=now(), **target, **how)
    return reverse("subscriptions")


class Subscriptions(MemberPage):
    """What the person follows for their organisations and how they are told, and what colleagues follow."""

    template_name = "notices/subscriptions.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows: list[Any] = list(queries.listed_subscriptions(self.person)[:1000])  # annotated
        return super().get_context_data(
            rows=[row for row in rows if row.own],
            colleagues=[row for row in rows if not row.own],
            adopted=list(queries.told_adoptions(self.person)[:500]),
            buys=bool(rows) or organisations_of(self.person, Role.BUYER).exists(),
            calendar=signed_link(f"{calendar_links.HEAD}/{queries.calendar_of(self.person)}"),
            passport_kind=Followed.PASSPORT,
            innovation_kind=Followed.INNOVATION,
            search_kind=Followed.SEARCH,
            **kwargs,
        )
