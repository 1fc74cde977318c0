/*
 * A ZIP archive written as a stream (APPNOTE 6.3): DEFLATE members with a data
 * descriptor, UTF-8 names, no extra fields, no Zip64, the date given by the caller, so
 * that the same content gives the same bytes.
 */
#ifndef FORMATS_ZIP_WRITE_H
#define FORMATS_ZIP_WRITE_H

#include "base/date.h"
#include "base/out.h"

struct zip_writer;

/* Bytes go to *out, which stays the caller's. At most 65,535 members and 4 GiB. */
struct zip_writer *zip_write_open(struct out *out, struct date day, struct arena *a);
/* Begins a member; what is then written to the returned writer is its content. */
struct out *zip_write_member(struct zip_writer *z, struct str name);
/* Compressed bytes of the open member so far, exact: what is buffered is compressed and
 * flushed. */
uint64_t zip_write_size(struct zip_writer *z);
/* Bytes of the open member before compression. */
uint64_t zip_write_content(struct zip_writer *z);
/* Ends the open member. */
void zip_write_member_end(struct zip_writer *z);
/* Writes the directory. The failure of the writer beneath is asked for with out_flush on
 * it. */
void zip_write_finish(struct zip_writer *z);

#endif
