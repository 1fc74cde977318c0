/* The list of commands: dispatch, help and the manual read it. */
#include "command/command.h"

#include "command/balance.h"
#include "command/cat.h"
#include "command/check.h"
#include "command/config.h"
#include "command/explain.h"
#include "command/fetch_now.h"
#include "command/mail.h"
#include "command/match.h"
#include "command/notice.h"
#include "command/outbox.h"
#include "command/post.h"
#include "command/preview.h"
#include "command/remittance.h"
#include "command/search.h"
#include "command/send.h"
#include "command/show.h"
#include "command/simulate.h"
#include "command/status.h"
#include "command/template.h"
#include "command/trust.h"
#include "command/verify.h"
#include "command/work.h"

const struct command commands[] = {
    {
	.name = "init",
	.arguments = "[DIR]",
	.help = {"prepara le cartelle di lavoro e una configurazione commentata",
	    "makes the spool's folders and a commented configuration"},
	.run = command_init,
    },
    {
	.name = "run",
	.arguments = "",
	.help = {"lavora tutto quello che aspetta, poi si ferma (per cron)",
	    "works all that waits, then stops (for cron)"},
	.run = command_run,
    },
    {
	.name = "watch",
	.arguments = "",
	.help = {"sorveglia le cartelle e lavora i file che arrivano (per systemd)",
	    "watches the folders and works the files that come (for systemd)"},
	.run = command_watch,
    },
    {
	.name = "fetch",
	.arguments = "[FETCHER]",
	.help = {"ritira subito dai partner ciò che hanno per noi",
	    "takes at once what partners have for us"},
	.run = command_fetch,
    },
    {
	.name = "send",
	.arguments = "IUV... | --flow FILE | --batch NUMBER [--by "
		     "COURIER|mail|email|pec|sftp|ftp|https|appio] [--creditor ID] "
		     "[--again] [--dry-run]",
	.help = {"invia subito un avviso, tutto ciò che viene da un file, o un lotto",
	    "sends at once a notice, all that comes of a file, or a batch"},
	.run = command_send,
    },
    {
	.name = "check",
	.arguments = "FILE [--creditor ID] [--channel KIND]",
	.help = {"prova un file senza registrare nulla: che cosa accadrebbe, e ogni "
		 "segnalazione",
	    "tries a file and books nothing: what would happen, and every finding"},
	.run = command_check,
    },
    {
	.name = "cat",
	.arguments = "FILE [--as grid|csv|jsonl|entries] [--sheet NAME] [--type "
		     "xlsx|ods|xls|csv|xml|statement] "
		     "[--encoding NAME] [--delimiter CHARACTER] [--quote CHARACTER|none] "
		     "[--columns DATE,AMOUNT,DESCRIPTION] [--layout NAME|FILE]",
	.help = {"mostra le righe di un file così come vengono lette",
	    "shows the rows of a file as they are read"},
	.run = command_cat,
    },
    {
	.name = "show",
	.arguments =
	    "IUV|NOTICE NUMBER|FISCAL CODE|QUOTA KEY|FLOW|RECEIPT|PROVVISORIO|REVERSALE|"
	    "FILE|JOB",
	.help = {"tutto quello che si sa di un IUV, un debitore, una quota o un file, e "
		 "la sua storia",
	    "all that is known of an IUV, a debtor, a quota or a file, and its history"},
	.run = command_show,
    },
    {
	.name = "search",
	.arguments = "[IUV | CODE | FLOW] [--creditor ID] [--debtor CODE] [--iuv IUV] "
		     "[--flow ID] [--paid-from DAY] [--paid-to DAY] "
		     "[--booked-from DAY] [--booked-to DAY] [--as csv|json|xlsx] "
		     "[FILE.xlsx]",
	.help = {"cerca i pagamenti per debitore, IUV, flusso, giorno di pagamento o di "
		 "accredito",
	    "finds payments by debtor, IUV, flow, day of payment or of credit"},
	.run = command_search,
    },
    {
	.name = "simulate",
	.arguments = "[--creditor ID] [--seed N] [--share PERCENT] [--days N]",
	.help = {"recita il Nodo, i debitori e la banca sulle posizioni aperte: "
		 "ricevute, "
		 "flussi e un estratto conto",
	    "plays Node, debtors and bank on the open positions: receipts, flows and a "
	    "statement"},
	.run = command_simulate,
    },
    {
	.name = "notice",
	.arguments = "IUV|NOTICE NUMBER [--creditor ID] [--out FILE.pdf]",
	.help = {"stampa di nuovo un avviso, identico a quello consegnato",
	    "prints a notice again, identical to the one delivered"},
	.run = command_notice,
    },
    {
	.name = "preview",
	.arguments = "FILE [--creditor ID] [--channel KIND] [--count N] [--out FILE.pdf]",
	.help = {"i primi avvisi di un file come fac-simile, prima di registrare nulla",
	    "the first notices of a file as proofs, before anything is booked"},
	.run = command_preview,
    },
    {
	.name = "status",
	.arguments = "",
	.help = {"che cosa aspetta e perché, e gli ultimi file ricevuti",
	    "what waits and why, and the last files received"},
	.run = command_status,
    },
    {
	.name = "post",
	.arguments =
	    "--statement FILE | --flow ID | --until DATE | --undo [YEAR/]NUMBER "
	    "[--date DATE] [--account ACCOUNT] [--subject NAME] [--causale TEXT] "
	    "[--capitolo CODE] [--cumulative|--each] [--channel KIND] [--creditor "
	    "ID] [--dry-run]",
	.help = {"contabilizza: scrive le reversali di ciò che quadra, o ne annulla una",
	    "posts: writes the reversali of what squares, or undoes one"},
	.run = command_post,
    },
    {
	.name = "match",
	.arguments = "[--creditor ID] | MOVEMENT --confirm | --reject | --flow ID ... | "
		     "--iuv IUV | --other | --undo [--by NAME] [--why TEXT]",
	.help = {"i movimenti che aspettano una persona, con le proposte; conferma, "
		 "rifiuta o "
		 "sceglie, e lo annulla",
	    "the movements that wait for a person, with what is proposed; confirms, "
	    "rejects "
	    "or chooses, and takes it back"},
	.run = command_match,
    },
    {
	.name = "balance",
	.arguments = "[--creditor ID] [--from DATE] [--to DATE]",
	.help = {"la prova delle somme: arrivato = abbinato + in attesa, al centesimo",
	    "the proof of sums: arrived = matched + waiting, to the cent"},
	.run = command_balance,
    },
    {
	.name = "retry",
	.arguments = "COURIER|FETCHER|BATCH|FILE NAME",
	.help = {"ritenta subito gli invii di un corriere, di un lotto o di un file",
	    "tries the deliveries of a courier, a batch or a file again at once"},
	.run = command_retry,
    },
    {
	.name = "hold",
	.arguments = "COURIER|FETCHER|BATCH|FILE NAME",
	.help = {"sospende gli invii finché una persona non li riprende",
	    "holds deliveries until a person releases them"},
	.run = command_hold,
    },
    {
	.name = "release",
	.arguments = "COURIER|FETCHER|BATCH|FILE NAME",
	.help = {"riprende gli invii sospesi", "releases held deliveries"},
	.run = command_release,
    },
    {
	.name = "cancel",
	.arguments = "COURIER|BATCH|FILE NAME",
	.help = {"annulla gli invii non ancora fatti, per sempre",
	    "gives deliveries not yet made up, for good"},
	.run = command_cancel,
    },
    {
	.name = "mail",
	.arguments = "[--failed] [--resend]",
	.help = {"i messaggi e il loro esito; --failed solo quelli non arrivati, "
		 "--resend li rispedisce",
	    "the messages and what became of them; --failed those that did not arrive, "
	    "--resend sends these again"},
	.run = command_mail,
    },
    {
	.name = "trust",
	.arguments = "COURIER|HOST [--yes]",
	.help = {"mostra l'impronta della chiave di un server SFTP e la conferma",
	    "shows the fingerprint of an SFTP server's key and confirms it"},
	.run = command_trust,
    },
    {
	.name = "template",
	.arguments = "quotas|register [FILE.xlsx|FILE.csv] [--as xlsx|csv|manual] | "
		     "layout [NAME] | rules",
	.help = {"scrive un modello vuoto, con i controlli sulle celle",
	    "writes an empty workbook with checks on its cells"},
	.run = command_template,
    },
    {
	.name = "verify",
	.arguments = "",
	.help = {"controlla il registro, l'archivio, i file usciti e la catena degli "
		 "eventi",
	    "checks the ledger, the archive, the outbound files and the chain of events"},
	.run = command_verify,
    },
    {
	.name = "config",
	.arguments = "[--manual]",
	.help = {"controlla la configurazione e la stampa con i valori predefiniti",
	    "checks the configuration and prints it with its defaults"},
	.run = command_config,
    },
    {
	.name = "explain",
	.arguments = "[CODE]",
	.help = {"che cosa significa un codice di segnalazione e che cosa fare; senza "
		 "codice, l'elenco",
	    "what the code of a finding means and what to do; without a code, the list"},
	.run = command_explain,
    },
    {
	.name = "remittance",
	.arguments = "[FILE | -]",
	.help = {"che cosa dicono le causali degli accrediti: il flusso o lo IUV",
	    "what the remittance texts of credits say: the flow or the IUV"},
	.run = command_remittance,
    },
    {0},
};
