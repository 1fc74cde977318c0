/*
 * Movements that another statement, in another format, has told already. Nothing is
 * dropped: the row is booked, and noted beside the one that it repeats, or may repeat.
 */
#ifndef INTAKE_STATEMENT_TWINS_H
#define INTAKE_STATEMENT_TWINS_H

#include "intake/booking.h"
#include "model/movement.h"

/* A movement that this file has brought. */
struct new_movement {
	const struct movement *movement;
	const struct booking_member *member;
	int64_t id; /* 0 in a check */
};

/* Compares new movements with those of other formats; findings tell what was found. The
 * k-th of several alike is paired with the k-th. */
int statement_twins_note(
    struct booking *b, const struct new_movement *list, size_t count, struct err *e);

#endif
