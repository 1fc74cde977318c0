/* Fetching from the Node's services: flows of the FdR API for organisations, each with
 * all its pages in one file, and receipts of GPD. Bodies are kept as they came: amounts
 * never pass through a number of this program. */
#include "fetching.h"

#include "formats/node_answer.h"
#include "spool/https.h"

#include <errno.h>
#include <unistd.h>

enum {
	PAGES_MOST = 10000,
	MISSES_MOST = 3, /* errors of the service one after another: it is ill */
};

/* Nothing is sent to these services. */
static void
send_nothing(struct courier_link *l, struct parcel *parcels, size_t count)
{
	struct err e;

	(void)l;
	err_code(&e, ERR_FILE, "COURIER_UNSUPPORTED", "this service is only asked");
	courier_rest_failed(parcels, count, &e);
}

static const struct courier courier_flows = {
    .name = "fdr",
    .help = {"flussi dell'API FdR per gli enti", "flows of the FdR API"},
    .keys = HTTPS_KEYS,
    .open = https_open,
    .send = send_nothing,
    .close = https_close,
};

static const struct courier courier_receipts = {
    .name = "receipts",
    .help = {"ricevute dei pagamenti su GPD", "receipts of payments on GPD"},
    .keys = HTTPS_KEYS,
    .open = https_open,
    .send = send_nothing,
    .close = https_close,
};

/* A GET that must be answered with 200; else the status is sorted: for a person
 * (ERR_CONF), for later, or about this thing alone (ERR_FILE). */
static int
get(struct fetching *f, struct str path, struct str *body, struct err *e)
{
	struct https_answer answer;
	bool uncertain, stops;
	struct delivery d;

	f->wish_ms = 0;
	if (https_request(&f->link, "GET", path, STR(""), NULL, &answer, &uncertain, e) !=
	    0)
		return -1;
	*body = answer.body;
	f->held += answer.body.len;
	if (answer.status == 200)
		return 0;
	d = https_sort(&answer, false, &stops);
	f->wish_ms = d.wait_ms;
	return err_code(e,
	    delivery_is_held(&d) || answer.status == 403 ? ERR_CONF
		: d.state == DELIVERY_TRANSIENT          ? ERR_RETRY
							 : ERR_FILE,
	    answer.status == 403 ? "COURIER_AUTH" : d.code, "%s", d.text);
}

/* The list itself must be had: without it time may help, or a person. */
static int
get_list(struct fetching *f, struct str path, struct str *body, struct err *e)
{
	if (get(f, path, body, e) == 0)
		return 0;
	if (e->kind == ERR_FILE)
		e->kind = ERR_RETRY;
	return -1;
}

/* One after the other into the file, which may become as large as any inbound one. */
static int
write_all(struct fetching *f, int fd, struct str bytes, struct err *e)
{
	off_t already = lseek(fd, 0, SEEK_CUR);

	if (already < 0)
		return err_errno(e, "write");
	if ((int64_t)already + (int64_t)bytes.len > f->g->conf.most_file)
		return err_file(e, "FETCH_TOO_LARGE", "more than the %lld bytes allowed",
		    (long long)f->g->conf.most_file);
	while (bytes.len > 0) {
		ssize_t n = write(fd, bytes.ptr, bytes.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(e, "write");
		bytes = str_slice(bytes, (size_t)n, bytes.len);
	}
	return 0;
}

/* A stranger's identifier as part of a file's name. */
static struct str
plain(struct arena *a, struct str text)
{
	char *copy = arena_cstr(a, str_slice(text, 0, 100));

	for (char *c = copy; *c != '\0'; c++)
		if (!char_is_alpha(*c) && !char_is_digit(*c) && *c != '-')
			*c = '_';
	return str_of(copy);
}

/* The header: of the flow that was listed, and published. */
static int
write_header(struct fetching *f, const struct node_flow *flow, int fd, struct err *e)
{
	struct node_flow header;
	struct str body;
	bool is_published;

	if (get(f, https_path_flow(&f->link, flow->name, flow->revision, flow->psp, 0),
		&body, e) != 0 ||
	    node_flow_read(&header, &is_published, &f->arena, body, e) != 0)
		return -1;
	if (!str_equal(header.name, flow->name) || header.revision != flow->revision)
		return err_code(e, ERR_RETRY, "NODE_ANSWER",
		    "the service tells of flow %.*s revision %lld instead",
		    STR_ARG(str_slice(header.name, 0, 80)), (long long)header.revision);
	if (!is_published)
		return err_code(
		    e, ERR_RETRY, "NODE_NOT_READY", "the flow is not published");
	return write_all(f, fd, body, e);
}

/* The pages, one after the other until the last; a page that is not the one asked for
 * makes the whole wait. */
static int
write_pages(struct fetching *f, const struct node_flow *flow, int fd, struct err *e)
{
	struct node_payments page = {.pages = 1};

	for (uint32_t i = 1; i <= PAGES_MOST && page.page < page.pages; i++) {
		struct str body;

		if (get(f,
			https_path_flow(
			    &f->link, flow->name, flow->revision, flow->psp, i),
			&body, e) != 0 ||
		    node_payments_read(&page, body, e) != 0)
			return -1;
		if (page.page != i || page.pages < i)
			return err_code(e, ERR_RETRY, "NODE_ANSWER",
			    "page %lld of %lld of the payments came instead of page %u",
			    (long long)page.page, (long long)page.pages, i);
		if (write_all(f, fd, STR("\n"), e) != 0 || write_all(f, fd, body, e) != 0)
			return -1;
	}
	return page.page == page.pages
	    ? 0
	    : err_code(e, ERR_RETRY, "NODE_ANSWER", "more than %d pages of payments",
		  PAGES_MOST);
}

static int
write_flow(struct fetching *f, const void *thing, int fd, struct err *e)
{
	return write_header(f, thing, fd, e) == 0 ? write_pages(f, thing, fd, e) : -1;
}

static int
write_receipt(struct fetching *f, const void *thing, int fd, struct err *e)
{
	const struct node_receipt *receipt = thing;
	struct str body;

	if (get(f, https_path_receipt(&f->link, receipt->iuv), &body, e) != 0)
		return -1;
	return write_all(f, fd, body, e);
}

static int
fetch_thing(struct fetching *f, const struct fetch_item *item, const void *thing,
    int (*write)(struct fetching *, const void *, int, struct err *), struct err *e)
{
	struct publish_file local;

	if (fetching_open(f, item, &local, e) != 0)
		return -1;
	if (write(f, thing, local.fd, e) != 0) {
		publish_abandon(&local);
		return -1;
	}
	return fetching_take(f, item, &local, e);
}

/* Takes one thing of a list when it is new; -1 when the service as a whole fails. */
static int
consider(struct fetching *f, const struct fetch_item *item, const void *thing,
    int (*write)(struct fetching *, const void *, int, struct err *), struct err *e)
{
	struct err why;
	int is_new = fetching_is_new(f, item, e);

	if (is_new <= 0)
		return is_new;
	if (fetch_thing(f, item, thing, write, &why) == 0) {
		f->misses = 0;
		return 0;
	}
	/* One thing that the service cannot give must not keep the others away. */
	f->misses += why.kind == ERR_RETRY;
	if (fetching_is_lost(&why) || f->misses >= MISSES_MOST) {
		*e = why;
		return -1;
	}
	fetching_tell(f, item->remote, &why);
	return 0;
}

static int
consider_flow(struct fetching *f, const struct node_flow *flow, struct err *e)
{
	struct fetch_item item = {
	    .remote = arena_format(&f->arena, "%.*s/%lld/%.*s", STR_ARG(flow->name),
		(long long)flow->revision, STR_ARG(flow->psp)),
	    .name = arena_format(&f->arena, "%.*s_%.*s_r%lld.json",
		STR_ARG(plain(&f->arena, flow->name)),
		STR_ARG(plain(&f->arena, flow->psp)), (long long)flow->revision),
	};

	return consider(f, &item, flow, write_flow, e);
}

/* Pages shift while flows are published: what slips between two of them is taken at the
 * next look. More than 30 days back is refused by the service (FDR-1000). */
static int
look_flows(struct fetching *f, struct err *e)
{
	struct instant_text since =
	    instant_iso(clock_now() - INT64_C(86400) * f->conf->days);
	struct node_flows list = {.pages = 1};

	for (uint32_t page = 1;
	     page <= list.pages && page <= PAGES_MOST && fetching_may_go_on(f); page++) {
		struct str body;

		if (get_list(f, https_path_flows(&f->link, str_of(since.text), page),
			&body, e) != 0 ||
		    node_flows_read(&list, &f->arena, body, e) != 0)
			return -1;
		if (list.page != page && list.count > 0)
			return err_code(e, ERR_RETRY, "NODE_ANSWER",
			    "page %lld of the list of flows came instead of page %u",
			    (long long)list.page, page);
		for (size_t i = 0; i < list.count && fetching_may_go_on(f); i++)
			if (consider_flow(f, &list.items[i], e) != 0)
				return -1;
	}
	return 0;
}

static int
consider_receipt(struct fetching *f, const struct node_receipt *receipt, struct err *e)
{
	struct fetch_item item = {
	    .remote = arena_format(
		&f->arena, "%.*s/%.*s", STR_ARG(receipt->iuv), STR_ARG(receipt->paid)),
	    .name = arena_format(&f->arena, "rt_%.*s_%.*s.xml",
		STR_ARG(plain(&f->arena, receipt->iuv)),
		STR_ARG(plain(&f->arena, receipt->paid))),
	};

	return receipt->iuv.len == 0 ? 0 : consider(f, &item, receipt, write_receipt, e);
}

static int
look_receipts(struct fetching *f, struct err *e)
{
	struct date today = clock_today();
	struct date_text to = date_iso(today),
			 from = date_iso(date_add_days(today, -f->conf->days));
	struct node_receipts list = {.pages = 1};

	for (uint32_t page = 0;
	     page < list.pages && page < PAGES_MOST && fetching_may_go_on(f); page++) {
		struct str body;

		if (get_list(f,
			https_path_receipts(
			    &f->link, str_of(from.text), str_of(to.text), page),
			&body, e) != 0 ||
		    node_receipts_read(&list, &f->arena, body, e) != 0)
			return -1;
		for (size_t i = 0; i < list.count && fetching_may_go_on(f); i++)
			if (consider_receipt(f, &list.items[i], e) != 0)
				return -1;
	}
	return 0;
}

const struct fetch_kind fetch_flows = {
    .name = "fdr", .courier = &courier_flows, .look = look_flows};
const struct fetch_kind fetch_receipts = {
    .name = "receipts", .courier = &courier_receipts, .look = look_receipts};
