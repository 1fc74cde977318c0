/* The names of what a movement can be, and which of them is money. */
#include "model/movement.h"

const char *
movement_type_name(enum movement_type type)
{
	static const char *const names[] = {
	    [MOVEMENT_CREDIT] = "credit",
	    [MOVEMENT_DEBIT] = "debit",
	    [MOVEMENT_REVERSAL] = "reversal",
	    [MOVEMENT_SETTLEMENT] = "settlement",
	    [MOVEMENT_RESTORATION] = "restoration",
	};

	return names[type];
}

const char *
movement_state_name(enum movement_state state)
{
	static const char *const names[] = {
	    [MOVEMENT_BOOKED] = "booked",
	    [MOVEMENT_PENDING] = "pending",
	    [MOVEMENT_INFORMATION] = "information",
	};

	return names[state];
}

bool
movement_is_money(const struct movement *m)
{
	return m->state == MOVEMENT_BOOKED && m->type != MOVEMENT_SETTLEMENT &&
	    m->type != MOVEMENT_RESTORATION;
}
