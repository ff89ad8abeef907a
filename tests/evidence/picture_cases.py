"""What the tables of pictures and standards refuse to SQL itself."""

from __future__ import annotations

from tests.foundation.raw_writes import Case

PICTURES = [
    Case(
        "picture_told_in_words",
        "UPDATE evidence_picture SET alternative = '' WHERE id = {picture}",
        "UPDATE evidence_picture SET alternative = 'A drawing.' WHERE id = {picture}",
    ),
    *(
        Case(
            "picture_named_by_its_bytes",
            f"UPDATE evidence_picture SET {name} = 'abc' WHERE id = {{picture}}",
            f"UPDATE evidence_picture SET {name} = repeat('0', 64) WHERE id = {{picture}}",
        )
        for name in ("large", "small")
    ),
    *(
        Case(
            "picture_has_a_size",
            f"UPDATE evidence_picture SET {name} = 0 WHERE id = {{picture}}",
            f"UPDATE evidence_picture SET {name} = 1 WHERE id = {{picture}}",
        )
        for name in ("large_width", "large_height", "small_width", "small_height")
    ),
    *(
        Case(
            "pack_standard_counted_whole",
            f"UPDATE evidence_packstandard SET {wrong} WHERE pack_id = {{draft}}",
            f"UPDATE evidence_packstandard SET {right} WHERE pack_id = {{draft}}",
        )
        for wrong, right in (
            ("applied = 1, met = 2", "applied = 2, met = 2"),
            ("applied = 1", "applied = 1, met = 0"),
            ("met = 0", "applied = NULL, met = NULL"),
        )
    ),
]
