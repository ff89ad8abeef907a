"""Short names for addresses."""

from __future__ import annotations

from django.db.models import Model
from django.utils.crypto import get_random_string
from django.utils.text import slugify


def free_slug(name: str, model: type[Model], max_length: int) -> str:
    """A slug of `name` that no row of `model` has yet; a name without letters (an emoji) still gets one.

    Two callers at once can be given the same slug: the unique constraint then refuses the second.
    """
    base = slugify(name)[: max_length - 7].strip("-") or "technology"
    slug = base
    while model._default_manager.filter(slug=slug).exists():
        slug = f"{base}-{get_random_string(6, 'abcdefghjkmnpqrstuvwxyz23456789')}"
    return slug
