"""What the link in an e-mail stops: `follow-17` is one subscription, `daily-5` a person's daily e-mails. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The beginning of the address; what follows it is signed (`foundation.signed_links`).
HEAD = "unsubscribe"
_VALUE = re.compile(r"(follow|daily)-([1-9][0-9]{0,17})")


@dataclass(frozen=True)
class Stop:
    """One subscription, or every daily one of a person."""

    of: str
    pk: int

    @property
    def lookup(self) -> dict[str, object]:
        """The subscriptions it is about, as a lookup."""
        return {"pk": self.pk} if self.of == "follow" else {"person_id": self.pk, "frequency": "DAILY"}


def read_stop(value: str | None) -> Stop | None:
    """What a signed value stops; None when it is not one of ours."""
    found = _VALUE.fullmatch(value or "")
    return Stop(found[1], int(found[2])) if found else None
