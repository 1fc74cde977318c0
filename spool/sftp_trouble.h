/* What becomes of uploads that the straight way could not finish, and the record of one.
 */
#ifndef SPOOL_SFTP_TROUBLE_H
#define SPOOL_SFTP_TROUBLE_H

#include "spool/sftp_send.h"

enum sftp_upload_request { UPLOAD_NOTHING, UPLOAD_WRITE, UPLOAD_RENAME };

struct sftp_upload {
	struct parcel *parcel;
	struct str path;    /* final */
	struct str written; /* the name written to: temporary, or final when direct */
	bool direct;
	uint64_t resume; /* offset to write from */
	bool ended;      /* the straight way is over, well or not */
	bool whole;      /* all bytes are there under .written */
	bool failed;
	bool settled;                        /* under its final name for certain */
	enum sftp_upload_request asked_last; /* what failed */
	uint32_t status;
	struct err error;
	const char *note; /* code told about a done parcel */
};

/* Notes the first thing that went wrong with an upload. */
void sftp_upload_fail(struct sftp_upload *u, const struct err *e);

/* The straight way for all uploads that have not ended. */
int sftp_upload_all(struct sftp *s, const struct sftp_sending *how,
    struct sftp_upload *uploads, size_t count, struct arena *a, struct err *e);

/*
 * After the straight way, one upload at a time: contents are verified when asked, refused
 * renames find another plan (target in the way: replaced or compared; no renaming at all:
 * written directly, noted COURIER_NO_RENAME), a full disk is told from other failures,
 * and temporary files that serve nobody are removed. -1: the connection is gone.
 */
int sftp_settle(struct sftp *s, const struct sftp_sending *how,
    struct sftp_upload *uploads, size_t count, struct arena *a, struct err *e);

#endif
