/*
 * The table of the configuration's keys: what the reader, the writer, the manual and the
 * checks agree on. Only the conf_*.c files include it.
 */
#ifndef CONF_KEYS_H
#define CONF_KEYS_H

#include "conf.h"

enum conf_type {
	CONF_TEXT,
	CONF_PATH,   /* text; when relative, below the configuration's folder */
	CONF_CHOICE, /* one of `choices`, kept as its index in an enum */
	CONF_BOOL,
	CONF_INT,
	CONF_INT64,
	CONF_MONEY, /* text ("150,00") or whole euros */
	CONF_DATE,
	CONF_LIST,   /* array of texts: struct conf_list */
	CONF_GROUP,  /* a group of keys, embedded */
	CONF_GROUPS, /* a list of groups: pointer and count */
};

enum { CONF_TEXT_MOST = 1000, CONF_GROUPS_MOST = 1000, CONF_LIST_MOST = 100000 };

struct conf_section;

struct conf_key {
	const char *name;
	enum conf_type type;
	bool mandatory;
	const char *standard;       /* the default as text; NULL: empty, none or 0 */
	const char *const *choices; /* what a text or a choice may be, closed by NULL */
	int64_t least, most;        /* of a number; `most` characters of a text */
	/* NULL when *value is right (it may be rewritten in its normal form), else
	 * "what is wrong; what would be right". */
	const char *(*check)(struct arena *a, struct str *value);
	struct sentence help;
	size_t offset;                      /* in the section's struct */
	size_t count_offset;                /* CONF_GROUPS: of the size_t count */
	const struct conf_section *section; /* CONF_GROUP, CONF_GROUPS */
};

struct conf_section {
	const char *name;
	struct sentence help;
	size_t size;                 /* of its struct */
	const struct conf_key *keys; /* closed by a NULL name */
	const char
	    *unique;  /* a text key whose values may not repeat in a list, or NULL */
	bool is_open; /* other keys are kept as conf_setting rows: its struct
			  begins with a struct conf_courier */
	/* Fills what depends on other keys; NULL, or "what is wrong; what would be
	 * right". */
	const char *(*finish)(struct arena *a, void *record);
};

/* The whole configuration: struct conf. */
extern const struct conf_section conf_section_top;
extern const struct conf_section conf_section_channel;
extern const struct conf_section conf_section_outlet;
extern const struct conf_section conf_section_posting;
extern const struct conf_section conf_section_treasurer;
extern const struct conf_section conf_section_fetcher;

/* Closed by NULL: kinds in the order of the manual, and their default folders. */
extern const char *const conf_channel_kinds[];
extern const char *const conf_outlet_kinds[];

/* The key of a section, or NULL. */
const struct conf_key *conf_key_find(const struct conf_section *s, struct str name);

/* Sets every key of `record` to its default. */
void conf_defaults(const struct conf_section *s, void *record);

/* The struct str at `key` of `record`. */
struct str conf_text_of(const struct conf_key *key, const void *record);
void conf_text_set(const struct conf_key *key, void *record, struct str value);

/* The text with an L after every whole number that stands outside quotes and comments, so
 * that libconfig keeps all its digits. */
struct str conf_widen(struct arena *a, struct str text);

/* Checks of single values: see `check` above. */
const char *conf_check_id(struct arena *a, struct str *value);
const char *conf_check_body(struct arena *a, struct str *value);
const char *conf_check_cbill(struct arena *a, struct str *value);
const char *conf_check_segregation(struct arena *a, struct str *value);
const char *conf_check_iban(struct arena *a, struct str *value);
const char *conf_check_taxonomy(struct arena *a, struct str *value);
const char *conf_check_day(struct arena *a, struct str *value);
const char *conf_check_folder(struct arena *a, struct str *value);
const char *conf_check_file_name(struct arena *a, struct str *value);

/* What is filled in when a group has been read: see `finish` above. */
const char *conf_finish_top(struct arena *a, void *record);
const char *conf_finish_creditor(struct arena *a, void *record);
const char *conf_finish_account(struct arena *a, void *record);
const char *conf_finish_channel(struct arena *a, void *record);
const char *conf_finish_outlet(struct arena *a, void *record);
const char *conf_finish_fetcher(struct arena *a, void *record);

#endif
