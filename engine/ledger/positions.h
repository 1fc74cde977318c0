/*
 * Debt positions in the ledger, and the counter that gives each of them its numbers: a
 * IUV is taken inside the transaction that books its position and never given twice.
 */
#ifndef LEDGER_POSITIONS_H
#define LEDGER_POSITIONS_H

#include "ledger/db.h"
#include "model/position.h"

/* Takes `count` numbers of the 13-digit base of a creditor (by fiscal code) and
 * segregation code; *first is the first of them. -1 also when the thirteen digits are
 * used up. */
int iuv_take(struct db *db, struct str creditor_code, struct str segregation,
    int64_t start, int64_t count, int64_t *first, struct err *e);

/* Books a revision of a position with its options and transfers; p->id is set.
 * `operation` is "create", "update" or "delete"; `replaces` is the id of the revision
 * before, 0 for a new position. */
int position_insert(struct db *db, struct str creditor, struct position *p,
    const char *operation, int64_t replaces, int64_t file, struct str now, struct err *e);

/* A query of positions with their debtor, in the order of their ids: those that a file
 * made with one operation, or the one with an id. */
int positions_of_file(
    struct db *db, struct rows *rows, int64_t file, const char *operation, struct err *e);
int position_by_id(struct db *db, struct rows *rows, int64_t id, struct err *e);

/* The current row of such a query as a position, with its options and transfers read in;
 * texts and options live in `a`. */
int position_read(struct db *db, const struct rows *rows, struct position *p,
    struct arena *a, struct err *e);

/* The day on which a position's notice was asked for of an outlet, or else the day on
 * which the position was made: what stands in the document as its date. */
int position_notice_day(
    struct db *db, int64_t id, const char *outlet, struct date *day, struct err *e);
/* Whether the batch with a position's notice has a file of these bytes: 1, 0 when it has
 * only others, -1. *made is false when none was written yet. */
int position_notice_same(struct db *db, int64_t id, const char *outlet, struct str sha256,
    bool *made, struct err *e);

/* The current position of a IUV, notice number or IUPD of a creditor: 1 and *id, 0, -1.
 */
int position_find(
    struct db *db, struct str creditor, struct str number, int64_t *id, struct err *e);

#endif
