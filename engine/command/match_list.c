/* What is proposed to a person for a movement that waits. */
#include "command/match_list.h"

void
match_tell_proposal(
    struct context *c, struct out *o, struct json *j, struct str flow, int64_t twin)
{
	bool it = c->lang == LANG_IT;

	if (c->json) {
		if (flow.len > 0)
			json_str(j, "proposed_flow", flow);
		if (twin != 0)
			json_i64(j, "perhaps_movement", twin);
		return;
	}
	if (flow.len > 0)
		out_format(o,
		    it ? "      proposta: il flusso %.*s\n"
		       : "      proposal: flow %.*s\n",
		    STR_ARG(flow));
	if (twin != 0)
		out_format(o,
		    it ? "      forse è il movimento %jd\n"
		       : "      perhaps movement %jd\n",
		    (intmax_t)twin);
}
