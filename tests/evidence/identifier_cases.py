"""The rules of the tables of identifiers, each with a statement that breaks it and its allowed twin."""

from __future__ import annotations

from tests.foundation.raw_writes import Case, copy_of

COMPANY = "UPDATE evidence_companyidentifier"

IDENTIFIERS = [
    Case(
        "identifier_of_one_technology",
        copy_of("evidence_identifier", "{gtin}", innovation_id="{other_innovation}"),
        copy_of("evidence_identifier", "{emdn}", innovation_id="{other_innovation}"),
    ),
    Case(
        "identifier_once",
        copy_of("evidence_identifier", "{emdn}"),
        copy_of("evidence_identifier", "{emdn}", value="'A02'"),
    ),
    *(
        Case(
            "identifier_of_its_form",
            f"UPDATE evidence_identifier SET scheme = '{scheme}', value = $v${wrong}$v$ WHERE id = {{gtin}}",
            f"UPDATE evidence_identifier SET scheme = '{scheme}', value = $v${right}$v$ WHERE id = {{gtin}}",
        )
        for scheme, wrong, right in (
            ("GTIN", "9506000134352", "09506000134352"),
            ("HIBC", "+A123BJC5D6E71G", "A123BJC5D6E71"),
            ("BASIC_UDI_DI", "1987654Ad4X4bL5ttr2310c20", "12345_!\"%&'()*+,-./LC"),
            ("BASIC_UDI_DI", "++A99911", "++A999MODELIDENTIFIER11S8"),
            ("EMDN", "A010", "A0101"),
            ("GMDN", "01234", "12345"),
        )
    ),
    Case(
        "identifier_of_its_form",
        "UPDATE evidence_identifier SET scheme = 'ISBN' WHERE id = {gtin}",
        "",
    ),
    Case(
        "company_identifier_of_one_company",
        copy_of("evidence_companyidentifier", "{company_number}", innovator_id="{other_innovator}"),
        copy_of("evidence_companyidentifier", "{company_number}", innovator_id="{other_innovator}", value="'SC654321'"),
    ),
    *(
        Case(
            "company_identifier_of_its_form",
            f"{COMPANY} SET scheme = '{scheme}', value = '{wrong}' WHERE id = {{company_number}}",
            f"{COMPANY} SET scheme = '{scheme}', value = '{right}' WHERE id = {{company_number}}",
        )
        for scheme, wrong, right in (
            ("COMPANIES_HOUSE", "SC12345", "SC012345"),
            ("ODS", "rgt", "RGT"),
            ("GLN", "501234500000", "5012345000008"),
            ("ICO", "A1234567", "ZA123456"),
            ("MHRA", "12-B", "CA012345"),
            ("SRN", "DE-MF-12345", "DE-MF-000012345"),
        )
    ),
    Case(
        "emdn_code_of_its_form",
        "UPDATE evidence_emdncode SET code = 'a01' WHERE id = {emdn_code}",
        "UPDATE evidence_emdncode SET title = 'Other' WHERE id = {emdn_code}",
    ),
]
