/* The list of commands: dispatch, help and the manual read it. */
#include "command/command.h"

#include "command/config.h"
#include "command/explain.h"

const struct command commands[] = {
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
