/* Lets test scripts drive the couriers: settings and files as words, results as JSON
 * lines. */
#include "base/input.h"
#include "base/json.h"
#include "formats/mime.h"
#include "formats/pec.h"
#include "outlet/couriers.h"
#include "outlet/node_delivery.h"
#include "spool/courier.h"
#include "spool/imap.h"
#include "spool/sftp.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SETTINGS_MOST = 40 };

static struct setting settings[SETTINGS_MOST];
static size_t setting_count;
static struct arena arena;
static struct out out;
static struct err out_error;
static int out_fd = STDOUT_FILENO;

static int
fail(const struct err *e)
{
	struct json j;

	json_open(&j, &out, 0);
	json_object(&j, NULL);
	json_text(&j, "kind",
	    e->kind == ERR_CONF        ? "held"
		: e->kind == ERR_RETRY ? "transient"
				       : "permanent");
	json_text(&j, "code", e->code);
	json_text(&j, "text", e->text);
	json_end(&j);
	out_char(&out, '\n');
	out_flush(&out);
	return err_exit_code(e->kind);
}

static void
show_parcel(const struct parcel *p)
{
	struct json j;

	json_open(&j, &out, 0);
	json_object(&j, NULL);
	json_str(&j, "name", p->name);
	json_text(&j, "state", delivery_name(p->result.state));
	json_text(&j, "code", p->result.code);
	json_text(&j, "text", p->result.text);
	json_str(&j, "reference", p->result.reference);
	json_i64(&j, "wait_ms", p->result.wait_ms);
	json_bool(&j, "uncertain", p->result.uncertain);
	json_end(&j);
	out_char(&out, '\n');
}

/* "NAME=PATH", "NAME=PATH=RECIPIENT" */
static void
parcel_of(struct parcel *p, const char *word, bool again)
{
	struct str rest = str_of(word), name, path, recipient = {0};
	struct err e;
	struct stat st;

	str_cut(&rest, '=', &name);
	str_cut(&rest, '=', &path);
	if (rest.ptr != NULL)
		recipient = rest;
	*p = (struct parcel){.name = name, .recipient = recipient, .again = again};
	p->method = str_of(getenv("METHOD"));
	p->fd = open(arena_cstr(&arena, path), O_RDONLY);
	if (p->fd < 0 || fstat(p->fd, &st) != 0 ||
	    sha256_of_fd(p->fd, &p->sha256, &e) != 0) {
		perror(word);
		exit(64);
	}
	p->size = (uint64_t)st.st_size;
}

static int
send_files(struct courier_link *l, int argc, char **argv)
{
	struct parcel *parcels = arena_new_array(&arena, (size_t)argc + 1, struct parcel);
	bool again = getenv("AGAIN") != NULL;

	for (int i = 0; i < argc; i++)
		parcel_of(&parcels[i], argv[i], again);
	courier_send(l, parcels, (size_t)argc);
	for (int i = 0; i < argc; i++)
		show_parcel(&parcels[i]);
	return 0;
}

static bool
all_wanted(void *context, const struct remote_file *file)
{
	const char *not_wanted = context;

	return not_wanted == NULL || !str_is(file->name, not_wanted);
}

static void
show_fetched(void *context, const struct remote_file *file, const struct err *error)
{
	(void)context;
	out_format(&out, "{\"fetched\":\"%.*s\",\"code\":\"%s\"}\n", STR_ARG(file->name),
	    error == NULL             ? ""
		: error->code == NULL ? "?"
				      : error->code);
}

static int
show_answer(const struct https_answer *answer)
{
	out_format(&out, "%d %lld %.*s\n", answer->status, (long long)answer->wait_ms,
	    STR_ARG(answer->body));
	return 0;
}

/* "ask flow|payments|receipts|receipt WORDS...": a GET of what the engine fetches. */
static int
ask(struct courier_link *l, char **argv, struct err *e)
{
	struct https_answer answer;
	struct str path, kind = str_of(argv[0]);
	bool uncertain;

	if (str_is(kind, "receipt"))
		path = https_path_receipt(l, str_of(argv[1]));
	else if (str_is(kind, "receipts"))
		path = https_path_receipts(l, str_of(argv[1]), str_of(argv[2]), 0);
	else
		path = https_path_flow(l, str_of(argv[1]), strtoll(argv[2], NULL, 10),
		    str_of(argv[3]), str_is(kind, "payments"));
	if (https_request(l, "GET", path, STR(""), NULL, &answer, &uncertain, e) != 0)
		return -1;
	return show_answer(&answer);
}

/* Actions on web services; 1 when it is none of them. */
static int
work_https(struct courier_link *l, const char *action, char **argv, struct err *e)
{
	struct https_answer answer;
	struct node_upload upload;
	struct node_report report;
	struct node_flows flows;
	struct str path, id;
	bool uncertain;
	int64_t wait;
	int got;

	if (strcmp(action, "status") == 0) {
		if (node_upload_follow(l, str_of(argv[0]), &upload, e) != 0)
			return -1;
		out_format(&out, "%d %lld %lld\n", (int)upload.state,
		    (long long)upload.submitted, (long long)upload.processed);
		return 0;
	}
	if (strcmp(action, "report") == 0) {
		got = node_upload_report(l, str_of(argv[0]), &report, &wait, e);
		if (got == 0)
			out_format(&out, "wait %lld\n", (long long)wait);
		for (size_t i = 0; got > 0 && i < report.count; i++)
			out_format(&out, "%.*s %d\n", STR_ARG(report.rows[i].iupd),
			    (int)report.rows[i].outcome);
		return got < 0 ? -1 : 0;
	}
	if (strcmp(action, "find") == 0) {
		struct parcel p = {.rows = strtoull(argv[1], NULL, 10)};
		struct str known = str_of(argv[2]);

		got = node_upload_find(l, &p, str_of(argv[0]), &known, 1, &id, e);
		out_format(&out, "%d %.*s\n", got, STR_ARG(got == 1 ? id : STR("")));
		return got < 0 ? -1 : 0;
	}
	if (strcmp(action, "flows") == 0) {
		path = https_path_flows(l, str_of(argv[0]), 1);
		if (https_request(
			l, "GET", path, STR(""), NULL, &answer, &uncertain, e) != 0 ||
		    node_flows_read(&flows, l->arena, answer.body, e) != 0)
			return -1;
		for (size_t i = 0; i < flows.count; i++)
			out_format(&out, "%.*s %lld\n", STR_ARG(flows.items[i].name),
			    (long long)flows.items[i].revision);
		return 0;
	}
	if (strcmp(action, "ask") == 0)
		return ask(l, argv, e);
	if (strcmp(action, "position") == 0) {
		const char *method = https_position_call(
		    l, (enum position_action)(argv[0][0] - '0'), str_of(argv[1]), &path);

		if (https_request(l, method, path, str_of(argv[2]), NULL, &answer,
			&uncertain, e) != 0)
			return -1;
		return show_answer(&answer);
	}
	return 1;
}

/* "pull FOLDER AFTER": all newer messages as UID.eml. */
static int
pull(struct courier_link *l, char **argv, struct err *e)
{
	int dirfd = open(argv[0], O_RDONLY | O_DIRECTORY);
	struct imap_list list;

	if (imap_list(l, (uint32_t)strtoul(argv[1], NULL, 10), &list, &arena, e) != 0)
		return -1;
	for (size_t i = 0; i < list.count; i++) {
		struct str name = arena_format(&arena, "%u.eml", list.uids[i]);

		if (imap_fetch(l, list.uids[i], dirfd, name.ptr, 1 << 20, e) != 0 ||
		    imap_mark_seen(l, list.uids[i], e) != 0)
			return -1;
		out_format(&out, "%u\n", list.uids[i]);
	}
	out_format(&out, "validity %s\n", list.validity != 0 ? "told" : "not told");
	return 0;
}

static int
work(struct courier_link *l, const char *action, int argc, char **argv, struct err *e)
{
	struct remote_list list;
	int done;

	if ((done = work_https(l, action, argv, e)) <= 0)
		return done;
	if (strcmp(action, "pull") == 0)
		return pull(l, argv, e);
	if (strcmp(action, "send") == 0)
		return send_files(l, argc, argv);
	if (strcmp(action, "fetch") == 0)
		return sftp_fetch_all(l, str_of(argv[0]),
		    open(argv[1], O_RDONLY | O_DIRECTORY), 1 << 20, all_wanted,
		    show_fetched, argv[2], e);
	if (strcmp(action, "remove") == 0)
		return sftp_remove(l, str_of(argv[0]), str_of(argv[1]), e);
	if (strcmp(action, "move") == 0)
		return sftp_move(l, str_of(argv[0]), str_of(argv[1]), str_of(argv[2]), e);
	if (strcmp(action, "list") != 0)
		return err_set(e, ERR_USAGE, "no such action: %s", action);
	if (sftp_list(l, str_of(argc > 0 ? argv[0] : ""), &list, &arena, e) != 0)
		return -1;
	for (size_t i = 0; i < list.count; i++)
		out_format(&out, "%.*s %llu\n", STR_ARG(list.items[i].name),
		    (unsigned long long)list.items[i].size);
	return 0;
}

static int
host_key(const char *action, struct err *e)
{
	static const char *const trusts[] = {"unknown", "known", "changed"};
	struct host_key key;
	enum host_trust trust;

	if (sftp_host_key(settings, setting_count, &key, &trust, &arena, e) != 0)
		return fail(e);
	if (strcmp(action, "pin") == 0 &&
	    sftp_pin(settings, setting_count, &key, &arena, e) != 0)
		return fail(e);
	out_format(&out, "%s %.*s %.*s\n", trusts[trust], STR_ARG(key.type),
	    STR_ARG(key.fingerprint));
	return out_flush(&out);
}

static const struct courier *
courier_named(const char *name)
{
	const struct courier *c = courier_find(str_of(name));

	if (c == NULL) {
		fprintf(stderr, "no courier %s\n", name);
		exit(64);
	}
	return c;
}

static struct str
file_bytes(const char *path)
{
	static struct input in;
	struct err e;
	int fd = open(path, O_RDONLY);

	if (fd < 0 || input_map(&in, fd, str_of(path), 1 << 26, &e) != 0) {
		perror(path);
		exit(64);
	}
	close(fd);
	return in.bytes;
}

/* "mail receipt FILE": what a message or a daticert.xml says. */
static int
show_receipts(const char *path)
{
	struct delivery_receipts list = {0};
	struct err e = {0};
	struct str bytes = file_bytes(path);
	int got = str_ends(str_of(path), STR(".xml"))
	    ? pec_daticert_read(&list, &arena, bytes, &e) + 1
	    : receipt_message_read(&list, &arena, bytes, &e);

	if (got < 0 || e.kind != ERR_NONE)
		return fail(&e);
	for (size_t i = 0; i < list.count; i++)
		out_format(&out, "%s %.*s %.*s %lld%s %.*s\n",
		    receipt_kind_name(list.items[i].kind),
		    STR_ARG(list.items[i].recipient), STR_ARG(list.items[i].message_id),
		    (long long)list.items[i].at,
		    list.items[i].ordinary ? " ordinary" : "",
		    STR_ARG(list.items[i].reason));
	return out_flush(&out);
}

/* "mail mime FROM_NAME TO_NAME SUBJECT TEXT_FILE HTML_FILE PDF_NAME PDF_FILE" */
static int
show_mime(char **argv)
{
	struct mime_header extra = {STR("X-TipoRicevuta"), STR("breve")};
	struct mime_attachment pdf = {
	    .name = str_of(argv[5]), .type = STR("application/pdf")};
	struct mime_mail mail = {
	    .from = {str_of(argv[0]), STR("ordine@pec.example.it")},
	    .to = {str_of(argv[1]), STR("mario.rossi@example.it")},
	    .subject = str_of(argv[2]),
	    .message_id = STR("avviso-1.a2b@ordine.example.it"),
	    .date = 1795420800,
	    .attachments = &pdf,
	    .attachment_count = argv[5][0] != '\0',
	    .headers = &extra,
	    .header_count = 1,
	};
	struct err e;

	mail.text = arena_str(&arena, file_bytes(argv[3]));
	if (argv[4][0] != '\0')
		mail.html = arena_str(&arena, file_bytes(argv[4]));
	if (argv[5][0] != '\0')
		pdf.bytes = arena_str(&arena, file_bytes(argv[6]));
	if (mime_write(&out, &mail, &e) != 0)
		return fail(&e);
	return out_flush(&out);
}

int
main(int argc, char **argv)
{
	struct courier_link l;
	struct err e = {0};
	int i = 3, failed;

	if (argc < 3)
		return 64;
	out_open_fd(&out, &out_fd, &arena, &out_error);
	for (; i < argc && strcmp(argv[i], "--") != 0 && setting_count < SETTINGS_MOST;
	     i++) {
		struct str rest = str_of(argv[i]);

		str_cut(&rest, '=', &settings[setting_count].name);
		settings[setting_count++].value = rest;
	}
	if (strcmp(argv[2], "key") == 0 || strcmp(argv[2], "pin") == 0)
		return host_key(argv[2], &e);
	if (strcmp(argv[2], "receipt") == 0)
		return show_receipts(argv[argc - 1]);
	if (strcmp(argv[2], "mime") == 0)
		return show_mime(argv + i + 1);
	if (courier_open(
		&l, courier_named(argv[1]), settings, setting_count, &arena, &e) != 0)
		return fail(&e);
	i = i < argc ? i + 1 : argc;
	failed = work(&l, argv[2], argc - i, argv + i, &e);
	courier_close(&l);
	if (failed != 0)
		return fail(&e);
	failed = out_flush(&out);
	arena_close(&arena);
	return failed == 0 ? 0 : 75;
}
