/*
 * The configuration: one libconfig file read once through a table of typed keys (section,
 * name, type, default, help). An unknown key, a wrong type or a missing mandatory key is
 * an error with file and line (ERR_CONF, exit 78). All text lives in the arena given to
 * conf_read.
 */
#ifndef CONF_H
#define CONF_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/lang.h"
#include "base/money.h"

struct conf_list {
	const struct str *items;
	size_t count;
};

/* An account of the creditor that transfers may credit: only these are admitted on
 * positions. */
struct conf_account {
	struct str iban;                 /* mandatory */
	struct str holder;               /* intestatario, printed on the postal slip */
	struct str postal_authorisation; /* "AUT. DB/SSIC/E 9999 DEL 01/01/2019": only for
					    postal accounts */
};

/* Which quotas become positions, and how (PRODUCT.md "Generation of positions"). */
struct conf_generation {
	bool automatic;       /* generate when a file is booked (default true) */
	money least, most;    /* amount filter in cents, 0 = open */
	struct date from, to; /* filter on the date of the accertamento, none = open */
	struct conf_list categories; /* empty = all */
	struct conf_list capitoli;
	struct str provenance;    /* "competenza", "residui" or empty */
	struct conf_list exclude; /* quota keys or fiscal codes left out */
	struct str exclude_file;  /* the same, one a line */
	struct str due_date;      /* for quotas without one: "YYYY-MM-DD", "MM-DD" (of the
				     current year) or "+N" days */
	struct str validity_end;  /* default "12-31" */
	struct str description;   /* flow description, e.g. "Quota anno 2026" */
	bool group_by_debtor;
	struct str group_description; /* causale of a grouped position */
};

/* How money is posted (PRODUCT.md "Matching and posting"); each can be set at posting. */
struct conf_posting {
	bool automatic;  /* post what squares as soon as it is matched */
	bool cumulative; /* one reversale for a flow; else one for each payer */
	struct str
	    date; /* accounting date: "credit" (of the movement), "value", "today" */
	struct str account;  /* conto; empty: that of the movement */
	struct str subject;  /* of a cumulative reversale */
	struct str causale;  /* beginning of the causale */
	struct str capitolo; /* of positions not ours, and of quotas that tell none */
};

enum conf_on_error { ON_ERROR_ROWS, ON_ERROR_FILE };

struct conf_channel {
	struct str kind;   /* "quotas", "register", "flows", "receipts", "statements",
			      "requests", "training", "terminals",
			      "mail-receipts" */
	struct str folder; /* below in/, or an absolute path; default by kind: quote,
			      albo, fdr, ricevute, estratti-conto, spontanei, fpc, pos,
			      ricevute-pec */
	int settle;        /* seconds a file must be unchanged, default 5 */
	bool done_file;    /* wait for NAME.ok */
	enum conf_on_error on_error; /* "rows" (default) or "file" */
	int max_rejects; /* more refused rows than this refuse the file; -1 = no limit */
	int max_rejects_percent; /* likewise in percent of the rows; -1 = no limit */
	struct str layout; /* name of a layout; empty: the standard one of the kind */
	struct conf_generation generation;
	struct conf_posting posting; /* flows and statements */
};

struct conf_outlet {
	struct str kind; /* "node", "notices", "accounting", "register", "postal", "mail",
			    "appio", "invoices", "acknowledgements", "report" */
	struct str folder; /* below out/, or an absolute path; default by kind: nodo,
			      avvisi, contabilita, albo, postalizzazione, mail, appio,
			      fatture, riscontri, report */
	struct conf_list couriers; /* names of couriers; default ("folder") */
	struct str format;         /* node: "gpd" (default); others as the outlet says */
	int64_t most_bytes;        /* node: size of one zip, default 5,000,000 */
	struct str addresses;      /* mail: "email", "pec" or "both" (default) */
	struct str language;       /* appio: "it" (default) or "en" */
	struct str
	    file_name; /* notices: pattern, default "{codice_fiscale}_{anno}_{iuv}.pdf" */
};

/* A courier: how outbound files reach a partner. Keys of its kind are read by the courier
 * itself. */
struct conf_courier {
	struct str name;
	struct str kind; /* "folder", "sftp", "ftp", "mail", "https", "appio" */
	const struct conf_setting
	    *settings; /* closed by an empty name; typed by the courier's own key table */
};

/* One value of a courier's own key, as text ("true", "2222", ...); an array in the file
 * gives one row for each of its elements, all with the same name. */
struct conf_setting {
	struct str name;
	struct str value;
	int line;
};

/* From where inbound files are fetched. */
struct conf_fetcher {
	struct conf_courier link; /* name, kind ("sftp", "imap", "fdr", "receipts") and
				     the settings of the kind; first, so that both are
				     open sections */
	struct str creditor;      /* id; default the first */
	struct str channel;       /* kind of the creditor's channel that gets the files */
	int every;                /* minutes from one look to the next, default 15 */
	struct conf_list folders, patterns; /* sftp; empty: the one of entry, all names */
	struct str after; /* "keep", "delete" or "move", after booking */
	struct str moved; /* where to */
	int days;         /* how far one looks back; 0: all */
	struct str only;  /* imap: "receipts" or "all" */
	int most_files;   /* taken in one go, default 1000 */
};

/* What an OPI message to the treasurer needs (SIOPE+); without an ABI none is written. */
struct conf_treasurer {
	struct str abi;          /* 5 digits */
	struct str office;       /* codice univoco ufficio (IPA), 6 characters */
	struct str istat;        /* 9 to 15 digits */
	struct str channel;      /* A2A- and 8 digits */
	struct str bank_channel; /* likewise */
	struct str bank_code;    /* of the creditor at the treasurer */
	struct str siope;        /* codice_cge of the reversali, 4 to 10 digits */
};

struct conf_creditor {
	struct str id;                     /* name of its folder: [a-z0-9-]+ */
	struct str fiscal_code;            /* 11 digits, checked */
	struct str name;                   /* at most 140; 100 are printed */
	struct str office;                 /* sector, at most 50 printed */
	struct str contacts;               /* "ENTE.INFO", at most 100 */
	struct str cbill;                  /* 5 characters or empty */
	struct str website, app;           /* where one can pay: "sul sito di ..." */
	struct str logo;                   /* path of a PNG or JPEG, or empty */
	struct str notice_language;        /* "it", "de", "sl", "fr" or "en" */
	struct str notice_second_language; /* the same, or "none" (default) */
	struct str broker; /* fiscal code of the technology partner at the Node; default:
			      the creditor's */
	struct str segregation; /* two digits, mandatory */
	int64_t iuv_first; /* first number of the 13-digit base of a IUV, default 1 */
	const struct conf_account *accounts;
	size_t account_count;   /* at least one; the first is the default */
	struct str taxonomy;    /* default transfer category, default "9/0401107TS/" */
	bool stand_in;          /* payStandIn, default true */
	bool switch_to_expired; /* default false: payable after the due date */
	struct conf_treasurer treasurer;
	const struct conf_channel *channels;
	size_t channel_count; /* default: quotas, flows, receipts, statements, register */
	const struct conf_outlet *outlets;
	size_t outlet_count; /* default: node, notices, accounting, register,
				acknowledgements */
};

struct conf {
	struct str path; /* of the file read */
	enum lang language;
	struct str spool;    /* absolute, or relative to the configuration file's folder;
				default "spool" */
	int scan;            /* seconds between periodic scans, default 10 */
	int workers;         /* processes at once, default 2 */
	int64_t most_memory; /* bytes a worker may map, default 1 GiB */
	int64_t most_file;   /* bytes of an inbound file, default 512 MiB */
	int most_cpu;        /* CPU seconds a worker may use, default 300 */
	int most_wall;       /* seconds a worker may take, default 900 */
	int retention;       /* days archivio/ is kept, 0 = for ever (default) */
	const struct conf_creditor *creditors;
	size_t creditor_count;
	const struct conf_courier *couriers;
	size_t courier_count;
	const struct conf_fetcher *fetchers;
	size_t fetcher_count;
};

/* Reads and checks the file at `path`. *conf is untouched on failure (ERR_CONF, with
 * "file:line: key: what; what would be right"). Paths are absolute afterwards, IBANs and
 * fiscal codes in their normal form, folders and default channels and outlets filled in,
 * and the courier "folder" is among the couriers. */
int conf_read(struct conf *conf, const char *path, struct arena *a, struct err *e);
/* Prints the configuration back, every key with its value or default and its help as a
 * comment. */
void conf_write(struct out *o, const struct conf *conf, enum lang lang);

/* By name, or NULL. */
const struct conf_creditor *conf_creditor_find(const struct conf *conf, struct str id);
const struct conf_channel *conf_channel_find(
    const struct conf_creditor *creditor, struct str kind);
const struct conf_outlet *conf_outlet_find(
    const struct conf_creditor *creditor, struct str kind);
const struct conf_courier *conf_courier_find(const struct conf *conf, struct str name);
const struct conf_fetcher *conf_fetcher_find(const struct conf *conf, struct str name);

#endif
