/* What is found when flows, receipts and statements are compared with the ledger. */
#include "model/finding.h"

const struct finding_kind findings_money[] = {
    {
	.code = "FLOW_OTHER_CREDITOR",
	.severity = FINDING_FILE,
	.what = {"il flusso è di un altro ente", "the flow belongs to another creditor"},
	.expected = {"il codice fiscale dell'ente di questa cartella",
	    "the fiscal code of this folder's creditor"},
	.next = {"depositare il flusso nella cartella dell'ente a cui è destinato",
	    "drop the flow in the folder of the creditor it is for"},
    },
    {
	.code = "FLOW_REVISED",
	.severity = FINDING_NOTE,
	.what = {"il flusso era già arrivato: questa versione, più recente, prende"
		 " il suo posto",
	    "the flow had arrived before: this later version takes its place"},
	.expected = {"una sola versione, oppure la più recente per ultima",
	    "one version, or the latest last"},
	.next = {"non serve fare nulla: la riconciliazione riparte dai pagamenti "
		 "della nuova versione",
	    "nothing to do: matching starts again from the payments of the "
	    "new version"},
    },
    {
	.code = "FLOW_SUPERSEDED",
	.severity = FINDING_NOTE,
	.what = {"del flusso è già registrata una versione più recente",
	    "a later version of the flow is booked already"},
	.expected = {"la versione più recente", "the latest version"},
	.next = {"non serve fare nulla: questa versione è conservata, ma vale la "
		 "più recente",
	    "nothing to do: this version is kept, but the later one stands"},
    },
    {
	.code = "FLOW_CONTRADICTS",
	.severity = FINDING_WARNING,
	.what = {"due versioni dello stesso flusso, con la stessa data e ora, "
		 "hanno contenuto diverso",
	    "two versions of the same flow, of the same date and time, have "
	    "different contents"},
	.expected = {"lo stesso contenuto, oppure una data e ora successiva",
	    "the same contents, or a later date and time"},
	.next = {"chiedere al PSP quale versione è valida: scaricare di nuovo il "
		 "flusso dal Nodo e confrontarlo con l'accredito",
	    "ask the payment service provider which version is valid: "
	    "download the flow from the Node again and compare it with the "
	    "bank credit"},
    },
    {
	.code = "MOVEMENT_TOLD_AGAIN",
	.severity = FINDING_NOTE,
	.what = {"lo stesso movimento era già in un estratto conto di altro formato: è "
		 "conservato, ma conta una volta sola",
	    "the same movement was in a statement of another format: it is kept, but "
	    "counts "
	    "once"},
	.expected = {"ogni movimento in un solo formato", "each movement in one format"},
	.next = {"non serve fare nulla; se sono due movimenti diversi, riscontro match "
		 "NUMERO --reject",
	    "nothing to do; if they are two movements, riscontro match NUMBER --reject"},
    },
    {
	.code = "MOVEMENT_PERHAPS_TWICE",
	.severity = FINDING_WARNING,
	.what = {"forse è lo stesso movimento di un estratto conto di altro formato: "
		 "giorno e "
		 "importo sono uguali, ma nessun riferimento lo prova",
	    "perhaps the same movement as in a statement of another format: day and "
	    "amount "
	    "are equal, but no reference proves it"},
	.expected = {"un riferimento in comune (flusso, IUV, CRO, provvisorio)",
	    "a reference in common (flow, IUV, CRO, provvisorio)"},
	.next =
	    {"guardare riscontro match: --confirm se è lo stesso (conta una volta sola), "
	     "--reject se sono due; intanto non è abbinato",
		"look at riscontro match: --confirm if it is the same (it counts once), "
		"--reject "
		"if they are two; meanwhile it is not matched"},
    },
    {
	.code = "RECEIPT_OTHER_CREDITOR",
	.severity = FINDING_ROW,
	.what = {"la ricevuta è di un altro ente: nessun versamento è per questo",
	    "the receipt belongs to another creditor: no transfer is for this"
	    " one"},
	.expected = {"il codice fiscale dell'ente di questa cartella",
	    "the fiscal code of this folder's creditor"},
	.next = {"depositare la ricevuta nella cartella dell'ente a cui è "
		 "destinata",
	    "drop the receipt in the folder of the creditor it is for"},
    },
    {
	.code = "RECEIPT_REVISED",
	.severity = FINDING_WARNING,
	.what = {"della stessa ricevuta sono arrivati due contenuti diversi",
	    "two different contents of the same receipt have arrived"},
	.expected = {"la stessa ricevuta con lo stesso contenuto",
	    "the same receipt with the same contents"},
	.next = {"vale quella che attesta un pagamento o, a parità, la più "
		 "recente: confrontarle e chiedere chiarimenti al partner "
		 "tecnologico",
	    "the one that attests a payment stands or, if both do, the later "
	    "one: compare them and ask the technology partner"},
    },
    {
	.code = "STATEMENT_OTHER_ACCOUNT",
	.severity = FINDING_WARNING,
	.what = {"il conto dell'estratto non è tra quelli dell'ente",
	    "the account of the statement is not one of the creditor's"},
	.expected = {"uno degli IBAN elencati in accounts nella configurazione",
	    "one of the IBANs listed under accounts in the configuration"},
	.next = {"i movimenti sono stati registrati: se il conto è dell'ente "
		 "aggiungerlo alla configurazione, altrimenti verificare chi ha "
		 "depositato il file",
	    "the movements were booked: if the account is the creditor's add "
	    "it to the configuration, else find out who dropped the file"},
    },
    {0},
};
