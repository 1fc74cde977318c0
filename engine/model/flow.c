/* The few rules of flows that readers and matching share. */
#include "model/flow.h"

enum flow_outcome
flow_outcome_parse(struct str text)
{
	static const struct {
		const char *name;
		enum flow_outcome outcome;
	} known[] = {
	    {"0", FLOW_PAID},
	    {"3", FLOW_REVOKED},
	    {"4", FLOW_STAND_IN},
	    {"8", FLOW_STAND_IN_NO_RECEIPT},
	    {"9", FLOW_NO_RECEIPT},
	    {"EXECUTED", FLOW_PAID},
	    {"REVOKED", FLOW_REVOKED},
	    {"STAND_IN", FLOW_STAND_IN},
	    {"STAND_IN_NO_RPT", FLOW_STAND_IN_NO_RECEIPT},
	    {"NO_RPT", FLOW_NO_RECEIPT},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_is(text, known[i].name))
			return known[i].outcome;
	return FLOW_OUTCOME_UNKNOWN;
}

struct str
flow_creditor(const struct flow *f)
{
	return f->receiver.domain.len > 0 ? f->receiver.domain : f->receiver.code;
}

bool
flow_id_is_plain(struct str id)
{
	for (size_t i = 0; i < id.len; i++)
		if (!char_is_alpha(id.ptr[i]) && !char_is_digit(id.ptr[i]) &&
		    id.ptr[i] != '-' && id.ptr[i] != '_')
			return false;
	return id.len > 0;
}

struct str
flow_id_fold(struct str id, char *room, size_t most)
{
	size_t len = 0;

	for (size_t i = 0; i < id.len && len < most; i++)
		if (char_is_alpha(id.ptr[i]) || char_is_digit(id.ptr[i]))
			room[len++] = char_upper(id.ptr[i]);
	return (struct str){room, len};
}

bool
flow_id_has_date(struct str id)
{
	struct date d;

	return id.len >= 10 && id.ptr[4] == '-' && id.ptr[7] == '-' &&
	    char_is_digit(id.ptr[9]) && date_parse(str_slice(id, 0, 10), &d);
}

bool
flow_id_is_valid(struct str id)
{
	return id.len >= FLOW_ID_LEAST && id.len <= FLOW_ID_MOST &&
	    flow_id_is_plain(id) && flow_id_has_date(id);
}
