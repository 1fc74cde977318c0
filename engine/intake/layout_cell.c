/* From a cell's text to a value, in the form that the rule tells. */
#include "intake/layout_cell.h"

#include "base/text.h"

enum { SCRATCH_RECORD = 4096 };

static struct finding *
wrong(const struct layout_cell *r, const char *code)
{
	struct finding *f = finding_add(r->findings, code, r->place, r->cell.text);

	f->column_name = r->header;
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
cell_is_usable(const struct layout_cell *r)
{
	const struct cell *cell = &r->cell;

	if (cell->kind == CELL_NO_VALUE)
		wrong(r, "CELL_NO_VALUE");
	else if (cell->kind == CELL_ERROR)
		wrong(r, "CELL_ERROR");
	else if (cell->kind == CELL_NUMBER && significant_digits(cell->text) > 15 &&
	    (r->rule->field == NULL || r->rule->field->type != FIELD_MONEY))
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

/* "15000" is 150,00 euro. */
static enum money_fault
cents_parse(struct str text, money *cents)
{
	bool negative;
	uint64_t value;

	text = str_trim(text);
	negative = str_starts(text, STR("-"));
	if (!str_to_u64(str_slice(text, negative, text.len), &value))
		return MONEY_NOT_A_NUMBER;
	if (value > (uint64_t)MONEY_MOST)
		return MONEY_TOO_LARGE;
	*cents = negative ? -(money)value : (money)value;
	return MONEY_OK;
}

static enum money_fault
parse_money(const struct layout_cell *r, money *cents)
{
	if (r->cell.kind == CELL_DATE || r->cell.kind == CELL_BOOLEAN)
		return MONEY_NOT_A_NUMBER;
	if (r->rule->form == FORM_CENTS)
		return cents_parse(r->cell.text, cents);
	if (r->cell.kind == CELL_NUMBER)
		return money_parse_number(r->cell.text, cents);
	if (r->rule->form == FORM_POINT)
		return money_parse(r->cell.text, MONEY_MARK_POINT, cents);
	return money_parse(r->cell.text,
	    r->rule->form == FORM_COMMA ? MONEY_MARK_COMMA : MONEY_MARK_ANY, cents);
}

/* Of an amount in two columns (Dare, Avere) only one may be filled. */
static void
read_money(const struct layout_cell *r, money *cents)
{
	money value = 0;
	enum money_fault fault = parse_money(r, &value);

	if (fault != MONEY_OK && fault != MONEY_EMPTY)
		wrong(r, money_code(fault));
	else if (value != 0 && *cents != 0)
		wrong(r, "AMOUNT_INVALID");
	else if (value != 0)
		*cents = r->rule->negative ? -value : value;
}

static bool
parse_date(const struct layout_cell *r, struct date *d)
{
	struct str text = str_trim(r->cell.text);
	bool packed = r->rule->form == FORM_YYYYMMDD || r->rule->form == FORM_DDMMYYYY;
	char turned[8];

	if (str_is(text, "today")) {
		*d = r->today;
		return true;
	}
	if (r->cell.kind == CELL_NUMBER && !packed)
		return false;
	if (r->rule->form == FORM_MARKS && str_all_digits(text))
		return false;
	if (!packed || r->cell.kind == CELL_DATE)
		return date_parse(text, d);
	if (text.len != 8 || !str_all_digits(text))
		return false;
	if (r->rule->form == FORM_YYYYMMDD)
		return date_parse(text, d);
	memcpy(turned, text.ptr + 4, 4);
	memcpy(turned + 4, text.ptr + 2, 2);
	memcpy(turned + 6, text.ptr, 2);
	return date_parse((struct str){turned, sizeof turned}, d);
}

/* d/m/yy */
static bool
has_short_year(struct str s)
{
	size_t first = 0, second;

	while (first < s.len && char_is_digit(s.ptr[first]))
		first++;
	if (first == 0 || first > 2 || first == s.len ||
	    strchr("/-.", s.ptr[first]) == NULL)
		return false;
	second = str_find(str_slice(s, first + 1, s.len), s.ptr[first]) + first + 1;
	return second < s.len && s.len - second - 1 == 2 &&
	    str_all_digits(str_slice(s, second + 1, s.len));
}

/* What the text must have meant; told, never taken. Empty when nobody can say. */
static struct str
date_hint(const struct layout_cell *r)
{
	static const struct date epoch = {1899, 12, 30};
	struct str s = str_trim(r->cell.text);
	uint64_t serial;
	struct date day;

	if (has_short_year(s))
		return STR("l'anno con quattro cifre / a year of four digits");
	if (!str_to_u64(str_slice(s, 0, str_find(s, '.')), &serial) || serial < 20000 ||
	    serial > 80000)
		return STR("");
	day = date_add_days(epoch, (int)serial);
	return arena_format(r->findings->arena,
	    "una data: %ju è il numero con cui i fogli di calcolo tengono il "
	    "%02d/%02d/%d, la colonna va formattata come data / a date: %ju is the "
	    "number "
	    "by which spreadsheets keep %d-%02d-%02d, format the column as dates",
	    (uintmax_t)serial, day.day, day.month, day.year, (uintmax_t)serial, day.year,
	    day.month, day.day);
}

static void
read_date(const struct layout_cell *r, struct date *d)
{
	if (!parse_date(r, d))
		wrong(r, "DATE_INVALID")->expected = date_hint(r);
}

/* "2026.0" is how programs write a number that some row has not. */
static struct str
without_zero_decimal(struct str s)
{
	return str_ends(s, STR(".0")) ? str_slice(s, 0, s.len - 2) : s;
}

static void
read_year(const struct layout_cell *r, int64_t *year)
{
	struct str text = str_trim(r->cell.text);
	struct date d = r->today;
	uint64_t value;

	if (str_is(text, "today"))
		*year = r->today.year;
	else if (r->rule->form == FORM_YEAR_OF_DATE && !parse_date(r, &d))
		wrong(r, "DATE_INVALID")->expected = date_hint(r);
	else if (r->rule->form == FORM_YEAR_OF_DATE)
		*year = d.year;
	else if (!str_to_u64(without_zero_decimal(text), &value) || value < 1900 ||
	    value > 2999)
		wrong(r, "YEAR_INVALID");
	else
		*year = (int64_t)value;
}

static void
read_choice(const struct layout_cell *r, struct str *text)
{
	struct str folded = text_fold(r->arena, r->cell.text);

	for (const struct choice *c = r->rule->field->choices; c->word != NULL; c++)
		if (str_is(folded, c->word)) {
			*text = str_of(c->value);
			return;
		}
	wrong(r, "CHOICE_UNKNOWN");
}

static void
keep_text(const struct layout_cell *r, struct str s, struct str *text)
{
	*text = text_cut(s, r->rule->field->most);
	if (text->len < s.len)
		wrong(r, "TEXT_TOO_LONG");
}

/* Blanks out, upper case: codes are compared and printed so. They are never cut: the
 * first letters of a code are another code. */
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
read_field(const struct layout_cell *r)
{
	const struct field *f = r->rule->field;
	void *member = (char *)r->record + f->offset;
	struct str clean = text_clean(r->arena, r->cell.text);

	switch (f->type) {
	case FIELD_TEXT:
		if (r->rule->form == FORM_CAPITALS)
			clean = text_upper(r->arena, clean);
		if (text_is_garbled(r->cell.text))
			wrong(r, "TEXT_GARBLED");
		keep_text(r, clean, member);
		break;
	case FIELD_CODE:
		*(struct str *)member = as_code(r->arena, clean);
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
read_instalment(const struct layout_cell *r)
{
	struct quota *q = r->record;
	struct instalment *i;
	size_t number = (size_t)r->rule->instalment;

	if (q->instalments == NULL)
		q->instalments =
		    arena_new_array(r->arena, INSTALMENTS_MOST, struct instalment);
	if (number > q->instalment_count)
		q->instalment_count = number;
	i = &q->instalments[number - 1];
	if (r->rule->is_due)
		read_date(r, &i->due);
	else
		read_money(r, &i->cents);
}

bool
layout_cell_is_blank(const struct cell *cell)
{
	return cell->kind == CELL_EMPTY ||
	    (cell->kind != CELL_NO_VALUE && str_trim(cell->text).len == 0);
}

/* The apostrophe that makes a spreadsheet take digits for a text. */
static bool
has_text_mark(const struct layout_cell *c)
{
	const struct field *f = c->rule->field;

	return c->cell.kind == CELL_TEXT && str_starts(c->cell.text, STR("'")) &&
	    (f == NULL || (f->type != FIELD_TEXT && f->type != FIELD_CHOICE));
}

void
layout_cell_read(const struct layout_cell *c)
{
	struct layout_cell bare = *c;

	if (!cell_is_usable(c))
		return;
	if (has_text_mark(c))
		bare.cell.text = str_slice(c->cell.text, 1, c->cell.text.len);
	if (c->rule->field != NULL)
		read_field(&bare);
	else
		read_instalment(&bare);
}

bool
layout_text_is_right(const struct layout_rule *rule, struct str text)
{
	struct arena a = {0};
	struct findings findings = {.arena = &a};
	struct layout_cell c = {
	    .rule = rule,
	    .cell = {text, CELL_TEXT},
	    .record = arena_alloc(&a, SCRATCH_RECORD),
	    .today = {2000, 1, 1},
	    .arena = &a,
	    .findings = &findings,
	};
	bool right;

	layout_cell_read(&c);
	right = findings.count == 0;
	arena_close(&a);
	return right;
}
