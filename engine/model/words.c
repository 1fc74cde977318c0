/* What the ledger's words mean to a person. */
#include "model/words.h"

static const struct {
	enum words whose;
	const char *word;
	struct sentence said;
} words[] = {
    {WORDS_FILE, "booked", {"registrato", "booked"}},
    {WORDS_FILE, "refused", {"rifiutato", "refused"}},
    {WORDS_FILE, "seen", {"già ricevuto", "received before"}},
    {WORDS_FILE, "fetched", {"preso, da registrare", "taken, to be booked"}},
    {WORDS_FILE, "done", {"registrato e sistemato", "booked and settled"}},
    {WORDS_QUOTA, "open", {"da pagare", "open"}},
    {WORDS_QUOTA, "partly", {"pagata in parte", "partly paid"}},
    {WORDS_QUOTA, "paid", {"pagata", "paid"}},
    {WORDS_QUOTA, "cancelled", {"annullata", "cancelled"}},
    {WORDS_OPERATION, "create", {"apertura", "opened"}},
    {WORDS_OPERATION, "update", {"modifica", "changed"}},
    {WORDS_OPERATION, "delete", {"annullamento", "cancelled"}},
    {WORDS_DELIVERY, "due", {"da scrivere", "to be written"}},
    {WORDS_DELIVERY, "made", {"da consegnare", "to be delivered"}},
    {WORDS_DELIVERY, "leaving", {"in consegna", "being delivered"}},
    {WORDS_DELIVERY, "waiting", {"in attesa", "waiting"}},
    {WORDS_DELIVERY, "following",
	{"accettato, il partner lo sta lavorando", "accepted, the partner works on it"}},
    {WORDS_DELIVERY, "sent", {"consegnato", "sent"}},
    {WORDS_DELIVERY, "held", {"sospeso", "held"}},
    {WORDS_DELIVERY, "failed", {"fallito", "failed"}},
    {WORDS_DELIVERY, "cancelled", {"annullato", "cancelled"}},
    {WORDS_DELIVERY, "removed",
	{"tolto dalla configurazione", "taken out of the configuration"}},
    {WORDS_RECEIPT, "paid", {"pagata", "paid"}},
    {WORDS_RECEIPT, "not_paid", {"non pagata", "not paid"}},
    {WORDS_RECEIPT, "partly_paid", {"pagata in parte", "partly paid"}},
    {WORDS_RECEIPT, "timed_out", {"decorrenza termini", "timed out"}},
    {WORDS_RECEIPT, "timed_out_partly",
	{"decorrenza termini parziale", "timed out in part"}},
    {WORDS_RECEIPT, "unknown", {"esito sconosciuto", "outcome unknown"}},
    {WORDS_MOVEMENT, "booked", {"contabilizzato", "booked"}},
    {WORDS_MOVEMENT, "pending", {"non ancora contabile", "pending"}},
    {WORDS_MOVEMENT, "information", {"informativo", "information"}},
    {WORDS_MOVEMENT, "credit", {"accredito", "credit"}},
    {WORDS_MOVEMENT, "debit", {"addebito", "debit"}},
    {WORDS_MOVEMENT, "reversal", {"storno", "reversal"}},
    {WORDS_MOVEMENT, "settlement", {"regolarizzazione", "settlement"}},
    {WORDS_MOVEMENT, "restoration", {"ripristino", "restoration"}},
};

struct str
words_say(enum words whose, struct str word, enum lang lang)
{
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (words[i].whose == whose && str_is(word, words[i].word))
			return str_of(say(&words[i].said, lang));
	return word;
}
