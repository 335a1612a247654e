/*
 * Quoting works from what is known to be harmless: a byte is written as it is
 * only when its grammar gives it no meaning, else it is escaped as that
 * grammar escapes, and where the grammar cannot, the text is refused.
 */
#include "config.h"
#include "lib/fault.h"
#include "lib/str.h"
#include "render/quote.h"

static const struct fault unquotable = {
	"ValueNotRenderable", "System.FormatException", CATEGORY_INVALID_DATA,
	"Change the value in the hosting state."
};

static bool refuse(const char *text, const char *why, GError **error)
{
	g_autofree char *shown = g_strescape(text, NULL);
	value_auto target = value_text(text);

	fault_set(error, &unquotable, target, "The value \"%.200s\" cannot be written: %s.", shown,
		  why);
	return false;
}

static bool is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

static bool has_control(const char *text)
{
	for (; *text; text++)
		if (is_control(*text))
			return true;
	return false;
}

#define CONTROL_REASON	"it holds a control character"

bool quote_postfix(GString *out, const char *text, GError **error)
{
	if (has_control(text))
		return refuse(text, CONTROL_REASON, error);
	if (strpbrk(text, "{}"))
		return refuse(text, "it holds a brace", error);
	for (; *text; text++) {
		if (*text == '$')
			g_string_append_c(out, '$');
		g_string_append_c(out, *text);
	}
	return true;
}

bool quote_table(GString *out, const char *text, GError **error)
{
	if (!*text || has_control(text) || strpbrk(text, " ,$#"))
		return refuse(text, "it is not one word of a table", error);
	g_string_append(out, text);
	return true;
}

bool quote_dovecot(GString *out, const char *text, GError **error)
{
	if (has_control(text))
		return refuse(text, CONTROL_REASON, error);
	/* These begin variables and files, within quotation marks as well. */
	if (strpbrk(text, "$%<"))
		return refuse(text, "it holds $, % or <", error);
	g_string_append_c(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\' || *text == '\'')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
	return true;
}

bool quote_passwd(GString *out, const char *text, GError **error)
{
	if (has_control(text))
		return refuse(text, CONTROL_REASON, error);
	if (strpbrk(text, ": "))
		return refuse(text, "it holds a blank or a colon", error);
	g_string_append(out, text);
	return true;
}

bool quote_nginx(GString *out, const char *text, GError **error)
{
	if (has_control(text))
		return refuse(text, CONTROL_REASON, error);
	/* nginx has no way to write a dollar sign; ~ would begin a pattern. */
	if (strchr(text, '$') || *text == '~')
		return refuse(text, "it holds a dollar sign, or begins with a tilde", error);
	if (*text &&
	    strspn(text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "._:/?&=%@+*-") == strlen(text)) {
		g_string_append(out, text);
		return true;
	}
	g_string_append_c(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
	return true;
}

bool quote_zone(GString *out, const char *text, GError **error)
{
	for (; *text; text++) {
		if (g_ascii_isalnum(*text) || strchr("-_.*@:=+/~!%&,?", *text))
			g_string_append_c(out, *text);
		else
			g_string_append_printf(out, "\\%03u", (unsigned char)*text);
	}
	return true;
}

bool quote_knot(GString *out, const char *text, GError **error)
{
	if (has_control(text))
		return refuse(text, CONTROL_REASON, error);
	g_string_append_c(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
	return true;
}
