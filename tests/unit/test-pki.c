/* Requests, self-signed certificates, an authority of ours, and reading what comes back. */
#include "config.h"
#include "lib/fault.h"
#include "lib/pki.h"

static const char *const seed_names[] = {
	"mail.provider.com", "ex01.provider.com", "autodiscover.provider.com", NULL
};

static const struct pki_template seed_request = {
	.subject = "c=US, s=California, l=Los Angeles, o=HostingCompany, ou=IT, cn=provider.com",
	.names = seed_names,
};

static struct pki *open_pki(void)
{
	g_autoptr(GError) error = NULL;
	struct pki *pki = pki_open(&error);

	g_assert_no_error(error);
	return pki;
}

static struct pki_key *new_key(struct pki *pki)
{
	return pki_key_generate(pki, PKI_EC, 256, NULL);
}

static struct pki_certificate *new_authority(struct pki_key *key)
{
	struct pki_template template = { .subject = "cn=Root", .days = 3650, .authority = true };
	g_autoptr(GError) error = NULL;
	struct pki_certificate *root = pki_self_signed(key, &template, &error);

	g_assert_no_error(error);
	return root;
}

static GPtrArray *parse(struct pki *pki, GBytes *bytes, const char *password,
			struct pki_key **ret_key)
{
	g_autoptr(GError) error = NULL;
	gsize len;
	const void *data = g_bytes_get_data(bytes, &len);
	GPtrArray *all = pki_certificates_parse(pki, data, len, password, ret_key, &error);

	g_assert_no_error(error);
	return all;
}

static void expect_fault(GError **error, const char *id, const char *part)
{
	g_assert_nonnull(*error);
	g_assert_cmpstr(fault_id(*error), ==, id);
	if (!strstr((*error)->message, part))
		g_error("\"%s\" does not say \"%s\"", (*error)->message, part);
	g_clear_error(error);
}

static void test_issue(void)
{
	pki_auto *pki = open_pki();
	pki_key_auto *root_key = new_key(pki), *key = new_key(pki);
	pki_certificate_auto *root = new_authority(root_key);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) request = pki_request(key, &seed_request, false, &error);
	pki_certificate_auto *issued = NULL;
	const struct pki_facts *facts;
	gsize len;
	const void *data;

	g_assert_no_error(error);
	data = g_bytes_get_data(request, &len);
	g_assert_true(g_str_has_prefix(data, "-----BEGIN CERTIFICATE REQUEST-----\n"));
	issued = pki_issue(root, root_key, data, len, 365, &error);
	g_assert_no_error(error);
	facts = pki_certificate_facts(issued);
	g_assert_cmpstr(facts->subject, ==, "CN=provider.com, OU=IT, O=HostingCompany, "
			"L=Los Angeles, S=California, C=US");
	g_assert_cmpstr(facts->issuer, ==, "CN=Root");
	g_assert_cmpuint(g_strv_length(facts->names), ==, 3);
	for (int i = 0; i < 3; i++)
		g_assert_cmpstr(facts->names[i], ==, seed_names[i]);
	g_assert_cmpuint(strlen(facts->thumbprint), ==, 40);
	g_assert_false(facts->self_signed);
	g_assert_false(facts->authority);
	g_assert_true(pki_certificate_matches(issued, key));
	g_assert_false(pki_certificate_matches(issued, root_key));
	g_assert_true(pki_certificate_issued_by(issued, root));
	g_assert_false(pki_certificate_issued_by(root, issued));
	g_assert_true(pki_certificate_covers(issued, "MAIL.provider.com"));
	g_assert_false(pki_certificate_covers(issued, "webmail.provider.com"));
	g_assert_cmpint((facts->not_after - facts->not_before) / 86400, ==, 365);
}

static void test_authority_end(void)
{
	pki_auto *pki = open_pki();
	pki_key_auto *root_key = new_key(pki), *key = new_key(pki);
	pki_certificate_auto *root = new_authority(root_key);
	g_autoptr(GBytes) request = pki_request(key, &seed_request, true, NULL);
	pki_certificate_auto *issued = pki_issue(root, root_key, g_bytes_get_data(request, NULL),
						 g_bytes_get_size(request), 36500, NULL);

	g_assert_nonnull(issued);
	g_assert_cmpint(pki_certificate_facts(issued)->not_after, ==,
			pki_certificate_facts(root)->not_after);
}

static void test_key(void)
{
	pki_auto *pki = open_pki();
	pki_key_auto *key = pki_key_generate(pki, PKI_RSA, 2048, NULL);
	g_autoptr(GBytes) pem = pki_key_pem(key, NULL);
	pki_key_auto *again = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_cmpuint(pki_key_bits(key), ==, 2048);
	again = pki_key_parse(pki, g_bytes_get_data(pem, NULL), g_bytes_get_size(pem), NULL, NULL);
	g_assert_nonnull(again);
	g_assert_null(pki_key_parse(pki, "rubbish", 7, NULL, &error));
	expect_fault(&error, "PrivateKeyNotValid", "could not be read");
	g_assert_null(pki_key_generate(pki, PKI_RSA, 100, &error));
	expect_fault(&error, "KeySizeNotValid", "key size 100");
}

static void test_forms(void)
{
	pki_auto *pki = open_pki();
	pki_key_auto *key = new_key(pki), *from_p12 = NULL;
	pki_certificate_auto *root = new_authority(key);
	g_autoptr(GBytes) pem = pki_certificate_pem(root);
	g_autoptr(GBytes) der = pki_certificate_der(root);
	g_autoptr(GBytes) p12 = pki_pkcs12(root, key, NULL, "secret", "Root", NULL);
	g_autoptr(GPtrArray) from_pem = parse(pki, pem, NULL, NULL);
	g_autoptr(GPtrArray) from_der = parse(pki, der, NULL, NULL);
	g_autoptr(GPtrArray) opened = parse(pki, p12, "secret", &from_p12);
	g_autofree char *bare = g_base64_encode(g_bytes_get_data(der, NULL), g_bytes_get_size(der));
	g_autoptr(GBytes) text = g_bytes_new(bare, strlen(bare));
	g_autoptr(GPtrArray) from_text = parse(pki, text, NULL, NULL);
	GPtrArray *all[] = { from_pem, from_der, opened, from_text };
	g_autoptr(GError) error = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
		g_assert_cmpuint(all[i]->len, ==, 1);
		g_assert_cmpstr(pki_certificate_facts(g_ptr_array_index(all[i], 0))->thumbprint, ==,
				pki_certificate_facts(root)->thumbprint);
	}
	g_assert_true(pki_certificate_matches(root, from_p12));
	g_assert_null(pki_certificates_parse(pki, g_bytes_get_data(p12, NULL),
					     g_bytes_get_size(p12), "wrong", NULL, &error));
	expect_fault(&error, "CertificatePasswordNotValid", "does not open");
}

/* The root first, as many authorities send a bundle, with the key. */
static void test_bundle(void)
{
	pki_auto *pki = open_pki();
	pki_key_auto *root_key = new_key(pki), *key = new_key(pki), *found = NULL;
	pki_certificate_auto *root = new_authority(root_key);
	g_autoptr(GBytes) request = pki_request(key, &seed_request, false, NULL);
	pki_certificate_auto *issued = pki_issue(root, root_key, g_bytes_get_data(request, NULL),
						 g_bytes_get_size(request), 30, NULL);
	g_autoptr(GBytes) a = pki_certificate_pem(root);
	g_autoptr(GBytes) b = pki_certificate_pem(issued);
	g_autoptr(GBytes) k = pki_key_pem(key, NULL);
	g_autofree char *text = g_strdup_printf("text before\n%.*s%.*s%.*s",
		(int)g_bytes_get_size(a), (const char *)g_bytes_get_data(a, NULL),
		(int)g_bytes_get_size(b), (const char *)g_bytes_get_data(b, NULL),
		(int)g_bytes_get_size(k), (const char *)g_bytes_get_data(k, NULL));
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
	g_autoptr(GPtrArray) all = parse(pki, bytes, NULL, &found);

	g_assert_cmpuint(all->len, ==, 2);
	g_assert_nonnull(found);
	g_assert_cmpstr(pki_certificate_facts(g_ptr_array_index(all, 0))->thumbprint, ==,
			pki_certificate_facts(issued)->thumbprint);
}

static void test_unreadable(void)
{
	static const char *const bad[] = {
		"", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
		"\x30\x82\x01\x00garbage",
	};
	pki_auto *pki = open_pki();
	pki_key_auto *key = new_key(pki);
	g_autoptr(GBytes) request = pki_request(key, &seed_request, false, NULL);
	g_autoptr(GError) error = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_assert_null(
			pki_certificates_parse(pki, bad[i], strlen(bad[i]), NULL, NULL, &error));
		expect_fault(&error, "CertificateDataNotValid", "");
	}
	g_assert_null(pki_certificates_parse(pki, g_bytes_get_data(request, NULL),
					     g_bytes_get_size(request), NULL, NULL, &error));
	expect_fault(&error, "CertificateDataNotValid", "is a certificate request");
}

static void test_subjects(void)
{
	static const struct {
		const char *text, *shown, *problem;
	} cases[] = {
		{ "cn=a", "CN=a" },
		{ "CN=\"A, \"\"B\"\"\", O=x", "O=x, CN=\"A, \"\"B\"\"\"" },
		{ "cn=a\\, b;o=c", "O=c, CN=\"a, b\"" },
		{ "S=Bayern,c=DE", "C=DE, S=Bayern" },
		{ "e=admin@provider.com", "E=admin@provider.com" },
		{ "cn=M\303\274nchen", "CN=M\303\274nchen" },
		{ "", NULL, "it is empty" },
		{ "provider.com", NULL, "has no equals sign" },
		{ "zz=1", NULL, "\"zz\" is not an attribute" },
		{ "c=USA", NULL, "\"USA\" is not a value for \"c\"" },
		{ "cn=", NULL, "\"cn\" has no value" },
		{ "cn=a+o=b", NULL, "several values" },
		{ "cn=\"a", NULL, "not closed" },
		{ "cn=a\nb", NULL, "control character" },
	};
	pki_auto *pki = open_pki();
	pki_key_auto *key = new_key(pki);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct pki_template template = { .subject = cases[i].text, .days = 1 };
		g_autoptr(GError) error = NULL;
		pki_certificate_auto *made = pki_self_signed(key, &template, &error);

		if (cases[i].shown) {
			g_assert_no_error(error);
			g_assert_cmpstr(pki_certificate_facts(made)->subject, ==, cases[i].shown);
		} else {
			expect_fault(&error, "InvalidSubjectName", cases[i].problem);
		}
	}
}

static void test_names(void)
{
	static const char *const bad[] = {
		"", ".", "a..b", "-a.com", "a b.com", "a;b.com", "x.*.com", "a.com\n", "\"a\".com",
	};
	static const char *const wild[] = { "*.provider.com", NULL };

	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_false(pki_host_name_check(bad[i], &error));
		expect_fault(&error, "InvalidDomainName", "not a host name");
	}
	g_assert_true(pki_host_name_check("*.provider.com", NULL));
	g_assert_true(pki_names_cover(wild, "a.Provider.com"));
	g_assert_false(pki_names_cover(wild, "provider.com"));
	g_assert_false(pki_names_cover(wild, "a.b.provider.com"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pki/issue", test_issue);
	g_test_add_func("/pki/authority-end", test_authority_end);
	g_test_add_func("/pki/key", test_key);
	g_test_add_func("/pki/forms", test_forms);
	g_test_add_func("/pki/bundle", test_bundle);
	g_test_add_func("/pki/unreadable", test_unreadable);
	g_test_add_func("/pki/subjects", test_subjects);
	g_test_add_func("/pki/names", test_names);
	return g_test_run();
}
