/*
 * Records out of XML by tables: which elements are records, one inside another, and which
 * paths below them are their fields. What a format's file needs to say is a table of
 * paths; elements are known by local name, so that prefixes and versions do not matter.
 */
#ifndef FORMATS_XML_RECORD_H
#define FORMATS_XML_RECORD_H

#include "base/arena.h"
#include "base/err.h"
#include "base/input.h"

enum { XML_RECORD_SLOTS = 32, XML_RECORD_NESTING = 6 };

enum xml_field_policy {
	XML_FIRST, /* the first text that is not empty counts */
	XML_JOIN,  /* repeated texts are joined with nothing between */
	XML_LINES, /* ... with a line feed between */
};

struct xml_field {
	const char *path; /* "Refs/EndToEndId" below the record; "Amt@Ccy" an attribute */
	uint8_t slot;
	enum xml_field_policy policy;
};

/* The texts of a record in its slots, the line where it begins, and the record that it
 * stands in (as far as it has been read). */
struct xml_record {
	const struct xml_record_kind *kind;
	const struct xml_record *parent;
	uint64_t line;
	struct str slots[XML_RECORD_SLOTS];
};

/* A kind of record: one row of a table closed by a NULL path. */
struct xml_record_kind {
	const char *path;               /* below its parent record; for those without a
					   parent, a local name at any depth */
	const char *parent;             /* path of the parent's row, NULL: none */
	const struct xml_field *fields; /* closed by a NULL path */
	bool lasting; /* texts go to the job arena: the record outlives its children */
	/* Either may be NULL. Ending with true stops the reading: xml_records_next gives
	 * 1. */
	void (*begin)(void *context, const struct xml_record *r);
	bool (*end)(void *context, const struct xml_record *r);
};

struct xml_records;

/* The document in `in`, whose leading blanks, comments and byte order mark are passed
 * over. Texts go to `row`, those of lasting records to `a`. */
struct xml_records *xml_records_open(const struct input *in,
    const struct xml_record_kind *kinds, void *context, struct arena *row,
    struct arena *a);
/* Reads on: 1 when a record's end has stopped it, 0 at the end, -1 on a refusal. Texts in
 * `row` may be reset before. */
int xml_records_next(struct xml_records *r, struct err *e);
/* NULL is a no-op. */
void xml_records_close(struct xml_records *r);

/* True when one of the first 8 KiB's bytes, without NULs (UTF-16), hold `needle` and the
 * document begins as XML: for bids. */
bool xml_head_has(const struct input *in, const char *needle);

#endif
