/* The files of a play, in the forms that partners send. */
#include "simulate/play_write.h"

#include "base/text.h"
#include "formats/csv_write.h"
#include "formats/xml_write.h"

enum { OPENING_CENTS = 1000000, NAME_MOST = 70, FEE_CENTS = 150 };

static const char declaration[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

static void
write_debtor(struct out *o, const struct debtor *d)
{
	xml_write_open(o, "debtor");
	xml_write_open(o, "uniqueIdentifier");
	xml_write_element(o, "entityUniqueIdentifierType", d->type);
	xml_write_element(o, "entityUniqueIdentifierValue", d->fiscal_code);
	xml_write_close(o, "uniqueIdentifier");
	xml_write_element(o, "fullName", text_cut(d->name, NAME_MOST));
	xml_write_close(o, "debtor");
}

static void
write_transfer(
    struct out *o, const struct transfer *t, size_t number, const struct conf_creditor *c)
{
	xml_write_open(o, "transfer");
	xml_write_number(o, "idTransfer", (int64_t)number);
	xml_write_money(o, "transferAmount", t->cents);
	xml_write_element(o, "fiscalCodePA", c->fiscal_code);
	xml_write_element(o, "companyName", c->name);
	xml_write_element(o, "IBAN", t->iban);
	xml_write_element(o, "remittanceInformation", t->remittance);
	xml_write_element(o, "transferCategory", t->taxonomy);
	xml_write_close(o, "transfer");
}

static void
write_when(struct out *o, const struct play_payment *x)
{
	out_format(o, "<paymentDateTime>%sT%02d:%02d:00</paymentDateTime>\n",
	    date_iso(x->day).text, x->minute / 60, x->minute % 60);
	xml_write_day(o, "applicationDate", x->day);
}

static void
write_receipt_head(
    struct out *o, const struct play_payment *x, const struct conf_creditor *c)
{
	xml_write_element(o, "receiptId", str_of(x->receipt_id));
	xml_write_element(o, "noticeNumber", str_of(x->option->nav));
	xml_write_element(o, "fiscalCode", c->fiscal_code);
	xml_write_element(o, "outcome", STR("OK"));
	xml_write_element(o, "creditorReferenceId", str_of(x->option->iuv));
	xml_write_money(o, "paymentAmount", x->option->cents);
	xml_write_element(o, "description", x->position->description);
	xml_write_element(o, "companyName", c->name);
}

void
play_write_receipt(
    struct out *o, const struct play_payment *x, const struct conf_creditor *c)
{
	struct str broker = c->broker.len > 0 ? c->broker : c->fiscal_code;

	out_text(o, declaration);
	out_text(o,
	    "<paf:paSendRTV2Request xmlns:paf=\""
	    "http://pagopa-api.pagopa.gov.it/pa/paForNode.xsd\">\n");
	xml_write_element(o, "idPA", c->fiscal_code);
	xml_write_element(o, "idBrokerPA", broker);
	out_format(o, "<idStation>%.*s_01</idStation>\n", STR_ARG(broker));
	xml_write_open(o, "receipt");
	write_receipt_head(o, x, c);
	write_debtor(o, &x->position->debtor);
	xml_write_open(o, "transferList");
	for (size_t i = 0; i < x->option->transfer_count; i++)
		write_transfer(o, &x->option->transfers[i], i + 1, c);
	xml_write_close(o, "transferList");
	xml_write_element(o, "idPSP", str_of(x->psp->id));
	xml_write_element(o, "PSPCompanyName", str_of(x->psp->name));
	xml_write_element(o, "idChannel", STR("80000000009_01"));
	xml_write_element(o, "channelDescription", STR("app"));
	xml_write_money(o, "fee", FEE_CENTS);
	write_when(o, x);
	xml_write_close(o, "receipt");
	out_text(o, "</paf:paSendRTV2Request>\n");
}

static void
write_party(struct out *o, const char *element, const char *identifier, const char *name,
    struct str type, struct str code, struct str text)
{
	xml_write_open(o, element);
	xml_write_open(o, identifier);
	xml_write_element(o, "tipoIdentificativoUnivoco", type);
	xml_write_element(o, "codiceIdentificativoUnivoco", code);
	xml_write_close(o, identifier);
	xml_write_element(o, name, text);
	xml_write_close(o, element);
}

/* One line for each transfer of the payment. */
static void
write_lines(struct out *o, const struct play_payment *x)
{
	for (size_t i = 0; i < x->option->transfer_count; i++) {
		xml_write_open(o, "datiSingoliPagamenti");
		xml_write_element(
		    o, "identificativoUnivocoVersamento", str_of(x->option->iuv));
		xml_write_element(
		    o, "identificativoUnivocoRiscossione", str_of(x->receipt_id));
		xml_write_number(o, "indiceDatiSingoloPagamento", (int64_t)i + 1);
		xml_write_money(o, "singoloImportoPagato", x->option->transfers[i].cents);
		xml_write_element(o, "codiceEsitoSingoloPagamento",
		    x->fate == FATE_LATE_RECEIPT ? STR("4") : STR("0"));
		xml_write_day(o, "dataEsitoSingoloPagamento", x->day);
		xml_write_close(o, "datiSingoliPagamenti");
	}
}

static void
write_flow_head(
    struct out *o, const struct play_flow *f, const struct conf_creditor *c, int revision)
{
	xml_write_element(o, "versioneOggetto", STR("1.0"));
	xml_write_element(o, "identificativoFlusso", str_of(f->id));
	out_format(o, "<dataOraFlusso>%sT%02d:20:00</dataOraFlusso>\n",
	    date_iso(date_add_days(f->settled, 1)).text, revision + 2);
	xml_write_element(o, "identificativoUnivocoRegolamento", str_of(f->settlement));
	xml_write_day(o, "dataRegolamento", f->settled);
	write_party(o, "istitutoMittente", "identificativoUnivocoMittente",
	    "denominazioneMittente", str_of(f->psp->type), str_of(f->psp->id),
	    str_of(f->psp->name));
	write_party(o, "istitutoRicevente", "identificativoUnivocoRicevente",
	    "denominazioneRicevente", STR("G"), c->fiscal_code, c->name);
}

void
play_write_flow(
    struct out *o, const struct play_flow *f, const struct conf_creditor *c, int revision)
{
	size_t count = f->revised && revision == 1 ? f->count - 1 : f->count;
	size_t lines = 0;
	money cents = 0;

	for (size_t i = 0; i < count; i++) {
		lines += f->payments[i]->option->transfer_count;
		cents += f->payments[i]->option->cents;
	}
	out_text(o, declaration);
	out_text(o,
	    "<FlussoRiversamento xmlns=\""
	    "http://www.digitpa.gov.it/schemas/2011/Pagamenti/\">\n");
	write_flow_head(o, f, c, revision);
	xml_write_number(o, "numeroTotalePagamenti", (int64_t)lines);
	xml_write_money(o, "importoTotalePagamenti", cents);
	for (size_t i = 0; i < count; i++)
		write_lines(o, f->payments[i]);
	xml_write_close(o, "FlussoRiversamento");
}

static void
write_italian_day(struct csv_writer *w, struct date d, struct arena *a)
{
	struct out text;

	out_open_memory(&text, a);
	date_write_italian(&text, d);
	csv_write_text(w, out_bytes_of(&text));
}

static void
write_italian_money(struct csv_writer *w, money cents, struct arena *a)
{
	struct out text;

	out_open_memory(&text, a);
	money_write_italian(&text, cents);
	csv_write_text(w, out_bytes_of(&text));
}

/* One row: debits in the column Dare with their sign, credits in Avere. Only movements
 * have a value date. */
static void
write_row(struct csv_writer *w, struct date day, struct date value, money cents,
    struct str text, struct arena *a)
{
	write_italian_day(w, day, a);
	write_italian_day(w, value, a);
	if (cents >= 0)
		csv_write_text(w, STR(""));
	write_italian_money(w, cents, a);
	if (cents < 0)
		csv_write_text(w, STR(""));
	csv_write_text(w, text);
	csv_write_end(w);
}

static void
write_titles(struct csv_writer *w)
{
	static const char *const titles[] = {
	    "Data contabile", "Data valuta", "Dare", "Avere", "Descrizione operazione"};

	for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
		csv_write_text(w, str_of(titles[i]));
	csv_write_end(w);
}

void
play_write_statement(struct out *o, const struct play *p, const struct conf_creditor *c)
{
	struct csv_writer w = {.out = o, .delimiter = ';'};
	struct date none = {0};
	struct arena a = {0};
	money balance = OPENING_CENTS;

	if (p->movement_count == 0)
		return;
	out_format(
	    o, "Elenco movimenti\r\nIBAN: %.*s\r\n\r\n", STR_ARG(c->accounts[0].iban));
	write_titles(&w);
	write_row(&w, p->movements[0].day, none, balance, STR("Saldo iniziale"), &a);
	for (size_t i = 0; i < p->movement_count; i++) {
		const struct play_movement *m = &p->movements[i];

		write_row(&w, m->day, m->day, m->cents, m->text, &a);
		balance += m->cents;
	}
	write_row(&w, p->movements[p->movement_count - 1].day, none, balance,
	    STR("Saldo finale"), &a);
	arena_close(&a);
}
