/*
 * Folders as directory descriptors: opened once, then used by name, so that nobody who
 * can write into a share can lead the engine elsewhere with a link. Names and paths are
 * bytes of strangers; nothing here decodes or translates them.
 */
#ifndef SPOOL_FOLDER_H
#define SPOOL_FOLDER_H

#include "base/err.h"

#include <dirent.h>
#include <sys/stat.h>

/* The longest name of an entry, with its NUL (path_resolution(7)). */
enum { FOLDER_NAME_SIZE = 256 };

enum folder_missing { FOLDER_MUST_BE, FOLDER_MAKE };

/* Opens the folder that the administrator named: absolute, or relative to the working
 * folder. Links in this path are the administrator's own and are followed. Returns a
 * descriptor or -1 (ERR_RETRY: a share may come back). */
int folder_open_root(struct str path, enum folder_missing missing, struct err *e);

/* Opens a folder below `base` ("in/quote", "archivio/2026/11"), no link followed at any
 * step; an absolute path or a step ".." is refused (ERR_CONF). FOLDER_MAKE makes what is
 * missing and syncs the parent. Returns a descriptor or -1 (ERR_RETRY). */
int folder_open(int base, struct str path, enum folder_missing missing, struct err *e);

/* A folder as the configuration may name it: below `base`, or an absolute path to a
 * share. A share is never made: below an empty mount point the folder would be the wrong
 * one. */
int folder_open_configured(
    int base, struct str path, enum folder_missing missing, struct err *e);

/* Makes the names in the folder durable. */
int folder_sync(int folder, struct err *e);

/* Makes everything on the folder's file system durable: cheaper than one sync a file when
 * there are many. */
int folder_sync_all(int folder, struct err *e);

/* Copies one entry's name, terminated; refuses what is no single name (empty, ".", "..",
 * with '/' or NUL, over 255 bytes). */
int folder_name(struct str name, char copy[FOLDER_NAME_SIZE], struct err *e);

enum folder_move { FOLDER_MOVED, FOLDER_CLASH, FOLDER_OTHER_DEVICE };

/* Renames without ever replacing: FOLDER_MOVED, FOLDER_CLASH when the new name is taken,
 * FOLDER_OTHER_DEVICE when the folders are on two file systems; -1 otherwise. Where the
 * file system cannot refuse to replace in one step (NFS, SMB) a hard link does, and where
 * there are no links either the name is looked up first. */
int folder_move(int from, const char *old, int to, const char *new, struct err *e);

/* The entries of a folder, "." and ".." left out, in no order. */
struct folder_list {
	DIR *stream;
};

/* The descriptor stays the caller's. */
int folder_list_open(struct folder_list *list, int folder, struct err *e);
/* 1 with the entry's name (good until the next call), 0 at the end, -1. */
int folder_list_next(struct folder_list *list, const char **name, struct err *e);
void folder_list_close(struct folder_list *list);

/* Removes `name` below `folder` with everything in it, following no link. Refuses
 * (ERR_RETRY) trees of more than 32 levels or a million entries. What is missing already
 * is well. */
int folder_remove(int folder, struct str name, struct err *e);

#endif
