"""Raw SQL about changes of version and confirmations."""

from __future__ import annotations

from tests.foundation.raw_writes import Case, copy_of

ONE = "WHERE id = {versionchange}"
CHANGE = "UPDATE evidence_versionchange SET"

VERSIONS = [
    Case(
        "version_change_names_topics_when_major",
        f"{CHANGE} magnitude = 'MINOR' {ONE}",
        f"{CHANGE} magnitude = 'MINOR', topics = '{{{{}}}}' {ONE}",
    ),
    Case("version_change_names_topics_when_major", f"{CHANGE} topics = '{{{{}}}}' {ONE}", ""),
    Case("version_change_names_topics_when_major", f"{CHANGE} magnitude = 'HUGE' {ONE}", ""),
    Case("version_change_is_stated", f"{CHANGE} statement = E' \\n' {ONE}", f"{CHANGE} statement = 'x' {ONE}"),
    Case("version_change_is_stated", f"{CHANGE} magnitude = 'MINOR', topics = '{{{{}}}}', statement = '' {ONE}", ""),
    Case(
        "version_change_topics_known",
        f"{CHANGE} topics = '{{{{COST,LUCK}}}}' {ONE}",
        f"{CHANGE} topics = '{{{{COST,WORKFLOW}}}}' {ONE}",
    ),
    Case(
        "confirmation_once",
        copy_of("evidence_confirmation", "{confirmation}"),
        copy_of("evidence_confirmation", "{confirmation}", question="'another'"),
    ),
    *(
        Case("evidence_versionchange.follows_a_frozen_pack", f"{CHANGE} previous_id = {{{pack}}} {ONE}", "")
        for pack in ("draft", "other_frozen", "same_version")
    ),
    Case(
        "evidence_versionchange.follows_a_frozen_pack",
        f"{CHANGE} previous_id = {{draft}}, statement = 'x' {ONE}",
        f"{CHANGE} previous_id = {{first}}, statement = 'x' {ONE}",
    ),
]
