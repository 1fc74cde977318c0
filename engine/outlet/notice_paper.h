/*
 * From a position of the ledger to its notice on paper: one way for the outlets that
 * print and for the commands that print again, so that both give the same bytes.
 */
#ifndef OUTLET_NOTICE_PAPER_H
#define OUTLET_NOTICE_PAPER_H

#include "conf.h"
#include "formats/notice.h"
#include "model/position.h"

/* The press of a creditor with the memory it lives in. */
struct notice_paper {
	struct notice_press *press;
	struct arena arena;
};

/* Opens the press with the creditor's look. A proof says FAC-SIMILE on every page, and
 * nobody can pay with it. -1: ERR_CONF for the logo or the fonts. */
int notice_paper_open(struct notice_paper *p, const struct conf_creditor *creditor,
    bool is_proof, struct err *e);
void notice_paper_close(struct notice_paper *p);

/* What the notice of a position says; `day` is the document's date. Texts are those of
 * *pos or live in `a`. */
struct notice notice_of_position(
    const struct position *pos, struct date day, struct arena *a);
/* The pattern of the configuration with its fields filled in, safe as a file name. */
struct str notice_file_name(
    struct str pattern, const struct position *pos, struct arena *a);

#endif
