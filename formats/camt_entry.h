/*
 * The entries of camt messages and their transactions, for the reader in camt.c.
 */
#ifndef FORMATS_CAMT_ENTRY_H
#define FORMATS_CAMT_ENTRY_H

#include "formats/statement.h"
#include "formats/xml_record.h"

struct camt {
	struct statement_file *file;
	struct xml_records *records;
	const char *message; /* "camt.053" ... */
	bool head_read;
	struct movement *movement;  /* to be filled at the end of an entry */
	struct xml_record *details; /* of the entry being read */
	size_t detail_count;
	size_t detail_room;
};

extern const struct xml_field camt_entry_fields[];
extern const struct xml_field camt_detail_fields[];

/* Forgets the transactions of the entry before. */
void camt_entry_begin(struct camt *c);
/* Ends of records, for struct xml_record_kind; `context` is the struct camt. */
bool camt_detail_end(void *context, const struct xml_record *r);
bool camt_entry_end(void *context, const struct xml_record *r);

/* A date or an instant as a day; none after a finding. */
struct date camt_day(struct camt *c, struct str text, uint64_t line);
/* Cents with the sign of CdtDbtInd; false after a finding. */
bool camt_amount(
    struct camt *c, struct str amount, struct str sign, uint64_t line, money *cents);

#endif
