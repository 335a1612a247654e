/*
 * Syntax lines: what a command takes, in the order of its sets.
 */
#include "config.h"

#include "shell/command_info.h"
#include "shell/parameter_info.h"
#include "state/record.h"

static const char *shown_name(const struct sig_param *param)
{
	return param->function ? param->function->ast->spelled->data : sig_param_name(param);
}

/* The namespaces of a name and of its arguments left off. */
static char *without_namespaces(const char *name)
{
	GString *out = g_string_new(NULL);

	while (*name) {
		size_t n = strcspn(name, "[], ");
		const char *dot = g_strrstr_len(name, n, ".");
		size_t skip = dot ? dot + 1 - name : 0;

		g_string_append_len(out, name + skip, n - skip);
		name += n;
		if (*name)
			g_string_append_c(out, *name++);
	}
	return g_string_free(out, FALSE);
}

char *sig_param_type(const struct sig_param *param)
{
	const struct param *table = param->table;

	if (table && table->complete && record_kind_find(table->complete))
		return g_strdup_printf("%sIdParameter%s", table->complete,
				       g_str_has_suffix(table->type, "[]") ? "[]" : "");
	if (param->type && param->type != &type_object)
		return without_namespaces(type_short(param->type));
	if (!param->type && table && !(table->flags & PARAM_NO_CONVERT) && !g_str_has_prefix(table->type, "object"))
		return g_strdup(table->type);
	return g_strdup("Object");
}

static void append_param(GString *out, const struct sig_param *param, const struct sig_set *set)
{
	const char *name = shown_name(param);
	g_autofree char *type = sig_param_type(param);

	if (out->len)
		g_string_append_c(out, ' ');
	if (param->is_switch)
		g_string_append_printf(out, set->mandatory ? "-%s" : "[-%s]", name);
	else if (set->mandatory)
		g_string_append_printf(out, set->position >= 0 ? "[-%s] <%s>" : "-%s <%s>", name, type);
	else
		g_string_append_printf(out, set->position >= 0 ? "[[-%s] <%s>]" : "[-%s <%s>]", name, type);
}

struct string *signature_set_syntax(const struct signature *s, uint32_t mask)
{
	g_autoptr(GPtrArray) params = signature_in_order(s, mask);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < params->len; i++) {
		const struct sig_param *param = params->pdata[i];

		if (!(param->flags & PARAM_HIDDEN))
			append_param(out, param, sig_param_in(param, mask));
	}
	if (s->should_process)
		g_string_append_printf(out, "%s[-WhatIf] [-Confirm]", out->len ? " " : "");
	if (s->advanced)
		g_string_append_printf(out, "%s[<CommonParameters>]", out->len ? " " : "");
	return str_from_gstring(out);
}

struct syntax_data {
	GString *out;
	const char *name;
};

static void append_set(const struct signature *s, const char *set, uint32_t mask, void *data)
{
	struct syntax_data *syntax = data;
	struct string *text = signature_set_syntax(s, mask);

	g_string_append_printf(syntax->out, "\n%s %s\n", syntax->name, text->data);
	str_unref(text);
}

struct string *signature_syntax(const char *name, const struct signature *s)
{
	struct syntax_data syntax = { g_string_new(NULL), name };

	signature_each_set(s, append_set, &syntax);
	return str_from_gstring(syntax.out);
}
