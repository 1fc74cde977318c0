/* The paths of the services, each where its document puts it. */
#include "spool/https.h"

#include "spool/net.h"

static struct str
escaped(struct courier_link *l, const char *setting)
{
	return net_escape(l->arena, courier_text(l, setting));
}

static struct str
upload_path(struct courier_link *l, const char *rest)
{
	return arena_format(l->arena, "/brokers/%.*s/organizations/%.*s/debtpositions/%s",
	    STR_ARG(escaped(l, "broker")), STR_ARG(escaped(l, "organization")), rest);
}

struct str
https_path_upload(struct courier_link *l)
{
	return upload_path(l, "file");
}

static struct str
file_path(struct courier_link *l, struct str file_id, const char *rest)
{
	struct str below = arena_format(
	    l->arena, "file/%.*s/%s", STR_ARG(net_escape(l->arena, file_id)), rest);

	return upload_path(l, below.ptr);
}

struct str
https_path_status(struct courier_link *l, struct str file_id)
{
	return file_path(l, file_id, "status");
}

struct str
https_path_report(struct courier_link *l, struct str file_id)
{
	return file_path(l, file_id, "report");
}

struct str
https_path_files(struct courier_link *l, struct str from, struct str to)
{
	struct str query = arena_format(l->arena, "files?from=%.*s&to=%.*s&size=100",
	    STR_ARG(net_escape(l->arena, from)), STR_ARG(net_escape(l->arena, to)));

	return upload_path(l, query.ptr);
}

/* What an action is: method, and what stands around the id. */
static const struct {
	const char *method;
	const char *before, *after;
} position_calls[] = {
    [POSITION_CREATE] = {"POST", "debtpositions?toPublish=true", ""},
    [POSITION_UPDATE] = {"PUT", "debtpositions/", "?toPublish=true"},
    [POSITION_INVALIDATE] = {"POST", "debtpositions/", "/invalidate"},
    [POSITION_DELETE] = {"DELETE", "debtpositions/", ""},
    [POSITION_PAID] = {"POST", "paymentoptions/paids/", ""},
    [POSITION_READ] = {"GET", "debtpositions/", ""},
};

const char *
https_position_call(
    struct courier_link *l, enum position_action action, struct str id, struct str *path)
{
	struct str shown = action == POSITION_CREATE ? STR("") : net_escape(l->arena, id);

	*path = arena_format(l->arena, "/organizations/%.*s/%s%.*s%s",
	    STR_ARG(escaped(l, "organization")), position_calls[action].before,
	    STR_ARG(shown), position_calls[action].after);
	return position_calls[action].method;
}

struct str
https_path_flows(struct courier_link *l, struct str published_after, uint32_t page)
{
	return arena_format(l->arena,
	    "/organizations/%.*s/fdrs?%s%.*s%spage=%u&size=1000",
	    STR_ARG(escaped(l, "organization")),
	    published_after.len > 0 ? "publishedGt=" : "",
	    STR_ARG(net_escape(l->arena, published_after)),
	    published_after.len > 0 ? "&" : "", page);
}

struct str
https_path_flow(struct courier_link *l, struct str flow, int64_t revision, struct str psp,
    uint32_t payments_page)
{
	struct str path = arena_format(l->arena,
	    "/organizations/%.*s/fdrs/%.*s/revisions/%lld/psps/%.*s",
	    STR_ARG(escaped(l, "organization")), STR_ARG(net_escape(l->arena, flow)),
	    (long long)revision, STR_ARG(net_escape(l->arena, psp)));

	if (payments_page == 0)
		return path;
	return arena_format(
	    l->arena, "%.*s/payments?page=%u&size=1000", STR_ARG(path), payments_page);
}

struct str
https_path_receipts(struct courier_link *l, struct str from, struct str to, uint32_t page)
{
	return arena_format(l->arena,
	    "/payments/%.*s/receipts?from=%.*s&to=%.*s&pageNum=%u&pageSize=100",
	    STR_ARG(escaped(l, "organization")), STR_ARG(net_escape(l->arena, from)),
	    STR_ARG(net_escape(l->arena, to)), page);
}

struct str
https_path_receipt(struct courier_link *l, struct str iuv)
{
	return arena_format(l->arena, "/payments/%.*s/receipts/%.*s",
	    STR_ARG(escaped(l, "organization")), STR_ARG(net_escape(l->arena, iuv)));
}
