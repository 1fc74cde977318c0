#include "test.h"

#include "spool/sftp_wire.h"

static char buffer[4096];

static void
test_packets_come_back_as_they_were_written(void **state)
{
	struct wire w = {.buf = buffer, .cap = sizeof buffer};
	struct sftp_packet p;
	struct str in, path;
	uint64_t big;

	(void)state;
	wire_begin(&w, SFTP_OPEN, 77);
	wire_str(&w, STR("a/b"));
	wire_u64(&w, 0x0102030405060708u);
	wire_end(&w);
	wire_begin(&w, SFTP_CLOSE, 78);
	wire_end(&w);
	in = (struct str){w.buf, w.to};
	assert_int_equal(sftp_packet_next(&in, &p), 1);
	assert_int_equal(p.type, SFTP_OPEN);
	assert_int_equal(p.id, 77);
	assert_true(wire_take_str(&p.body, &path));
	assert_str(path, "a/b");
	assert_true(wire_take_u64(&p.body, &big));
	assert_true(big == 0x0102030405060708u);
	assert_false(wire_take_u64(&p.body, &big));
	assert_int_equal(sftp_packet_next(&in, &p), 1);
	assert_int_equal(p.id, 78);
	assert_int_equal(sftp_packet_next(&in, &p), 0);
}

static void
test_half_a_packet_waits_and_nonsense_is_refused(void **state)
{
	static const char half[] = {0, 0, 0, 9, SFTP_STATUS, 0, 0, 0};
	static const char tiny[] = {0, 0, 0, 4, SFTP_STATUS, 0, 0, 0};
	static const char huge[] = {0x7f, 0, 0, 0, SFTP_STATUS, 0, 0, 0};
	struct sftp_packet p;
	struct str in = {half, sizeof half};

	(void)state;
	assert_int_equal(sftp_packet_next(&in, &p), 0);
	in = (struct str){tiny, sizeof tiny};
	assert_int_equal(sftp_packet_next(&in, &p), -1);
	in = (struct str){huge, sizeof huge};
	assert_int_equal(sftp_packet_next(&in, &p), -1);
	in = (struct str){half, 3};
	assert_int_equal(sftp_packet_next(&in, &p), 0);
}

static void
test_a_length_beyond_the_packet_is_refused(void **state)
{
	static const char lying[] = {0, 0, 1, 0, 'a', 'b'};
	struct str body = {lying, sizeof lying}, s;
	struct sftp_attributes attributes;

	(void)state;
	assert_false(wire_take_str(&body, &s));
	assert_int_equal(body.len, sizeof lying);
	assert_false(wire_take_attributes(
	    &(struct str){"\x80\0\0\0\xff\xff\xff\xff", 8}, &attributes));
	assert_false(
	    wire_take_attributes(&(struct str){"\0\0\0\x01\0\0", 6}, &attributes));
	assert_true(wire_take_attributes(
	    &(struct str){"\0\0\0\x01\0\0\0\0\0\0\x01\0", 12}, &attributes));
	assert_true(attributes.has_size && attributes.size == 256);
}

static void
test_room_is_made_by_moving_what_waits(void **state)
{
	struct wire w = {.buf = buffer, .cap = 32};

	(void)state;
	wire_begin(&w, SFTP_CLOSE, 1);
	wire_u64(&w, 5);
	wire_end(&w);
	assert_false(wire_has_room(&w, 20));
	w.from = 10;
	assert_true(wire_has_room(&w, 20));
	assert_int_equal(w.from, 0);
	assert_int_equal(w.to, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_packets_come_back_as_they_were_written),
	    cmocka_unit_test(test_half_a_packet_waits_and_nonsense_is_refused),
	    cmocka_unit_test(test_a_length_beyond_the_packet_is_refused),
	    cmocka_unit_test(test_room_is_made_by_moving_what_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
