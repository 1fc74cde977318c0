/* One engine a spool: the lock that says who is at work. */
#ifndef SPOOL_LOCK_H
#define SPOOL_LOCK_H

#include "base/err.h"

struct lock {
	int fd;
};

/* Takes `.work/lock` (made when missing) and writes the process number into it. When
 * another engine holds it: ERR_RETRY at once, with a sentence that names the process. A
 * worker that outlives its engine is waited for, two seconds at most. */
int lock_open(struct lock *lock, int work, struct err *e);
/* Gives it back; so does the end of the process and of its workers. */
void lock_close(struct lock *lock);

/* The process that holds the lock, 0 when nobody does. */
int64_t lock_holder(int work);

#endif
