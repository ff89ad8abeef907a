"""Which routes are pages that a person looks at, and why the others are not."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, get_resolver

FILE = "a file or an answer for machines"
FORM_ONLY = "takes a form and leads on; it shows nothing of its own"
NO_PAGE: dict[str, str] = {
    **dict.fromkeys(
        (
            *("compare-file", "local-cost-file", "local-cost-comparison-file", "frozen-search-pdf"),
            *(
                "frozen-search-json",
                "export-evaluation",
                "export-pack",
                "export-set",
                "export-assessed-set",
                "pack-document",
            ),
            *("pack-renewal-document", "renewal-document", "assessment-document", "passport-document", "passport-pdf"),
            *("passport-credential", "status-list", "jwks", "did", "feed", "passport-feed", "innovation-feed"),
            *("passport-calendar", "calendar", "log-day", "log-proof", "health", "health-live"),
            *("condition-file", "own-picture", "picture-file"),
        ),
        FILE,
    ),
    **dict.fromkeys(("autosave-answer", "keep-theirs", "passports", "confirm-parts"), FORM_ONLY),
}


def routes(patterns: list[URLPattern | URLResolver] | None = None) -> set[str]:
    """The names of all addresses of the product that are for people."""
    found: set[str] = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            found |= routes(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            found.add(pattern.name or str(pattern.pattern))
    return {name for name in found if not name.startswith("api-") or name in {"api-docs", "api-access"}}
