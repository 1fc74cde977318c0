/* The guide's string files (version 3.2: Italian, German, Slovene, French, English), kept
 * word for word so that a notice reads as all others do. */
#include "formats/notice_words.h"

static const char *const words[NOTICE_LANGUAGES][WORD_COUNT] = {
    [NOTICE_ITALIAN] =
	{
	    [WORD_TITLE] = "Avviso di pagamento",
	    [WORD_CREDITOR] = "Ente Creditore",
	    [WORD_DEBTOR] = "Destinatario",
	    [WORD_HOW_MUCH_AND_WHEN] = "Quanto e quando pagare?",
	    [WORD_HOW_MUCH] = "Quanto pagare?",
	    [WORD_WHERE] = "Dove pagare?",
	    [WORD_GO_TO] = "vai su *pagopa.gov.it*",
	    [WORD_AMOUNT] = "Importo",
	    [WORD_BY] = "entro il",
	    [WORD_BY_CAPITAL] = "Entro il",
	    [WORD_EURO] = "Euro",
	    [WORD_ONLINE] = "Paga con l’app IO",
	    [WORD_ONLINE_TEXT] = "oppure dal tuo Home Banking, con la tua app di "
				 "pagamento o con gli altri canali abilitati.",
	    [WORD_ONLINE_SITE_TEXT] =
		"oppure {ente}, dal tuo Home Banking, con la tua app di pagamento o "
		"con gli altri canali abilitati.",
	    [WORD_LOCAL] = "Paga sul territorio",
	    [WORD_LOCAL_TEXT] =
		"presso Banche e Sportelli ATM, negli Uffici Postali e Punti Postali, "
		"nei Bar, Edicole, Ricevitorie, Supermercati, Tabaccherie e altri "
		"Operatori Abilitati.",
	    [WORD_DETAILS] = "Dati per il pagamento",
	    [WORD_WHOLE] = "Rata unica",
	    [WORD_INSTALMENT] = "Rata {n}",
	    [WORD_WHOLE_OR_INSTALMENTS] = "Puoi pagare per intero o in {n} rate",
	    [WORD_INSTALMENTS_ONLY] = "Puoi pagare in {n} rate",
	    [WORD_MANY_INSTALMENTS] = "Importi e scadenze sono riportati nel dettaglio "
				      "di ogni singola rata.",
	    [WORD_LEGAL] =
		"In fase di pagamento, se previsto dall’ente, l’importo potrebbe essere "
		"aggiornato automaticamente e subire variazioni in diminuzione (per "
		"sgravi, note di credito) o in aumento (per sanzioni, interessi, ecc.).",
	    [WORD_HINT_WHOLE] = "Inquadra il *codice QR* con la tua app di pagamento o "
				"usa i dati accanto.",
	    [WORD_HINT_INSTALMENT] = "Inquadra il *codice QR* con la tua app di "
				     "pagamento o usa i dati sopra.",
	    [WORD_SUBJECT] = "Oggetto del pagamento",
	    [WORD_CBILL] = "Cod. CBILL",
	    [WORD_NOTICE_CODE] = "Cod. Avviso",
	    [WORD_CREDITOR_CODE] = "Cod. Fiscale Ente",
	},
    [NOTICE_GERMAN] =
	{
	    [WORD_TITLE] = "Zahlungsmitteilung",
	    [WORD_CREDITOR] = "Körperschaft",
	    [WORD_DEBTOR] = "Empfänger",
	    [WORD_HOW_MUCH_AND_WHEN] = "Wieviel und wann bezahlen?",
	    [WORD_HOW_MUCH] = "Wieviel bezahlen?",
	    [WORD_WHERE] = "Wo bezahlen?",
	    [WORD_GO_TO] = "*pagopa.gov.it*",
	    [WORD_AMOUNT] = "Betrag",
	    [WORD_BY] = "Fällig am",
	    [WORD_BY_CAPITAL] = "Fällig am",
	    [WORD_EURO] = "Euro",
	    [WORD_ONLINE] = "Online",
	    [WORD_ONLINE_TEXT] =
		"mit der App IO, mittels Home Banking, einer Zahlungsapp "
		"oder anderer zugelassener Zahlungsdienstleister.",
	    [WORD_ONLINE_SITE_TEXT] =
		"mit der App IO, {ente}, mittels Home Banking, einer Zahlungsapp oder "
		"anderer zugelassener Zahlungsdienstleister.",
	    [WORD_LOCAL] = "In Ihrer Umgebung",
	    [WORD_LOCAL_TEXT] =
		"bei Banken und ATM-Schaltern, in Postämtern und Poststellen, "
		"Tabaktrafiken und anderen angebundenen Dienstleistern.",
	    [WORD_DETAILS] = "Zahlungsinformationen",
	    [WORD_WHOLE] = "Einzige Rate",
	    [WORD_INSTALMENT] = "Rate {n}",
	    [WORD_WHOLE_OR_INSTALMENTS] =
		"Es ist möglich, den Betrag vollständig oder in {n} Raten zu zahlen",
	    [WORD_INSTALMENTS_ONLY] = "Es ist möglich, den Betrag in {n} Raten zu zahlen",
	    [WORD_MANY_INSTALMENTS] = "Die Beträge und Fälligkeiten sind in den Details "
				      "der einzelnen Rate angegeben.",
	    [WORD_LEGAL] =
		"Der angeführte Betrag könnte sich auf Grund von allfälligen auch "
		"teilweisen Annullierungen oder Gutschriften, Verzugsgebühren, Strafen, "
		"Zinsen oder anderen Kosten ändern.",
	    [WORD_HINT_WHOLE] =
		"Den *QR-Code* mit der Zahlungs-App scannen oder folgende "
		"Daten verwenden.",
	    [WORD_HINT_INSTALMENT] = "Den *QR-Code* mit der Zahlungs-App scannen oder "
				     "oben Daten verwenden.",
	    [WORD_SUBJECT] = "Zahlungsgrund",
	    [WORD_CBILL] = "CBILL-Kodex",
	    [WORD_NOTICE_CODE] = "Zahlungsmitteilungskodex",
	    [WORD_CREDITOR_CODE] = "St.Nr. der Körperschaft",
	},
    [NOTICE_SLOVENE] =
	{
	    [WORD_TITLE] = "Obvestilo o plačilu",
	    [WORD_CREDITOR] = "Plačnik",
	    [WORD_DEBTOR] = "Prejemnik",
	    [WORD_HOW_MUCH_AND_WHEN] = "Koliko in kdaj plačati?",
	    [WORD_HOW_MUCH] = "Koliko plačati?",
	    [WORD_WHERE] = "Kje plačati?",
	    [WORD_GO_TO] = "pojdite na *pagopa.gov.it*",
	    [WORD_AMOUNT] = "Znesek",
	    [WORD_BY] = "do",
	    [WORD_BY_CAPITAL] = "Do",
	    [WORD_EURO] = "EUR",
	    [WORD_ONLINE] = "Plačajte z aplikacijo IO",
	    [WORD_ONLINE_TEXT] =
		"ali prek svoje spletne banke, z aplikacijo za plačevanje "
		"ali prek drugih razpoložljivih kanalov.",
	    [WORD_ONLINE_SITE_TEXT] =
		"ali {ente}, prek svoje spletne banke, z aplikacijo za plačevanje ali "
		"prek drugih razpoložljivih kanalov.",
	    [WORD_LOCAL] = "Plačajte lokalno",
	    [WORD_LOCAL_TEXT] =
		"na bankah in okencih bankomatov, poštnih uradih in poštnih točkah, v "
		"barih, kioskih, sprejemnih pisarnah, supermarketih, trafikah in pri "
		"drugih pooblaščenih operaterjih.",
	    [WORD_DETAILS] = "Podatki za plačilo",
	    [WORD_WHOLE] = "Enkratni obrok",
	    [WORD_INSTALMENT] = "Obrok št. {n}",
	    [WORD_WHOLE_OR_INSTALMENTS] = "Plačate lahko v celoti ali v {n} obrokih",
	    [WORD_INSTALMENTS_ONLY] = "Plačate lahko v {n} obrokih",
	    [WORD_MANY_INSTALMENTS] =
		"Zneski in roki zapadlosti so podrobno prikazani za "
		"vsak posamezen obrok.",
	    [WORD_LEGAL] =
		"Če upravičenec to predvidi, se lahko med fazo plačila znesek samodejno "
		"posodobi in tudi zmanjša (zaradi popustov, dobropisov) ali poveča "
		"(zaradi kazni, obresti itd.).",
	    [WORD_HINT_WHOLE] = "Skenirajte *QR-kodo* z aplikacijo za plačila ali "
				"uporabite podatke, navedene ob kodi.",
	    [WORD_HINT_INSTALMENT] = "Skenirajte *QR-kodo* z aplikacijo za plačila ali "
				     "uporabite podatke, navedene nad njo.",
	    [WORD_SUBJECT] = "Predmet plačila",
	    [WORD_CBILL] = "Št. CBILL",
	    [WORD_NOTICE_CODE] = "Št. obvestila",
	    [WORD_CREDITOR_CODE] = "Davčna številka plačnika",
	},
    [NOTICE_FRENCH] =
	{
	    [WORD_TITLE] = "Avis de paiement",
	    [WORD_CREDITOR] = "Organisme créancier",
	    [WORD_DEBTOR] = "Destinataire",
	    [WORD_HOW_MUCH_AND_WHEN] = "Combien et quand payer?",
	    [WORD_HOW_MUCH] = "Combien payer?",
	    [WORD_WHERE] = "Où payer?",
	    [WORD_GO_TO] = "accédez au site *pagopa.gov.it*",
	    [WORD_AMOUNT] = "Montant",
	    [WORD_BY] = "avant le",
	    [WORD_BY_CAPITAL] = "Avant le",
	    [WORD_EURO] = "Euros",
	    [WORD_ONLINE] = "Paiement avec l’application IO",
	    [WORD_ONLINE_TEXT] = "ou depuis votre «\u00a0Banque à domicile\u00a0», avec "
				 "votre application de "
				 "paiement ou avec les autres canaux activés.",
	    [WORD_ONLINE_SITE_TEXT] = "{ente}, depuis votre «\u00a0Banque à "
				      "domicile\u00a0», avec votre application de "
				      "paiement ou avec les autres canaux activés.",
	    [WORD_LOCAL] = "Payez sur le territoire",
	    [WORD_LOCAL_TEXT] =
		"dans les banques, les guichets automatiques, les bureaux de poste, les "
		"points postaux, les bars, les kiosques à journaux, les détaillants, les "
		"supermarchés, les bureaux de tabac et les autres opérateurs agréés.",
	    [WORD_DETAILS] = "Données pour le paiement",
	    [WORD_WHOLE] = "Versement unique",
	    [WORD_INSTALMENT] = "Versement {n}",
	    [WORD_WHOLE_OR_INSTALMENTS] =
		"Vous pouvez payer le montant total ou en {n} échéances",
	    [WORD_INSTALMENTS_ONLY] = "Vous pouvez payer en {n} échéances",
	    [WORD_MANY_INSTALMENTS] = "Les montants et les échéances sont indiqués en "
				      "détail pour chaque versement.",
	    [WORD_LEGAL] =
		"En phase de paiement, si l’organisme le prévoit, le montant pourrait "
		"être mis à jour automatiquement et subir des variations en diminution "
		"(pour les réductions, les notes de crédit) ou en augmentation (pour les "
		"sanctions, les intérêts, etc.).",
	    [WORD_HINT_WHOLE] =
		"Encadrez le *code QR* avec votre application de paiement "
		"ou utilisez les données ci-contre.",
	    [WORD_HINT_INSTALMENT] = "Encadrez le *code QR* avec votre application de "
				     "paiement ou utilisez les données ci-dessus.",
	    [WORD_SUBJECT] = "Objet du paiement",
	    [WORD_CBILL] = "Code CBILL",
	    [WORD_NOTICE_CODE] = "Code Avis",
	    [WORD_CREDITOR_CODE] = "Code Organisme fiscal",
	},
    [NOTICE_ENGLISH] =
	{
	    [WORD_TITLE] = "Payment notice",
	    [WORD_CREDITOR] = "Payee",
	    [WORD_DEBTOR] = "Recipient",
	    [WORD_HOW_MUCH_AND_WHEN] = "How much and when to pay?",
	    [WORD_HOW_MUCH] = "How much to pay?",
	    [WORD_WHERE] = "Where to pay?",
	    [WORD_GO_TO] = "Go to *pagopa.gov.it*",
	    [WORD_AMOUNT] = "Amount",
	    [WORD_BY] = "by",
	    [WORD_BY_CAPITAL] = "By",
	    [WORD_EURO] = "Euro",
	    [WORD_ONLINE] = "Pay with the IO app",
	    [WORD_ONLINE_TEXT] = "or with your Home Banking, payment app or the other "
				 "affiliated channels.",
	    [WORD_ONLINE_SITE_TEXT] = "or {ente}, your Home Banking, payment app or the "
				      "other affiliated channels.",
	    [WORD_LOCAL] = "Pay locally",
	    [WORD_LOCAL_TEXT] =
		"at banks and ATMs, in post offices, cafés, news stands, betting and "
		"tobacco shops, supermarkets and other affiliated merchants.",
	    [WORD_DETAILS] = "Payment details",
	    [WORD_WHOLE] = "Full amount",
	    [WORD_INSTALMENT] = "Instalment {n}",
	    [WORD_WHOLE_OR_INSTALMENTS] = "You can pay in full or in {n} instalments.",
	    [WORD_INSTALMENTS_ONLY] = "You can pay in {n} instalments.",
	    [WORD_MANY_INSTALMENTS] =
		"Amounts and due dates are shown in each instalment detail.",
	    [WORD_LEGAL] =
		"During the payment, if allowed by the payee, the amount may be updated "
		"automatically and be subject to decreases (in case of discounts or "
		"credit notes) or increases (in case of penalties, interest, etc.).",
	    [WORD_HINT_WHOLE] =
		"Scan the *QR Code* with your payment app or use the data "
		"printed here.",
	    [WORD_HINT_INSTALMENT] =
		"Scan the *QR Code* with your payment app or use the "
		"data printed above.",
	    [WORD_SUBJECT] = "Payment description",
	    [WORD_CBILL] = "CBILL code",
	    [WORD_NOTICE_CODE] = "Notice code",
	    [WORD_CREDITOR_CODE] = "Payee tax code",
	},
};

const char *
notice_word(enum notice_language language, enum notice_word word)
{
	return language >= NOTICE_LANGUAGES ? NULL : words[language][word];
}

static const char *const tags[NOTICE_LANGUAGES] = {
    [NOTICE_ITALIAN] = "it-IT",
    [NOTICE_GERMAN] = "de-IT",
    [NOTICE_SLOVENE] = "sl-IT",
    [NOTICE_FRENCH] = "fr-IT",
    [NOTICE_ENGLISH] = "en-GB",
};

const char *
notice_language_tag(enum notice_language language)
{
	return tags[language >= NOTICE_LANGUAGES ? NOTICE_ITALIAN : language];
}

enum notice_language
notice_language_find(struct str letters)
{
	unsigned found = 0;

	while (
	    found < NOTICE_LANGUAGES && !str_equal(letters, (struct str){tags[found], 2}))
		found++;
	return (enum notice_language)found;
}
