"""What the link in an e-mail stops. Pure.

`follow-17` is one subscription, `daily-5` a person's daily e-mails, `adopted-3-5` what a person gets because of an
adoption, `company-3-5` because of a company that they work for."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The beginning of the address; what follows it is signed (`foundation.signed_links`).
HEAD = "unsubscribe"
ADOPTED, COMPANY = "adopted", "company"
# What is told to a company's people in any case (`operations.fan_out_besides`, `passports.operations.reminders`).
GOES_ON = (
    "Some emails do not stop. They are about safety notices, what you have to hand in, and needs that you answered. "
    "They also tell you when a passport is suspended, withdrawn or expires, and when it counts again."
)
_NUMBER = "([1-9][0-9]{0,17})"
_VALUE = re.compile(f"(follow|daily)-{_NUMBER}|({ADOPTED}|{COMPANY})-{_NUMBER}-{_NUMBER}")


@dataclass(frozen=True)
class Stop:
    """One subscription, every daily one of a person, or an adoption or company and the person told because of it."""

    of: str
    pk: int
    person: int = 0

    @property
    def is_own_choice(self) -> bool:
        """Whether it is a choice of one person's (`InAppOnly`) and about no subscription."""
        return self.of in {ADOPTED, COMPANY}

    @property
    def lookup(self) -> dict[str, object]:
        """The subscriptions it is about, as a lookup; not for an own choice, which is about none."""
        return {"pk": self.pk} if self.of == "follow" else {"person_id": self.pk, "frequency": "DAILY"}


def read_stop(value: str | None) -> Stop | None:
    """What a signed value stops; None when it is not one of ours."""
    found = _VALUE.fullmatch(value or "")
    if not found:
        return None
    of, pk, own, about, person = found.groups()
    return Stop(own, int(about), int(person)) if own else Stop(of, int(pk))
