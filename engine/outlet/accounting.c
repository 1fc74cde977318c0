/*
 * The outlet `accounting`: reversali, the payments behind them and the accertamenti born
 * with them, as CSV and as one workbook (docs/contabilita.md), and as OPI message when
 * the creditor has a treasurer that takes it.
 */
#include "outlet/accounting_opi.h"
#include "outlet/postings.h"

#define RANGE " r.creditor = ? AND r.year = ? AND r.number BETWEEN ? AND ?"

static const struct posting_column reversale_columns[] = {{"esercizio", COLUMN_NUMBER, 9},
    {"numero", COLUMN_NUMBER, 9}, {"data", COLUMN_DATE, 12},
    {"operazione", COLUMN_TEXT, 14}, {"annulla_numero", COLUMN_NUMBER, 14},
    {"annulla_esercizio", COLUMN_NUMBER, 14}, {"conto", COLUMN_TEXT, 30},
    {"soggetto", COLUMN_TEXT, 30}, {"codice_fiscale", COLUMN_TEXT, 18},
    {"causale", COLUMN_TEXT, 40}, {"importo", COLUMN_MONEY, 14},
    {"provvisorio", COLUMN_TEXT, 14}, {"anno_provvisorio", COLUMN_TEXT, 12},
    {"flusso", COLUMN_TEXT, 36}, {"data_accredito", COLUMN_DATE, 12},
    {"data_valuta", COLUMN_DATE, 12}};
static const struct posting_table reversali = {"reversali",
    "SELECT r.year, r.number, r.day, CASE WHEN r.contra_of IS NULL THEN 'INSERIMENTO'"
    " ELSE 'ANNULLO' END, o.number, o.year, r.account, r.subject_name, r.subject_code,"
    " r.causale, r.cents, r.provvisorio, r.provvisorio_year, f.flow_id, m.booked_on,"
    " m.value_on FROM reversale r LEFT JOIN reversale o ON o.id = r.contra_of"
    " LEFT JOIN flow f ON f.id = r.flow LEFT JOIN movement m ON m.id = r.movement"
    " WHERE" RANGE " ORDER BY r.number",
    reversale_columns, sizeof reversale_columns / sizeof reversale_columns[0], 10};

static const struct posting_column payment_columns[] = {{"esercizio", COLUMN_NUMBER, 9},
    {"numero", COLUMN_NUMBER, 9}, {"riga", COLUMN_NUMBER, 6}, {"data", COLUMN_DATE, 12},
    {"importo", COLUMN_MONEY, 14}, {"capitolo", COLUMN_TEXT, 14},
    {"gestione", COLUMN_TEXT, 12}, {"anno_provenienza", COLUMN_NUMBER, 10},
    {"accertamento", COLUMN_TEXT, 16}, {"data_accertamento", COLUMN_DATE, 12},
    {"chiave_quota", COLUMN_TEXT, 20}, {"debitore", COLUMN_TEXT, 30},
    {"codice_fiscale", COLUMN_TEXT, 18}, {"causale", COLUMN_TEXT, 40},
    {"iuv", COLUMN_TEXT, 20}, {"iur", COLUMN_TEXT, 34},
    {"data_pagamento", COLUMN_DATE, 12}, {"flusso", COLUMN_TEXT, 36}};
static const struct posting_table payments = {"pagamenti",
    "SELECT r.year, r.number, l.number, r.day, l.cents, l.capitolo, l.provenance,"
    " l.provenance_year, l.accertamento, l.accertamento_date, q.quota_key,"
    " COALESCE(d.name, a.subject_name), COALESCE(d.fiscal_code, a.subject_code), "
    "l.causale,"
    " l.iuv, p.iur, COALESCE(p.paid_on, t.paid_on), f.flow_id FROM reversale r JOIN "
    "reversale_line l ON"
    " l.reversale = r.id LEFT JOIN quota q ON q.id = l.quota LEFT JOIN position x ON "
    "x.id "
    "="
    " l.position LEFT JOIN debtor d ON d.id = x.debtor LEFT JOIN accertamento a ON a.id ="
    " l.own_accertamento LEFT JOIN payment p ON p.id = l.payment LEFT JOIN flow f ON "
    "f.id "
    "="
    " r.flow LEFT JOIN receipt t ON t.id = l.receipt WHERE" RANGE " ORDER BY r.number,"
    " l.number",
    payment_columns, sizeof payment_columns / sizeof payment_columns[0], 4};

static const struct posting_column accertamento_columns[] = {
    {"esercizio", COLUMN_NUMBER, 9}, {"numero", COLUMN_NUMBER, 9},
    {"data", COLUMN_DATE, 12}, {"operazione", COLUMN_TEXT, 14},
    {"capitolo", COLUMN_TEXT, 14}, {"soggetto", COLUMN_TEXT, 30},
    {"codice_fiscale", COLUMN_TEXT, 18}, {"causale", COLUMN_TEXT, 40},
    {"importo", COLUMN_MONEY, 14}, {"iuv", COLUMN_TEXT, 20},
    {"reversale", COLUMN_NUMBER, 10}};
static const struct posting_table accertamenti = {"accertamenti",
    "SELECT a.year, a.number, a.day, CASE WHEN a.contra_of IS NULL THEN 'INSERIMENTO' "
    "ELSE"
    " 'ANNULLO' END, a.capitolo, a.subject_name, a.subject_code, a.causale, a.cents, "
    "a.iuv,"
    " r.number FROM reversale r JOIN accertamento a ON a.reversale = r.id WHERE" RANGE
    " ORDER BY a.year, a.number",
    accertamento_columns, sizeof accertamento_columns / sizeof accertamento_columns[0],
    8};

int
accounting_write(struct outlet_run *r, struct err *e)
{
	static const struct posting_table *const tables[] = {
	    &reversali, &payments, &accertamenti};
	const size_t count = sizeof tables / sizeof tables[0];

	if (posting_write_workbook(
		r, tables, count, posting_file_name(r, "contabilita", "xlsx"), e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (posting_write_csv(r, tables[i],
			posting_file_name(r, tables[i]->name, "csv"), e) != 0)
			return -1;
	if (r->creditor->treasurer.abi.len > 0 && accounting_write_opi(r, e) != 0)
		return -1;
	return outlet_manifest(
	    r, posting_file_name(r, "contabilita", "manifest.json"), e);
}
