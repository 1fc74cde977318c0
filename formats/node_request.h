/*
 * A request file of the massive upload read back, position by position, for the service
 * that takes one position a call: what leaves singly is byte for byte what the file says.
 */
#ifndef FORMATS_NODE_REQUEST_H
#define FORMATS_NODE_REQUEST_H

#include "base/arena.h"
#include "base/err.h"
#include "base/input.h"

struct node_request_item {
	struct str iupd;
	struct str body; /* JSON of the position; empty in a file that deletes */
};

/* The positions of a zip with one JSON file, in its order, in `a`. -1 is ERR_FILE: the
 * zip or the JSON is damaged (their codes), or holds none or more than `most`
 * (NODE_FILE_REFUSED). */
int node_request_read(struct node_request_item **items, size_t *count, size_t most,
    const struct input *zip, struct arena *a, struct err *e);

#endif
