/* The list of commands: dispatch, help and the manual read it. */
#include "command/command.h"

#include "command/cat.h"
#include "command/check.h"
#include "command/config.h"
#include "command/explain.h"
#include "command/notice.h"
#include "command/preview.h"
#include "command/remittance.h"
#include "command/show.h"
#include "command/status.h"
#include "command/template.h"
#include "command/verify.h"
#include "command/work.h"

const struct command commands[] = {
    {
	.name = "init",
	.arguments = "[DIR]",
	.help = {"prepara la cartella di lavoro e una configurazione commentata",
	    "makes a spool and a commented configuration"},
	.run = command_init,
    },
    {
	.name = "run",
	.arguments = "",
	.help = {"lavora tutto quello che aspetta, poi si ferma",
	    "does all that waits, then stops"},
	.run = command_run,
    },
    {
	.name = "watch",
	.arguments = "",
	.help = {"resta in ascolto delle cartelle", "keeps watching the folders"},
	.run = command_watch,
    },
    {
	.name = "check",
	.arguments = "FILE [--creditor ID] [--channel KIND]",
	.help = {"prova un file senza registrare nulla: che cosa accadrebbe, ogni "
		 "segnalazione",
	    "full dry run: what would be booked, every finding"},
	.run = command_check,
    },
    {
	.name = "cat",
	.arguments = "FILE [--as grid|csv|jsonl|entries] [--sheet NAME] [--type "
		     "xlsx|ods|xls|csv|xml|statement] "
		     "[--encoding NAME] [--delimiter CHARACTER] [--quote CHARACTER|none] "
		     "[--columns DATE,AMOUNT,DESCRIPTION]",
	.help = {"mostra un file come righe", "shows a file as rows"},
	.run = command_cat,
    },
    {
	.name = "show",
	.arguments = "IUV|NOTICE NUMBER|FISCAL CODE|QUOTA KEY|FILE|JOB",
	.help = {"tutto quello che si sa di una cosa: la sua storia",
	    "all that is known of a thing: its history"},
	.run = command_show,
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
	.help = {"che cosa aspetta, e perché", "what waits, and why"},
	.run = command_status,
    },
    {
	.name = "template",
	.arguments = "quotas [FILE.xlsx|FILE.csv] [--as xlsx|csv|manual]",
	.help = {"un modello vuoto con i controlli sulle celle",
	    "an empty workbook with validation"},
	.run = command_template,
    },
    {
	.name = "verify",
	.arguments = "",
	.help = {"controlla il registro, l'archivio e la catena degli eventi",
	    "checks the ledger, the archive and the chain of events"},
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
	.help = {"che cosa significa un codice di segnalazione e che cosa fare",
	    "what a finding means and what to do"},
	.run = command_explain,
    },
    {
	.name = "remittance",
	.arguments = "[FILE | -]",
	.help = {"che cosa dicono le causali della banca: flusso o IUV",
	    "what a bank's remittance texts say: flow or IUV"},
	.run = command_remittance,
    },
    {0},
};
