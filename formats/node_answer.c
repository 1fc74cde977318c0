/* The Node's answers as structs. */
#include "formats/node_answer.h"

#include "formats/json_read.h"

enum { REPORT_ROWS_MOST = 200000 };

static struct str
text_of(struct arena *a, const struct json_node *node, const char *name)
{
	return arena_str(a, json_node_text(json_node_member(node, name)));
}

static int64_t
number_of(const struct json_node *node, const char *name)
{
	int64_t value = 0;

	json_node_integer(json_node_member(node, name), &value);
	return value;
}

static int
unexpected(const struct json_node *root, const char *what, struct err *e)
{
	json_node_free(root);
	return err_file(e, "NODE_ANSWER", "the answer has no %s", what);
}

/* "... paymentPositions[12].paymentOption[0] ..." -> 12 */
static int64_t
position_named(struct str detail)
{
	static const char key[] = "aymentPositions[";
	size_t at = str_find_str(detail, str_of(key));
	struct str digits;
	uint64_t index;

	if (at == detail.len)
		return -1;
	digits = str_slice(detail, at + sizeof key - 1, detail.len);
	digits = str_slice(digits, 0, str_find(digits, ']'));
	return str_to_u64(digits, &index) && index < INT32_MAX ? (int64_t)index : -1;
}

struct node_problem
node_problem_read(struct arena *a, struct str body)
{
	struct node_problem problem = {.position = -1};
	const struct json_node *root;
	struct err ignored;

	if (json_node_read(&root, body, &ignored) != 0)
		return problem;
	problem.title = text_of(a, root, "title");
	problem.detail = text_of(a, root, "detail");
	problem.position = position_named(problem.detail);
	json_node_free(root);
	return problem;
}

static bool
upload_state(struct str word, enum node_upload_state *state)
{
	static const char *const words[] = {"IN_PROGRESS", "COMPLETED",
	    "COMPLETED_WITH_WARNINGS", "COMPLETED_UNSUCCESSFULLY"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_is(word, words[i])) {
			*state = (enum node_upload_state)i;
			return true;
		}
	return false;
}

int
node_upload_read(
    struct node_upload *upload, struct arena *a, struct str body, struct err *e)
{
	struct node_upload read = {0};
	const struct json_node *root;

	if (json_node_read(&root, body, e) != 0)
		return -1;
	read.file_id = text_of(a, root, "fileId");
	read.submitted = number_of(root, "submittedItem");
	read.processed = number_of(root, "processedItem");
	read.started = text_of(a, root, "startTime");
	if (!upload_state(
		json_node_text(json_node_member(root, "operationStatus")), &read.state))
		return unexpected(root, "operationStatus", e);
	json_node_free(root);
	*upload = read;
	return 0;
}

static enum node_outcome
outcome_of(int64_t status)
{
	if (status >= 200 && status < 300)
		return NODE_OUTCOME_DONE;
	if (status == 409)
		return NODE_OUTCOME_EXISTS;
	if (status == 404)
		return NODE_OUTCOME_NOT_FOUND;
	return status >= 500 || status == 429 ? NODE_OUTCOME_ERROR : NODE_OUTCOME_REFUSED;
}

/* v2 says iupds, v1 requestIDs. */
static const struct json_node *
names_of(const struct json_node *response)
{
	const struct json_node *names = json_node_member(response, "iupds");

	return names != NULL ? names : json_node_member(response, "requestIDs");
}

static size_t
count_rows(const struct json_node *responses)
{
	size_t count = 0;

	for (size_t i = 0; i < json_node_count(responses); i++)
		count += json_node_count(names_of(json_node_item(responses, i)));
	return count;
}

static void
take_response(
    struct node_report *report, struct arena *a, const struct json_node *response)
{
	const struct json_node *names = names_of(response);
	int64_t status = number_of(response, "statusCode");
	struct str message = text_of(a, response, "statusMessage");

	for (size_t i = 0; i < json_node_count(names); i++)
		report->rows[report->count++] = (struct node_report_row){
		    .iupd = arena_str(a, json_node_text(json_node_item(names, i))),
		    .status = status,
		    .message = message,
		    .outcome = outcome_of(status),
		};
}

int
node_report_read(
    struct node_report *report, struct arena *a, struct str body, struct err *e)
{
	struct node_report read = {0};
	const struct json_node *root, *responses;
	size_t count;

	if (json_node_read(&root, body, e) != 0)
		return -1;
	responses = json_node_member(root, "responses");
	count = count_rows(responses);
	if (responses == NULL || count > REPORT_ROWS_MOST)
		return unexpected(root, "list of responses", e);
	read.rows = arena_new_array(a, count, struct node_report_row);
	read.submitted = number_of(root, "submittedItem");
	read.processed = number_of(root, "processedItem");
	for (size_t i = 0; i < json_node_count(responses); i++)
		take_response(&read, a, json_node_item(responses, i));
	json_node_free(root);
	*report = read;
	return 0;
}

int
node_files_read(struct node_files *files, struct arena *a, struct str body, struct err *e)
{
	struct node_files read = {0};
	const struct json_node *root, *ids;

	if (json_node_read(&root, body, e) != 0)
		return -1;
	ids = json_node_member(root, "fileIds");
	if (ids == NULL)
		return unexpected(root, "fileIds", e);
	read.count = json_node_count(ids);
	read.ids = arena_new_array(a, read.count, struct str);
	for (size_t i = 0; i < read.count; i++)
		read.ids[i] = arena_str(a, json_node_text(json_node_item(ids, i)));
	json_node_boolean(json_node_member(root, "hasMore"), &read.more);
	json_node_free(root);
	*files = read;
	return 0;
}

int
node_flows_read(struct node_flows *flows, struct arena *a, struct str body, struct err *e)
{
	struct node_flows read = {0};
	const struct json_node *root, *data, *metadata;

	if (json_node_read(&root, body, e) != 0)
		return -1;
	data = json_node_member(root, "data");
	metadata = json_node_member(root, "metadata");
	if (data == NULL || metadata == NULL)
		return unexpected(root, "data and metadata", e);
	read.count = json_node_count(data);
	read.items = arena_new_array(a, read.count, struct node_flow);
	for (size_t i = 0; i < read.count; i++) {
		const struct json_node *item = json_node_item(data, i);

		read.items[i] = (struct node_flow){
		    .name = text_of(a, item, "fdr"),
		    .psp = text_of(a, item, "pspId"),
		    .published = text_of(a, item, "published"),
		    .revision = number_of(item, "revision"),
		};
	}
	read.page = number_of(metadata, "pageNumber");
	read.pages = number_of(metadata, "totPage");
	json_node_free(root);
	*flows = read;
	return 0;
}

int
node_payments_read(struct node_payments *payments, struct str body, struct err *e)
{
	const struct json_node *root, *data, *metadata;

	if (json_node_read(&root, body, e) != 0)
		return -1;
	data = json_node_member(root, "data");
	metadata = json_node_member(root, "metadata");
	if (data == NULL || metadata == NULL)
		return unexpected(root, "data and metadata", e);
	*payments = (struct node_payments){
	    .page = number_of(metadata, "pageNumber"),
	    .pages = number_of(metadata, "totPage"),
	    .rows = json_node_count(data),
	};
	json_node_free(root);
	return 0;
}

int
node_flow_read(struct node_flow *flow, bool *is_published, struct arena *a,
    struct str body, struct err *e)
{
	const struct json_node *root;

	if (json_node_read(&root, body, e) != 0)
		return -1;
	if (json_node_member(root, "fdr") == NULL)
		return unexpected(root, "fdr", e);
	*flow = (struct node_flow){
	    .name = text_of(a, root, "fdr"),
	    .published = text_of(a, root, "published"),
	    .revision = number_of(root, "revision"),
	};
	*is_published =
	    str_is(json_node_text(json_node_member(root, "status")), "PUBLISHED");
	json_node_free(root);
	return 0;
}

int
node_receipts_read(
    struct node_receipts *receipts, struct arena *a, struct str body, struct err *e)
{
	const struct json_node *root, *results;
	struct node_receipts read = {0};

	if (json_node_read(&root, body, e) != 0)
		return -1;
	results = json_node_member(root, "results");
	if (results == NULL)
		return unexpected(root, "results", e);
	read.count = json_node_count(results);
	read.items = arena_new_array(a, read.count, struct node_receipt);
	for (size_t i = 0; i < read.count; i++) {
		const struct json_node *item = json_node_item(results, i);

		read.items[i] = (struct node_receipt){
		    .iuv = text_of(a, item, "iuv"),
		    .paid = text_of(a, item, "paymentDateTime"),
		};
	}
	read.page = number_of(root, "currentPageNumber");
	read.pages = number_of(root, "totalPages");
	json_node_free(root);
	*receipts = read;
	return 0;
}

int
appio_profile_read(bool *sender_allowed, struct str body, struct err *e)
{
	const struct json_node *root;

	if (json_node_read(&root, body, e) != 0)
		return -1;
	if (!json_node_boolean(json_node_member(root, "sender_allowed"), sender_allowed))
		return unexpected(root, "sender_allowed", e);
	json_node_free(root);
	return 0;
}

int
appio_message_read(struct str *id, struct arena *a, struct str body, struct err *e)
{
	const struct json_node *root;
	struct str read;

	if (json_node_read(&root, body, e) != 0)
		return -1;
	read = text_of(a, root, "id");
	if (read.len == 0)
		return unexpected(root, "id", e);
	json_node_free(root);
	*id = read;
	return 0;
}
