"""The start page, the home of each role, and pages of plain words."""

from __future__ import annotations

from typing import Any

from compass.foundation.web.views import MemberPage, Page
from compass.guide.presenters.cards import areas
from compass.guide.queries.catalogue import by_clinical_area
from compass.site import queries
from evidence.queries import innovators_of
from passports.presenters.passports import status_tag
from passports.presenters.paths import meanings
from passports.queries.passports import newest_passports


class Start(Page):
    """The front door: a search box, the clinical areas, and what is new."""

    template_name = "site/start.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = [(p, status_tag(p.status)) for p in newest_passports(5)]
        return super().get_context_data(newest=newest, areas=areas(by_clinical_area()), **kwargs)


class Home(MemberPage):
    """What waits for this person."""

    template_name = "site/home.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.person
        return super().get_context_data(
            cards=queries.work_of(person), left_behind=queries.left_behind(person), **kwargs
        )


class Workplace(MemberPage):
    """The innovator's technologies, and how far each pack has come. Only up here are all its stages known."""

    template_name = "site/workplace.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.person
        return super().get_context_data(
            rows=queries.technologies_of(person), innovators=innovators_of(person), **kwargs
        )


class About(Page):
    """What a passport is, what it is not, what each status means, and the words we use."""

    template_name = "site/about.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(statuses=meanings(), **kwargs)


class Accessibility(Page):
    """How accessible the product is."""

    template_name = "site/accessibility.jinja"
