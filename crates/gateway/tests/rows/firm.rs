//! What is changed of everything else: staff, settings, templates, segments, campaigns, customers, imports, conversations.

use super::Change;

const ERASED: &[&str] = &["the numbers of erased customers are not those of which it tells"];

pub const CHANGES: &[Change] = &[
    ("DELETE FROM staff WHERE role = 'agent'", &["it is in the log, and gone"]),
    ("DELETE FROM token", &["it is in the log, and gone"]),
    ("DELETE FROM carrier", &["carrier sandbox: it is in the log, and gone"]),
    ("DELETE FROM campaign", &["it is in the log, and gone"]),
    ("DELETE FROM decision", &["it is in the log, and gone"]),
    ("DELETE FROM template", &["it is in the log, and gone"]),
    ("DELETE FROM import_job", &["it is in the log, and gone"]),
    ("DELETE FROM witness", &["it is in the log, and gone"]),
    ("DELETE FROM consent_record", &["are gone"]),
    (
        "INSERT INTO consent_record (id, customer_id, purpose, state, source, given_at, recorded_at, actor_kind, actor)
         SELECT x'00000000000000000000000000000077', customer_id, 'care', 1, 'form', 1, 1, 'user', 'u' FROM consent_record LIMIT 1",
        &["no event of the log recorded the consent 00000000-0000-0000-0000-000000000077"],
    ),
    ("DELETE FROM erased_number", ERASED),
    ("DELETE FROM erased_opt_out", ERASED),
    ("DELETE FROM erased_seal", ERASED),
    ("UPDATE erased_number SET number = zeroblob(32)", ERASED),
    ("UPDATE erased_number SET number = CAST(number AS TEXT)", ERASED),
    ("INSERT INTO erased_number (number) VALUES (zeroblob(32))", ERASED),
    ("UPDATE erased_opt_out SET number = zeroblob(32)", ERASED),
    ("UPDATE erased_opt_out SET purpose = 'care'", ERASED),
    ("UPDATE erased_seal SET salt = zeroblob(32)", ERASED),
    (
        "UPDATE staff SET id = zeroblob(16) WHERE role = 'agent'",
        &["user 00000000-0000-0000-0000-000000000000: the log does not know it"],
    ),
    (
        "UPDATE staff SET role = 'admin' WHERE role = 'agent'",
        &["its role is not"],
    ),
    (
        "UPDATE staff SET active = 0 WHERE role = 'agent'",
        &["its active is not"],
    ),
    (
        "UPDATE staff SET created_at = 0 WHERE role = 'agent'",
        &["its created at is not"],
    ),
    ("UPDATE token SET id = zeroblob(16)", &["the log does not know it"]),
    ("UPDATE token SET role = 'agent'", &["its role is not"]),
    (
        "UPDATE token SET created_by = (SELECT id FROM staff WHERE role = 'agent')",
        &["its created by is not"],
    ),
    ("UPDATE token SET created_at = 0", &["its created at"]),
    ("UPDATE token SET revoked_at = NULL", &["its revoked at"]),
    (
        "UPDATE staff SET login = 'x' WHERE role = 'agent'",
        &["its login, name or password is not"],
    ),
    (
        "UPDATE staff SET name = 'x' WHERE role = 'agent'",
        &["its login, name or password is not"],
    ),
    (
        "UPDATE staff SET password_hash = (SELECT password_hash || 'x' FROM staff WHERE role = 'admin') WHERE role = 'agent'",
        &["its login, name or password is not"],
    ),
    ("UPDATE token SET name = 'x'", &["its name or secret is not"]),
    ("UPDATE token SET secret_hash = zeroblob(32)", &["its name or secret is not"]),
    ("UPDATE carrier SET config = '{}'", &["carrier sandbox: its connection is not"]),
    (
        "UPDATE organisation SET settings = json_set(settings, '$.confirmation.text', 'x')",
        &["its settings is not"],
    ),
    ("UPDATE witness SET folder = '/tmp'", &["its folder or address is not"]),
    ("UPDATE template SET name = 'x'", &["its name or texts is not"]),
    ("UPDATE template SET purpose = 'service'", &["its name or texts is not"]),
    ("UPDATE template SET text = 'x'", &["its name or texts is not"]),
    ("UPDATE template SET others = '[\"x\"]'", &["its name or texts is not"]),
    ("UPDATE template_version SET name = 'x' WHERE version = 1", &["its name or texts is not"]),
    ("UPDATE template_version SET text = 'x' WHERE version = 1", &["its name or texts is not"]),
    (
        "UPDATE template_version SET others = '[\"x\"]' WHERE version = 2",
        &["its name or texts is not"],
    ),
    ("UPDATE segment SET name = 'x' WHERE built_in IS NULL", &["its name, rule or author is not"]),
    (
        "UPDATE segment SET rule = (SELECT rule FROM segment ORDER BY LENGTH(rule) DESC LIMIT 1) WHERE built_in IS NULL",
        &["its name, rule or author is not"],
    ),
    (
        "UPDATE segment SET built_in = 'x' WHERE built_in IS NULL",
        &["its name, rule or author is not"],
    ),
    (
        "UPDATE segment SET actor_kind = 'x' WHERE built_in IS NULL",
        &["its name, rule or author is not"],
    ),
    ("UPDATE segment SET actor = 'x' WHERE built_in IS NULL", &["its name, rule or author is not"]),
    ("UPDATE campaign SET name = 'x'", &["its name, text, segment or template is not"]),
    (
        "UPDATE campaign SET segment_id = (SELECT MIN(id) FROM segment)",
        &["its name, text, segment or template is not"],
    ),
    (
        "UPDATE campaign SET template_id = (SELECT id FROM template)",
        &["its name, text, segment or template is not"],
    ),
    ("UPDATE campaign SET body = 'x'", &["its name, text, segment or template is not"]),
    (
        "UPDATE decision SET n = n + 7 WHERE kind = 'approved'",
        &["its comment is not"],
    ),
    (
        "UPDATE decision SET comment = 'x' WHERE kind = 'approved'",
        &["its comment is not"],
    ),
    ("UPDATE organisation SET version = version + 1", &["its version is not"]),
    (
        "UPDATE organisation SET settings = json_set(settings, '$.receipt_hours', 1)",
        &["its receipt hours is not"],
    ),
    (
        "UPDATE carrier SET name = 'x'",
        &["carrier sandbox: it is in the log, and gone"],
    ),
    ("UPDATE carrier SET kind = 'smpp'", &["its kind"]),
    ("UPDATE carrier SET enabled = 0", &["its enabled"]),
    ("UPDATE carrier SET price_millis = 1", &["its price millis"]),
    ("UPDATE carrier SET rate = 9", &["its rate"]),
    ("UPDATE carrier SET policy = 'x'", &["its policy"]),
    ("UPDATE carrier SET fallback = 'x'", &["its fallback"]),
    ("UPDATE carrier SET hours_from = 1, hours_until = 2", &["its hours"]),
    ("UPDATE witness SET folder = NULL", &["its folder"]),
    ("UPDATE witness SET url = 'x'", &["its url"]),
    ("UPDATE witness SET hours = 9", &["its hours"]),
    ("UPDATE template SET id = zeroblob(16)", &["it is in the log, and gone"]),
    ("UPDATE template SET version = 9", &["its version"]),
    ("UPDATE template SET archived = 0", &["its archived"]),
    ("UPDATE template SET updated_by = NULL", &["its updated by"]),
    ("UPDATE template SET updated_at = 0", &["its updated at"]),
    (
        "UPDATE template_version SET template_id = zeroblob(16) WHERE version = 1",
        &["it is in the log, and gone"],
    ),
    (
        "UPDATE template_version SET version = 9 WHERE version = 1",
        &["it is in the log, and gone"],
    ),
    (
        "UPDATE template_version SET purpose = 'service' WHERE version = 1",
        &["its purpose"],
    ),
    (
        "UPDATE template_version SET made_by = NULL WHERE version = 1",
        &["its made by"],
    ),
    (
        "UPDATE template_version SET made_at = 0 WHERE version = 1",
        &["its made at"],
    ),
    (
        "UPDATE segment SET id = zeroblob(16) WHERE built_in IS NULL",
        &["it is in the log, and gone"],
    ),
    (
        "UPDATE segment SET version = 9 WHERE built_in IS NULL",
        &["its version"],
    ),
    (
        "UPDATE segment SET archived_at = NULL WHERE built_in IS NULL",
        &["its archived at"],
    ),
    (
        "UPDATE segment SET created_at = 0 WHERE built_in IS NULL",
        &["its created at"],
    ),
    (
        "UPDATE segment SET updated_at = 0 WHERE built_in IS NULL",
        &["its updated at"],
    ),
    ("UPDATE campaign SET id = zeroblob(16)", &["it is in the log, and gone"]),
    ("UPDATE campaign SET version = 9", &["its version"]),
    ("UPDATE campaign SET state = 'draft'", &["its state"]),
    (
        "UPDATE campaign SET content = replace(content, '您好', '再见')",
        &["its content"],
    ),
    ("UPDATE campaign SET digest = 'x'", &["its digest"]),
    ("UPDATE campaign SET next_at = 7", &["its next at"]),
    ("UPDATE campaign SET author = NULL", &["its author"]),
    ("UPDATE campaign SET submitted_by = NULL", &["its submitted by"]),
    ("UPDATE campaign SET submitted_at = 0", &["its submitted at"]),
    ("UPDATE campaign SET approved_by = author", &["its approved by"]),
    ("UPDATE campaign SET approved_at = 0", &["its approved at"]),
    ("UPDATE campaign SET returned = 1", &["its returned"]),
    ("UPDATE campaign SET created_at = 0", &["its created at"]),
    ("UPDATE campaign SET updated_at = 0", &["its updated at"]),
    (
        "UPDATE decision SET campaign_id = zeroblob(16) WHERE kind = 'approved'",
        &["it is in the log, and gone"],
    ),
    (
        "UPDATE decision SET at = 0 WHERE kind = 'approved'",
        &["it is in the log, and gone"],
    ),
    (
        "UPDATE decision SET kind = 'withdrawn' WHERE kind = 'approved'",
        &["it is in the log, and gone"],
    ),
    (
        "UPDATE decision SET made_by = (SELECT author FROM campaign) WHERE kind = 'approved'",
        &["its made by"],
    ),
    (
        "UPDATE decision SET digest = 'x' WHERE kind = 'approved'",
        &["its digest"],
    ),
    (
        "UPDATE decision SET content = replace(content, '您好', '再见') WHERE kind = 'approved'",
        &["its content"],
    ),
    ("UPDATE suppressed SET told = 0 WHERE purpose = 'care'", &["opt-outs 1: its rows"]),
    (
        "UPDATE suppressed SET number = zeroblob(32) WHERE purpose = 'care'",
        &["opt-out 1 is not the one"],
    ),
    (
        "UPDATE suppressed SET number = x'07' WHERE purpose = 'care'",
        &["opt-out 1 is not the one"],
    ),
    (
        "UPDATE suppressed SET purpose = 'service' WHERE purpose = 'care'",
        &["opt-out 1 is not the one"],
    ),
    (
        "UPDATE suppressed SET since = since + 1 WHERE purpose = 'marketing'",
        &["opt-out 2 is not the one"],
    ),
    (
        "UPDATE suppressed SET salt = zeroblob(32) WHERE purpose = 'care'",
        &["opt-out 1 is not the one"],
    ),
    (
        "UPDATE suppressed SET leaf = zeroblob(32) WHERE purpose = 'care'",
        &["opt-out from care since", "opt-out 1 of which it tells is gone"],
    ),
    (
        "DELETE FROM suppressed WHERE purpose = 'care'",
        &["opt-outs 1: its rows", "opt-out 1 of which it tells is gone"],
    ),
    ("DELETE FROM suppressed", &["opt-outs 1: its rows", "opt-out 2 of which"]),
    (
        "INSERT INTO suppressed (number, purpose, since, told) VALUES (x'07', 'care', 1, 1)",
        &["opt-outs 1: its rows", "opt-out from care since 1: no event of the log tells of it"],
    ),
    ("DELETE FROM conversation", &["it is in the log, and gone"]),
    ("UPDATE conversation SET state = 'taken'", &["its state"]),
    ("UPDATE conversation SET note = 'x'", &["its note"]),
    ("UPDATE conversation SET event = 1", &["its note"]),
    (
        "UPDATE import_job SET id = zeroblob(16)",
        &["it is in the log, and gone"],
    ),
    ("UPDATE import_job SET kind = 'events'", &["its kind"]),
    ("UPDATE import_job SET bytes = 1", &["its bytes"]),
    ("UPDATE import_job SET state = 'applied'", &["its state"]),
    ("UPDATE import_job SET actor_kind = 'system'", &["its actor kind"]),
    ("UPDATE import_job SET actor = 'x'", &["its actor"]),
    ("UPDATE import_job SET created_at = 0", &["its created at"]),
    (
        "UPDATE customer SET consent_service = 1 WHERE id = (SELECT MIN(id) FROM customer)",
        &["the card does not say of service"],
    ),
    (
        "UPDATE customer SET consent_care = 3 - consent_care WHERE id = (SELECT MIN(customer_id) FROM consent_record)",
        &["the card does not say of care"],
    ),
    (
        "UPDATE customer SET consent_marketing = 1 WHERE id = (SELECT MIN(id) FROM customer)",
        &["the card does not say of marketing"],
    ),
    (
        "UPDATE customer SET erased_at = NULL WHERE erased_at IS NOT NULL",
        &["erased customer 00000000-0000-0000-0000-000000000063: it is in the log, and gone"],
    ),
    (
        "UPDATE consent_record SET customer_id = (SELECT MAX(id) FROM customer) WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET purpose = 'service' WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET state = 2 WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET source = 'x' WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET evidence = 'x' WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET given_at = 1 WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET recorded_at = 1 WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["a consent that it recorded is of another time"],
    ),
    (
        "UPDATE consent_record SET actor_kind = 'system' WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["a consent that it recorded is of another time"],
    ),
    (
        "UPDATE consent_record SET actor = 'x' WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["a consent that it recorded is of another time"],
    ),
    (
        "UPDATE consent_record SET event = event + 1 WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["the consents that it recorded are gone"],
    ),
    (
        "UPDATE consent_record SET place = 1 WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET leaf = zeroblob(32) WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET salt = NULL WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["consent 0"],
    ),
    (
        "UPDATE consent_record SET late = 1 WHERE event = (SELECT MIN(event) FROM consent_record)",
        &["a consent that it recorded is of another time"],
    ),
    (
        "UPDATE reply SET text = '退订' WHERE text = '谢谢'",
        &["its text, number, time or customer is not"],
    ),
    (
        "UPDATE reply SET phone = '+8613800000002' WHERE text = '谢谢'",
        &["its text, number, time or customer is not"],
    ),
    (
        "UPDATE reply SET customer_id = NULL WHERE text = '谢谢'",
        &["its text, number, time or customer is not"],
    ),
    ("UPDATE reply SET at = at - 1", &["its text, number, time or customer is not"]),
    ("UPDATE reply SET carrier = 'x'", &["its text, number, time or customer is not"]),
    (
        "UPDATE reply SET part_of = '1/2', parts = '[]'",
        &["its text, number, time or customer is not"],
    ),
    ("UPDATE reply SET salt = NULL", &["its text, number, time or customer is not"]),
    ("UPDATE reply SET id = zeroblob(16) WHERE text = '谢谢'", &["the log does not know it", "it is in the log, and gone"]),
    ("DELETE FROM reply WHERE text = '谢谢'", &["it is in the log, and gone"]),
    (
        "UPDATE reply SET text = NULL, phone = NULL, salt = NULL WHERE text = '谢谢'",
        &["it is in the log, and gone"],
    ),
    (
        "INSERT INTO reply (id, customer_id, at, text, carrier, phone) SELECT randomblob(16), customer_id, at, '好的', carrier, phone FROM reply LIMIT 1",
        &["the log does not know it"],
    ),
];
