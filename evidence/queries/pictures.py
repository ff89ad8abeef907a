"""What is asked about pictures."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from compass.accounts.models import User
from evidence.models import Picture
from evidence.queries import innovations_of


def pictures_of(person: User) -> QuerySet[Picture]:
    """The pictures of the technologies of a person's companies."""
    return Picture.objects.filter(innovation__in=innovations_of(person))


def is_shown(sha256: str) -> bool:
    """Whether a public technology shows the picture of this name, in either size."""
    named = Picture.objects.filter(Q(large=sha256) | Q(small=sha256))
    return named.filter(innovation__published_at__isnull=False).exists()
