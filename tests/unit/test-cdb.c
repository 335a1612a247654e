/* Constant databases: what is added is found, walked in order, and nothing else is. */
#include "config.h"
#include "lib/cdb.h"

static GBytes *numbers(unsigned n)
{
	struct cdb_maker *maker = cdb_maker_new();

	for (unsigned i = 0; i < n; i++) {
		g_autofree char *key = g_strdup_printf("user%u@tenant%u.com", i, i % 7);
		g_autofree char *value = g_strdup_printf("%u", i);

		cdb_add_text(maker, key, value);
	}
	return cdb_finish(maker);
}

static void test_find(void)
{
	g_autoptr(GBytes) bytes = numbers(5000);
	struct cdb_entry entry;
	struct cdb cdb;

	g_assert_true(cdb_open(&cdb, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes)));
	for (unsigned i = 0; i < 5000; i++) {
		g_autofree char *key = g_strdup_printf("user%u@tenant%u.com", i, i % 7);
		g_autofree char *value = g_strdup_printf("%u", i);

		g_assert_true(cdb_find(&cdb, key, strlen(key), &entry));
		g_assert_cmpmem(entry.value, entry.value_len, value, strlen(value));
	}
	g_assert_false(cdb_find(&cdb, "user", 4, &entry));
	g_assert_false(cdb_find(&cdb, "", 0, &entry));
}

static void test_walk(void)
{
	g_autoptr(GBytes) bytes = numbers(100);
	struct cdb_entry entry;
	struct cdb cdb;
	unsigned n = 0;

	g_assert_true(cdb_open(&cdb, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes)));
	for (size_t at = 0; cdb_next(&cdb, &at, &entry); n++) {
		g_autofree char *value = g_strdup_printf("%u", n);

		g_assert_cmpmem(entry.value, entry.value_len, value, strlen(value));
	}
	g_assert_cmpuint(n, ==, 100);
}

static void test_empty(void)
{
	g_autoptr(GBytes) bytes = numbers(0);
	struct cdb_entry entry;
	struct cdb cdb;
	size_t at = 0;

	g_assert_cmpuint(g_bytes_get_size(bytes), ==, 2048);
	g_assert_true(cdb_open(&cdb, g_bytes_get_data(bytes, NULL), 2048));
	g_assert_false(cdb_find(&cdb, "a", 1, &entry));
	g_assert_false(cdb_next(&cdb, &at, &entry));
}

/* Bytes that are no database, or a damaged one, give nothing and read nothing beyond them. */
static void test_damaged(void)
{
	g_autoptr(GBytes) bytes = numbers(20);
	gsize len;
	const void *data = g_bytes_get_data(bytes, &len);
	struct cdb_entry entry;
	struct cdb cdb;

	g_assert_false(cdb_open(&cdb, "abc", 3));
	for (gsize cut = 2048; cut < len; cut += 7) {
		g_autofree void *part = g_memdup2(data, cut);
		size_t at = 0;

		if (!cdb_open(&cdb, part, cut))
			continue;
		while (cdb_next(&cdb, &at, &entry))
			;
		cdb_find(&cdb, "user3@tenant3.com", 17, &entry);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cdb/find", test_find);
	g_test_add_func("/cdb/walk", test_walk);
	g_test_add_func("/cdb/empty", test_empty);
	g_test_add_func("/cdb/damaged", test_damaged);
	return g_test_run();
}
