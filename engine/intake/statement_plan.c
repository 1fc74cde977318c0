/* A bank changes the titles of its export without notice: then a text file is mended, not
 * the program. */
#include "intake/statement_plan.h"

#include "base/text.h"

#define ROW(name_, role_, it_, en_)                                                      \
	{                                                                                \
		.name = (name_), .aliases = "", .type = FIELD_TEXT, .offset = (role_),   \
		.most = 140, .sample = "", .help = {                                     \
			it_,                                                             \
			en_                                                              \
		}                                                                        \
	}

const struct field statement_fields[] = {
    ROW("data_contabile", ROLE_BOOKING, "giorno di contabilizzazione", "booking day"),
    ROW("data_valuta", ROLE_VALUE, "giorno di valuta", "value day"),
    ROW("importo", ROLE_AMOUNT, "importo con il suo segno", "amount with its sign"),
    ROW("importo_centesimi", ROLE_CENTS, "importo in centesimi", "amount in whole cents"),
    ROW("dare", ROLE_DEBIT, "uscite", "debits"),
    ROW("avere", ROLE_CREDIT, "entrate", "credits"),
    ROW("segno", ROLE_SIGN, "segno dell'importo", "sign of the amount"),
    ROW("descrizione", ROLE_DESCRIPTION, "causale del movimento", "text of the movement"),
    ROW("codice", ROLE_CODE, "codice della causale", "code of the kind of movement"),
    ROW("divisa", ROLE_CURRENCY, "divisa", "currency"),
    ROW("controparte", ROLE_PARTY, "chi ha pagato", "who paid"),
    ROW("conto_controparte", ROLE_PARTY_ACCOUNT, "il suo conto", "the payer's account"),
    ROW("riferimento", ROLE_REFERENCE, "riferimento della banca", "the bank's reference"),
    ROW("riferimento_cliente", ROLE_CUSTOMER_REFERENCE, "riferimento del cliente",
	"the customer's reference"),
    ROW("end_to_end", ROLE_END_TO_END, "riferimento da ordinante a beneficiario",
	"end-to-end reference"),
    ROW("provvisorio", ROLE_PROVVISORIO, "numero del provvisorio",
	"number of the provvisorio"),
    ROW("anno", ROLE_YEAR, "anno del provvisorio", "year of the provvisorio"),
    ROW("conto", ROLE_ACCOUNT, "conto dell'ente", "the creditor's account"),
    ROW("stato", ROLE_STATE, "stato del movimento", "state of the movement"),
    {0},
};

/* The column of a folded title, from one; 0 when there is none. */
static uint32_t
column_of(const struct row *header, struct str title, struct arena *a)
{
	for (size_t i = 0; i < header->count; i++)
		if (str_equal(text_fold(a, header->cells[i].text), title))
			return (uint32_t)i + 1;
	return 0;
}

static void
add_column(struct statement_columns *c, size_t role, uint32_t column)
{
	if (column == 0)
		return;
	if (c->at[role] == 0)
		c->at[role] = column;
	if (role == ROLE_DESCRIPTION && c->description_count < STATEMENT_DESCRIPTIONS)
		c->descriptions[c->description_count++] = column;
}

void
statement_plan_bind(struct statement_columns *c, const struct layout_version *version,
    const struct row *header)
{
	struct arena a = {0};

	*c = (struct statement_columns){.twice = ROLE_NONE};
	for (size_t i = 0; i < version->rule_count; i++) {
		const struct layout_rule *rule = &version->rules[i];
		uint32_t column = rule->position;

		add_column(c, rule->field->offset, column);
		for (size_t k = 0; k < rule->header_count && (rule->joins || column == 0);
		     k++) {
			column = column_of(header, rule->headers[k], &a);
			add_column(c, rule->field->offset, column);
		}
	}
	arena_close(&a);
}

bool
statement_plan_suffices(const struct layout_version *version)
{
	struct statement_columns c = {.twice = ROLE_NONE};

	for (size_t i = 0; i < version->rule_count; i++)
		c.at[version->rules[i].field->offset] = 1;
	return statement_columns_suffice(&c) && c.at[ROLE_DESCRIPTION] != 0;
}
