/*
 * Asking for mandatory parameters, as PowerShell asks: the heading once, then
 * one line a parameter (several for an array, ended by an empty one). Secrets
 * are read without echo. With -NonInteractive it is an error that names them.
 */
#include "config.h"

#include "shell/binder.h"

#include "lib/array.h"
#include "lib/secret.h"
#include "shell/console.h"

static const struct fault missing_mandatory = {
	"MissingMandatoryParameter", "System.Management.Automation.ParameterBindingException",
	CATEGORY_INVALID_ARGUMENT, NULL };

static bool refuse(struct binding *b, const uint32_t *missing, uint32_t n, GError **error)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (uint32_t i = 0; i < n; i++)
		g_string_append_printf(names, " %s", sig_param_name(&b->signature->params[missing[i]]));
	fault_set(error, &missing_mandatory, VALUE_NULL, "Cannot process command because of one or more missing "
		  "mandatory parameters:%s.", names->str);
	return false;
}

static bool is_array(const struct type *type)
{
	return type && type->kind == V_ARRAY;
}

static bool ask(struct binding *b, uint32_t i, const char *prompt, struct value *ret, GError **error)
{
	const struct sig_param *param = &b->signature->params[i];
	bool secret = param->type == &type_securestring || param->flags & PARAM_SECRET;
	char *line = host_read_line(&b->session->host, prompt, secret, error);

	if (!line)
		return false;
	*ret = secret && param->type == &type_securestring ? securestring_new(line, strlen(line))
							   : value_text(line);
	secret_wipe(line, strlen(line));
	g_free(line);
	return true;
}

static bool ask_array(struct binding *b, uint32_t i, struct value *ret, GError **error)
{
	struct list *list = list_new(NULL, NULL);

	for (;;) {
		g_autofree char *prompt = g_strdup_printf("%s[%u]: ", sig_param_name(&b->signature->params[i]),
							  list->len);
		struct value v;

		if (!ask(b, i, prompt, &v, error)) {
			value_unref(value_of(list));
			return false;
		}
		if (v.u.str->len == 0) {
			value_unref(v);
			break;
		}
		list_add(list, v);
	}
	*ret = value_of(list_to_array(list));
	value_unref(value_of(list));
	return true;
}

static bool ask_and_bind(struct binding *b, uint32_t i, GError **error)
{
	g_autofree char *prompt = g_strdup_printf("%s: ", sig_param_name(&b->signature->params[i]));
	struct value v;
	bool ok;

	if (is_array(b->signature->params[i].type) ? !ask_array(b, i, &v, error)
						   : !ask(b, i, prompt, &v, error))
		return false;
	ok = binding_set_value(b, i, v, true, error);
	value_unref(v);
	if (ok)
		b->bound[i / 64] |= 1ull << (i % 64);
	return ok;
}

bool binding_prompt(struct binding *b, const uint32_t *missing, uint32_t n, GError **error)
{
	g_autofree char *heading = NULL;

	if (b->session->non_interactive)
		return refuse(b, missing, n, error);
	heading = g_strdup_printf("\n%s %s at command pipeline position %u\n"
				  "Supply values for the following parameters:\n",
				  "cmdlet", b->name, 1u);
	console_prompt_text(b->session, heading);
	for (uint32_t i = 0; i < n; i++)
		if (!ask_and_bind(b, missing[i], error))
			return false;
	return true;
}
