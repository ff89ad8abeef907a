"""Rows to start from. What the journey makes (packs, assessments, passports) comes from `tests.story` instead."""

from __future__ import annotations

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from compass.accounts.models import User
from evidence.models import Innovation, Innovator
from passports.models import Operator
from trusts.models import Organisation

PASSWORD = "correct horse battery staple"
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


class PersonFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@nhs.example")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return User.objects.create_user(password=kwargs.pop("password", PASSWORD), **kwargs)


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    ods_code = factory.Sequence(lambda n: f"R{n:04d}")
    kind = "TRUST"
    name = factory.Sequence(lambda n: f"Test Hospitals {n} NHS Trust")

    @factory.post_generation
    def carried_by_itself(self, create, extracted, **kwargs):
        if self.closed_on is None:
            Organisation.objects.filter(pk=self.pk).update(current=self)
            self.current = self


class InnovatorFactory(DjangoModelFactory[Innovator]):
    class Meta:
        model = Innovator

    name = factory.Sequence(lambda n: f"Invented Devices {n} Ltd")
    slug = factory.Sequence(lambda n: f"invented-devices-{n}")


class InnovationFactory(DjangoModelFactory[Innovation]):
    class Meta:
        model = Innovation

    innovator = factory.SubFactory(InnovatorFactory)
    name = factory.Sequence(lambda n: f"Wound Sensor {n}")
    slug = factory.Sequence(lambda n: f"wound-sensor-{n}")
    kind = "DEVICE"
    clinical_area = "SURGERY"
    summary = "A sensor under the dressing that shows early signs of infection."
    problem = "Surgical site infection is found late."
    description = "A thin sensor."
    created_at = NOON


class OperatorFactory(DjangoModelFactory[Operator]):
    class Meta:
        model = Operator

    person = factory.SubFactory(PersonFactory)


def merge(closed: Organisation, into: Organisation) -> None:
    """`into` carries on for `closed` and for all that it carried itself."""
    Organisation.objects.filter(current=closed).update(current=into)
    Organisation.objects.filter(pk=closed.pk).update(closed_on=NOON.date())
    closed.refresh_from_db()
