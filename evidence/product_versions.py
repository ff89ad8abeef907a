"""When two spellings of a product version mean one version. Pure.

The database works out the same key from the same table (`evidence.models.folding`), so that no road, raw SQL
included, has a product version assessed twice under two spellings.
"""

from __future__ import annotations

import re
import unicodedata

# What is taken out of a spelling, in this order, after compatibility forms (NFKC) and capitals are folded. The
# patterns read the same in Python and in PostgreSQL.
FOLDS = (
    r"\s+",
    r"^(version|ver|v)[._-]*(?=[0-9])",
    r"(?<![0-9])0+(?=[0-9])",  # 1.02 is 1.2
    r"(\.0*)+$",  # 1.0.0, 1.0 and 1. are 1
)


def version_key(spelling: str) -> str:
    """What all spellings of one product version share: `v1.0`, `1.0.0`, `1.` and ` 1.0` have the key `1`."""
    key = unicodedata.normalize("NFKC", spelling).casefold()
    for pattern in FOLDS:
        key = re.sub(pattern, "", key)
    return key
