/* The pipelined upload: many files under way on one SFTP session. */
#ifndef SPOOL_SFTP_SEND_H
#define SPOOL_SFTP_SEND_H

#include "spool/courier.h"
#include "spool/sftp_session.h"

enum sftp_rename_mode {
	RENAME_AUTO,     /* temporary name, then rename; direct when the server cannot */
	RENAME_REQUIRED, /* never a file under its own name before it is whole */
	RENAME_NEVER,    /* always direct */
};

struct sftp_sending {
	struct str folder;    /* below which names lie; empty: the login folder */
	struct str temporary; /* suffix of temporary names: ".part" */
	enum sftp_rename_mode rename;
	bool replace;      /* a file of that name may be replaced */
	bool make_folders; /* folders are made on demand */
	bool verify;       /* read back and compared by SHA-256 before the rename */
	size_t window;     /* files under way at once */
};

/* Fills every parcel's result. */
void sftp_send(struct sftp *s, const struct sftp_sending *how, struct parcel *parcels,
    size_t count, struct arena *a);

#endif
