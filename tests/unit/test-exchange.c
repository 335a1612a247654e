/* Exchange's value types: what text they take, what they show, what they refuse. */
#include "config.h"
#include "lib/convert.h"
#include "lib/exchange.h"

struct row {
	const struct type *type;
	const char *text;
	const char *shown;		/* NULL: refused */
};

static const struct row rows[] = {
	{ &type_smtp_address, "John.Smith@Tenant.com", "John.Smith@Tenant.com" },
	{ &type_smtp_address, "o'neil+tag@tenant.com", "o'neil+tag@tenant.com" },
	{ &type_smtp_address, "a@münchen.example", "a@xn--mnchen-3ya.example" },
	{ &type_smtp_address, "tenant.com", NULL },
	{ &type_smtp_address, "a b@tenant.com", NULL },
	{ &type_smtp_address, ".a@tenant.com", NULL },
	{ &type_smtp_address, "a..b@tenant.com", NULL },
	{ &type_smtp_address, "\"a\"@tenant.com", NULL },
	{ &type_smtp_address, "a@-tenant.com", NULL },
	{ &type_smtp_address, "a@", NULL },
	{ &type_smtp_address, "a\n@tenant.com", NULL },
	{ &type_smtp_domain, "tenant.com", "tenant.com" },
	{ &type_smtp_domain, "*.tenant.com", NULL },
	{ &type_smtp_domain_pattern, "*.tenant.com", "*.tenant.com" },
	{ &type_smtp_domain_pattern, "*", "*" },
	{ &type_smtp_domain_pattern, "*tenant.com", NULL },
	{ &type_fqdn, "mail.provider.com.", "mail.provider.com" },
	{ &type_fqdn, "mail provider", NULL },
	{ &type_proxy_address, "a@b.com", "smtp:a@b.com" },
	{ &type_proxy_address, "SMTP:a@b.com", "SMTP:a@b.com" },
	{ &type_proxy_address, "X500:/o=First/cn=a", "X500:/o=First/cn=a" },
	{ &type_proxy_address, "smtp:nothing", NULL },
	{ &type_proxy_address, "too-long-prefix:x", NULL },
	{ &type_byte_quantified_size, "2GB", "2 GB (2,147,483,648 bytes)" },
	{ &type_byte_quantified_size, "1.5 gb", "1.5 GB (1,610,612,736 bytes)" },
	{ &type_byte_quantified_size, "1024", "1 KB (1,024 bytes)" },
	{ &type_byte_quantified_size, "0", "0 B (0 bytes)" },
	{ &type_byte_quantified_size, "1.855 GB (1,992,294,400 bytes)", "1.855 GB (1,992,294,400 bytes)" },
	{ &type_byte_quantified_size, "-1", NULL },
	{ &type_byte_quantified_size, "10 pounds", NULL },
	{ &type_byte_quantified_size, "Unlimited", NULL },
	{ &type_unlimited_size, "unlimited", "Unlimited" },
	{ &type_unlimited_size, "500MB", "500 MB (524,288,000 bytes)" },
	{ &type_unlimited_int, "500", "500" },
	{ &type_unlimited_int, "Unlimited", "Unlimited" },
	{ &type_unlimited_int, "-5", NULL },
	{ &type_address_space, "*", "SMTP:*;1" },
	{ &type_address_space, "SMTP:*;1", "SMTP:*;1" },
	{ &type_address_space, "contoso.com;10", "SMTP:contoso.com;10" },
	{ &type_address_space, "smtp:*.contoso.com;100", "SMTP:*.contoso.com;100" },
	{ &type_address_space, "contoso.com;0", NULL },
	{ &type_address_space, "contoso.com;101", NULL },
	{ &type_address_space, "X400:c=US", NULL },
	{ &type_address_space, "SMTP:;1", NULL },
	{ &type_ip_range, "0.0.0.0-255.255.255.255", "0.0.0.0-255.255.255.255" },
	{ &type_ip_range, "10.0.0.0/8", "10.0.0.0/8" },
	{ &type_ip_range, "10.0.0.1", "10.0.0.1" },
	{ &type_ip_range, "10.0.0.0(255.0.0.0)", "10.0.0.0(255.0.0.0)" },
	{ &type_ip_range, "2001:db8::/32", "2001:db8::/32" },
	{ &type_ip_range, "10.0.0.0(255.0.255.0)", NULL },
	{ &type_ip_range, "10.0.0.9-10.0.0.1", NULL },
	{ &type_ip_range, "10.0.0.1-2001:db8::1", NULL },
	{ &type_ip_range, "10.0.0.0/33", NULL },
	{ &type_ip_range, "10.0.0", NULL },
	{ &type_ip_binding, "10.161.1.21:25", "10.161.1.21:25" },
	{ &type_ip_binding, "[::]:25", "[::]:25" },
	{ &type_ip_binding, "10.161.1.21", NULL },
	{ &type_ip_binding, "10.161.1.21:0", NULL },
	{ &type_ip_binding, "::1:25", NULL },
	{ &type_ip_binding, "10.161.1.21:25 ", NULL },
	{ &type_smart_host, "relay.contoso.com", "relay.contoso.com" },
	{ &type_smart_host, "10.0.0.1", "[10.0.0.1]" },
	{ &type_smart_host, "relay contoso", NULL },
};

/* What is shown can be read again: records are kept as that text. */
static void test_rows(void)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
		value_auto text = value_text(rows[i].text), v = VALUE_UNSET, again = VALUE_UNSET;
		g_autoptr(GError) error = NULL;
		bool ok = value_convert(text, rows[i].type, &v, &error);

		g_test_message("%s \"%s\"", rows[i].type->alias, rows[i].text);
		g_assert_cmpint(ok, ==, rows[i].shown != NULL);
		if (!ok) {
			g_assert_nonnull(error);
			continue;
		}
		value_auto shown = value_str(value_to_string(v, NULL));

		g_assert_cmpstr(shown.u.str->data, ==, rows[i].shown);
		g_assert_true(value_convert(shown, rows[i].type, &again, NULL));
		g_assert_true(rows[i].type->equals(v, again));
	}
}

static struct value range(const char *text)
{
	value_auto v = value_text(text);
	struct value ret = VALUE_UNSET;

	g_assert_true(type_ip_range.convert_from(v, &ret, NULL));
	return ret;
}

static void test_range_size(void)
{
	value_auto all = range("0.0.0.0-255.255.255.255"), net = range("10.0.0.0/8");
	value_auto one = range("10.0.0.1"), same = range("10.0.0.0-10.255.255.255");

	g_assert_cmpint(ip_range_compare_size(ip_range_of(net), ip_range_of(all)), <, 0);
	g_assert_cmpint(ip_range_compare_size(ip_range_of(net), ip_range_of(one)), >, 0);
	g_assert_true(ip_range_same(ip_range_of(net), ip_range_of(same)));
	g_assert_false(ip_range_same(ip_range_of(net), ip_range_of(one)));
}

static void test_sizes(void)
{
	value_auto two = value_i64(2147483648), v = VALUE_UNSET, none = unlimited_size();
	uint64_t bytes = 0;

	g_assert_true(type_unlimited_size.convert_from(two, &v, NULL));
	g_assert_true(size_bytes(v, &bytes));
	g_assert_cmpuint(bytes, ==, 2147483648);
	g_assert_false(size_bytes(none, &bytes));
	g_assert_cmpint(type_unlimited_size.compare(v, none), <, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/exchange/rows", test_rows);
	g_test_add_func("/exchange/range-size", test_range_size);
	g_test_add_func("/exchange/sizes", test_sizes);
	return g_test_run();
}
