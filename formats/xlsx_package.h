/*
 * The package around a workbook (ECMA-376 part 2): parts in a zip container, found
 * through relationships. Names of parts compare without case.
 */
#ifndef FORMATS_XLSX_PACKAGE_H
#define FORMATS_XLSX_PACKAGE_H

#include "formats/xml_stream.h"
#include "formats/zip_read.h"

struct xlsx_relation {
	struct str id;
	struct str type;
	struct str target; /* a member's name; as written when external */
	bool external;
};

struct xlsx_relations {
	struct xlsx_relation *items;
	size_t count;
	size_t room;
};

enum { XLSX_MOST_RELATIONS = 20000 };
/* The most that a part which is not a sheet or the strings may unpack to. */
#define XLSX_MOST_PART ((uint64_t)256 << 20)

/* zip_stream_read as an xml_read; the source is a struct zip_stream. */
int xlsx_read_stream(void *source, char *to, size_t room, size_t *got, struct err *e);

/* Reads a whole part through `handler`; *x is the stream, for handlers that refuse. */
int xlsx_part_read(const struct zip_reader *zip, const struct zip_member *member,
    const struct xml_handler *handler, void *context, struct xml_stream **x,
    struct arena *a, struct err *e);

/* The relationships of a part ("" for the package itself), targets resolved against it.
 * None at all when it has no such member. */
int xlsx_relations_read(const struct zip_reader *zip, struct str part,
    struct xlsx_relations *relations, struct arena *a, struct err *e);
/* NULL when there is none. */
const struct xlsx_relation *xlsx_relation_of_id(
    const struct xlsx_relations *relations, struct str id);
/* The first whose type ends with `type_end`: the beginnings of transitional and strict
 * types differ. */
const struct xlsx_relation *xlsx_relation_of_type(
    const struct xlsx_relations *relations, const char *type_end);

/* The content type of a part; empty when [Content_Types].xml does not tell it. */
int xlsx_content_type(const struct zip_reader *zip, struct str part, struct str *type,
    struct arena *a, struct err *e);

#endif
