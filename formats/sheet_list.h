/*
 * The worksheets of a workbook, and which of them is meant: the first that is not hidden,
 * or the one of a name that a person wrote.
 */
#ifndef FORMATS_SHEET_LIST_H
#define FORMATS_SHEET_LIST_H

#include "base/arena.h"
#include "base/err.h"

struct sheet_entry {
	struct str name; /* in the arena */
	bool hidden;
	uint64_t at; /* the reader's own: where the sheet is */
};

struct sheet_list {
	struct arena *arena;
	struct sheet_entry *entries;
	size_t count;
	size_t room;
};

/* Adds a sheet, in the order of the workbook; `at` is where the reader finds it. */
void sheet_list_add(struct sheet_list *l, struct str name, bool hidden, uint64_t at);

/* The sheet that is meant. By a name: the one spelled so, else the only one that differs
 * by letter case or by blanks around it. By none (empty): the first that is not hidden.
 * NULL: SHEET_NOT_FOUND, which tells the names there are; SHEET_NONE; FILE_DAMAGED when
 * two sheets are spelled so. */
const struct sheet_entry *sheet_list_choose(
    const struct sheet_list *l, struct str name, struct err *e);

#endif
