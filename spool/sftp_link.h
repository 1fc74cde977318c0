/* The SFTP courier's state, shared by sending and fetching. */
#ifndef SPOOL_SFTP_LINK_H
#define SPOOL_SFTP_LINK_H

#include "spool/sftp_send.h"

struct sftp_link {
	struct ssh_peer peer;
	struct sftp_sending sending;
	struct sftp *session;
};

#endif
