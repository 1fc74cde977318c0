/*
 * A finding is one thing wrong with a file or a row. It always has five parts: where
 * (file, sheet, row, column), what was seen, what was expected, a stable code, what to do
 * next. The catalogue holds a row for each code; `riscontro explain CODE` and
 * docs/findings.md are printed from it.
 */
#ifndef MODEL_FINDING_H
#define MODEL_FINDING_H

#include "base/arena.h"
#include "base/err.h"
#include "base/lang.h"

enum severity {
	FINDING_NOTE,    /* told, nothing changes */
	FINDING_WARNING, /* the row is booked, a person should look */
	FINDING_ROW,     /* the row is refused */
	FINDING_FILE,    /* the whole file is refused */
};

struct finding_kind {
	const char *code; /* UPPER_SNAKE, never changed once published */
	enum severity severity;
	struct sentence what;     /* what is wrong, a sentence without full stop */
	struct sentence expected; /* what would be right */
	struct sentence next;     /* what the person should do */
};

struct finding {
	const struct finding_kind *kind;
	struct place place;
	struct str
	    column_name; /* header of the column as the file has it; may be empty */
	struct str seen; /* the offending text, cut to FINDING_SEEN_MOST code points */
	struct str expected; /* more exact than the catalogue's, "italiano / English";
				empty: use the catalogue's */
};

enum { FINDING_SEEN_MOST = 120 };

/* The catalogue is made of families, each an array closed by a row with a NULL code, one
 * file each: findings_input.c (files and readers), findings_workbook.c, findings_table.c,
 * findings_quota.c, findings_flow.c, findings_receipt.c, findings_statement.c,
 * findings_money.c, findings_courier.c, findings_service.c, findings_notice.c. */
extern const struct finding_kind findings_input[];
extern const struct finding_kind findings_workbook[];
extern const struct finding_kind findings_table[];
extern const struct finding_kind findings_quota[];
extern const struct finding_kind findings_flow[];
extern const struct finding_kind findings_receipt[];
extern const struct finding_kind findings_statement[];
extern const struct finding_kind findings_money[];
extern const struct finding_kind findings_courier[];
extern const struct finding_kind findings_service[];
extern const struct finding_kind findings_notice[];
extern const struct finding_kind *const finding_families[];

/* The row of the catalogue for a code (case of letters aside), or NULL. */
const struct finding_kind *finding_find(struct str code);

/* "note", "warning", "row" or "file", for programs. */
const char *severity_name(enum severity s);

/* A list of findings of one row or one file. The texts are copied into its arena. */
struct findings {
	struct arena *arena;
	struct finding *items;
	size_t count;
	size_t room;
};

/* Adds a finding; an unknown code is a bug. Returns it so that `expected` may be made
 * more exact. */
struct finding *finding_add(
    struct findings *list, const char *code, struct place place, struct str seen);
/* The finding that a reader's refusal stands for (ERR_FILE with a code; others become
 * FILE_UNREADABLE). */
struct finding *finding_of_err(
    struct findings *list, const struct err *e, struct place place);
/* The gravest severity in the list, FINDING_NOTE when empty. */
enum severity findings_worst(const struct findings *list);

#endif
