/* Status, report and rediscovery of massive uploads. */
#include "outlet/node_delivery.h"

enum { FILES_PAGES_MOST = 50 };

/* A GET that must be answered with 200; -1 with the status sorted otherwise. */
static int
get(struct courier_link *l, struct str path, const char *const *headers,
    struct https_answer *answer, struct err *e)
{
	bool uncertain, stops;
	struct delivery d;

	if (https_request(l, "GET", path, STR(""), headers, answer, &uncertain, e) != 0)
		return -1;
	if (answer->status == 200)
		return 0;
	d = https_sort(answer, false, &stops);
	return err_code(e, d.state == DELIVERY_TRANSIENT ? ERR_RETRY : ERR_FILE, d.code,
	    "%s", d.text);
}

/* An answer that cannot be read is the service's trouble of this moment, not the file's.
 */
static int
misread(struct err *e)
{
	struct err why = *e;

	return err_code(e, ERR_RETRY, "NODE_ANSWER",
	    "the service's answer makes no sense: %s", why.text);
}

int
node_upload_follow(
    struct courier_link *l, struct str file_id, struct node_upload *upload, struct err *e)
{
	struct https_answer answer;

	if (get(l, https_path_status(l, file_id), NULL, &answer, e) != 0)
		return -1;
	return node_upload_read(upload, l->arena, answer.body, e) == 0 ? 0 : misread(e);
}

int
node_upload_report(struct courier_link *l, struct str file_id, struct node_report *report,
    int64_t *wait_ms, struct err *e)
{
	struct https_answer answer = {0};
	int failed = get(l, https_path_report(l, file_id), NULL, &answer, e);

	*wait_ms = answer.wait_ms;
	if (answer.status == 425)
		return 0;
	if (failed != 0)
		return -1;
	return node_report_read(report, l->arena, answer.body, e) == 0 ? 1 : misread(e);
}

static bool
is_known(struct str id, const struct str *known, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(id, known[i]))
			return true;
	return false;
}

/* Counts the files of one page that could be ours; the last one is kept in *file_id. */
static int
count_matches(struct courier_link *l, const struct node_files *files,
    const struct parcel *p, const struct str *known, size_t known_count,
    struct str *file_id, struct err *e)
{
	int matches = 0;

	for (size_t i = 0; i < files->count && matches < 2; i++) {
		struct node_upload upload;

		if (is_known(files->ids[i], known, known_count))
			continue;
		if (node_upload_follow(l, files->ids[i], &upload, e) != 0)
			return -1;
		if (upload.submitted < 0 || (uint64_t)upload.submitted != p->rows)
			continue;
		*file_id = files->ids[i];
		matches++;
	}
	return matches;
}

int
node_upload_find(struct courier_link *l, const struct parcel *p, struct str day,
    const struct str *known, size_t known_count, struct str *file_id, struct err *e)
{
	const char *headers[2] = {NULL, NULL};
	struct https_answer answer;
	struct node_files files = {.more = true};
	struct str found = {0};
	int matches = 0;

	for (int page = 0; files.more && page < FILES_PAGES_MOST; page++) {
		int more;

		if (get(l, https_path_files(l, day, day), headers, &answer, e) != 0 ||
		    node_files_read(&files, l->arena, answer.body, e) != 0)
			return -1;
		more = count_matches(l, &files, p, known, known_count, &found, e);
		if (more < 0)
			return -1;
		matches += more;
		if (answer.continuation.len == 0)
			break;
		headers[0] = arena_format(
		    l->arena, "x-continuation-token: %.*s", STR_ARG(answer.continuation))
				 .ptr;
	}
	if (matches != 1)
		return 0;
	*file_id = found;
	return 1;
}
