/* The chain of events: what happened, when, and that nobody changed the story. */
#include "ledger/audit.h"

static const char select_last[] = "SELECT hash FROM event ORDER BY id DESC LIMIT 1";
static const char insert_event[] = "INSERT INTO event (at, kind, creditor, subject, "
				   "detail, hash) VALUES (?, ?, ?, ?, ?, ?)";
static const char select_all[] =
    "SELECT id, at, kind, creditor, subject, detail, hash FROM event ORDER BY id";

static void
add_part(struct sha256 *s, struct str part)
{
	sha256_add(s, part.ptr == NULL ? "" : part.ptr, part.len);
	sha256_add(s, "\n", 1);
}

static struct sha256_hex
link_hash(struct str last, struct str at, struct str kind, struct str creditor,
    struct str subject, struct str detail)
{
	struct sha256 *s = sha256_open();

	add_part(s, last);
	add_part(s, at);
	add_part(s, kind);
	add_part(s, creditor);
	add_part(s, subject);
	add_part(s, detail);
	return sha256_finish(s);
}

static void
take_hash(struct sha256_hex *hash, struct str text)
{
	*hash = (struct sha256_hex){""};
	if (text.len == SHA256_HEX_SIZE)
		memcpy(hash->text, text.ptr, SHA256_HEX_SIZE);
}

int
audit_open(struct audit *audit, struct db *db, int64_t now, struct err *e)
{
	struct rows rows;
	int got;

	*audit = (struct audit){.db = db, .at = instant_iso(now)};
	if (db_query(db, &rows, select_last, DB_NONE, e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0) {
		take_hash(&audit->last, row_text(&rows, 0));
		rows_close(&rows);
	}
	return got < 0 ? -1 : 0;
}

int
audit_add(struct audit *audit, const char *kind, struct str creditor, struct str subject,
    struct str detail, struct err *e)
{
	audit->last = link_hash(str_of(audit->last.text), str_of(audit->at.text),
	    str_of(kind), creditor, subject, detail);
	return db_do(audit->db, insert_event,
	    DB(db_c(audit->at.text), db_c(kind), db_t(creditor), db_t(subject),
		db_t(detail), db_c(audit->last.text)),
	    e);
}

int
audit_verify(struct db *db, int64_t *count, int64_t *broken, struct err *e)
{
	struct sha256_hex last = {""};
	struct rows rows;
	int got;

	*count = *broken = 0;
	if (db_query(db, &rows, select_all, DB_NONE, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		last =
		    link_hash(str_of(last.text), row_text(&rows, 1), row_text(&rows, 2),
			row_text(&rows, 3), row_text(&rows, 4), row_text(&rows, 5));
		++*count;
		if (!str_is(row_text(&rows, 6), last.text)) {
			*broken = row_int(&rows, 0);
			rows_close(&rows);
			return 0;
		}
	}
	return got;
}
