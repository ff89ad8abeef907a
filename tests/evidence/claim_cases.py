"""Rules of the tables of claims, each with the statement that breaks it and its allowed twin."""

from __future__ import annotations

from tests.foundation.raw_writes import Case, copy_of

ROW = "WHERE id = {claim}"


def change(values: str) -> str:
    return f"UPDATE evidence_claim SET {values} {ROW}"


CLAIMS = [
    Case("claim_design_known", change("design = 'OPINION'"), change("design = 'COHORT'")),
    Case("claim_measure_known", change("measure = 'STARS'"), change("measure = 'DIFFERENCE'")),
    Case("claim_interval_whole_and_around_the_size", change("low = NULL"), change("low = NULL, high = NULL")),
    Case("claim_interval_whole_and_around_the_size", change("size = high + 1"), change("size = high")),
    Case("claim_confidence_is_a_percentage", change("confidence = 100"), change("confidence = 99")),
    Case(
        "claim_of_routine_use_names_its_sites",
        change("design = 'REAL_WORLD', sites = '{{}}'"),
        change("design = 'REAL_WORLD', sites = '{{RGT}}'"),
    ),
    Case(
        "claim_document_once",
        copy_of("evidence_claimdocument", "{claimdocument}"),
        copy_of("evidence_claimdocument", "{claimdocument}", document_id="{spare}"),
    ),
]
