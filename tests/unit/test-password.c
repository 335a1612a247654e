/* Password hashes: what is made, what is accepted, what is refused. */
#include "config.h"
#include "lib/fault.h"
#include "lib/password.h"

static void test_hash(void)
{
	g_autofree char *hash = password_hash("Passw0rd!", NULL);
	g_autofree char *other = password_hash("Passw0rd!", NULL);
	g_autofree char *accepted = NULL;

	g_assert_true(g_str_has_prefix(hash, "{SHA512-CRYPT}$6$"));
	g_assert_cmpstr(hash, !=, other);
	g_assert_true(password_verify(hash, "Passw0rd!"));
	g_assert_false(password_verify(hash, "passw0rd!"));
	accepted = password_accept(hash, NULL);
	g_assert_cmpstr(accepted, ==, hash);
}

static void test_refused(void)
{
	static const char *const bad[] = {
		"secret", "{PLAIN}secretsecretsecretsecret", "{SHA512-CRYPT}secretsecretsecretsecret",
		"{SHA512-CRYPT}$6$salt$0123456789012345678901234567:more", "{SHA512-CRYPT}$6$x", "{", "",
		"{CRYPT}$1$salt$qJH7.N4xYta3aEG/dfqo/0",
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *accepted = password_accept(bad[i], &error);

		g_assert_null(accepted);
		g_assert_cmpstr(fault_id(error), ==, "InvalidPasswordHash");
	}
}

static void test_bare(void)
{
	g_autofree char *accepted = password_accept("$6$salt$0123456789012345678901234567", NULL);

	g_assert_cmpstr(accepted, ==, "{CRYPT}$6$salt$0123456789012345678901234567");
}

static void test_empty(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *hash = password_hash("", &error);

	g_assert_null(hash);
	g_assert_cmpstr(fault_id(error), ==, "InvalidPassword");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/password/hash", test_hash);
	g_test_add_func("/password/refused", test_refused);
	g_test_add_func("/password/bare", test_bare);
	g_test_add_func("/password/empty", test_empty);
	return g_test_run();
}
