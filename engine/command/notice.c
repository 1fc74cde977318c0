/* A lost notice is printed again: the same rows of the ledger give the same bytes. */
#include "command/notice.h"

#include "base/json.h"
#include "base/sha256.h"
#include "engine.h"
#include "ledger/positions.h"
#include "model/finding.h"
#include "outlet/notice_paper.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static int
write_all(int fd, const char *name, struct str bytes, struct err *e)
{
	while (bytes.len > 0) {
		ssize_t n = write(fd, bytes.ptr, bytes.len);

		if (n < 0)
			return err_errno(e, "%s", name);
		bytes = str_slice(bytes, (size_t)n, bytes.len);
	}
	return 0;
}

int
notice_save(const struct context *c, struct str path, struct str bytes, struct err *e)
{
	const char *name = arena_cstr(c->arena, path);
	int fd, status;

	if (str_is(path, "-"))
		return write_all(STDOUT_FILENO, "stdout", bytes, e);
	fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return err_errno(e, "%s", name);
	status = write_all(fd, name, bytes, e);
	if (close(fd) != 0 && status == 0)
		status = err_errno(e, "%s", name);
	if (status != 0)
		(void)unlink(name);
	else if (!c->quiet)
		printf("%s\n", name);
	return status;
}

/* The current position of the number, of the creditor named or of any: its creditor, or
 * NULL with *e filled. */
static const struct conf_creditor *
find_position(const struct engine *g, struct db *db, const char *creditor,
    struct str number, int64_t *id, struct err *e)
{
	for (size_t i = 0; i < g->conf.creditor_count; i++) {
		const struct conf_creditor *c = &g->conf.creditors[i];
		int got;

		if (creditor != NULL && !str_is(c->id, creditor))
			continue;
		got = position_find(db, c->id, number, id, e);
		if (got != 0)
			return got < 0 ? NULL : c;
	}
	err_file(e, "NOTICE_UNKNOWN", "%.*s", STR_ARG(number));
	return NULL;
}

static int
read_position(
    struct context *c, struct db *db, int64_t id, struct position *pos, struct err *e)
{
	struct rows rows;
	int status;

	if (position_by_id(db, &rows, id, e) != 0)
		return -1;
	status =
	    rows_next(&rows, e) > 0 ? position_read(db, &rows, pos, c->arena, e) : -1;
	rows_close(&rows);
	if (status == 0 && str_is(pos->state, "cancelled"))
		return err_file(e, "NOTICE_CANCELLED", "%s", pos->iupd);
	return status;
}

static int
print_position(struct context *c, struct db *db, const struct conf_creditor *creditor,
    const struct position *pos, struct out *o, struct err *e)
{
	struct date day = {0};
	struct notice_paper paper;
	struct notice_result result;
	struct notice n;
	int status;

	if (position_notice_day(db, pos->id, "notices", &day, e) != 0 ||
	    notice_paper_open(&paper, creditor, false, e) != 0)
		return -1;
	n = notice_of_position(pos, day, c->arena);
	status = notice_print(paper.press, &n, o, &result, e);
	notice_paper_close(&paper);
	return status;
}

/* The file's name as the outlet gives it, unless one was asked for. */
static struct str
name_for(struct context *c, const struct conf_creditor *creditor,
    const struct position *pos, const char *path)
{
	const struct conf_outlet *outlet = conf_outlet_find(creditor, STR("notices"));
	struct str pattern = outlet != NULL ? outlet->file_name : STR("{iuv}.pdf");

	return path != NULL ? str_of(path) : notice_file_name(pattern, pos, c->arena);
}

/* What the ledger knows of the notice that was delivered. */
enum likeness { NOT_DELIVERED, DIFFERENT, IDENTICAL };

static int
compare(
    struct db *db, int64_t id, struct str bytes, enum likeness *likeness, struct err *e)
{
	struct sha256_hex hex = sha256_of(bytes);
	bool made = false;
	int same = position_notice_same(db, id, "notices", str_of(hex.text), &made, e);

	if (same < 0)
		return -1;
	*likeness = same > 0 ? IDENTICAL : made ? DIFFERENT : NOT_DELIVERED;
	return 0;
}

static int
tell_json(struct context *c, struct str path, struct str bytes, enum likeness likeness)
{
	struct sha256_hex hex = sha256_of(bytes);
	struct out out;
	struct err e;
	struct json j;

	command_stdout(c, &out, &e);
	json_open(&j, &out, 0);
	json_object(&j, NULL);
	json_str(&j, "file", path);
	json_text(&j, "sha256", hex.text);
	if (likeness == NOT_DELIVERED)
		json_null(&j, "identical");
	else
		json_bool(&j, "identical", likeness == IDENTICAL);
	if (likeness == DIFFERENT)
		json_text(&j, "code", "NOTICE_REPRINT_DIFFERS");
	json_end(&j);
	out_char(&out, '\n');
	return out_flush(&out) == 0 ? 0 : -1;
}

/* One sentence when the bytes are not those that were delivered. */
static void
tell_difference(const struct context *c)
{
	const struct finding_kind *kind = finding_find(STR("NOTICE_REPRINT_DIFFERS"));

	fprintf(stderr, "riscontro notice: %s. %s [%s]\n", say(&kind->what, c->lang),
	    say(&kind->next, c->lang), kind->code);
}

/* Saves the document and says how it stands to the one delivered. */
static int
save_and_tell(struct context *c, struct str path, struct str bytes,
    enum likeness likeness, struct err *e)
{
	bool as_json = c->json && !str_is(path, "-");
	struct context silent = *c;

	silent.quiet |= as_json;
	if (notice_save(&silent, path, bytes, e) != 0)
		return -1;
	if (likeness == DIFFERENT)
		tell_difference(c);
	return as_json ? tell_json(c, path, bytes, likeness) : 0;
}

static int
print_again(struct context *c, const struct engine *g, const char *creditor_id,
    struct str number, const char *path, struct err *e)
{
	const struct conf_creditor *creditor;
	struct position pos;
	struct db *db;
	struct out o;
	enum likeness likeness = NOT_DELIVERED;
	int64_t id = 0;
	int status = -1;

	if (engine_db(g, &db, e) != 0)
		return -1;
	out_open_memory(&o, c->arena);
	creditor = find_position(g, db, creditor_id, number, &id, e);
	if (creditor != NULL && read_position(c, db, id, &pos, e) == 0 &&
	    print_position(c, db, creditor, &pos, &o, e) == 0 &&
	    compare(db, pos.id, out_bytes_of(&o), &likeness, e) == 0)
		status = save_and_tell(
		    c, name_for(c, creditor, &pos, path), out_bytes_of(&o), likeness, e);
	db_close(db);
	return status;
}

int
command_notice(struct context *c, int argc, char **argv)
{
	const char *number = NULL, *creditor = NULL, *path = NULL;
	struct engine g;
	struct err e;
	int status;

	for (int i = 1; i < argc; i++) {
		if (command_option(argc, argv, &i, "--creditor", &creditor) > 0 ||
		    command_option(argc, argv, &i, "--out", &path) > 0)
			continue;
		if (number != NULL || argv[i][0] == '-')
			return command_unexpected(c, "notice", argv[i]);
		number = argv[i];
	}
	if (number == NULL)
		return command_usage(c, "notice", "IUV");
	if (engine_open(&g, c->conf_path, ENGINE_READ, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = g.conf.language;
	status = print_again(c, &g, creditor, str_of(number), path, &e);
	engine_close(&g);
	return status == 0 ? 0 : command_fail(c, (struct str){0}, &e);
}
