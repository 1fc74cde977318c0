/*
 * The shape of the ledger. What was said once is never changed: a debtor, quota or
 * position that changes becomes a new row with the next revision, and only `current` and
 * `state` move. So any file written from these rows can be written again, byte for byte.
 */
#include "ledger/schema.h"

static const char first[] =
    /* One inbound file, however it ended: booked, refused, or seen before. */
    "CREATE TABLE file ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, channel TEXT NOT NULL, name TEXT "
    "NOT NULL,"
    " sha256 TEXT NOT NULL, size INTEGER NOT NULL, job TEXT NOT NULL UNIQUE, state TEXT "
    "NOT NULL,"
    " original INTEGER, received_at TEXT NOT NULL, booked_at TEXT NOT NULL, reader TEXT,"
    " encoding TEXT, delimiter TEXT, sheet TEXT, header TEXT, header_row INTEGER,"
    " rows_read INTEGER NOT NULL, rows_booked INTEGER NOT NULL, rows_refused INTEGER NOT "
    "NULL,"
    " rows_unchanged INTEGER NOT NULL, cents_read INTEGER NOT NULL, cents_booked INTEGER "
    "NOT NULL,"
    " cents_refused INTEGER NOT NULL, cents_unchanged INTEGER NOT NULL, settled_as TEXT);"
    "CREATE INDEX file_by_content ON file (creditor, sha256);"
    "CREATE TABLE finding ("
    " file INTEGER NOT NULL, number INTEGER NOT NULL, sheet TEXT, row INTEGER, "
    "column_number INTEGER,"
    " column_name TEXT, code TEXT NOT NULL, seen TEXT, expected TEXT,"
    " PRIMARY KEY (file, number)) WITHOUT ROWID;"
    /* The cells of a refused row, joined (CELL_BREAK), to be given back for mending. */
    "CREATE TABLE refused_row ("
    " file INTEGER NOT NULL, row INTEGER NOT NULL, cells TEXT NOT NULL, cents INTEGER,"
    " PRIMARY KEY (file, row)) WITHOUT ROWID;"
    "CREATE TABLE debtor ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, fiscal_code TEXT NOT NULL,"
    " revision INTEGER NOT NULL, current INTEGER NOT NULL, digest TEXT NOT NULL,"
    " type TEXT NOT NULL, name TEXT NOT NULL, street TEXT, civic TEXT, cap TEXT, city "
    "TEXT,"
    " province TEXT, country TEXT, email TEXT, pec TEXT,"
    " UNIQUE (creditor, fiscal_code, revision));"
    "CREATE TABLE quota ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, quota_key TEXT NOT NULL,"
    " revision INTEGER NOT NULL, current INTEGER NOT NULL, digest TEXT NOT NULL,"
    " state TEXT NOT NULL, debtor INTEGER NOT NULL, tipo TEXT NOT NULL, anno INTEGER NOT "
    "NULL,"
    " causale TEXT NOT NULL, cents INTEGER NOT NULL, due TEXT, valid_to TEXT, category "
    "TEXT,"
    " accertamento TEXT, accertamento_date TEXT, provenance TEXT, provenance_year "
    "INTEGER,"
    " capitolo TEXT, taxonomy TEXT NOT NULL, iban TEXT NOT NULL, instalments TEXT,"
    " file INTEGER NOT NULL, row INTEGER NOT NULL, position INTEGER,"
    " UNIQUE (creditor, quota_key, revision));"
    "CREATE INDEX quota_by_file ON quota (file, row);"
    "CREATE INDEX quota_by_position ON quota (position);"
    "CREATE TABLE position ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, iupd TEXT NOT NULL, revision "
    "INTEGER NOT NULL,"
    " current INTEGER NOT NULL, state TEXT NOT NULL, operation TEXT NOT NULL,"
    " debtor INTEGER NOT NULL, description TEXT NOT NULL, anno INTEGER NOT NULL,"
    " cents INTEGER NOT NULL, valid_to TEXT, file INTEGER NOT NULL, created_at TEXT NOT "
    "NULL,"
    " UNIQUE (creditor, iupd, revision));"
    "CREATE INDEX position_by_file ON position (file);"
    "CREATE INDEX position_by_debtor ON position (debtor);"
    /* number 0 is the whole amount, 1.. the instalments. */
    "CREATE TABLE payment_option ("
    " position INTEGER NOT NULL, number INTEGER NOT NULL, iuv TEXT NOT NULL, nav TEXT "
    "NOT NULL,"
    " cents INTEGER NOT NULL, due TEXT NOT NULL, PRIMARY KEY (position, number)) WITHOUT "
    "ROWID;"
    "CREATE INDEX payment_option_by_iuv ON payment_option (iuv);"
    "CREATE TABLE transfer ("
    " position INTEGER NOT NULL, option_number INTEGER NOT NULL, number INTEGER NOT NULL,"
    " cents INTEGER NOT NULL, iban TEXT NOT NULL, taxonomy TEXT NOT NULL, remittance "
    "TEXT NOT NULL,"
    " PRIMARY KEY (position, option_number, number)) WITHOUT ROWID;"
    /* The next number of the 13-digit base of a IUV; it only grows. */
    "CREATE TABLE iuv_counter ("
    " creditor_code TEXT NOT NULL, segregation TEXT NOT NULL, next INTEGER NOT NULL,"
    " PRIMARY KEY (creditor_code, segregation)) WITHOUT ROWID;"
    /* Something that must be written for one outlet, born in the transaction that booked
       its cause. */
    "CREATE TABLE batch ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, outlet TEXT NOT NULL, operation "
    "TEXT NOT NULL,"
    " file INTEGER NOT NULL, state TEXT NOT NULL, created_at TEXT NOT NULL, settings "
    "TEXT,"
    " UNIQUE (file, outlet, operation));"
    "CREATE INDEX batch_by_state ON batch (state);"
    "CREATE TABLE artefact ("
    " id INTEGER PRIMARY KEY, batch INTEGER NOT NULL, name TEXT NOT NULL, size INTEGER "
    "NOT NULL,"
    " sha256 TEXT NOT NULL, items INTEGER NOT NULL, cents INTEGER NOT NULL,"
    " UNIQUE (batch, name));"
    "CREATE TABLE outbox ("
    " id INTEGER PRIMARY KEY, artefact INTEGER NOT NULL, courier TEXT NOT NULL, state "
    "TEXT NOT NULL,"
    " attempts INTEGER NOT NULL, next_at INTEGER NOT NULL, last_error TEXT, done_at TEXT,"
    " UNIQUE (artefact, courier));"
    "CREATE INDEX outbox_by_state ON outbox (state, next_at);"
    /* The audit chain: each hash covers the one before. */
    "CREATE TABLE event ("
    " id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, creditor TEXT, "
    "subject TEXT NOT NULL,"
    " detail TEXT NOT NULL, hash TEXT NOT NULL);"
    "CREATE INDEX event_by_subject ON event (subject);";

/* What was collected, and what arrived. A flow, receipt or statement that says something
   new of the same thing is a new row; `current` tells which row stands. Payments of one
   flow have consecutive ids (first_payment to last_payment), so that they need no index
   by flow; paid_from and paid_to are the first and last day on which they were paid. */
static const char second[] =
    "CREATE TABLE flow ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, flow_id TEXT NOT NULL,"
    /* Letters and digits, in capitals: banks change the case and marks of what they
       carry. */
    " flow_key TEXT NOT NULL,"
    /* Ours, in the order of arrival, from 1; declared_revision is the provider's. */
    " revision INTEGER NOT NULL, current INTEGER NOT NULL, digest TEXT NOT NULL,"
    " made TEXT NOT NULL, declared_revision INTEGER NOT NULL,"
    " psp TEXT NOT NULL, psp_name TEXT NOT NULL, settlement TEXT NOT NULL,"
    " settled_on TEXT, bic TEXT NOT NULL,"
    " declared_count INTEGER, declared_cents INTEGER,"
    " payments INTEGER NOT NULL, cents INTEGER NOT NULL, revoked_cents INTEGER NOT NULL,"
    " anomalies INTEGER NOT NULL,"
    " first_payment INTEGER NOT NULL, last_payment INTEGER NOT NULL,"
    " paid_from TEXT, paid_to TEXT, file INTEGER NOT NULL, booked_at TEXT NOT NULL,"
    " UNIQUE (creditor, flow_id, revision));"
    "CREATE INDEX flow_by_key ON flow (creditor, flow_key);"
    "CREATE INDEX flow_by_payment ON flow (first_payment);"
    "CREATE INDEX flow_by_day ON flow (creditor, settled_on);"
    "CREATE INDEX flow_by_file ON flow (file);"
    /* outcome: 0 paid, 3 revoked, 4 stand-in, 8 stand-in without receipt, 9 without
       receipt, -1 unknown. number: its place in the file of the flow. */
    "CREATE TABLE payment ("
    " id INTEGER PRIMARY KEY, flow INTEGER NOT NULL, number INTEGER NOT NULL,"
    " iuv TEXT NOT NULL, iur TEXT NOT NULL, transfer_index INTEGER NOT NULL,"
    " cents INTEGER NOT NULL, outcome INTEGER NOT NULL, paid_on TEXT);"
    "CREATE INDEX payment_by_iuv ON payment (iuv);"
    "CREATE TABLE receipt ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, receipt_id TEXT NOT NULL,"
    " iuv TEXT NOT NULL, context TEXT NOT NULL,"
    " revision INTEGER NOT NULL, current INTEGER NOT NULL, digest TEXT NOT NULL,"
    " notice_number TEXT NOT NULL, domain TEXT NOT NULL, form TEXT NOT NULL,"
    /* "paid", "not_paid", "partly_paid", "timed_out", "timed_out_partly", "unknown" */
    " outcome TEXT NOT NULL,"
    " cents INTEGER NOT NULL, fee_cents INTEGER NOT NULL,"
    " psp TEXT NOT NULL, psp_name TEXT NOT NULL,"
    " debtor_code TEXT NOT NULL, debtor_name TEXT NOT NULL,"
    " payer_code TEXT NOT NULL, payer_name TEXT NOT NULL, description TEXT NOT NULL,"
    " paid_at TEXT, paid_on TEXT, applied_on TEXT, settled_on TEXT, flow_id TEXT NOT "
    "NULL,"
    " file INTEGER NOT NULL, row INTEGER NOT NULL, booked_at TEXT NOT NULL,"
    " UNIQUE (creditor, receipt_id, iuv, context, revision));"
    "CREATE INDEX receipt_by_iuv ON receipt (iuv);"
    "CREATE INDEX receipt_by_day ON receipt (creditor, paid_on);"
    "CREATE INDEX receipt_by_file ON receipt (file);"
    /* ours: the transfer goes to the creditor, and a flow will tell it. */
    "CREATE TABLE receipt_transfer ("
    " receipt INTEGER NOT NULL, transfer_index INTEGER NOT NULL, cents INTEGER NOT NULL,"
    " iur TEXT NOT NULL, creditor_code TEXT NOT NULL, ours INTEGER NOT NULL,"
    " stamp INTEGER NOT NULL, iban TEXT NOT NULL, remittance TEXT NOT NULL,"
    " category TEXT NOT NULL, PRIMARY KEY (receipt, transfer_index)) WITHOUT ROWID;"
    "CREATE TABLE statement ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, file INTEGER NOT NULL,"
    " number INTEGER NOT NULL, format TEXT NOT NULL, reference TEXT NOT NULL,"
    " account TEXT NOT NULL, from_day TEXT, to_day TEXT,"
    " opening_cents INTEGER, closing_cents INTEGER, movements INTEGER NOT NULL,"
    " cents INTEGER NOT NULL, UNIQUE (file, number));"
    /* A movement told by two statements is one row: it is known by its digest, and equal
       movements of one statement by their occurrence, from 1. is_money: it changes the
       account; the others tell of provvisori settled or restored, or are not booked. */
    "CREATE TABLE movement ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, account TEXT NOT NULL,"
    " digest TEXT NOT NULL, occurrence INTEGER NOT NULL,"
    " booked_on TEXT, value_on TEXT, cents INTEGER NOT NULL,"
    " type TEXT NOT NULL, state TEXT NOT NULL, is_money INTEGER NOT NULL,"
    " currency TEXT NOT NULL, code TEXT NOT NULL, reference TEXT NOT NULL,"
    " customer_reference TEXT NOT NULL, end_to_end TEXT NOT NULL,"
    " party TEXT NOT NULL, party_account TEXT NOT NULL, party_code TEXT NOT NULL,"
    " remittance TEXT NOT NULL, text TEXT NOT NULL,"
    " provvisorio TEXT NOT NULL, provvisorio_year TEXT NOT NULL,"
    " document TEXT NOT NULL, document_number TEXT NOT NULL, operation TEXT NOT NULL,"
    " bolletta TEXT NOT NULL, statement INTEGER NOT NULL, file INTEGER NOT NULL,"
    " row INTEGER NOT NULL, UNIQUE (creditor, digest, occurrence));"
    "CREATE INDEX movement_by_day ON movement (creditor, booked_on);"
    "CREATE INDEX movement_by_file ON movement (file);"
    "CREATE INDEX movement_by_provvisorio ON movement (creditor, provvisorio);"
    /* The transfers inside a movement that is a batch. */
    "CREATE TABLE movement_detail ("
    " movement INTEGER NOT NULL, number INTEGER NOT NULL, cents INTEGER NOT NULL,"
    " end_to_end TEXT NOT NULL, reference TEXT NOT NULL, party TEXT NOT NULL,"
    " party_account TEXT NOT NULL, remittance TEXT NOT NULL,"
    " PRIMARY KEY (movement, number)) WITHOUT ROWID;"
    /* The provvisori that a treasurer's document covers. */
    "CREATE TABLE movement_provvisorio ("
    " movement INTEGER NOT NULL, number INTEGER NOT NULL, provvisorio TEXT NOT NULL,"
    " cents INTEGER NOT NULL, PRIMARY KEY (movement, number)) WITHOUT ROWID;"
    /* What matching found: cents of a movement that belong to a flow, or to one payment
       known by its IUV (flow null). rule: how, in a few words. */
    "CREATE TABLE link ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, movement INTEGER NOT NULL,"
    " flow INTEGER, iuv TEXT, cents INTEGER NOT NULL, rule TEXT NOT NULL,"
    " current INTEGER NOT NULL, made_at TEXT NOT NULL, ended_at TEXT);"
    "CREATE INDEX link_by_movement ON link (movement);"
    "CREATE INDEX link_by_flow ON link (flow);"
    "CREATE INDEX link_by_iuv ON link (iuv);"
    /* The class of a movement, payment, receipt, flow or position, with the reason. */
    "CREATE TABLE class ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, subject_kind TEXT NOT NULL,"
    " subject INTEGER NOT NULL, code TEXT NOT NULL, cents INTEGER NOT NULL,"
    " reason TEXT NOT NULL, current INTEGER NOT NULL, made_at TEXT NOT NULL,"
    " ended_at TEXT);"
    "CREATE UNIQUE INDEX class_standing ON class (subject_kind, subject) WHERE current = "
    "1;"
    "CREATE INDEX class_by_code ON class (creditor, code) WHERE current = 1;"
    /* The next number of a year's reversali and accertamenti: kind tells which. */
    "CREATE TABLE number_counter ("
    " creditor TEXT NOT NULL, kind TEXT NOT NULL, year INTEGER NOT NULL,"
    " next INTEGER NOT NULL, PRIMARY KEY (creditor, kind, year)) WITHOUT ROWID;"
    /* current: 0 once it is undone, and for the contrary entry (contra_of) that undid it.
       A cumulative one has no debtor. */
    "CREATE TABLE reversale ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, year INTEGER NOT NULL,"
    " number INTEGER NOT NULL, day TEXT NOT NULL, current INTEGER NOT NULL,"
    " contra_of INTEGER, account TEXT NOT NULL, cumulative INTEGER NOT NULL,"
    " debtor INTEGER, subject_code TEXT NOT NULL, subject_name TEXT NOT NULL,"
    " causale TEXT NOT NULL, cents INTEGER NOT NULL,"
    " provvisorio TEXT NOT NULL, provvisorio_year TEXT NOT NULL,"
    " movement INTEGER, flow INTEGER, created_at TEXT NOT NULL, batch INTEGER,"
    " UNIQUE (creditor, year, number));"
    "CREATE INDEX reversale_by_movement ON reversale (movement);"
    "CREATE INDEX reversale_by_flow ON reversale (flow);"
    "CREATE INDEX reversale_by_day ON reversale (creditor, day);"
    /* part: 1.. when one payment is spread over several quotas. The two unique indexes
       keep a payment from being posted twice. */
    "CREATE TABLE reversale_line ("
    " reversale INTEGER NOT NULL, number INTEGER NOT NULL, current INTEGER NOT NULL,"
    " cents INTEGER NOT NULL, payment INTEGER, receipt INTEGER, iuv TEXT NOT NULL,"
    " part INTEGER NOT NULL, position INTEGER, quota INTEGER, own_accertamento INTEGER,"
    " accertamento TEXT NOT NULL, accertamento_date TEXT, provenance TEXT NOT NULL,"
    " provenance_year INTEGER, capitolo TEXT NOT NULL, causale TEXT NOT NULL,"
    " PRIMARY KEY (reversale, number)) WITHOUT ROWID;"
    "CREATE UNIQUE INDEX reversale_line_of_payment ON reversale_line (payment, part)"
    " WHERE current = 1 AND payment IS NOT NULL;"
    "CREATE UNIQUE INDEX reversale_line_of_receipt ON reversale_line (receipt, part)"
    " WHERE current = 1 AND receipt IS NOT NULL AND payment IS NULL;"
    "CREATE INDEX reversale_line_by_position ON reversale_line (position);"
    /* Revenue assessed together with its reversale: payments of positions not ours. */
    "CREATE TABLE accertamento ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, year INTEGER NOT NULL,"
    " number INTEGER NOT NULL, day TEXT NOT NULL, current INTEGER NOT NULL,"
    " contra_of INTEGER, subject_code TEXT NOT NULL, subject_name TEXT NOT NULL,"
    " causale TEXT NOT NULL, cents INTEGER NOT NULL, capitolo TEXT NOT NULL,"
    " payment INTEGER, receipt INTEGER, iuv TEXT NOT NULL, reversale INTEGER,"
    " created_at TEXT NOT NULL, UNIQUE (creditor, year, number));";

/* What the text of a movement names, in capitals, so that a flow or receipt that comes
   later finds it; number 0 is the first choice. */
static const char third[] =
    "CREATE TABLE movement_reference ("
    " creditor TEXT NOT NULL, movement INTEGER NOT NULL, number INTEGER NOT NULL,"
    " kind TEXT NOT NULL, reference TEXT NOT NULL, PRIMARY KEY (movement, number)) "
    "WITHOUT ROWID;"
    "CREATE INDEX movement_reference_by_text ON movement_reference (creditor, reference);"
    "CREATE INDEX movement_by_cents ON movement (creditor, cents);"
    "CREATE INDEX flow_by_cents ON flow (creditor, cents);";

static const char fourth[] =
    /* The tables of an archive; rows of the number-th count from number * 2^32. */
    "CREATE TABLE member ("
    " file INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, header TEXT "
    "NOT "
    "NULL, PRIMARY KEY (file, number)) WITHOUT ROWID;";

/* What left, by whom. recipient: an address or a fiscal code, for messages; closing: 1
   for a manifest, delivered after all others of its batch. A delivery's state is
   "waiting", "sent", "held" (by a person), "failed" (a person is asked) or "cancelled";
   its code is of the catalogue, its last_error what was seen, its reference the
   partner's own number for it. uncertain: the partner may hold it already. */
static const char fifth[] =
    "ALTER TABLE batch ADD COLUMN last_error TEXT;"
    "ALTER TABLE artefact ADD COLUMN recipient TEXT;"
    "ALTER TABLE artefact ADD COLUMN position INTEGER;"
    "ALTER TABLE artefact ADD COLUMN closing INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE outbox ADD COLUMN code TEXT;"
    "ALTER TABLE outbox ADD COLUMN reference TEXT;"
    "ALTER TABLE outbox ADD COLUMN uncertain INTEGER NOT NULL DEFAULT 0;"
    "CREATE INDEX outbox_by_courier ON outbox (courier, next_at) WHERE state = "
    "'waiting';"
    /* A partner as a whole: "open", or "held" until a person acts. failures: connections
       that failed one after another, none before next_at. */
    "CREATE TABLE courier ("
    " name TEXT PRIMARY KEY, state TEXT NOT NULL, failures INTEGER NOT NULL,"
    " next_at INTEGER NOT NULL, code TEXT, last_error TEXT, changed_at TEXT NOT NULL);";

/* What came back. Of a message, per recipient: kind as "accepted", "delivered",
   "failed" ...; current: 0 once the message was sent again. */
static const char sixth[] =
    "ALTER TABLE artefact ADD COLUMN message_id TEXT;"
    "CREATE INDEX artefact_by_message ON artefact (message_id) WHERE message_id IS NOT "
    "NULL;"
    "CREATE TABLE mail_receipt ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, artefact INTEGER NOT NULL,"
    " recipient TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL, reason TEXT NOT "
    "NULL,"
    " error TEXT NOT NULL, provider_id TEXT NOT NULL, file INTEGER NOT NULL,"
    " current INTEGER NOT NULL, booked_at TEXT NOT NULL,"
    " UNIQUE (artefact, recipient, kind, at, provider_id));"
    /* What the Node said of each position of an upload, which its delivery is about. */
    "CREATE TABLE node_result ("
    " outbox INTEGER NOT NULL, position INTEGER NOT NULL, status INTEGER NOT NULL,"
    " outcome TEXT NOT NULL, message TEXT NOT NULL, at TEXT NOT NULL,"
    " PRIMARY KEY (outbox, position)) WITHOUT ROWID;"
    "CREATE INDEX node_result_by_position ON node_result (position);";

static const char seventh[] =
    /* The members of a register as an export had them. place, facts: what is compared
       with the next export; change: against the one before. */
    "CREATE TABLE enrolment ("
    " file INTEGER NOT NULL, row INTEGER NOT NULL, creditor TEXT NOT NULL, fiscal_code "
    "TEXT NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL, facts TEXT NOT NULL, change "
    "TEXT NOT NULL, before TEXT, surname TEXT, given_name TEXT, category TEXT, street "
    "TEXT, civic TEXT, cap TEXT, city TEXT, province TEXT, country TEXT, email TEXT, pec "
    "TEXT, fee_cents INTEGER NOT NULL, fee_anno INTEGER, fee_due TEXT, fee_tipo TEXT,"
    " fee_causale TEXT, fee_rule TEXT, PRIMARY KEY (file, fiscal_code)) WITHOUT ROWID;"
    "CREATE INDEX enrolment_by_creditor ON enrolment (creditor, file);";

/* What came in from partners. */
static const char fetching[] =
    /* A thing there, as it was when it was fetched; another version when it changed.
       state: "fetched", "done" once it was booked and tidied there, "refused" (it stays
       there). sha256: empty for what was too large to be taken. tidy_at: the instant
       from which tidying may be tried again. */
    "CREATE TABLE fetched ("
    " id INTEGER PRIMARY KEY, fetcher TEXT NOT NULL, creditor TEXT NOT NULL,"
    " channel TEXT NOT NULL, remote TEXT NOT NULL, version INTEGER NOT NULL,"
    " size INTEGER NOT NULL, modified INTEGER NOT NULL, sha256 TEXT NOT NULL,"
    " name TEXT NOT NULL, at TEXT NOT NULL, state TEXT NOT NULL,"
    " tidy_at INTEGER NOT NULL, done_at TEXT, UNIQUE (fetcher, remote, version));"
    "CREATE INDEX fetched_by_state ON fetched (fetcher, state);"
    "CREATE INDEX fetched_by_content ON fetched (creditor, sha256);"
    /* The looks at a partner; whether it stands still is told by its courier row. */
    "CREATE TABLE fetcher ("
    " name TEXT PRIMARY KEY, next_at INTEGER NOT NULL, looked_at TEXT NOT NULL,"
    " taken INTEGER NOT NULL, code TEXT NOT NULL, last_error TEXT NOT NULL);";

/* One row for the class that a thing has now, the most numerous things (payments) at the
   end of the tree; what it was before stands in class_history. The reason is a function
   of the code. The index is of what time alone can change. */
static const char ninth[] =
    "ALTER TABLE class RENAME TO class_of_old;"
    "CREATE TABLE class ("
    " subject_kind TEXT NOT NULL, subject INTEGER NOT NULL, code TEXT NOT NULL,"
    " cents INTEGER NOT NULL, made_at TEXT NOT NULL,"
    " PRIMARY KEY (subject, subject_kind)) WITHOUT ROWID;"
    "CREATE TABLE class_history ("
    " id INTEGER PRIMARY KEY, subject_kind TEXT NOT NULL, subject INTEGER NOT NULL,"
    " code TEXT NOT NULL, cents INTEGER NOT NULL, made_at TEXT NOT NULL,"
    " ended_at TEXT NOT NULL);"
    "INSERT INTO class (subject_kind, subject, code, cents, made_at)"
    " SELECT subject_kind, subject, code, cents, made_at FROM class_of_old"
    " WHERE current = 1 ORDER BY subject, subject_kind;"
    "INSERT INTO class_history (subject_kind, subject, code, cents, made_at, ended_at)"
    " SELECT subject_kind, subject, code, cents, made_at, ended_at FROM class_of_old"
    " WHERE current = 0 ORDER BY id;"
    "DROP TABLE class_of_old;"
    "CREATE INDEX class_history_by_subject ON class_history (subject, subject_kind);"
    /* The last day for which lateness was looked at. */
    "CREATE TABLE lateness (creditor TEXT PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;"
    /* By both, or the planner might read all receipts of the creditor. */
    "DROP INDEX receipt_by_iuv;"
    "CREATE INDEX receipt_by_iuv ON receipt (iuv, creditor);"
    "CREATE INDEX class_waiting ON class (code, subject) WHERE code ="
    " 'MOVEMENT_FLOW_MISSING' OR code = 'FLOW_WAITING_CREDIT' OR code ="
    " 'RECEIPT_WAITING_FLOW';";

/* What persons decided about a movement: kind "flow" or "iuv" (it belongs to the flow or
   payment in reference), "other" (no pagoPA collection), "reject" (not the flow in
   reference), "same" or "distinct" (told by another statement too, or not). Movements of
   several statements that are, or could be, one: root is the first of them that was
   booked, certain tells which, how in a few words. */
static const char tenth[] =
    "CREATE TABLE ruling ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, movement INTEGER NOT NULL,"
    " kind TEXT NOT NULL, reference TEXT NOT NULL, person TEXT NOT NULL, reason TEXT NOT"
    " NULL, current INTEGER NOT NULL, made_at TEXT NOT NULL, ended_at TEXT);"
    "CREATE INDEX ruling_by_movement ON ruling (movement);"
    "CREATE TABLE movement_twin ("
    " movement INTEGER PRIMARY KEY, creditor TEXT NOT NULL, root INTEGER NOT NULL,"
    " certain INTEGER NOT NULL, how TEXT NOT NULL);"
    "CREATE INDEX movement_twin_by_root ON movement_twin (root);"
    /* Files that hold a part of a flow: its header, or some of its pages. state:
       "waiting", or "used" once the flow is booked (then its payments stand there). */
    /* Banks change dashes too: ids are compared by letters and digits. */
    "UPDATE flow SET flow_key = REPLACE(REPLACE(UPPER(flow_id), '-', ''), '_', '');"
    "UPDATE movement_reference SET reference = REPLACE(REPLACE(reference, '-', ''), '_',"
    " '');"
    "ALTER TABLE enrolment ADD COLUMN number TEXT;"
    "ALTER TABLE enrolment ADD COLUMN section TEXT;"
    "ALTER TABLE enrolment ADD COLUMN settore TEXT;"
    "CREATE TABLE flow_part ("
    " id INTEGER PRIMARY KEY, creditor TEXT NOT NULL, is_header INTEGER NOT NULL, name"
    " TEXT NOT NULL, flow_id TEXT NOT NULL, declared_revision INTEGER NOT NULL, made TEXT"
    " NOT NULL, psp TEXT NOT NULL, psp_name TEXT NOT NULL, settlement TEXT NOT NULL,"
    " settled_on TEXT, bic TEXT NOT NULL, receiver TEXT NOT NULL, declared_count INTEGER,"
    " declared_cents INTEGER, pages INTEGER NOT NULL, page_list TEXT NOT NULL, payments"
    " INTEGER NOT NULL, cents INTEGER NOT NULL, digest TEXT NOT NULL, state TEXT NOT "
    "NULL,"
    " file INTEGER NOT NULL, booked_at TEXT NOT NULL, UNIQUE (creditor, digest));"
    "CREATE INDEX flow_part_waiting ON flow_part (creditor) WHERE state = 'waiting';"
    "CREATE TABLE flow_part_payment ("
    " part INTEGER NOT NULL, number INTEGER NOT NULL, iuv TEXT NOT NULL, iur TEXT NOT"
    " NULL, transfer_index INTEGER NOT NULL, cents INTEGER NOT NULL, outcome INTEGER NOT"
    " NULL, paid_on TEXT, PRIMARY KEY (part, number)) WITHOUT ROWID;";

static const char eleventh[] = "ALTER TABLE batch ADD COLUMN code TEXT;";

/* A person may be enrolled more than once. */
static const char twelfth[] =
    "ALTER TABLE enrolment RENAME TO enrolment_of_old;"
    "CREATE TABLE enrolment ("
    " file INTEGER NOT NULL, row INTEGER NOT NULL, creditor TEXT NOT NULL, fiscal_code "
    "TEXT NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL, facts TEXT NOT NULL, change "
    "TEXT NOT NULL, before TEXT, surname TEXT, given_name TEXT, category TEXT, street "
    "TEXT, civic TEXT, cap TEXT, city TEXT, province TEXT, country TEXT, email TEXT, pec "
    "TEXT, fee_cents INTEGER NOT NULL, fee_anno INTEGER, fee_due TEXT, fee_tipo TEXT,"
    " fee_causale TEXT, fee_rule TEXT, number TEXT, section TEXT, settore TEXT, fee_key"
    " TEXT NOT NULL, PRIMARY KEY (file, fiscal_code, place)) WITHOUT ROWID;"
    "INSERT INTO enrolment SELECT file, row, creditor, fiscal_code, name, place,"
    " facts, change, before, surname, given_name, category, street, civic, cap, city,"
    " province, country, email, pec, fee_cents, fee_anno, fee_due, fee_tipo, fee_causale,"
    " fee_rule, number, section, settore, 'ALBO-' || COALESCE(fee_anno, '') || '-' ||"
    " fiscal_code FROM enrolment_of_old;"
    "DROP TABLE enrolment_of_old;"
    "CREATE INDEX enrolment_by_creditor ON enrolment (creditor, file);";

const struct migration migrations[] = {
    {1, "files, debtors, quotas, positions, outbox, audit", first},
    {2, "flows, payments, receipts, movements, matching, reversali", second},
    {3, "references of movements", third},
    {4, "the tables of archives", fourth},
    {5, "couriers: states, references, recipients", fifth},
    {6, "receipts of messages, answers of the Node", sixth},
    {7, "exports of a register", seventh},
    {8, "what was fetched from partners", fetching},
    {9, "classes as they stand, apart from what they were", ninth},
    {10, "what persons decide of movements, movements told twice, parts of flows", tenth},
    {11, "why a batch does not leave, by its code", eleventh},
    {12, "persons enrolled more than once", twelfth},
    {0},
};
