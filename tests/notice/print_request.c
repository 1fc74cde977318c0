/* print_request FONTS REQUEST.json OUT.pdf [LOGO [LANGUAGE [SECOND]]]: prints a request
 * of the official print service (its JSON, with the stored creditor beside it) as our
 * notice, so that the two can be compared. */
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

#include "base/input.h"
#include "base/text.h"
#include "formats/notice.h"

static struct arena arena;

static struct str
text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text_clean(&arena, str_of(text));
}

static void
read_payment(struct notice_payment *p, const json_t *object, const char *amount)
{
	*p = (struct notice_payment){
	    .cents = json_integer_value(json_object_get(object, amount))};
	snprintf(p->nav, sizeof p->nav, "%s",
	    json_string_value(json_object_get(object, "code")));
	(void)date_parse(text_of(object, "dueDate"), &p->due);
}

static struct notice_look
read_look(const json_t *root)
{
	const json_t *stored = json_object_get(root, "creditor_institution_stored");
	const json_t *request = json_object_get(root, "request");
	const char *template = json_string_value(json_object_get(request, "templateId"));
	struct notice_look look = {
	    .creditor_name = text_of(stored, "fullName"),
	    .creditor_code = text_of(stored, "taxCode"),
	    .office = text_of(stored, "organization"),
	    .contacts = text_of(stored, "info"),
	    .cbill = text_of(stored, "cbill"),
	    .second = NOTICE_NO_LANGUAGE,
	};

	if (json_is_true(json_object_get(stored, "webChannel")))
		look.channels |= NOTICE_SITE;
	if (json_is_true(json_object_get(stored, "appChannel")))
		look.channels |= NOTICE_APP;
	if (strstr(template, "Poste") != NULL) {
		look.postal_account = text_of(stored, "posteAccountNumber");
		look.postal_authorisation = text_of(stored, "posteAuth");
		look.postal_holder = text_of(stored, "posteName");
	}
	return look;
}

static struct notice
read_notice(const json_t *root)
{
	const json_t *data = json_object_get(json_object_get(root, "request"), "data");
	const json_t *notice = json_object_get(data, "notice");
	const json_t *debtor = json_object_get(data, "debtor");
	const json_t *rates = json_object_get(notice, "installments");
	size_t count = json_array_size(rates);
	struct notice_payment *payments =
	    arena_new_array(&arena, count + 1, struct notice_payment);
	struct str *address = arena_new_array(&arena, 2, struct str);

	read_payment(&payments[0], notice, "paymentAmount");
	for (size_t i = 0; i < count; i++)
		read_payment(&payments[i + 1], json_array_get(rates, i), "amount");
	address[0] =
	    arena_format(&arena, "%.*s %.*s", STR_ARG(text_of(debtor, "address")),
		STR_ARG(text_of(debtor, "buildingNumber")));
	address[1] = arena_format(&arena, "%.*s %.*s (%.*s)",
	    STR_ARG(text_of(debtor, "postalCode")), STR_ARG(text_of(debtor, "city")),
	    STR_ARG(text_of(debtor, "province")));
	return (struct notice){
	    .debtor_name = text_of(debtor, "fullName"),
	    .debtor_code = text_of(debtor, "taxCode"),
	    .address = address,
	    .address_count = 2,
	    .subject = text_of(notice, "subject"),
	    .full = json_is_true(json_object_get(notice, "onlyInstallments"))
		? NULL
		: &payments[0],
	    .instalments = payments + 1,
	    .instalment_count = count,
	    .issued = {2026, 11, 23},
	};
}

static struct str
read_all(const char *name)
{
	struct input in;
	struct err e = {0};
	int fd = open(name, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || input_map(&in, fd, str_of(name), 1 << 24, &e) != 0) {
		fprintf(stderr, "%s: %s\n", name, e.text);
		_exit(1);
	}
	close(fd);
	return in.bytes;
}

int
main(int argc, char **argv)
{
	struct notice_press *press;
	struct notice_result result;
	struct notice_look look;
	struct notice notice;
	struct err e = {0};
	struct out out;
	json_t *root;
	int fd;

	if (argc < 4)
		return 2;
	root = json_load_file(argv[2], 0, NULL);
	look = read_look(root);
	notice = read_notice(root);
	if (argc > 4 && argv[4][0] != '\0')
		look.logo = read_all(argv[4]);
	if (argc > 5)
		look.language = (enum notice_language)(argv[5][0] - '0');
	if (argc > 6)
		look.second = (enum notice_language)(argv[6][0] - '0');
	out_open_memory(&out, &arena);
	if (notice_press_open(&press, &look, argv[1], &arena, &e) != 0 ||
	    notice_print(press, &notice, &out, &result, &e) != 0) {
		fprintf(stderr, "%s\n", e.text);
		return 1;
	}
	fd = open(argv[3], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, out.buf, out.len) != (ssize_t)out.len)
		return 1;
	close(fd);
	printf("%u pages, %zu bytes, %u letters replaced\n", result.pages, out.len,
	    result.replaced);
	notice_press_close(press);
	json_decref(root);
	arena_close(&arena);
	return 0;
}
