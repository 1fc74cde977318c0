/* JPEG by libjpeg, for the logos of creditors: it answers faults by a jump, which ends
 * here. */
#include "formats/picture.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

struct guard {
	struct jpeg_error_mgr
	    manager; /* first: libjpeg's pointer to it is a pointer to us */
	jmp_buf back;
	char text[JMSG_LENGTH_MAX];
};

static void
give_up(j_common_ptr info)
{
	struct guard *g = (struct guard *)(void *)info->err;

	(*info->err->format_message)(info, g->text);
	longjmp(g->back, 1);
}

static void
stay_quiet(j_common_ptr info)
{
	(void)info;
}

static struct jpeg_error_mgr *
guard_open(struct guard *g)
{
	struct jpeg_error_mgr *manager = jpeg_std_error(&g->manager);

	manager->error_exit = give_up;
	manager->output_message = stay_quiet;
	return manager;
}

/* Scan lines into the scaler; jumps back on damage. */
static void
read_rows(struct jpeg_decompress_struct *info, struct picture_scaler *s, uint8_t *row)
{
	while (info->output_scanline < info->output_height) {
		(void)jpeg_read_scanlines(info, &row, 1);
		picture_scaler_add(s, row);
	}
}

int
jpeg_read(struct picture *picture, struct str bytes, unsigned most, struct arena *a,
    struct err *e)
{
	struct jpeg_decompress_struct info = {0};
	struct picture_scaler *scaler;
	struct guard guard;

	info.err = guard_open(&guard);
	if (setjmp(guard.back) != 0) {
		jpeg_destroy_decompress(&info);
		return err_code(e, ERR_CONF, "NOTICE_LOGO", "JPEG: %s", guard.text);
	}
	jpeg_create_decompress(&info);
	jpeg_mem_src(&info, (const unsigned char *)bytes.ptr, bytes.len);
	(void)jpeg_read_header(&info, TRUE);
	if (picture_check(info.image_width, info.image_height, e) != 0) {
		jpeg_destroy_decompress(&info);
		return -1;
	}
	info.out_color_space = JCS_RGB;
	(void)jpeg_start_decompress(&info);
	scaler = picture_scaler_open(info.output_width, info.output_height, most, a);
	read_rows(&info, scaler, arena_alloc(a, 3 * (size_t)info.output_width));
	(void)jpeg_finish_decompress(&info);
	jpeg_destroy_decompress(&info);
	*picture = picture_scaler_end(scaler, a);
	return 0;
}

struct str
jpeg_write(const struct picture *picture, int quality, struct arena *a)
{
	struct jpeg_compress_struct info = {0};
	unsigned char *bytes = NULL;
	unsigned long len = 0;
	struct guard guard;
	struct str copy;

	info.err = guard_open(&guard);
	if (setjmp(guard.back) != 0)
		arena_full(0);
	jpeg_create_compress(&info);
	jpeg_mem_dest(&info, &bytes, &len);
	info.image_width = picture->width;
	info.image_height = picture->height;
	info.input_components = 3;
	info.in_color_space = JCS_RGB;
	jpeg_set_defaults(&info);
	jpeg_set_quality(&info, quality, TRUE);
	info.optimize_coding = TRUE;
	jpeg_start_compress(&info, TRUE);
	while (info.next_scanline < info.image_height) {
		JSAMPROW row =
		    picture->rgb + 3 * (size_t)info.next_scanline * picture->width;

		(void)jpeg_write_scanlines(&info, &row, 1);
	}
	jpeg_finish_compress(&info);
	jpeg_destroy_compress(&info);
	copy = arena_str(a, (struct str){(const char *)bytes, len});
	free(bytes);
	return copy;
}
