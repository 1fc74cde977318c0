/* The names of shared folders, sorted: a table of patterns, tried from top to bottom. */
#include "spool/name.h"

#include "base/text.h"
#include "spool/temporary.h"

enum pattern_kind {
	WHOLE,     /* the whole name is `text` */
	START,     /* the name starts with `text` */
	END,       /* the name ends with `text` and has something before it */
	INSIDE,    /* `text` is somewhere in the name */
	TEST,      /* `test` says so */
	EXTENSION, /* the last extension is one of `text`, a list with blanks */
};

struct pattern {
	enum pattern_kind kind;
	const char *text;
	bool (*test)(struct str name);
	enum name_policy unless; /* skipped when the channel's policy has this */
	const struct name_rule *rule;
};

static bool
all_of(struct str s, bool (*test)(char))
{
	for (size_t i = 0; i < s.len; i++)
		if (!test(s.ptr[i]))
			return false;
	return s.len > 0;
}

static bool
is_hex(char c)
{
	return char_is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

static bool
is_alphanumeric(char c)
{
	return char_is_alpha(c) || char_is_digit(c);
}

static bool
is_short_character(char c)
{
	return char_is_digit(c) || char_is_upper(c) || c == '~' || c == '_' || c == '-';
}

/* Marks that reorder text on the screen: U+202A..E, U+2066..9, U+200E, U+200F, U+061C. */
static bool
has_bidi(struct str name)
{
	for (size_t at = 0; at < name.len;) {
		uint32_t c = text_next(name, &at);

		if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
		    c == 0x200E || c == 0x200F || c == 0x061C)
			return true;
	}
	return false;
}

/* Excel saves under eight hex digits, then renames over the target (Microsoft KB 814068).
 */
static bool
is_excel_save(struct str name)
{
	return name.len == 8 && all_of(name, is_hex);
}

/* rsync(1) receives into ".NAME.XXXXXX", six random letters and digits. All lower case is
 * left to the rule of dot files: it is rather a word, ".app.config". */
static bool
is_rsync(struct str name)
{
	struct str tail = name_extension(name);
	bool random = false;

	for (size_t i = 0; i < tail.len; i++)
		random =
		    random || char_is_digit(tail.ptr[i]) || char_is_upper(tail.ptr[i]);
	return name.ptr[0] == '.' && tail.len == 6 && name.len > 8 && random &&
	    all_of(tail, is_alphanumeric);
}

/* ProFTPD with HiddenStores uploads as ".in.NAME." */
static bool
is_proftpd(struct str name)
{
	return name.len > 5 && str_starts(name, STR(".in.")) &&
	    name.ptr[name.len - 1] == '.';
}

/* First and further pieces of split archives: "x.zip.001", "x.7z.002", "x.z01",
 * "x.part1.rar". */
static bool
is_archive_piece(struct str name)
{
	static const char *const archives[] = {".zip", ".7z", ".rar", ".tar", ".gz"};
	struct str tail = name_extension(name);
	struct str stem = str_slice(name, 0, name.len - tail.len - (tail.len > 0));

	if (tail.len == 3 && char_lower(tail.ptr[0]) == 'z' &&
	    str_all_digits(str_slice(tail, 1, 3)))
		return true;
	if (str_equal_nocase(tail, STR("rar")) && stem.len > 6)
		return str_starts_nocase(name_extension(stem), STR("part"));
	for (size_t i = 0; i < sizeof archives / sizeof archives[0]; i++)
		if (tail.len == 3 && str_all_digits(tail) &&
		    str_ends_nocase(stem, str_of(archives[i])))
			return true;
	return false;
}

/* "QU~AT8X.XLS": an 8.3 alias made by Samba or DOS came back as a name (smb.conf(5)). */
static bool
is_mangled(struct str name)
{
	size_t dot = str_find(name, '.'), tilde = str_find(name, '~');
	struct str tail = str_slice(name, dot + 1, name.len);

	return dot <= 8 && tilde > 0 && tilde + 1 < dot &&
	    all_of(str_slice(name, 0, dot), is_short_character) && tail.len <= 3 &&
	    (tail.len == 0 || all_of(tail, is_short_character));
}

/* A dot file; "..x" is not one: it is the work of a program that meant a path. */
static bool
is_hidden(struct str name)
{
	return name.ptr[0] == '.' && (name.len < 2 || name.ptr[1] != '.');
}

static bool
has_no_dot(struct str name)
{
	return str_find(name, '.') == name.len;
}

/* Every reason once; the patterns below point here. */
static const struct name_rule system_file = {NAME_IGNORE, false, "system-file",
    {"file di servizio del sistema operativo", "service file of an operating system"}};
static const struct name_rule deleted_open = {NAME_IGNORE, false, "deleted-open",
    {"file già cancellato che qualcuno tiene ancora aperto",
	"file deleted already that somebody still has open"}};
static const struct name_rule other_folder = {NAME_IGNORE, false, "service-folder",
    {"cartella di servizio (cestino, indici, copie)",
	"service folder (trash, indexes, snapshots)"}};
static const struct name_rule owner_file = {NAME_IGNORE, false, "owner-file",
    {"segna che qualcuno ha il documento aperto",
	"marks that somebody has the document open"}};
static const struct name_rule editor = {NAME_IGNORE, false, "editor-file",
    {"copia o blocco di un editor di testi", "backup or lock of a text editor"}};
static const struct name_rule ours = {NAME_IGNORE, false, "ours",
    {"file che Riscontro sta scrivendo", "file that Riscontro is writing"}};
static const struct name_rule hidden = {
    NAME_IGNORE, false, "hidden", {"file nascosto", "hidden file"}};
static const struct name_rule checksum = {NAME_IGNORE, false, "checksum",
    {"impronta che accompagna un file", "checksum that goes with a file"}};
static const struct name_rule done_file = {NAME_IGNORE, false, "done-file",
    {"segna che il file dello stesso nome è completo",
	"marks that the file of the same name is complete"}};
static const struct name_rule backup = {NAME_IGNORE, true, "backup",
    {"copia di riserva di un programma", "backup copy of a program"}};
static const struct name_rule foreign = {NAME_IGNORE, true, "foreign",
    {"programma o collegamento: qui non si carica",
	"program or shortcut: not loaded here"}};
static const struct name_rule saving = {NAME_WAIT, true, "saving",
    {"salvataggio in corso: il nome è ancora provvisorio",
	"being saved: the name is still a temporary one"}};
static const struct name_rule transfer = {NAME_WAIT, true, "transfer",
    {"trasferimento in corso: il nome è ancora provvisorio",
	"transfer under way: the name is still a temporary one"}};
static const struct name_rule archive_piece = {NAME_WAIT, true, "archive-piece",
    {"pezzo di un archivio diviso: ne mancano altri",
	"piece of a split archive: the others are missing"}};
static const struct name_rule bidi = {NAME_HOLD, true, "bidi",
    {"il nome contiene segni che ne nascondono la vera estensione",
	"the name holds marks that hide its true extension"}};
static const struct name_rule conflict = {NAME_HOLD, true, "conflict",
    {"copia in conflitto: esistono due versioni e solo una persona sa quale vale",
	"conflict copy: two versions exist and only a person knows which one counts"}};
static const struct name_rule mangled = {NAME_HOLD, true, "mangled",
    {"nome abbreviato da Windows (8.3): il nome vero si è perso",
	"name shortened by Windows (8.3): the real one is lost"}};
static const struct name_rule macros = {NAME_HOLD, true, "macros",
    {"cartella di lavoro con macro: salvarla come .xlsx e depositarla di nuovo",
	"workbook with macros: save it as .xlsx and drop it again"}};
static const struct name_rule archive = {NAME_HOLD, true, "archive",
    {"archivio: questo canale non ne accetta", "archive: this channel takes none"}};
static const struct name_rule no_extension = {NAME_HOLD, true, "no-extension",
    {"nome senza estensione: non si sa che cosa sia",
	"name without extension: it is not known what it is"}};

/* Tried from top to bottom. */
static const struct pattern patterns[] = {
    {TEST, NULL, has_bidi, NAME_CAUTIOUS, &bidi},
    {END, ":Zone.Identifier", NULL, NAME_CAUTIOUS, &system_file},
    {WHOLE, "Thumbs.db", NULL, NAME_CAUTIOUS, &system_file},
    {WHOLE, "desktop.ini", NULL, NAME_CAUTIOUS, &system_file},
    {WHOLE, ".DS_Store", NULL, NAME_CAUTIOUS, &system_file},
    {START, "._", NULL, NAME_CAUTIOUS, &system_file},
    {START, ".nfs", NULL, NAME_CAUTIOUS, &deleted_open},
    {START, ".smbdelete", NULL, NAME_CAUTIOUS, &deleted_open},
    {START, ".cifs", NULL, NAME_CAUTIOUS, &deleted_open},
    {START, ".Trash", NULL, NAME_CAUTIOUS, &other_folder},
    {WHOLE, ".recycle", NULL, NAME_CAUTIOUS, &other_folder},
    {WHOLE, "#recycle", NULL, NAME_CAUTIOUS, &other_folder},
    {WHOLE, "$RECYCLE.BIN", NULL, NAME_CAUTIOUS, &other_folder},
    {WHOLE, "System Volume Information", NULL, NAME_CAUTIOUS, &other_folder},
    {WHOLE, "@eaDir", NULL, NAME_CAUTIOUS, &other_folder},
    {WHOLE, "#snapshot", NULL, NAME_CAUTIOUS, &other_folder},
    {WHOLE, "lost+found", NULL, NAME_CAUTIOUS, &other_folder},
    {START, "~$", NULL, NAME_CAUTIOUS, &owner_file},
    {START, ".~lock.", NULL, NAME_CAUTIOUS, &owner_file},
    {START, ".#", NULL, NAME_CAUTIOUS, &editor},
    {WHOLE, "4913", NULL, NAME_CAUTIOUS, &editor},
    {END, "~", NULL, NAME_CAUTIOUS, &editor},
    {EXTENSION, "swp swo swx", NULL, NAME_CAUTIOUS, &editor},
    {TEST, NULL, temporary_is, NAME_CAUTIOUS, &ours},
    {START, ".goutputstream-", NULL, NAME_CAUTIOUS, &saving},
    {TEST, NULL, is_excel_save, NAME_CAUTIOUS, &saving},
    {TEST, NULL, is_proftpd, NAME_CAUTIOUS, &transfer},
    {EXTENSION, "part filepart crdownload partial download opdownload", NULL,
	NAME_CAUTIOUS, &transfer},
    {EXTENSION, "tmp temp writing uploading inprogress", NULL, NAME_CAUTIOUS, &saving},
    {TEST, NULL, is_rsync, NAME_CAUTIOUS, &transfer},
    {TEST, NULL, is_archive_piece, NAME_CAUTIOUS, &archive_piece},
    {TEST, NULL, is_hidden, NAME_CAUTIOUS, &hidden},
    {INSIDE, ".sync-conflict-", NULL, NAME_CAUTIOUS, &conflict},
    {INSIDE, "(conflicted copy ", NULL, NAME_CAUTIOUS, &conflict},
    {INSIDE, "(copia in conflitto ", NULL, NAME_CAUTIOUS, &conflict},
    {TEST, NULL, is_mangled, NAME_CAUTIOUS, &mangled},
    {EXTENSION, "bak old orig", NULL, NAME_CAUTIOUS, &backup},
    {EXTENSION, "md5 sha1 sha256 sha512 sfv", NULL, NAME_CAUTIOUS, &checksum},
    {EXTENSION, "ok", NULL, NAME_CAUTIOUS, &done_file},
    {EXTENSION, "exe dll com scr msi bat cmd ps1 vbs js jar sh lnk url reg sys", NULL,
	NAME_CAUTIOUS, &foreign},
    {EXTENSION, "xlsm xltm xlsb xlam docm", NULL, NAME_CAUTIOUS, &macros},
    {EXTENSION, "zip gz tgz 7z tar bz2 xz rar", NULL, NAME_ARCHIVES, &archive},
    {TEST, NULL, has_no_dot, NAME_CAUTIOUS, &no_extension},
};

static const struct name_rule ordinary = {
    NAME_PROCESS, false, "ordinary", {"file ordinario", "ordinary file"}};

static bool
has_extension(struct str name, const char *list)
{
	struct str tail = name_extension(name), rest = str_of(list), word;

	while (str_cut(&rest, ' ', &word))
		if (str_equal_nocase(tail, word))
			return true;
	return false;
}

static bool
pattern_fits(const struct pattern *p, struct str name)
{
	struct str text = str_of(p->text);

	switch (p->kind) {
	case WHOLE:
		return str_equal_nocase(name, text);
	case START:
		return str_starts_nocase(name, text);
	case END:
		return name.len > text.len && str_ends_nocase(name, text);
	case INSIDE:
		return str_find_str(name, text) < name.len;
	case TEST:
		return p->test(name);
	case EXTENSION:
		return has_extension(name, p->text);
	}
	return false;
}

const struct name_rule *
name_classify(struct str name, enum name_policy policy)
{
	if (name.len == 0)
		BUG("an entry without a name");
	for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++)
		if ((patterns[i].unless & policy) == 0 &&
		    pattern_fits(&patterns[i], name))
			return patterns[i].rule;
	return &ordinary;
}

const struct name_rule *
name_classify_mode(mode_t mode)
{
	static const struct name_rule link = {NAME_IGNORE, true, "link",
	    {"collegamento: non viene seguito, depositare il file vero e proprio",
		"link: it is not followed, drop the file itself"}};
	static const struct name_rule folder = {NAME_IGNORE, true, "folder",
	    {"cartella: depositare i file uno per uno",
		"folder: drop its files one by one"}};
	static const struct name_rule device = {NAME_IGNORE, true, "device",
	    {"non è un file ordinario (dispositivo o canale)",
		"not a regular file (device, pipe or socket)"}};

	switch (mode & S_IFMT) {
	case S_IFREG:
		return NULL;
	case S_IFLNK:
		return &link;
	case S_IFDIR:
		return &folder;
	default:
		return &device;
	}
}
