/* The keys of fetchers: from which partner, for which channel, how often, and what
 * becomes there of what was fetched. */
#include "conf_keys.h"

static const char *const fetcher_kinds[] = {"sftp", "imap", "fdr", "receipts", NULL};
static const char *const after_words[] = {"keep", "delete", "move", NULL};
static const char *const only_words[] = {"receipts", "all", NULL};

static const struct conf_key fetcher_keys[] = {
    {.name = "name",
	.type = CONF_TEXT,
	.mandatory = true,
	.most = 40,
	.check = conf_check_id,
	.help = {"nome, diverso da quello di ogni corriere",
	    "name, another than that of any courier"},
	.offset = offsetof(struct conf_fetcher, link.name)},
    {.name = "kind",
	.type = CONF_TEXT,
	.mandatory = true,
	.choices = fetcher_kinds,
	.help =
	    {"mezzo: cartelle SFTP, casella IMAP, flussi dell'API FdR, ricevute di GPD; "
	     "le altre chiavi sono quelle del mezzo",
		"means: SFTP folders, IMAP mailbox, flows of the FdR API, receipts of "
		"GPD; the other keys are those of the means"},
	.offset = offsetof(struct conf_fetcher, link.kind)},
    {.name = "creditor",
	.type = CONF_TEXT,
	.most = 40,
	.help = {"ente a cui appartiene ciò che si ritira; vuoto = il primo",
	    "creditor to whom belongs what is fetched; empty = the first"},
	.offset = offsetof(struct conf_fetcher, creditor)},
    {.name = "channel",
	.type = CONF_TEXT,
	.choices = conf_channel_kinds,
	.help = {"canale in cui si deposita; senza: imap mail-receipts, fdr flows, "
		 "receipts receipts",
	    "channel into which it is dropped; without: imap mail-receipts, fdr flows, "
	    "receipts receipts"},
	.offset = offsetof(struct conf_fetcher, channel)},
    {.name = "every",
	.type = CONF_INT,
	.standard = "15",
	.least = 1,
	.most = 10080,
	.help = {"minuti tra un ritiro e il successivo",
	    "minutes from one look to the next"},
	.offset = offsetof(struct conf_fetcher, every)},
    {.name = "folders",
	.type = CONF_LIST,
	.help = {"sftp: cartelle del partner; un nome può avere * e ?; senza: quella "
		 "d'ingresso",
	    "sftp: the partner's folders; a name may have * and ?; without: the one of "
	    "entry"},
	.offset = offsetof(struct conf_fetcher, folders)},
    {.name = "patterns",
	.type = CONF_LIST,
	.help = {"sftp: nomi dei file, con * e ?; senza: tutti",
	    "sftp: names of files, with * and ?; without: all"},
	.offset = offsetof(struct conf_fetcher, patterns)},
    {.name = "after",
	.type = CONF_TEXT,
	.standard = "keep",
	.choices = after_words,
	.help = {"sftp, imap: che cosa si fa là dopo la registrazione; ciò che è stato "
		 "rifiutato non si tocca",
	    "sftp, imap: what is done there after booking; what was refused is not "
	    "touched"},
	.offset = offsetof(struct conf_fetcher, after)},
    {.name = "moved",
	.type = CONF_TEXT,
	.most = 200,
	.help = {"con after = \"move\": cartella del partner, o della casella",
	    "with after = \"move\": folder at the partner's, or mailbox"},
	.offset = offsetof(struct conf_fetcher, moved)},
    {.name = "days",
	.type = CONF_INT,
	.most = 3650,
	.help = {"giorni indietro fin dove si guarda; 0 = tutto (fdr e receipts: 29)",
	    "days back that are looked at; 0 = all (fdr and receipts: 29)"},
	.offset = offsetof(struct conf_fetcher, days)},
    {.name = "only",
	.type = CONF_TEXT,
	.standard = "receipts",
	.choices = only_words,
	.help = {"imap: solo i messaggi che sono ricevute o avvisi di mancata consegna, "
		 "o tutti",
	    "imap: only messages that are receipts or notes of failed delivery, or all"},
	.offset = offsetof(struct conf_fetcher, only)},
    {.name = "most_files",
	.type = CONF_INT,
	.standard = "1000",
	.least = 1,
	.most = 100000,
	.help = {"file presi in una volta, al massimo; gli altri subito dopo",
	    "files taken at once, at most; the others right after"},
	.offset = offsetof(struct conf_fetcher, most_files)},
    {0},
};

const struct conf_section conf_section_fetcher = {
    .name = "fetchers",
    .help = {"I partner da cui si ritirano i file in arrivo; ogni file una volta sola",
	"The partners from whom inbound files are fetched; each file once"},
    .size = sizeof(struct conf_fetcher),
    .keys = fetcher_keys,
    .unique = "name",
    .is_open = true,
    .finish = conf_finish_fetcher,
};

/* A channel that follows from the kind. */
static const char *
standard_channel(struct str kind)
{
	return str_is(kind, "imap")    ? "mail-receipts"
	    : str_is(kind, "fdr")      ? "flows"
	    : str_is(kind, "receipts") ? "receipts"
				       : NULL;
}

static bool
is_web_service(struct str kind)
{
	return str_is(kind, "fdr") || str_is(kind, "receipts");
}

const char *
conf_finish_fetcher(struct arena *a, void *record)
{
	enum { DAYS_STANDARD = 29, DAYS_MOST = 30 };
	struct conf_fetcher *f = record;
	struct str kind = f->link.kind;

	(void)a;
	if (f->channel.len == 0)
		f->channel = str_of(standard_channel(kind));
	if (f->channel.len == 0)
		return "channel is missing; the kind of channel into which this fetcher "
		       "drops, for instance \"statements\", is right";
	if (is_web_service(kind) && f->days == 0)
		f->days = DAYS_STANDARD;
	if (is_web_service(kind) && f->days > DAYS_MOST)
		return "days is above 30; the service looks back no further";
	if (is_web_service(kind) && !str_is(f->after, "keep"))
		return "after on a service that only lists; \"keep\" is right";
	if (str_is(f->after, "move") != (f->moved.len > 0))
		return "after = \"move\" and moved go together; tell both or none";
	if (!str_is(kind, "sftp") && (f->folders.count > 0 || f->patterns.count > 0))
		return "folders and patterns are for sftp; a mailbox is named with "
		       "mailbox";
	return NULL;
}
