"""Who buys for an organisation that adopted a technology is asked to act, once for each revision of an open notice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from passports.states import OPEN_MATCHES

# Whoever follows the passport is told by its change as well, whether or not they adopted it; this asks for something.
_ASK = """
    INSERT INTO foundation_email (key, recipient, subject, text, created_at, due_at, attempts)
    SELECT 'safety-' || match.id || '-' || adoption.id || '-' || person.id
           || CASE WHEN match.revision > 1 THEN '-' || match.revision ELSE '' END, person.email,
           left(CASE WHEN match.revision > 1 THEN 'Changed safety notice for ' ELSE 'Safety notice for ' END
                || innovation.name || ': act and tell us', 200),
           CASE WHEN match.revision > 1 THEN 'Act on this safety notice. It has changed, or is open again. It concerns '
                ELSE 'Act on this safety notice. It concerns ' END
           || innovation.name || ', which ' || organisation.name || E' has adopted:\n\n'
           || notice.title || E'\n' || notice.url || E'\n\n'
           || E'Read the notice and act on it where you use the technology. Then tell us here that you have acted:\n'
           || %(site)s || '/adoptions/' || adoption.id || '/safety-notices/' || match.id || E'/\n\n'
           || CASE passport.status WHEN 'SUSPENDED'
                   THEN 'The passport is suspended until the notice is dealt with. ' ELSE '' END
           || 'You get this because you buy for '
           || organisation.name || E'.\n',
           %(now)s, %(now)s, 0
    FROM passports_noticematch AS match
    JOIN passports_safetynotice AS notice ON notice.id = match.notice_id
    JOIN evidence_innovation AS innovation ON innovation.id = match.innovation_id
    JOIN passports_passport AS passport ON passport.innovation_id = match.innovation_id
    JOIN passports_adoption AS adoption ON adoption.passport_id = passport.id AND adoption.state <> 'ENDED'
    JOIN trusts_organisation AS organisation ON organisation.id = adoption.organisation_id
    JOIN trusts_organisation AS held ON held.current_id = organisation.current_id
    JOIN trusts_member AS member ON member.organisation_id = held.id AND member.role = 'BUYER'
    JOIN accounts_user AS person ON person.id = member.person_id AND person.is_active
    WHERE match.id = ANY(%(matches)s) AND match.state = ANY(%(open)s) AND NOT notice.is_withdrawn
    ORDER BY match.id, adoption.id, person.id
    ON CONFLICT (key) DO NOTHING
"""


def ask_adopters(*, match_ids: Collection[int], now: datetime) -> int:
    """Write the e-mails that ask adopters to act on those of these matches that are open; returns how many.

    Nobody is asked to act on a notice that its publisher withdrew.

    One statement, in the caller's transaction; each person is asked once for each adoption and revision of a notice.
    """
    if not match_ids:
        return 0
    given: dict[str, Any] = {
        "matches": list(match_ids),
        "open": list(OPEN_MATCHES),
        "now": now,
        "site": settings.SITE_URL,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ASK, given)
        return int(cursor.rowcount)
