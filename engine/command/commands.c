/* The list of commands: dispatch, help and the manual read it. */
#include "command/command.h"

#include "command/cat.h"
#include "command/config.h"
#include "command/explain.h"

const struct command commands[] = {
    {
	.name = "cat",
	.arguments = "FILE [--as grid|csv|jsonl|entries] [--sheet NAME] [--type "
		     "xlsx|ods|xls|csv|xml] "
		     "[--encoding NAME] [--delimiter CHARACTER] [--quote CHARACTER|none]",
	.help = {"mostra un file come righe", "shows a file as rows"},
	.run = command_cat,
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
    {0},
};
