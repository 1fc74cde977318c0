/* Texts are joined as CBI cuts them: with nothing between pieces of full width. */
#include "formats/rh_text.h"

#include "base/text.h"

enum {
	FREE_FROM = 14, /* columns of the free text of a record 63 */
	FREE_TO = 120,
};

static void
add(struct str *list, size_t *count, struct str s)
{
	if (*count < RH_PIECES)
		list[(*count)++] = s;
}

/* A piece of free text at its full width: where trailing blanks were stripped they are
 * put back, since a word may end just there. */
static struct str
whole_chunk(struct statement_file *f, const struct rh_record *r)
{
	struct str s = rh_columns(r, FREE_FROM, FREE_TO);
	size_t width = r->utf8 ? text_length(s) : s.len, room = FREE_TO - FREE_FROM + 1;
	char *text;

	if (width >= room)
		return s;
	text = arena_alloc(&f->row, s.len + room - width);
	memcpy(text, s.ptr, s.len);
	memset(text + s.len, ' ', room - width);
	return (struct str){text, s.len + room - width};
}

static void
read_payer(struct movement *m, const struct rh_record *r)
{
	struct str code = rh_field(r, 25, 40);

	m->party = rh_field(r, 41, 80);
	if (code.len == 11 || code.len == 16)
		m->party_fiscal_code = code;
}

static void
read_identifiers(struct movement *m, const struct rh_record *r)
{
	struct str id = rh_field(r, 52, 86);

	m->end_to_end = statement_is_no_reference(id) ? (struct str){0} : id;
}

static void
read_party(struct movement *m, const struct rh_record *r)
{
	if (m->party.len == 0)
		m->party = rh_field(r, 17, 120);
}

static void
read_party_account(struct movement *m, const struct rh_record *r)
{
	m->party_account = rh_field(r, 67, 100);
}

/* The structures of a record 63, by the flag in columns 14-16. */
static const struct structure {
	const char *flag;
	void (*read)(struct movement *m, const struct rh_record *r); /* NULL: text only */
	bool remittance;
} structures[] = {
    {"KKK", NULL, false},
    {"YYY", read_payer, false},
    {"YY2", read_party_account, false},
    {"ZZ1", NULL, false},
    {"ZZ2", read_party, false},
    {"ZZ3", NULL, false},
    {"ID1", read_identifiers, false},
    {"RI1", NULL, true},
    {"RI2", NULL, true},
    {"/ZZ", NULL, false},
};

static const struct structure *
structure_of(const struct rh_record *r)
{
	struct str flag = rh_columns(r, 14, 16);

	for (size_t i = 0; i < sizeof structures / sizeof structures[0]; i++)
		if (str_is(flag, structures[i].flag))
			return &structures[i];
	return NULL;
}

void
rh_read_text(struct statement_file *f, struct movement *m, struct rh_told *told,
    const struct rh_record *r)
{
	const struct structure *structure = structure_of(r);
	struct str rest = rh_columns(r, 17, 120);

	add(told->lines, &told->line_count, rh_field(r, 14, 120));
	if (structure == NULL) {
		add(told->chunks, &told->chunk_count, whole_chunk(f, r));
		return;
	}
	if (structure->read != NULL)
		structure->read(m, r);
	/* RI2 is "..." when nothing follows RI1. */
	if (structure->remittance && !str_is(str_trim(rest), "..."))
		add(told->remittance, &told->remittance_count, rest);
}

/* The length of a tag ":E2E:" at s, or 0. */
static size_t
tag_length(struct str s)
{
	if (s.len < 5 || s.ptr[0] != ':' || s.ptr[4] != ':')
		return 0;
	for (size_t i = 1; i < 4; i++)
		if (!char_is_upper(s.ptr[i]) && !char_is_digit(s.ptr[i]))
			return 0;
	return 5;
}

/* The text behind `tag` up to the next tag; empty when the tag is not there. */
static struct str
tagged(struct str text, const char *tag)
{
	size_t from = str_find_str(text, str_of(tag)), to;

	if (from == text.len)
		return (struct str){0};
	from += 5;
	for (to = from; to < text.len; to++)
		if (tag_length(str_slice(text, to, text.len)) > 0)
			break;
	return str_trim(str_slice(text, from, to));
}

static void
read_tags(struct movement *m, struct str text)
{
	struct str id = tagged(text, ":E2E:"), words = tagged(text, ":RI3:");
	struct str account = tagged(text, m->cents < 0 ? ":IB1:" : ":IB2:");

	if (!statement_is_no_reference(id) && m->end_to_end.len == 0)
		m->end_to_end = id;
	if (m->party.len == 0)
		m->party = tagged(text, m->cents < 0 ? ":BE1:" : ":OR1:");
	if (account.len > 0)
		m->party_account = account;
	if (words.len > 0 && m->remittance.len == 0)
		m->remittance = words;
}

static void
make_utf8(struct arena *a, struct movement *m)
{
	struct str *const texts[] = {&m->party, &m->remittance, &m->text, &m->end_to_end,
	    &m->reference, &m->customer_reference};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		*texts[i] = statement_text(a, *texts[i]);
}

void
rh_settle_text(struct statement_file *f, struct movement *m, struct rh_told *told)
{
	struct arena *a = &f->row;
	struct str free =
	    str_trim(statement_join(a, told->chunks, told->chunk_count, (struct str){0}));

	m->remittance = str_trim(
	    statement_join(a, told->remittance, told->remittance_count, (struct str){0}));
	read_tags(m, free);
	if (m->remittance.len == 0)
		m->remittance = free.len > 0 ? free : m->customer_reference;
	m->text = statement_join(a, told->lines, told->line_count, STR("\n"));
	make_utf8(a, m);
}
