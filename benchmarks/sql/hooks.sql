-- Notices of the newest changes for one organisation, and their deliveries to its one endpoint.
WITH buyer AS (
    INSERT INTO trusts_member (organisation_id, person_id, role)
    SELECT min(id), 1, 'BUYER' FROM trusts_organisation WHERE kind = 'TRUST' AND closed_on IS NULL
    ON CONFLICT DO NOTHING
), endpoint AS (
    INSERT INTO notices_endpoint (organisation_id, address, sealed_secret, added_by_id, added_at)
    SELECT min(id), %(address)s, %(secret)s, 1, %(now)s FROM trusts_organisation WHERE kind = 'TRUST' AND closed_on IS NULL
    RETURNING id, organisation_id
), told AS (
    INSERT INTO notices_notice (change_id, organisation_id, passport_id, recipient_id, created_at)
    SELECT change.id, endpoint.organisation_id, change.subject_id, 1, %(now)s FROM foundation_change AS change CROSS JOIN endpoint
    WHERE change.transaction_id > %(seen)s AND change.kind = 'verdict_changed'
    RETURNING id, passport_id
)
INSERT INTO notices_webhookdelivery (notice_id, endpoint_id, passport_id, created_at, due_at)
SELECT told.id, endpoint.id, told.passport_id, %(now)s, %(now)s FROM told CROSS JOIN endpoint
