/*
 * Distinguished names and host names: from text, refusing what cannot be
 * encoded, and back to text in the form that Windows shows.
 */
#include "config.h"
#include "lib/pki_crypto.h"

#include <stdint.h>

static const struct fault subject_invalid = {
	"InvalidSubjectName", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Write the subject as \"c=US, s=California, o=Company, cn=host.domain\"."
};

static const struct fault host_invalid = {
	"InvalidDomainName", "System.FormatException", CATEGORY_INVALID_ARGUMENT,
	"Use a host name such as mail.provider.com, or *.provider.com."
};

/* `shown` is the attribute's name in Windows's text; NULL when it is only read. */
static const struct attribute {
	const char *word, *oid, *shown;
	int utf8;
} attributes[] = {
	{ "cn", "2.5.4.3", "CN", 1 },
	{ "commonname", "2.5.4.3", NULL, 1 },
	{ "c", "2.5.4.6", "C", 0 },
	{ "s", "2.5.4.8", "S", 1 },
	{ "st", "2.5.4.8", NULL, 1 },
	{ "l", "2.5.4.7", "L", 1 },
	{ "o", "2.5.4.10", "O", 1 },
	{ "ou", "2.5.4.11", "OU", 1 },
	{ "street", "2.5.4.9", "STREET", 1 },
	{ "sn", "2.5.4.4", "SN", 1 },
	{ "g", "2.5.4.42", "G", 1 },
	{ "gn", "2.5.4.42", NULL, 1 },
	{ "givenname", "2.5.4.42", NULL, 1 },
	{ "i", "2.5.4.43", "I", 1 },
	{ "t", "2.5.4.12", "T", 1 },
	{ "title", "2.5.4.12", NULL, 1 },
	{ "postalcode", "2.5.4.17", "PostalCode", 1 },
	{ "serialnumber", "2.5.4.5", "SERIALNUMBER", 0 },
	{ "dnqualifier", "2.5.4.46", "dnQualifier", 0 },
	{ "dc", "0.9.2342.19200300.100.1.25", "DC", 0 },
	{ "e", "1.2.840.113549.1.9.1", "E", 0 },
	{ "email", "1.2.840.113549.1.9.1", NULL, 0 },
	{ "emailaddress", "1.2.840.113549.1.9.1", NULL, 0 },
};

static const struct attribute *attribute_find(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(attributes); i++)
		if (!g_ascii_strcasecmp(attributes[i].word, word))
			return &attributes[i];
	return NULL;
}

/* One value: quoted with "" for a quote inside, or bare with \ before a special; ends at , or ; */
static bool scan_value(const char **p, GString *ret, const char **why)
{
	bool quoted = **p == '"';

	if (quoted)
		(*p)++;
	for (; **p; (*p)++) {
		char c = **p;

		if (quoted && c == '"') {
			if ((*p)[1] != '"') {
				(*p)++;
				quoted = false;
				*p += strspn(*p, " ");
				break;
			}
			(*p)++;
		} else if (!quoted && (c == ',' || c == ';')) {
			break;
		} else if (!quoted && (c == '"' || c == '+')) {
			*why = c == '+' ? "a part with several values (+) is not supported" :
				"a quotation mark stands inside a value";
			return false;
		} else if (c == '\\' && (*p)[1]) {
			c = *++*p;
		}
		if ((unsigned char)c < 0x20 || c == 0x7f) {
			*why = "it holds a control character";
			return false;
		}
		g_string_append_c(ret, c);
	}
	if (quoted)
		*why = "a quotation mark is not closed";
	else if (**p && **p != ',' && **p != ';')
		*why = "text follows a closing quotation mark";
	return !*why;
}

static bool add_part(struct pki *pki, X509_NAME *name, const char *word, const char *text,
		     char **why)
{
	const struct attribute *attribute = attribute_find(word);
	const char *oid = attribute ? attribute->oid : word;
	ASN1_OBJECT *object;
	bool done;

	if (!g_ascii_strncasecmp(oid, "oid.", 4))
		oid += 4;
	if (!attribute && strspn(oid, "0123456789.") != strlen(oid)) {
		*why = g_strdup_printf("\"%s\" is not an attribute", word);
		return false;
	}
	if (!*text) {
		*why = g_strdup_printf("\"%s\" has no value", word);
		return false;
	}
	object = pki->OBJ_txt2obj(oid, 1);
	done = object && pki->X509_NAME_add_entry_by_OBJ(name, object, MBSTRING_UTF8,
							(const unsigned char *)text, -1, -1, 0);
	pki->ASN1_OBJECT_free(object);
	if (!done) {
		unsigned long code = pki->ERR_peek_last_error();
		const char *reason = code ? pki->ERR_reason_error_string(code) : NULL;

		*why = g_strdup_printf("\"%s\" is not a value for \"%s\"%s%s%s", text, word,
				       reason ? " (" : "", reason ? reason : "", reason ? ")" : "");
		pki->ERR_clear_error();
	}
	return done;
}

/* word = value */
static bool scan_part(struct pki *pki, X509_NAME *name, const char **p, char **why)
{
	const char *start = *p, *problem = NULL;
	g_autofree char *word = NULL;
	g_autoptr(GString) text = g_string_new(NULL);

	*p += strcspn(*p, "=,;");
	if (**p != '=') {
		*why = g_strdup_printf("\"%.*s\" has no equals sign", (int)(*p - start), start);
		return false;
	}
	word = g_strstrip(g_strndup(start, *p - start));
	*p += 1;
	*p += strspn(*p, " ");
	if (!scan_value(p, text, &problem)) {
		*why = g_strdup(problem);
		return false;
	}
	g_strchomp(text->str);
	return add_part(pki, name, word, text->str, why);
}

X509_NAME *pki_name_parse(struct pki *pki, const char *subject, GError **error)
{
	X509_NAME *name = pki->X509_NAME_new();
	g_autofree char *why = NULL;
	const char *p = subject;

	if (!g_utf8_validate(subject, -1, NULL))
		why = g_strdup("it is not UTF-8");
	while (!why) {
		p += strspn(p, " ");
		if (!*p)
			break;
		if (!scan_part(pki, name, &p, &why))
			break;
		if (*p)
			p++;
	}
	if (!why && pki->X509_NAME_entry_count(name) == 0)
		why = g_strdup("it is empty");
	if (!why)
		return name;
	fault_set(error, &subject_invalid, VALUE_NULL, "The subject name is not valid: %s.", why);
	pki->X509_NAME_free(name);
	return NULL;
}

bool pki_subject_check(struct pki *pki, const char *subject, GError **error)
{
	X509_NAME *name = pki_name_parse(pki, subject, error);

	pki->X509_NAME_free(name);
	return name != NULL;
}

static void append_value(GString *out, const char *text)
{
	if (*text && !strpbrk(text, ",;+=\"\\<>#\n") && *text != ' ' &&
	    text[strlen(text) - 1] != ' ') {
		g_string_append(out, text);
		return;
	}
	g_string_append_c(out, '"');
	for (; *text; text++) {
		if (*text == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
}

static char *entry_text(struct pki *pki, X509_NAME_ENTRY *entry)
{
	unsigned char *utf8 = NULL;
	int len = pki->ASN1_STRING_to_UTF8(&utf8, pki->X509_NAME_ENTRY_get_data(entry));
	char *text = len < 0 ? g_strdup("") : g_utf8_make_valid((char *)utf8, len);

	if (utf8)
		pki->CRYPTO_free(utf8, OPENSSL_FILE, OPENSSL_LINE);
	return text;
}

static void append_attribute(struct pki *pki, GString *out, const ASN1_OBJECT *object)
{
	char oid[80];

	pki->OBJ_obj2txt(oid, sizeof oid, object, 1);
	for (size_t i = 0; i < G_N_ELEMENTS(attributes); i++) {
		if (attributes[i].shown && !strcmp(attributes[i].oid, oid)) {
			g_string_append(out, attributes[i].shown);
			return;
		}
	}
	g_string_append_printf(out, "OID.%s", oid);
}

char *pki_name_text(struct pki *pki, const X509_NAME *name)
{
	GString *out = g_string_new(NULL);

	for (int i = pki->X509_NAME_entry_count(name) - 1; i >= 0; i--) {
		X509_NAME_ENTRY *entry = pki->X509_NAME_get_entry(name, i);
		g_autofree char *text = entry_text(pki, entry);

		if (out->len)
			g_string_append(out, ", ");
		append_attribute(pki, out, pki->X509_NAME_ENTRY_get_object(entry));
		g_string_append_c(out, '=');
		append_value(out, text);
	}
	return g_string_free(out, FALSE);
}

char *pki_name_common(struct pki *pki, const X509_NAME *name)
{
	for (int i = pki->X509_NAME_entry_count(name) - 1; i >= 0; i--) {
		X509_NAME_ENTRY *entry = pki->X509_NAME_get_entry(name, i);

		if (pki->OBJ_obj2nid(pki->X509_NAME_ENTRY_get_object(entry)) == NID_commonName)
			return entry_text(pki, entry);
	}
	return NULL;
}

char *pki_subject_common(struct pki *pki, const char *subject)
{
	X509_NAME *name = pki_name_parse(pki, subject, NULL);
	char *common = name ? pki_name_common(pki, name) : NULL;

	pki->X509_NAME_free(name);
	return common;
}

static bool label_valid(const char *label, size_t len)
{
	if (len == 0 || len > 63 || label[0] == '-' || label[len - 1] == '-')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!g_ascii_isalnum(label[i]) && label[i] != '-' && label[i] != '_')
			return false;
	return true;
}

bool pki_host_name_check(const char *name, GError **error)
{
	const char *p = g_str_has_prefix(name, "*.") ? name + 2 : name;
	bool valid = *p && strlen(name) <= 253;

	while (valid) {
		size_t len = strcspn(p, ".");

		valid = label_valid(p, len);
		if (!p[len])
			break;
		p += len + 1;
	}
	if (!valid)
		fault_set(error, &host_invalid, VALUE_NULL,
			  "\"%s\" is not a host name that a certificate can hold.", name);
	return valid;
}

static bool pattern_covers(const char *pattern, const char *host)
{
	const char *dot;

	if (!g_ascii_strcasecmp(pattern, host))
		return true;
	if (!g_str_has_prefix(pattern, "*."))
		return false;
	dot = strchr(host, '.');
	return dot && dot != host && !g_ascii_strcasecmp(pattern + 1, dot);
}

bool pki_names_cover(const char *const *names, const char *host)
{
	for (; names && *names; names++)
		if (pattern_covers(*names, host))
			return true;
	return false;
}

bool pki_certificate_covers(const struct pki_certificate *certificate, const char *host)
{
	return pki_names_cover((const char *const *)certificate->facts.names, host);
}
