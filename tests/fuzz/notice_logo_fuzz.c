/* Logos are files from outside: a PNG or JPEG that lies must not hurt the press. */
#include "formats/pdf_picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct pdf_picture picture;
	struct out out;
	struct pdf pdf;
	struct err e = {0};
	struct pdf_packer *packer = pdf_packer_open(&arena);

	out_open_memory(&out, &arena);
	pdf_begin(&pdf, &out, &arena, packer, NULL);
	(void)pdf_picture_write(
	    &picture, &pdf, (struct str){(const char *)data, size}, 300, 8192, &e);
	pdf_packer_close(packer);
	arena_close(&arena);
	return 0;
}
