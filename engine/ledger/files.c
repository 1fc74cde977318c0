/* Inbound files: one row each, with what was found in them. */
#include "ledger/files.h"

static const char insert_file[] =
    "INSERT INTO file (creditor, channel, name, sha256, size, job, state, original, "
    "received_at,"
    " booked_at, rows_read, rows_booked, rows_refused, rows_unchanged, cents_read, "
    "cents_booked,"
    " cents_refused, cents_unchanged)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0) RETURNING id";
static const char update_file[] = "UPDATE file SET state = ?, reader = ?, encoding = ?, "
				  "delimiter = ?, sheet = ?, header = ?,"
				  " header_row = ?, rows_read = ?, rows_booked = ?, "
				  "rows_refused = ?, rows_unchanged = ?,"
				  " cents_read = ?, cents_booked = ?, cents_refused = ?, "
				  "cents_unchanged = ? WHERE id = ?";
static const char select_content[] = "SELECT id FROM file WHERE creditor = ? AND sha256 "
				     "= ? AND state = 'booked' ORDER BY id";
static const char insert_finding[] = "INSERT INTO finding (file, number, sheet, row, "
				     "column_number, column_name, code, seen,"
				     " expected) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char insert_refused[] =
    "INSERT INTO refused_row (file, row, cells, cents) VALUES (?, ?, ?, ?)";
static const char select_findings[] =
    "SELECT n.code, n.sheet, n.row, n.column_number, n.column_name, n.seen, n.expected,"
    " f.name || '/' || m.name FROM finding n JOIN file f ON f.id = n.file LEFT JOIN "
    "member m ON m.file = n.file AND m.number = n.row / " ROWS_OF_PART
    " WHERE n.file = ? ORDER BY n.number";
static const char insert_member[] =
    "INSERT INTO member (file, number, name, header) VALUES (?, ?, ?, ?)";
static const char select_members[] =
    "SELECT number, name, header FROM member WHERE file = ? ORDER BY number";

#define FILE_COLUMNS                                                                     \
	"id, creditor, channel, name, sha256, size, job, state, original, received_at,"  \
	" booked_at, reader, encoding, delimiter, sheet, header, header_row, rows_read," \
	" cents_read, rows_booked, cents_booked, rows_refused, cents_refused,"           \
	" rows_unchanged, cents_unchanged"
/* Jobs had a folder each once, and were known by that alone. */
static const char select_job[] =
    "SELECT " FILE_COLUMNS " FROM file WHERE job IN (? || '/' || ?, ?)";
static const char select_id[] = "SELECT " FILE_COLUMNS " FROM file WHERE id = ?";

int
file_insert(struct db *db, struct file_record *f, struct err *e)
{
	return db_number(db, insert_file,
		   DB(db_t(f->creditor), db_t(f->channel), db_t(f->name), db_t(f->sha256),
		       db_i(f->size), db_t(f->job), db_t(f->state), db_id(f->original),
		       db_t(f->received_at), db_t(f->booked_at)),
		   &f->id, e) < 0
	    ? -1
	    : 0;
}

int
file_finish(struct db *db, const struct file_record *f, struct err *e)
{
	return db_do(db, update_file,
	    DB(db_t(f->state), db_t(f->reader), db_t(f->encoding), db_t(f->delimiter),
		db_t(f->sheet), db_t(f->header), db_i(f->header_row), db_i(f->read.rows),
		db_i(f->booked.rows), db_i(f->refused.rows), db_i(f->unchanged.rows),
		db_i(f->read.cents), db_i(f->booked.cents), db_i(f->refused.cents),
		db_i(f->unchanged.cents), db_i(f->id)),
	    e);
}

int
file_find_content(
    struct db *db, struct str creditor, struct str sha256, int64_t *id, struct err *e)
{
	return db_number(db, select_content, DB(db_t(creditor), db_t(sha256)), id, e);
}

static struct tally
row_tally(const struct rows *rows, int column)
{
	return (struct tally){row_int(rows, column), row_int(rows, column + 1)};
}

static void
read_file(const struct rows *rows, struct file_record *f, struct arena *a)
{
	struct str *const texts[] = {&f->creditor, &f->channel, &f->name, &f->sha256,
	    NULL, &f->job, &f->state, NULL, &f->received_at, &f->booked_at, &f->reader,
	    &f->encoding, &f->delimiter, &f->sheet, &f->header};

	f->id = row_int(rows, 0);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (texts[i] != NULL)
			*texts[i] = arena_str(a, row_text(rows, (int)i + 1));
	f->size = row_int(rows, 5);
	f->original = row_int(rows, 8);
	f->header_row = row_int(rows, 16);
	f->read = row_tally(rows, 17);
	f->booked = row_tally(rows, 19);
	f->refused = row_tally(rows, 21);
	f->unchanged = row_tally(rows, 23);
}

static int
find_one(struct db *db, const char *sql, const struct db_value *values, size_t count,
    struct file_record *f, struct arena *a, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, sql, values, count, e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0)
		read_file(&rows, f, a);
	rows_close(&rows);
	return got;
}

int
file_find_job(struct db *db, const char *folder, const char *name, struct file_record *f,
    struct arena *a, struct err *e)
{
	return find_one(
	    db, select_job, DB(db_c(folder), db_c(name), db_c(folder)), f, a, e);
}

int
file_find_id(
    struct db *db, int64_t id, struct file_record *f, struct arena *a, struct err *e)
{
	return find_one(db, select_id, DB(db_i(id)), f, a, e);
}

int
file_add_finding(struct db *db, int64_t file, int64_t number,
    const struct finding *finding, struct err *e)
{
	const struct place *p = &finding->place;

	return db_do(db, insert_finding,
	    DB(db_i(file), db_i(number), db_t(p->sheet), db_i(place_to_row(*p)),
		db_i((int64_t)p->column), db_t(finding->column_name),
		db_c(finding->kind->code), db_t(finding->seen), db_t(finding->expected)),
	    e);
}

int
file_add_refused_row(struct db *db, int64_t file, int64_t row, struct str cells,
    money cents, struct err *e)
{
	return db_do(
	    db, insert_refused, DB(db_i(file), db_i(row), db_t(cells), db_i(cents)), e);
}

int
file_add_member(struct db *db, int64_t file, int64_t number, struct str name,
    struct str header, struct err *e)
{
	return db_do(
	    db, insert_member, DB(db_i(file), db_i(number), db_t(name), db_t(header)), e);
}

int
file_members(struct db *db, struct rows *rows, int64_t file, struct err *e)
{
	return db_query(db, rows, select_members, DB(db_i(file)), e);
}

int64_t
place_to_row(struct place p)
{
	return (int64_t)p.part << 32 | (int64_t)(p.row & UINT32_MAX);
}

struct place
place_of_row(int64_t row)
{
	return (struct place){.part = (uint32_t)(row >> 32), .row = row & UINT32_MAX};
}

int
file_findings(struct db *db, struct rows *rows, int64_t file, struct err *e)
{
	return db_query(db, rows, select_findings, DB(db_i(file)), e);
}

void
file_finding_read(const struct rows *rows, struct finding *f)
{
	*f = (struct finding){
	    .kind = finding_find(row_text(rows, 0)),
	    .place = place_of_row(row_int(rows, 2)),
	    .column_name = row_text(rows, 4),
	    .seen = row_text(rows, 5),
	    .expected = row_text(rows, 6),
	};
	f->place.file = row_text(rows, 7);
	f->place.sheet = row_text(rows, 1);
	f->place.column = (uint32_t)row_int(rows, 3);
	if (f->kind == NULL)
		f->kind = finding_find(STR("FILE_UNREADABLE"));
}
