/* Request files of the massive upload, cut into their positions. */
#include "formats/node_request.h"

#include "formats/json_scan.h"
#include "formats/zip_read.h"

enum { CONTENT_MOST = 16 * 1024 * 1024 };

enum { REQUEST_POSITION = 1, REQUEST_IUPD, REQUEST_DELETED };

static const struct element_name request_names[] = {
    {"paymentPositions", REQUEST_POSITION},
    {"iupd", REQUEST_IUPD},
    {"paymentPositionIUPDs", REQUEST_DELETED},
    {NULL, 0},
};

/* The one JSON file of the zip. */
static int
read_content(const struct input *zip, struct str *content, struct arena *a, struct err *e)
{
	struct zip_reader *reader;
	struct zip_stream *stream;
	const struct zip_member *member;
	char *bytes;
	size_t len = 0, got = 0;
	int status;

	if (zip_reader_open(&reader, zip, a, e) != 0)
		return -1;
	if (zip_reader_count(reader) != 1)
		return err_file(e, "NODE_FILE_REFUSED", "the zip holds %zu files, not 1",
		    zip_reader_count(reader));
	member = zip_reader_member(reader, 0);
	if (member->size > CONTENT_MOST)
		return err_file(e, "NODE_TOO_LARGE", "%.*s has more than %d bytes",
		    STR_ARG(member->name), CONTENT_MOST);
	if (zip_stream_open(&stream, reader, member, CONTENT_MOST, a, e) != 0)
		return -1;
	bytes = arena_alloc(a, (size_t)member->size + 1);
	while ((status = zip_stream_read(
		    stream, bytes + len, (size_t)member->size + 1 - len, &got, e)) > 0 &&
	    len + got <= member->size)
		len += got;
	*content = (struct str){bytes, len};
	return status < 0 ? -1 : 0;
}

struct cutting {
	struct json_scan scan;
	struct arena *arena;
	size_t from; /* where the position at hand begins */
	struct str iupd;
};

/* 1 when a position ended, 0 at the end of the file, -1. */
static int
next_item(struct cutting *c, struct node_request_item *item, struct err *e)
{
	struct element el;
	int got;

	while ((got = json_scan_next(&c->scan, &el, e)) > 0) {
		if (el.opens && el.id == REQUEST_POSITION) {
			c->from = c->scan.at - 1; /* the brace was just taken */
			c->iupd = (struct str){0};
		} else if (!el.opens && el.id == REQUEST_IUPD) {
			c->iupd = el.text;
		} else if (!el.opens && el.id == REQUEST_DELETED) {
			*item = (struct node_request_item){
			    .iupd = arena_str(c->arena, el.text)};
			return 1;
		} else if (!el.opens && el.id == REQUEST_POSITION) {
			*item = (struct node_request_item){
			    .iupd = arena_str(c->arena, c->iupd),
			    .body = str_slice(c->scan.bytes, c->from, c->scan.at),
			};
			return 1;
		}
	}
	return got;
}

int
node_request_read(struct node_request_item **items, size_t *count, size_t most,
    const struct input *zip, struct arena *a, struct err *e)
{
	struct node_request_item item;
	struct element_names names;
	struct cutting c = {.arena = a};
	struct str content;
	size_t n = 0;
	int got;

	if (read_content(zip, &content, a, e) != 0)
		return -1;
	element_names_open(&names, request_names);
	json_scan_open(&c.scan, content, &names, a);
	*items = arena_new_array(a, most, struct node_request_item);
	while ((got = next_item(&c, &item, e)) > 0) {
		if (n == most || item.iupd.len == 0)
			return err_file(e, "NODE_FILE_REFUSED",
			    n == most ? "the file holds more than %zu positions"
				      : "position %zu has no iupd",
			    n == most ? most : n + 1);
		(*items)[n++] = item;
	}
	*count = n;
	if (got == 0 && n == 0)
		return err_file(e, "NODE_FILE_REFUSED", "the file holds no position");
	return got;
}
