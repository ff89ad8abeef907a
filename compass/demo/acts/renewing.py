"""What innovators hand in while a pack is assessed or has its passport: certificates of the next year."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from compass.demo.cast import Cast
from compass.demo.certifying import certificate
from compass.demo.chance import pick
from compass.demo.library import Journey, products
from compass.demo.roster import OPERATORS
from compass.foundation.clock import civil_date
from evidence.certificates import RULES
from evidence.models import Certificate, CertificateKind
from evidence.operations.renewals import renew_certificate
from evidence.queries.certificates import ends_now
from passports.operations.renewals import confirm_renewal
from passports.validity import USABLE
from trusts.states import APPROVING, AssessmentState

_MONTHS = 12
_YEARLY = [kind for kind, rule in RULES.items() if rule.months == _MONTHS or rule.ends_in_june]
# A round is every fortnight, so that everything is renewed before it ends.
_AHEAD = timedelta(days=20)
_NEARLY_FIVE_YEARS = timedelta(days=5 * 365 - 40)


def renew(cast: Cast, *, now: datetime) -> None:
    """Renew the yearly certificates that end soon, of passports in force and of packs on the way to one."""
    on = civil_date(now)
    in_force = Q(pack__passport__is_current=True, pack__passport__status__in=USABLE)
    on_the_way = Q(pack__passport=None, pack__assessments__state__in=(AssessmentState.OPEN, *APPROVING))
    ending = Certificate.objects.filter(in_force | on_the_way, kind__in=_YEARLY, ends_on__lte=on + _AHEAD)
    for old in ending.select_related("pack__innovation__innovator").order_by("id"):
        ends = ends_now(old)
        if ends is None or ends > on + _AHEAD:
            continue
        product = products()[old.pack.innovation.name]
        facts = certificate(product, f"{old.pack.product_version}, {on.year}", old.kind, wanted=None, on=on)
        facts.pop("kind")
        if facts["expires_on"] is not None and facts["expires_on"] <= ends:
            continue
        handed_in = renew_certificate(certificate=old, by=cast.person(f"maker@{product.company}"), now=now, **facts)
        operator = cast.person(pick(OPERATORS, product.name))
        confirm_renewal(renewal=handed_in, by=operator, now=now)


def hand_in(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Renew the certificate that lets the product be sold, in good time; an operator still has to look at it."""
    product, pack = products()[journey.technology], cast.pack(journey)
    old = pack.certificates.filter(kind=CertificateKind.UKCA).order_by("ends_on")[0]
    on = civil_date(now)
    facts = certificate(product, f"{journey.version}, renewed", old.kind, wanted=on + _NEARLY_FIVE_YEARS, on=on)
    facts.pop("kind")
    renew_certificate(certificate=old, by=cast.person(f"maker@{product.company}"), now=now, **facts)
