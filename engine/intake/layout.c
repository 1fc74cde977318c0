/* Columns by header name, cells by the type of their field: the way from text to meaning.
 */
#include "intake/layout.h"

#include "base/text.h"

/* One cell on its way to a field: everything a finding about it needs. */
struct reading {
	const struct layout_column *column;
	const struct cell *cell;
	struct quota *quota;
	struct arena *arena;
	struct findings *findings;
	struct place place;
};

bool
layout_is_header(const struct row *row)
{
	struct arena a = {0};
	int known = 0;
	bool keyed = false;

	for (size_t i = 0; i < row->count && i < TABLE_MOST_COLUMNS; i++) {
		const struct field *f =
		    quota_field_find(text_fold(&a, row->cells[i].text));

		if (f == NULL)
			continue;
		known++;
		keyed |= strcmp(f->name, "codice_fiscale") == 0 ||
		    strcmp(f->name, "chiave_quota") == 0;
	}
	arena_close(&a);
	return known >= 3 && keyed;
}

static struct finding *
column_finding(struct findings *findings, const char *code, struct place file,
    uint64_t row, size_t column, struct str seen)
{
	file.row = row;
	file.column = (uint32_t)column;
	return finding_add(findings, code, file, seen);
}

/* Whether an earlier column is bound to the same field or instalment. */
static bool
is_bound_before(const struct layout *l, size_t at)
{
	const struct layout_column *c = &l->columns[at];

	for (size_t i = 0; i < at; i++) {
		const struct layout_column *other = &l->columns[i];

		if (c->field != NULL && other->field == c->field)
			return true;
		if (c->instalment > 0 && other->instalment == c->instalment &&
		    other->is_due == c->is_due)
			return true;
	}
	return false;
}

static bool
has_field(const struct layout *l, const char *name)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->columns[i].field != NULL &&
		    strcmp(l->columns[i].field->name, name) == 0)
			return true;
	return false;
}

static void
bind_one(struct layout *l, size_t at, struct str header, struct arena *a,
    struct findings *findings, struct place file)
{
	struct layout_column *c = &l->columns[at];
	struct str folded = text_fold(a, header);

	c->header = arena_str(a, text_clean(a, header));
	c->field = quota_field_find(folded);
	if (c->field == NULL)
		c->instalment = quota_instalment_column(folded, &c->is_due);
	if (is_bound_before(l, at))
		column_finding(
		    findings, "COLUMN_TWICE", file, l->header_row, at + 1, header);
	else if (c->field == NULL && c->instalment == 0 && folded.len > 0)
		column_finding(
		    findings, "COLUMN_UNKNOWN", file, l->header_row, at + 1, header);
}

void
layout_bind(struct layout *l, const struct row *header, struct arena *a,
    struct findings *findings, struct place file)
{
	*l = (struct layout){
	    .columns = arena_new_array(a, header->count, struct layout_column),
	    .count = header->count,
	    .header_row = header->number,
	};
	for (size_t i = 0; i < header->count; i++)
		bind_one(l, i, header->cells[i].text, a, findings, file);
	for (const struct field *f = quota_fields; f->name != NULL; f++)
		if (f->mandatory && !has_field(l, f->name))
			column_finding(findings, "COLUMN_MISSING", file, header->number,
			    0, str_of(f->name));
	if (!has_field(l, "denominazione") && !has_field(l, "cognome"))
		column_finding(findings, "COLUMN_MISSING", file, header->number, 0,
		    STR("denominazione"));
}

static struct finding *
wrong(const struct reading *r, const char *code)
{
	struct finding *f = finding_add(r->findings, code, r->place, r->cell->text);

	f->column_name = r->column->header;
	return f;
}

/* How many digits a number's text has; scientific notation counts as too many. */
static size_t
significant_digits(struct str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == 'e' || s.ptr[i] == 'E')
			return 99;
		digits += char_is_digit(s.ptr[i]);
	}
	return digits;
}

/* Cells that no field can take, whatever its type. */
static bool
cell_is_usable(const struct reading *r)
{
	const struct cell *cell = r->cell;

	if (cell->kind == CELL_NO_VALUE)
		wrong(r, "CELL_NO_VALUE");
	else if (cell->kind == CELL_ERROR)
		wrong(r, "CELL_ERROR");
	else if (cell->kind == CELL_NUMBER && significant_digits(cell->text) > 15 &&
	    (r->column->field == NULL || r->column->field->type != FIELD_MONEY))
		wrong(r, "CELL_LOST_DIGITS");
	else
		return true;
	return false;
}

static const char *
money_code(enum money_fault fault)
{
	static const char *const codes[] = {
	    [MONEY_NOT_A_NUMBER] = "AMOUNT_INVALID",
	    [MONEY_THIRD_DECIMAL] = "AMOUNT_THIRD_DECIMAL",
	    [MONEY_AMBIGUOUS] = "AMOUNT_AMBIGUOUS",
	    [MONEY_GROUPING] = "AMOUNT_INVALID",
	    [MONEY_TOO_LARGE] = "AMOUNT_TOO_LARGE",
	    [MONEY_EXPONENT] = "CELL_LOST_DIGITS",
	};

	return codes[fault];
}

static void
read_money(const struct reading *r, money *cents)
{
	enum money_mark mark =
	    r->cell->kind == CELL_NUMBER ? MONEY_MARK_POINT : MONEY_MARK_ANY;
	enum money_fault fault;

	if (r->cell->kind == CELL_DATE || r->cell->kind == CELL_BOOLEAN)
		fault = MONEY_NOT_A_NUMBER;
	else
		fault = money_parse(r->cell->text, mark, cents);
	if (fault != MONEY_OK && fault != MONEY_EMPTY)
		wrong(r, money_code(fault));
}

static void
read_date(const struct reading *r, struct date *d)
{
	if (r->cell->kind == CELL_NUMBER || !date_parse(r->cell->text, d))
		wrong(r, "DATE_INVALID");
}

static void
read_year(const struct reading *r, int64_t *year)
{
	uint64_t value;

	if (!str_to_u64(str_trim(r->cell->text), &value) || value < 1900 || value > 2999)
		wrong(r, "YEAR_INVALID");
	else
		*year = (int64_t)value;
}

static void
read_choice(const struct reading *r, struct str *text)
{
	struct str folded = text_fold(r->arena, r->cell->text);

	for (const struct choice *c = r->column->field->choices; c->word != NULL; c++)
		if (str_is(folded, c->word)) {
			*text = str_of(c->value);
			return;
		}
	wrong(r, "CHOICE_UNKNOWN");
}

static void
keep_text(const struct reading *r, struct str s, struct str *text)
{
	*text = text_cut(s, r->column->field->most);
	if (text->len < s.len)
		wrong(r, "TEXT_TOO_LONG");
}

/* Blanks out, upper case: codes are compared and printed so. */
static struct str
as_code(struct arena *a, struct str s)
{
	char *buf = arena_alloc(a, s.len);
	size_t len = 0;

	for (size_t i = 0; i < s.len; i++)
		if (!char_is_blank(s.ptr[i]))
			buf[len++] = char_upper(s.ptr[i]);
	return (struct str){buf, len};
}

static void
read_field(const struct reading *r)
{
	const struct field *f = r->column->field;
	void *member = (char *)r->quota + f->offset;
	struct str clean = text_clean(r->arena, r->cell->text);

	switch (f->type) {
	case FIELD_TEXT:
		keep_text(r, clean, member);
		break;
	case FIELD_CODE:
		keep_text(r, as_code(r->arena, clean), member);
		break;
	case FIELD_MONEY:
		read_money(r, member);
		break;
	case FIELD_DATE:
		read_date(r, member);
		break;
	case FIELD_YEAR:
		read_year(r, member);
		break;
	case FIELD_CHOICE:
		read_choice(r, member);
		break;
	}
}

static void
read_instalment(const struct reading *r)
{
	struct instalment *i;
	size_t number = (size_t)r->column->instalment;

	if (r->quota->instalments == NULL)
		r->quota->instalments =
		    arena_new_array(r->arena, INSTALMENTS_MOST, struct instalment);
	if (number > r->quota->instalment_count)
		r->quota->instalment_count = number;
	i = &r->quota->instalments[number - 1];
	if (r->column->is_due)
		read_date(r, &i->due);
	else
		read_money(r, &i->cents);
}

static bool
is_blank_cell(const struct cell *cell)
{
	return cell->kind == CELL_EMPTY ||
	    (cell->kind != CELL_NO_VALUE && str_trim(cell->text).len == 0);
}

/* Mandatory fields must be filled; a cancellation needs only its key. */
static void
require_fields(const struct layout *l, const struct row *row, struct findings *findings,
    struct place place, bool cancels)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct field *f = l->columns[i].field;
		struct finding *missing;

		if (f == NULL || !f->mandatory)
			continue;
		if (cancels && strcmp(f->name, "chiave_quota") != 0)
			continue;
		if (i < row->count && !is_blank_cell(&row->cells[i]))
			continue;
		place.column = (uint32_t)i + 1;
		missing = finding_add(findings, "VALUE_MISSING", place, STR(""));
		missing->column_name = l->columns[i].header;
	}
}

void
layout_read(const struct layout *l, const struct row *row, struct quota *q,
    struct arena *a, struct findings *findings, struct place file)
{
	*q = (struct quota){0};
	file.row = row->number;
	for (size_t i = 0; i < row->count; i++) {
		struct reading r = {
		    .column = i < l->count ? &l->columns[i] : NULL,
		    .cell = &row->cells[i],
		    .quota = q,
		    .arena = a,
		    .findings = findings,
		    .place = file,
		};

		r.place.column = (uint32_t)i + 1;
		if (is_blank_cell(r.cell))
			continue;
		if (r.column == NULL)
			finding_add(findings, "ROW_RAGGED", r.place, r.cell->text);
		else if ((r.column->field != NULL || r.column->instalment > 0) &&
		    cell_is_usable(&r)) {
			if (r.column->field != NULL)
				read_field(&r);
			else
				read_instalment(&r);
		}
	}
	q->operation = str_is(q->operation_text, "A") ? QUOTA_CANCEL : QUOTA_SET;
	require_fields(l, row, findings, file, q->operation == QUOTA_CANCEL);
}

struct place
layout_place(const struct layout *l, struct place row, const void *member,
    const struct quota *q, struct str *column_name)
{
	size_t offset = (size_t)((const char *)member - (const char *)q);

	for (size_t i = 0; i < l->count; i++)
		if (l->columns[i].field != NULL &&
		    l->columns[i].field->offset == offset) {
			row.column = (uint32_t)i + 1;
			*column_name = l->columns[i].header;
		}
	return row;
}
