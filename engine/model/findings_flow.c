/* The catalogue: what can be wrong with flows, and with the XML and JSON of flows and
 * receipts. */
#include "model/finding.h"

const struct finding_kind findings_flow[] = {
    {
	.code = "FLOW_TOTAL_DIFFERS",
	.severity = FINDING_WARNING,
	.what = {"il totale dichiarato nel flusso non è la somma dei pagamenti",
	    "the total declared in the flow is not the sum of its payments"},
	.expected = {"importoTotalePagamenti uguale alla somma degli importi",
	    "importoTotalePagamenti equal to the sum of the amounts"},
	.next = {"ogni pagamento leggibile è tenuto: confrontare la somma con "
		 "l'accredito in banca e, se non corrisponde, segnalarlo al prestatore "
		 "di servizi di pagamento (PSP)",
	    "every readable payment is kept: compare the sum with the bank credit and, "
	    "if it "
	    "differs, tell the payment service provider"},
    },
    {
	.code = "FLOW_COUNT_DIFFERS",
	.severity = FINDING_WARNING,
	.what = {"il numero di pagamenti dichiarato nel flusso non è quello dei "
		 "pagamenti presenti",
	    "the number of payments declared in the flow is not that of the payments in "
	    "it"},
	.expected = {"numeroTotalePagamenti uguale al numero dei pagamenti",
	    "numeroTotalePagamenti equal to the number of payments"},
	.next = {"ogni pagamento leggibile è tenuto: se anche il totale non torna, "
		 "chiedere di nuovo il flusso",
	    "every readable payment is kept: if the total is wrong too, ask for the flow "
	    "again"},
    },
    {
	.code = "FLOW_TOTAL_UNREADABLE",
	.severity = FINDING_WARNING,
	.what = {"il totale dichiarato nel flusso non è un importo",
	    "the total declared in the flow is not an amount"},
	.expected = {"un importo in euro con due decimali, come 1234.56",
	    "an amount in euros with two decimals, such as 1234.56"},
	.next = {"si usa la somma dei pagamenti: confrontarla con l'accredito in banca",
	    "the sum of the payments is used: compare it with the bank credit"},
    },
    {
	.code = "FLOW_COUNT_UNREADABLE",
	.severity = FINDING_NOTE,
	.what = {"il numero di pagamenti dichiarato non è un numero",
	    "the declared number of payments is not a number"},
	.expected = {"un numero intero", "a whole number"},
	.next = {"si usa il numero dei pagamenti presenti: non serve fare nulla",
	    "the number of payments in the file is used: nothing to do"},
    },
    {
	.code = "FLOW_AMOUNT_INVALID",
	.severity = FINDING_ROW,
	.what = {"l'importo di un pagamento manca o non si può leggere",
	    "the amount of a payment is missing or cannot be read"},
	.expected = {"un importo in euro con due decimali, come 150.00",
	    "an amount in euros with two decimals, such as 150.00"},
	.next = {"chiedere al PSP di inviare di nuovo il flusso corretto",
	    "ask the payment service provider to send the flow again, corrected"},
    },
    {
	.code = "FLOW_AMOUNT_NEGATIVE",
	.severity = FINDING_WARNING,
	.what = {"l'importo di un pagamento è negativo",
	    "the amount of a payment is negative"},
	.expected = {"un importo positivo, anche per i pagamenti revocati",
	    "a positive amount, also for revoked payments"},
	.next = {"verificare con il PSP se si tratta di uno storno",
	    "ask the payment service provider whether it is a reversal"},
    },
    {
	.code = "FLOW_AMOUNT_FORM",
	.severity = FINDING_NOTE,
	.what = {"un importo non ha esattamente due decimali",
	    "an amount does not have exactly two decimals"},
	.expected = {"due decimali dopo il punto", "two decimals after the point"},
	.next = {"l'importo è stato letto: non serve fare nulla",
	    "the amount was read: nothing to do"},
    },
    {
	.code = "FLOW_OUTCOME_UNKNOWN",
	.severity = FINDING_WARNING,
	.what = {"il codice di esito di un pagamento manca o non è conosciuto",
	    "the outcome code of a payment is missing or unknown"},
	.expected = {"0 eseguito, 3 revocato, 4 e 8 stand-in, 9 senza RPT",
	    "0 executed, 3 revoked, 4 and 8 stand-in, 9 without RPT"},
	.next = {"il pagamento non viene considerato incassato finché una persona non lo "
		 "conferma: chiedere chiarimenti al PSP",
	    "the payment is not taken as collected until a person confirms it: ask the "
	    "payment service provider"},
    },
    {
	.code = "FLOW_INDEX_INVALID",
	.severity = FINDING_WARNING,
	.what = {"l'indice del versamento non è tra 1 e 5",
	    "the index of the transfer is not between 1 and 5"},
	.expected = {"un numero da 1 a 5, oppure nulla",
	    "a number from 1 to 5, or nothing"},
	.next = {"si usa l'indice 1: verificare il pagamento con la ricevuta",
	    "index 1 is used: check the payment against its receipt"},
    },
    {
	.code = "FLOW_IUV_MISSING",
	.severity = FINDING_WARNING,
	.what = {"un pagamento non ha lo IUV", "a payment has no IUV"},
	.expected = {"il codice IUV del pagamento", "the IUV of the payment"},
	.next = {"chiedere al PSP a quale avviso si riferisce l'importo",
	    "ask the payment service provider which notice the amount belongs to"},
    },
    {
	.code = "FLOW_ELEMENT_TWICE",
	.severity = FINDING_WARNING,
	.what = {"un pagamento dice due volte lo stesso elemento",
	    "a payment tells the same element twice"},
	.expected = {"ogni elemento una sola volta", "each element once"},
	.next = {"nessuno dei due valori viene usato: chiedere al PSP quale vale",
	    "neither of the two values is used: ask the payment service provider which "
	    "is right"},
    },
    {
	.code = "FLOW_DATE_INVALID",
	.severity = FINDING_WARNING,
	.what = {"una data del flusso non è una data",
	    "a date of the flow is not a date"},
	.expected = {"una data come 2026-11-23", "a date such as 2026-11-23"},
	.next = {"la data resta vuota: verificarla sull'estratto conto",
	    "the date stays empty: check it on the bank statement"},
    },
    {
	.code = "FLOW_ID_FORM",
	.severity = FINDING_WARNING,
	.what = {"l'identificativo del flusso non ha la forma prevista",
	    "the id of the flow does not have the expected form"},
	.expected = {"data, codice del PSP, trattino e progressivo, al massimo 35 "
		     "caratteri, come 2026-11-23ABI03069-0000000001",
	    "date, code of the provider, hyphen and progressive, at most 35 characters, "
	    "such as 2026-11-23ABI03069-0000000001"},
	.next = {"il flusso è stato letto: la riconciliazione cercherà l'identificativo "
		 "così com'è",
	    "the flow was read: matching will look for the id as it is"},
    },
    {
	.code = "FLOW_ID_MISSING",
	.severity = FINDING_FILE,
	.what = {"il flusso non ha identificativo", "the flow has no id"},
	.expected = {"l'intestazione del flusso insieme ai pagamenti",
	    "the header of the flow together with its payments"},
	.next = {"scaricare di nuovo il flusso completo, intestazione e pagamenti nello "
		 "stesso file",
	    "download the whole flow again, header and payments in the same file"},
    },
    {
	.code = "FLOW_CREDITOR_MISSING",
	.severity = FINDING_WARNING,
	.what = {"il flusso non dice a quale ente è destinato",
	    "the flow does not say which creditor it is for"},
	.expected = {"il codice fiscale dell'ente ricevente",
	    "the fiscal code of the receiving body"},
	.next = {"verificare che il flusso sia dell'ente prima di registrarlo",
	    "make sure that the flow is yours before booking it"},
    },
    {
	.code = "FLOW_ENVELOPE_DIFFERS",
	.severity = FINDING_WARNING,
	.what = {"l'identificativo nella busta non è quello del flusso che contiene",
	    "the id on the envelope is not that of the flow inside"},
	.expected = {"lo stesso identificativo", "the same id"},
	.next = {"vale l'identificativo interno: segnalarlo al partner tecnologico",
	    "the inner id is used: tell the technology partner"},
    },
    {
	.code = "FLOW_EMPTY",
	.severity = FINDING_FILE,
	.what = {"il flusso non contiene pagamenti", "the flow holds no payments"},
	.expected = {"almeno un pagamento", "at least one payment"},
	.next = {"è un errore di trasmissione: scaricare di nuovo il flusso",
	    "it is an error of transmission: download the flow again"},
    },
    {
	.code = "FLOW_PART_WAITS",
	.severity = FINDING_WARNING,
	.what = {"è solo una parte di un flusso (l'intestazione, o alcune pagine): "
		 "aspetta "
		 "le altre, nulla ne è registrato ancora",
	    "it is only a part of a flow (its header, or some pages): it waits for the "
	    "others, nothing of it is booked yet"},
	.expected = {"l'intestazione e tutte le pagine, in file separati o in uno solo",
	    "the header and all pages, in files of their own or in one"},
	.next = {"depositare le parti che mancano (riscontro status dice quali); se una "
		 "pagina non trova il suo flusso, metterla in uno zip con la sua "
		 "intestazione",
	    "drop the missing parts (riscontro status tells which); when a page does not "
	    "find its flow, put it in a zip with its header"},
    },
    {
	.code = "FLOW_PAGES_MISSING",
	.severity = FINDING_FILE,
	.what = {"mancano pagine di pagamenti", "pages of payments are missing"},
	.expected = {"tutte le pagine, da 1 al totale dichiarato",
	    "all pages, from 1 to the declared total"},
	.next = {"scaricare tutte le pagine e depositarle in un solo file",
	    "download all pages and drop them in one file"},
    },
    {
	.code = "FLOW_NOT_PUBLISHED",
	.severity = FINDING_WARNING,
	.what = {"il flusso non è ancora pubblicato", "the flow is not published yet"},
	.expected = {"lo stato PUBLISHED", "status PUBLISHED"},
	.next = {"attendere la versione pubblicata: può ancora cambiare",
	    "wait for the published version: it may still change"},
    },
    {
	.code = "FLOW_SEVERAL",
	.severity = FINDING_FILE,
	.what = {"il file contiene flussi diversi, o un'intestazione con due valori "
		 "dello "
		 "stesso elemento",
	    "the file holds different flows, or a header with two values of one element"},
	.expected = {"un flusso per file, con una sola intestazione",
	    "one flow in a file, with one header"},
	.next = {"dividere il file, un flusso per file; se il flusso è uno solo, "
		 "chiederlo di nuovo al PSP",
	    "split the file, one flow each; when the flow is only one, ask the payment "
	    "service provider for it again"},
    },
    {
	.code = "FLOW_NOT_A_FLOW",
	.severity = FINDING_FILE,
	.what = {"il file non è un flusso di rendicontazione",
	    "the file is not a reporting flow"},
	.expected = {"un flusso FDR in XML o JSON, con i suoi pagamenti",
	    "an FDR flow in XML or JSON, with its payments"},
	.next = {"controllare di aver scaricato il flusso e non l'elenco dei flussi",
	    "make sure that you downloaded the flow and not the list of flows"},
    },
    {
	.code = "FLOW_FAULT",
	.severity = FINDING_FILE,
	.what = {"il Nodo ha risposto con un errore invece del flusso",
	    "the Node answered with an error instead of the flow"},
	.expected = {"la risposta con il flusso", "the answer with the flow"},
	.next = {"riprovare più tardi; se il flusso è sconosciuto, cercarlo sul canale "
		 "SFTP",
	    "try again later; if the flow is unknown, look for it on the SFTP channel"},
    },
    {
	.code = "FLOW_PAYLOAD_DAMAGED",
	.severity = FINDING_FILE,
	.what = {"il flusso dentro la busta è danneggiato",
	    "the flow inside the envelope is damaged"},
	.expected = {"il flusso codificato in base64", "the flow in base64"},
	.next = {"scaricare di nuovo il file", "download the file again"},
    },
    {
	.code = "FLOW_FINDINGS_CUT",
	.severity = FINDING_NOTE,
	.what = {"ci sono altre segnalazioni dello stesso file",
	    "there are more findings in the same file"},
	.expected = {"al massimo 200 segnalazioni per file",
	    "at most 200 findings a file"},
	.next =
	    {"correggere le prime segnalazioni: le altre hanno di solito la stessa causa",
		"correct the first ones: the others mostly have the same cause"},
    },
    {
	.code = "XML_NOT_FOUND",
	.severity = FINDING_FILE,
	.what = {"il file non è un documento XML né JSON",
	    "the file is neither an XML nor a JSON document"},
	.expected = {"un documento XML o JSON", "an XML or JSON document"},
	.next = {"controllare di aver depositato il file giusto",
	    "make sure that the right file was dropped"},
    },
    {
	.code = "XML_TOO_DEEP",
	.severity = FINDING_FILE,
	.what = {"il documento ha troppi livelli", "the document has too many levels"},
	.expected = {"al massimo 64 livelli, 200 in un foglio di calcolo",
	    "at most 64 levels, 200 in a spreadsheet"},
	.next = {"verificare il file con chi lo ha prodotto",
	    "ask whoever made the file"},
    },
    {
	.code = "JSON_MALFORMED",
	.severity = FINDING_FILE,
	.what = {"il documento JSON è danneggiato o incompleto",
	    "the JSON document is damaged or incomplete"},
	.expected = {"un documento JSON intero", "a whole JSON document"},
	.next = {"scaricare di nuovo il file e depositarlo ancora",
	    "download the file again and drop it again"},
    },
    {0},
};
