/* One table of columns, two ways to write them. */
#include "formats/movement_write.h"

#include "base/json.h"
#include "formats/csv_write.h"

enum column_kind { TEXT, NUMBER, DATE, MONEY, TYPE, STATE, STATEMENT_NUMBER };

static const struct column {
	const char *name;
	size_t offset; /* in struct movement */
	enum column_kind kind;
} columns[] = {
    {"statement", 0, STATEMENT_NUMBER},
    {"number", offsetof(struct movement, number), NUMBER},
    {"row", offsetof(struct movement, place.row), NUMBER},
    {"account", offsetof(struct movement, account), TEXT},
    {"booking_date", offsetof(struct movement, booking), DATE},
    {"value_date", offsetof(struct movement, value), DATE},
    {"amount", offsetof(struct movement, cents), MONEY},
    {"currency", offsetof(struct movement, currency), TEXT},
    {"type", offsetof(struct movement, type), TYPE},
    {"state", offsetof(struct movement, state), STATE},
    {"code", offsetof(struct movement, code), TEXT},
    {"reference", offsetof(struct movement, reference), TEXT},
    {"customer_reference", offsetof(struct movement, customer_reference), TEXT},
    {"end_to_end", offsetof(struct movement, end_to_end), TEXT},
    {"party", offsetof(struct movement, party), TEXT},
    {"party_account", offsetof(struct movement, party_account), TEXT},
    {"party_fiscal_code", offsetof(struct movement, party_fiscal_code), TEXT},
    {"year", offsetof(struct movement, year), TEXT},
    {"provvisorio", offsetof(struct movement, provvisorio), TEXT},
    {"document", offsetof(struct movement, document), TEXT},
    {"document_number", offsetof(struct movement, document_number), TEXT},
    {"operation", offsetof(struct movement, operation), TEXT},
    {"bolletta", offsetof(struct movement, bolletta), TEXT},
    {"remittance", offsetof(struct movement, remittance), TEXT},
    {"text", offsetof(struct movement, text), TEXT},
};

enum { COLUMNS = sizeof columns / sizeof columns[0] };

static const void *
member(const struct movement *m, const struct column *c)
{
	return (const char *)m + c->offset;
}

static struct str
name_of(const struct movement *m, const struct column *c)
{
	return str_of(c->kind == TYPE ? movement_type_name(m->type)
				      : movement_state_name(m->state));
}

static uint64_t
number_of(const struct movement *m, const struct column *c)
{
	if (c->kind == STATEMENT_NUMBER)
		return m->statement == NULL ? 0 : m->statement->number;
	return *(const uint64_t *)member(m, c);
}

static void
write_csv_cell(struct csv_writer *w, const struct movement *m, const struct column *c)
{
	switch (c->kind) {
	case TEXT:
		csv_write_text(w, *(const struct str *)member(m, c));
		break;
	case NUMBER:
	case STATEMENT_NUMBER:
		csv_write_number(w, (int64_t)number_of(m, c));
		break;
	case DATE:
		csv_write_date(w, *(const struct date *)member(m, c));
		break;
	case MONEY:
		csv_write_money(w, m->cents);
		break;
	case TYPE:
	case STATE:
		csv_write_text(w, name_of(m, c));
	}
}

static void
write_json_cell(struct json *j, const struct movement *m, const struct column *c)
{
	const struct str *text = member(m, c);

	switch (c->kind) {
	case TEXT:
		if (text->len > 0)
			json_str(j, c->name, *text);
		break;
	case NUMBER:
	case STATEMENT_NUMBER:
		json_i64(j, c->name, (int64_t)number_of(m, c));
		break;
	case DATE:
		json_date(j, c->name, *(const struct date *)member(m, c));
		break;
	case MONEY:
		json_money(j, c->name, m->cents);
		break;
	case TYPE:
	case STATE:
		json_str(j, c->name, name_of(m, c));
	}
}

static void
write_provvisori(struct json *j, const struct movement *m)
{
	json_array(j, "provvisori");
	for (size_t i = 0; i < m->provvisorio_count; i++) {
		json_object(j, NULL);
		json_str(j, "number", m->provvisori[i].number);
		json_money(j, "amount", m->provvisori[i].cents);
		json_end(j);
	}
	json_end(j);
}

static void
write_details(struct json *j, const struct movement *m)
{
	json_array(j, "details");
	for (size_t i = 0; i < m->detail_count; i++) {
		const struct movement_detail *d = &m->details[i];

		json_object(j, NULL);
		json_money(j, "amount", d->cents);
		json_str(j, "end_to_end", d->end_to_end);
		json_str(j, "reference", d->reference);
		json_str(j, "party", d->party);
		json_str(j, "party_account", d->party_account);
		json_str(j, "remittance", d->remittance);
		json_end(j);
	}
	json_end(j);
}

static void
write_json(struct out *o, const struct movement *m)
{
	struct json j;

	json_open(&j, o, 0);
	json_object(&j, NULL);
	for (size_t i = 0; i < COLUMNS; i++)
		write_json_cell(&j, m, &columns[i]);
	if (m->provvisorio_count > 0)
		write_provvisori(&j, m);
	if (m->detail_count > 0)
		write_details(&j, m);
	json_end(&j);
	out_char(o, '\n');
}

void
movement_write_header(struct out *o, enum movement_style style)
{
	struct csv_writer w = {.out = o};

	if (style != MOVEMENT_CSV)
		return;
	for (size_t i = 0; i < COLUMNS; i++)
		csv_write_text(&w, str_of(columns[i].name));
	csv_write_end(&w);
}

void
movement_write(struct out *o, enum movement_style style, const struct movement *m)
{
	struct csv_writer w = {.out = o};

	if (style == MOVEMENT_JSONL) {
		write_json(o, m);
		return;
	}
	for (size_t i = 0; i < COLUMNS; i++)
		write_csv_cell(&w, m, &columns[i]);
	csv_write_end(&w);
}
