/* What all outlets share: files in the staging folder, digests on the way, the manifest
 * at the end. */
#include "outlet/outlet.h"

#include "base/json.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

const struct outlet outlets[] = {
    {"node",
	{"richieste al Nodo (GPD, caricamento massivo)",
	    "requests to the Node (GPD massive upload)"},
	node_write},
    {"notices", {"avvisi di pagamento in PDF", "payment notices as PDF"}, notices_write},
    {"accounting",
	{"reversali e accertamenti per la contabilità (CSV, XLSX, OPI)",
	    "reversali and accertamenti for the accounts (CSV, XLSX, OPI)"},
	accounting_write},
    {"register",
	{"quote pagate, al registro da cui provengono",
	    "paid quotas, to the register they came from"},
	register_write},
    {"postal",
	{"avvisi e indirizzi per lo stampatore",
	    "notices and addresses for the printing house"},
	postal_write},
    {"mail", {"avvisi per posta elettronica e PEC", "notices by mail and PEC"},
	mail_write},
    {"appio", {"messaggi dell'app IO", "messages of App IO"}, appio_write},
    {"acknowledgements",
	{"riscontro di ogni file ricevuto", "the answer to every inbound file"},
	acknowledgement_write},
    {0},
};

const struct outlet *
outlet_find(struct str kind)
{
	for (const struct outlet *o = outlets; o->kind != NULL; o++)
		if (str_is(kind, o->kind))
			return o;
	return NULL;
}

static int
drain(void *context, const char *bytes, size_t len, struct err *e)
{
	struct outlet_file *f = context;

	sha256_add(f->digest, bytes, len);
	f->size += len;
	while (len > 0) {
		ssize_t n = write(f->fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(e, "%.*s", STR_ARG(f->name));
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

int
outlet_open(struct outlet_run *r, struct outlet_file *f, struct str name, struct err *e)
{
	*f = (struct outlet_file){.run = r, .name = arena_str(r->arena, name)};
	f->fd = openat(r->folder, f->name.ptr,
	    O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (f->fd < 0)
		return err_errno(e, "%.*s", STR_ARG(name));
	f->digest = sha256_open();
	out_open(&f->out, drain, f, &f->arena, &f->error);
	return 0;
}

void
outlet_forget(struct outlet_run *r)
{
	arena_close(&r->made_arena);
	r->made = NULL;
	r->made_count = r->made_room = 0;
}

/* A hundred thousand notices are noted one by one: the list has an arena of its own, so
 * that the shorter lists it grew out of are given back. */
static void
note_artefact(struct outlet_run *r, const struct artefact *made)
{
	if (r->made_count == r->made_room) {
		size_t room = r->made_room + r->made_room / 4 + 64;
		struct arena arena = {0};
		struct artefact *more = arena_new_array(&arena, room, struct artefact);

		if (r->made_count > 0)
			memcpy(more, r->made, r->made_count * sizeof *more);
		arena_close(&r->made_arena);
		r->made_arena = arena;
		r->made = more;
		r->made_room = room;
	}
	r->made[r->made_count++] = *made;
}

/* Closes the descriptor; the bytes are made durable for all files at once, before
 * delivery. */
static int
end_file(struct outlet_file *f, const struct artefact *made, struct err *e)
{
	int closed = close(f->fd);

	arena_close(&f->arena);
	if (closed != 0)
		return err_errno(e, "%.*s", STR_ARG(f->name));
	note_artefact(f->run, made);
	return 0;
}

int
outlet_close(struct outlet_file *f, int64_t items, money cents, struct err *e)
{
	int status = out_flush(&f->out);
	struct artefact made = {.batch = f->run->batch.id,
	    .name = f->name,
	    .size = (int64_t)f->size,
	    .sha256 = sha256_finish(f->digest),
	    .items = items,
	    .cents = cents,
	    .recipient = f->recipient,
	    .message_id = f->message_id,
	    .position = f->position,
	    .is_closing = f->is_closing};

	f->digest = NULL;
	if (status != 0) {
		*e = f->error;
		outlet_abandon(f);
		return -1;
	}
	return end_file(f, &made, e);
}

int
outlet_close_read(struct outlet_file *f, int64_t items, money cents, struct err *e)
{
	struct artefact made = {
	    .batch = f->run->batch.id, .name = f->name, .items = items, .cents = cents};
	struct stat st;

	if (fstat(f->fd, &st) != 0 || sha256_of_fd(f->fd, &made.sha256, e) != 0) {
		outlet_abandon(f);
		return err_errno(e, "%.*s", STR_ARG(f->name));
	}
	made.size = st.st_size;
	(void)sha256_finish(f->digest);
	f->digest = NULL;
	return end_file(f, &made, e);
}

void
outlet_abandon(struct outlet_file *f)
{
	if (f->digest != NULL)
		(void)sha256_finish(f->digest);
	f->digest = NULL;
	close(f->fd);
	(void)unlinkat(f->run->folder, f->name.ptr, 0);
	arena_close(&f->arena);
}

static void
manifest_file(struct json *j, const struct artefact *a)
{
	json_object(j, NULL);
	json_str(j, "name", a->name);
	json_i64(j, "size", a->size);
	json_text(j, "sha256", a->sha256.text);
	json_i64(j, "items", a->items);
	json_money(j, "amount", a->cents);
	json_end(j);
}

int
outlet_manifest(struct outlet_run *r, struct str name, struct err *e)
{
	struct outlet_file f;
	struct json j;
	money cents = 0;
	int64_t items = 0;

	if (outlet_open(r, &f, name, e) != 0)
		return -1;
	for (size_t i = 0; i < r->made_count; i++) {
		items += r->made[i].items;
		cents += r->made[i].cents;
	}
	json_open(&j, &f.out, 2);
	json_object(&j, NULL);
	json_str(&j, "creditor", r->creditor->fiscal_code);
	json_str(&j, "outlet", r->batch.outlet);
	json_str(&j, "operation", r->batch.operation);
	json_str(&j, "created", r->batch.created_at);
	json_str(&j, "source", r->cause.name);
	json_str(&j, "source_sha256", r->cause.sha256);
	json_i64(&j, "items", items);
	json_money(&j, "amount", cents);
	json_array(&j, "files");
	for (size_t i = 0; i < r->made_count; i++)
		manifest_file(&j, &r->made[i]);
	json_end(&j);
	json_end(&j);
	out_char(&f.out, '\n');
	f.is_closing = true;
	return outlet_close(&f, items, cents, e);
}
