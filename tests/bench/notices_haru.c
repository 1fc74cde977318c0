/* notices_haru FONTS COUNT: pages like a notice drawn whole by libharu: 67 texts in four
 * embedded faces, 14 boxes, both codes as boxes. Codes are not encoded here, which spares
 * it that work. */
#include <hpdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const char *const files[2][4] = {
    {"TitilliumWeb_400Regular.ttf", "TitilliumWeb_700Bold.ttf",
	"RobotoMono_400Regular.ttf", "RobotoMono_700Bold.ttf"},
    {"DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf",
	"DejaVuSansMono-Bold.ttf"},
};

static void
draw_boxes(HPDF_Page page, unsigned size, float x0, float y0, float unit, unsigned seed)
{
	for (unsigned y = 0; y < size; y++)
		for (unsigned x = 0; x < size; x += 2 + seed % 2)
			HPDF_Page_Rectangle(
			    page, x0 + (float)x * unit, y0 + (float)y * unit, unit, unit);
	HPDF_Page_Fill(page);
}

static unsigned
draw_page(const char *folder, unsigned seed)
{
	HPDF_Doc pdf = HPDF_New(NULL, NULL);
	HPDF_Page page;
	HPDF_Font fonts[4];
	char path[4096];
	unsigned size;

	HPDF_UseUTFEncodings(pdf);
	HPDF_SetCompressionMode(pdf, HPDF_COMP_ALL);
	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, files[0][i]);
		if (access(path, R_OK) != 0)
			snprintf(path, sizeof path, "%s/%s", folder, files[1][i]);
		fonts[i] = HPDF_GetFont(
		    pdf, HPDF_LoadTTFontFromFile(pdf, path, HPDF_TRUE), "UTF-8");
	}
	page = HPDF_AddPage(pdf);
	HPDF_Page_SetSize(page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
	for (int i = 0; i < 14; i++) {
		HPDF_Page_SetGrayFill(page, .92F);
		HPDF_Page_Rectangle(page, 0, 50 + 50 * (float)i, 595, 23);
		HPDF_Page_Fill(page);
	}
	HPDF_Page_SetGrayFill(page, 0);
	for (int i = 0; i < 67; i++) {
		char text[64];

		snprintf(
		    text, sizeof text, "Testo %d di un avviso, Nicolò Forlì %u", i, seed);
		HPDF_Page_BeginText(page);
		HPDF_Page_SetFontAndSize(page, fonts[i % 4], 8 + (float)(i % 3) * 2);
		HPDF_Page_TextOut(
		    page, 28 + (float)(i % 3) * 150, 800 - 11 * (float)i, text);
		HPDF_Page_EndText(page);
	}
	draw_boxes(page, 33, 28, 300, 2.1F, seed);
	draw_boxes(page, 48, 500, 80, 1.36F, seed);
	HPDF_SaveToStream(pdf);
	size = HPDF_GetStreamSize(pdf);
	HPDF_Free(pdf);
	return size;
}

int
main(int argc, char **argv)
{
	unsigned count = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 100;
	unsigned long long bytes = 0;
	struct rusage use;
	double spent;

	if (argc < 2)
		return 2;
	for (unsigned i = 0; i < count; i++)
		bytes += draw_page(argv[1], i);
	getrusage(RUSAGE_SELF, &use);
	spent = (double)use.ru_utime.tv_sec + (double)use.ru_utime.tv_usec / 1e6;
	printf("libharu: %u pages, %.0f/s of user CPU (%.1f us each), %llu bytes each\n",
	    count, count / spent, spent * 1e6 / count, bytes / count);
	return 0;
}
