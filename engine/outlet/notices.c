/*
 * The outlet `notices`: one PDF per position, named after debtor, year and IUV, with an
 * index and a manifest beside them.
 */
#include "outlet/outlet.h"

#include "base/input.h"
#include "base/map.h"
#include "base/text.h"
#include "formats/csv_write.h"
#include "formats/notice.h"
#include "model/iban.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { LOGO_MOST = 4 << 20 };

/* The run of one batch: the press, the index, the names given so far. */
struct printing {
	struct outlet_run *run;
	struct notice_press *press;
	struct arena press_arena;
	struct map names;
	struct outlet_file index;
	struct csv_writer csv;
};

/* Where the guide's fonts are: named by the environment, installed beside the program, or
 * in the source tree it was built in; NULL when they are nowhere, and a free font of the
 * system stands in. */
static const char *
font_folder(struct arena *a)
{
	static const char *const places[] = {
	    "../share/riscontro/fonts", "../../conf/fonts"};
	const char *named = getenv("RISCONTRO_FONTS");
	char program[4096];
	ssize_t len = readlink("/proc/self/exe", program, sizeof program);
	struct str folder = {program, len < 0 ? 0 : (size_t)len};

	if (named != NULL && access(named, R_OK | X_OK) == 0)
		return named;
	while (folder.len > 0 && folder.ptr[folder.len - 1] != '/')
		folder.len--;
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		const char *path =
		    arena_format(a, "%.*s%s", STR_ARG(folder), places[i]).ptr;

		if (access(path, R_OK | X_OK) == 0)
			return path;
	}
	if (access("/usr/share/fonts/truetype/dejavu", R_OK | X_OK) == 0)
		return "/usr/share/fonts/truetype/dejavu";
	return NULL;
}

/* The logo's bytes, read whole; a logo that cannot be read is the configuration's fault.
 */
static int
read_logo(struct printing *p, struct str *bytes, struct err *e)
{
	struct str path = p->run->creditor->logo;
	struct input in;
	int fd, status;

	*bytes = (struct str){0};
	if (path.len == 0)
		return 0;
	fd = open(arena_cstr(&p->press_arena, path), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(e, ERR_CONF, "logo %.*s cannot be opened", STR_ARG(path));
	status = input_map(&in, fd, path, LOGO_MOST, e);
	close(fd);
	if (status != 0)
		return -1;
	*bytes = arena_str(&p->press_arena, in.bytes);
	input_unmap(&in);
	return 0;
}

/* The first account that Poste has authorised, if any: its slip is printed. */
static void
set_slip(struct notice_look *look, const struct conf_creditor *c, struct arena *a)
{
	struct iban iban;

	for (size_t i = 0; i < c->account_count; i++) {
		const struct conf_account *account = &c->accounts[i];

		if (account->postal_authorisation.len == 0 ||
		    iban_check(account->iban, &iban) != IBAN_OK || !iban.is_postal)
			continue;
		look->postal_account = arena_str(a, str_of(iban.postal_account));
		look->postal_holder = account->holder;
		look->postal_authorisation = account->postal_authorisation;
		return;
	}
}

static int
open_press(struct printing *p, struct err *e)
{
	const struct conf_creditor *c = p->run->creditor;
	struct notice_look look = {
	    .creditor_name = text_cut(c->name, 100),
	    .creditor_code = c->fiscal_code,
	    .office = text_cut(c->office, 50),
	    .contacts = text_cut(c->contacts, 100),
	    .cbill = c->cbill,
	    .channels = (c->website.len > 0 ? NOTICE_SITE : 0u) |
		(c->app.len > 0 ? NOTICE_APP : 0u),
	    .channel_owner = c->website.len > 0 ? c->website : c->app,
	    .language = NOTICE_ITALIAN,
	    .second = NOTICE_NO_LANGUAGE,
	};

	set_slip(&look, c, &p->press_arena);
	if (read_logo(p, &look.logo, e) != 0)
		return -1;
	return notice_press_open(
	    &p->press, &look, font_folder(&p->press_arena), &p->press_arena, e);
}

/* The pattern of the configuration with its fields filled in, safe as a file name. */
static struct str
fill_pattern(struct str pattern, const struct position *p, struct arena *a)
{
	struct out o;
	size_t at = 0;

	out_open_memory(&o, a);
	while (at < pattern.len) {
		struct str rest = str_slice(pattern, at, pattern.len), field;
		size_t close;

		if (pattern.ptr[at] != '{' || (close = str_find(rest, '}')) == rest.len) {
			out_char(&o, pattern.ptr[at] == '/' ? '-' : pattern.ptr[at]);
			at++;
			continue;
		}
		field = str_slice(rest, 1, close);
		if (str_is(field, "codice_fiscale"))
			out_str(&o, p->debtor.fiscal_code);
		else if (str_is(field, "anno"))
			out_i64(&o, p->anno);
		else if (str_is(field, "iuv"))
			out_text(&o, p->options[0].iuv);
		else if (str_is(field, "numero_avviso"))
			out_text(&o, p->options[0].nav);
		else if (str_is(field, "iupd"))
			out_text(&o, p->iupd);
		else
			out_str(&o, str_slice(rest, 0, close + 1));
		at += close + 1;
	}
	return out_bytes_of(&o);
}

/* A name that no other notice of the batch bears: clashes are numbered. */
static struct str
unique_name(struct printing *p, struct str name, struct arena *a)
{
	bool is_new;
	uint64_t *times = map_put(&p->names, arena_str(p->run->arena, name), &is_new);
	struct str stem =
	    str_ends(name, STR(".pdf")) ? str_slice(name, 0, name.len - 4) : name;

	++*times;
	if (is_new)
		return name;
	return arena_format(a, "%.*s (%ju).pdf", STR_ARG(stem), (uintmax_t)*times);
}

/* The lines of the address, as an envelope has them. */
static size_t
address_lines(const struct debtor *d, struct str lines[2], struct arena *a)
{
	size_t count = 0;
	struct str town;

	if (d->street.len > 0)
		lines[count++] = str_trim(
		    arena_format(a, "%.*s %.*s", STR_ARG(d->street), STR_ARG(d->civic)));
	town = str_trim(arena_format(a, "%.*s %.*s", STR_ARG(d->cap), STR_ARG(d->city)));
	if (d->province.len > 0)
		town =
		    arena_format(a, "%.*s (%.*s)", STR_ARG(town), STR_ARG(d->province));
	if (town.len > 0)
		lines[count++] = town;
	return count;
}

static void
set_payment(struct notice_payment *n, const struct payment_option *o)
{
	n->cents = o->cents;
	n->due = o->due;
	memcpy(n->nav, o->nav, sizeof n->nav);
}

static int
print_position(struct printing *p, const struct position *pos, struct out *o,
    struct arena *a, struct err *e)
{
	struct notice_payment full,
	    *rates = arena_new_array(a, pos->option_count, struct notice_payment);
	struct notice_result result;
	struct str lines[2];
	struct notice n = {
	    .debtor_name = pos->debtor.name,
	    .debtor_code = pos->debtor.fiscal_code,
	    .address = lines,
	    .address_count = address_lines(&pos->debtor, lines, a),
	    .subject = text_cut(pos->description, 90),
	    .full = &full,
	    .instalments = rates,
	    .issued = p->run->day,
	};

	set_payment(&full, &pos->options[0]);
	for (size_t i = 1; i < pos->option_count; i++)
		set_payment(&rates[n.instalment_count++], &pos->options[i]);
	if (n.instalment_count < 2)
		n.instalment_count =
		    0; /* the guide has no notice with a single instalment */
	return notice_print(p->press, &n, o, &result, e);
}

static void
index_line(struct printing *p, const struct position *pos, struct str name)
{
	csv_write_text(&p->csv, name);
	csv_write_text(&p->csv, pos->debtor.fiscal_code);
	csv_write_text(&p->csv, pos->debtor.name);
	csv_write_number(&p->csv, pos->anno);
	csv_write_text(&p->csv, str_of(pos->options[0].iuv));
	csv_write_text(&p->csv, str_of(pos->options[0].nav));
	csv_write_money(&p->csv, pos->cents);
	csv_write_date(&p->csv, pos->options[0].due);
	csv_write_text(&p->csv, pos->description);
	csv_write_text(&p->csv, pos->debtor.email);
	csv_write_text(&p->csv, pos->debtor.pec);
	csv_write_end(&p->csv);
}

static int
write_notice(
    struct printing *p, const struct position *pos, struct arena *a, struct err *e)
{
	struct str name =
	    unique_name(p, fill_pattern(p->run->outlet->file_name, pos, a), a);
	struct outlet_file f;

	if (outlet_open(p->run, &f, name, e) != 0)
		return -1;
	if (print_position(p, pos, &f.out, a, e) != 0) {
		outlet_abandon(&f);
		return -1;
	}
	index_line(p, pos, name);
	if (p->run->progress != NULL && p->run->made_count % 64 == 0)
		p->run->progress(p->run->progress_context, (int64_t)p->run->made_count);
	return outlet_close(&f, 1, pos->cents, e);
}

static struct str
batch_name(const struct outlet_run *r, const char *ending)
{
	return arena_format(r->arena, "avvisi_%04d%02d%02d_%06jd_%.*s.%s", r->day.year,
	    r->day.month, r->day.day, (intmax_t)r->batch.file,
	    STR_ARG(r->batch.operation), ending);
}

static int
open_index(struct printing *p, struct err *e)
{
	static const char *const names[] = {"file", "codice_fiscale", "denominazione",
	    "anno", "iuv", "numero_avviso", "importo", "scadenza", "causale", "email",
	    "pec"};

	if (outlet_open(p->run, &p->index, batch_name(p->run, "indice.csv"), e) != 0)
		return -1;
	p->csv = (struct csv_writer){
	    .out = &p->index.out, .delimiter = ';', .neutralise = true};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		csv_write_text(&p->csv, str_of(names[i]));
	csv_write_end(&p->csv);
	return 0;
}

static int
write_all(struct printing *p, struct err *e)
{
	struct outlet_run *r = p->run;
	struct arena row = {0};
	struct position pos;
	struct rows rows;
	int got, status = 0;

	if (positions_of_file(r->db, &rows, r->batch.file,
		arena_cstr(r->arena, r->batch.operation), e) != 0)
		return -1;
	while (status == 0 && (got = rows_next(&rows, e)) > 0) {
		arena_reset(&row);
		status = position_read(r->db, &rows, &pos, &row, e);
		if (status == 0)
			status = write_notice(p, &pos, &row, e);
	}
	rows_close(&rows);
	arena_close(&row);
	return status != 0 || got < 0 ? -1 : 0;
}

int
notices_write(struct outlet_run *r, struct err *e)
{
	struct printing p = {.run = r};
	int status;

	map_open(&p.names, r->arena, 0);
	if (open_index(&p, e) != 0)
		return -1;
	status = open_press(&p, e);
	if (status == 0)
		status = write_all(&p, e);
	if (status == 0)
		status = outlet_close(&p.index, 0, 0, e);
	else
		outlet_abandon(&p.index);
	if (p.press != NULL)
		notice_press_close(p.press);
	arena_close(&p.press_arena);
	return status == 0 ? outlet_manifest(r, batch_name(r, "manifest.json"), e) : -1;
}
