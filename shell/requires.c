/*
 * The #requires lines of a script, looked at before its first statement runs.
 * Their arguments are constants, which the parser has made sure of; they are
 * evaluated as the arguments of a command are.
 */
#include "config.h"

#include "shell/requires.h"

#include <stdio.h>
#include <unistd.h>

#include "cmdlets/hosting/provided.h"
#include "lib/convert.h"
#include "shell/module.h"

#define LANGUAGE_MAJOR	7
#define LANGUAGE_MINOR	6
#define EXCEPTION	"System.Management.Automation.ScriptRequiresException"

static const struct fault wrong_version = {
	"ScriptRequiresUnmatchedPSVersion", EXCEPTION, CATEGORY_RESOURCE_UNAVAILABLE, NULL };
static const struct fault wrong_edition = {
	"ScriptRequiresUnmatchedPSEdition", EXCEPTION, CATEGORY_RESOURCE_UNAVAILABLE, NULL };
static const struct fault no_module = {
	"ScriptRequiresMissingModules", EXCEPTION, CATEGORY_RESOURCE_UNAVAILABLE, NULL };
static const struct fault no_snapin = {
	"ScriptRequiresMissingPSSnapIns", EXCEPTION, CATEGORY_RESOURCE_UNAVAILABLE, NULL };
static const struct fault not_root = {
	"ScriptRequiresElevation", EXCEPTION, CATEGORY_PERMISSION_DENIED, NULL };

struct requiring {
	struct session *session;
	const char *script;		/* the name that messages have */
	const struct requirement *one;
	char *text;			/* of its value; "" without one */
	GError **error;
};

/* The value as an argument of a command; yours. */
static bool argument_value(const struct requiring *r, struct value *ret)
{
	g_autofree char *command = g_strconcat("Write-Output ", r->text, NULL);
	value_auto block = VALUE_UNSET;

	if (!block_parse(&r->session->host, command, &block, r->error))
		return false;
	return block_value(&r->session->host, block, VALUE_NULL, ret) == FLOW_NEXT;
}

static bool version_is_met(const struct requiring *r)
{
	value_auto target = value_text(r->script);
	int major = 0, minor = 0;

	sscanf(r->text, "%d.%d", &major, &minor);
	if (major < LANGUAGE_MAJOR || (major == LANGUAGE_MAJOR && minor <= LANGUAGE_MINOR))
		return true;
	fault_set(r->error, &wrong_version, target, "The script '%s' cannot be run because it contained a "
		  "\"#requires\" statement for PowerShell %d.%d. The version of PowerShell that is required "
		  "by the script does not match the currently running version of PowerShell %d.%d.",
		  r->script, major, minor, LANGUAGE_MAJOR, LANGUAGE_MINOR);
	return false;
}

static bool edition_is_met(const struct requiring *r)
{
	value_auto target = value_text(r->script);

	if (text_equal_nocase(r->text, "Core"))
		return true;
	fault_set(r->error, &wrong_edition, target, "The script '%s' cannot be run because it contained a "
		  "\"#requires\" statement for PowerShell editions '%s'. The edition of PowerShell that is "
		  "required by the script does not match the currently running PowerShell Core edition.",
		  r->script, r->text);
	return false;
}

static bool administrator_is_met(const struct requiring *r)
{
	value_auto target = value_text(r->script);

	if (geteuid() == 0)
		return true;
	fault_set(r->error, &not_root, target, "The script '%s' cannot be run because it contains a "
		  "\"#requires\" statement for running as Administrator. The current PowerShell session is "
		  "not running as Administrator. Start PowerShell by using the Run as Administrator option, "
		  "and then try running the script again.", r->script);
	return false;
}

static bool snapin_is_met(const struct requiring *r)
{
	value_auto target = value_text(r->script);

	if (!g_ascii_strncasecmp(r->text, "Microsoft.Exchange.", 19))
		return true;
	fault_set(r->error, &no_snapin, target, "The script '%s' cannot be run because the following "
		  "snap-ins that are specified by the \"#requires\" statements of the script are missing: %s.",
		  r->script, r->text);
	return false;
}

/* -- Modules -------------------------------------------------------------------------------- */

static char *entry_text(struct value v, const char *key)
{
	const struct value *entry = dict_find_text(v.u.dict, key);
	struct string *text;
	char *copy;

	if (!entry || value_is_null(*entry))
		return NULL;
	text = value_to_string(*entry, NULL);
	copy = g_strdup(text->data);
	str_unref(text);
	return copy;
}

static bool is_at_least(const char *version, const char *wanted)
{
	g_auto(GStrv) a = g_strsplit(version, ".", -1), b = g_strsplit(wanted, ".", -1);

	for (guint i = 0; i < g_strv_length(b); i++) {
		gint64 x = i < g_strv_length(a) ? g_ascii_strtoll(a[i], NULL, 10) : 0;
		gint64 y = g_ascii_strtoll(b[i], NULL, 10);

		if (x != y)
			return x > y;
	}
	return true;
}

static bool module_is_there(const struct requiring *r, const char *name, const char *minimum)
{
	const struct provided_module *provided = provided_module_find(name);
	g_autofree char *path = NULL;

	if (provided)
		return !minimum || is_at_least(provided->version, minimum);
	if (module_find(r->session, name))
		return true;
	path = module_locate(&r->session->host, name);
	return path != NULL;
}

static bool one_module_is_met(const struct requiring *r, struct value v)
{
	bool table = v.kind == V_DICT;
	struct string *text = table ? NULL : value_to_string(v, NULL);
	g_autofree char *name = table ? entry_text(v, "ModuleName") : g_strdup(text->data);
	g_autofree char *minimum = table ? entry_text(v, "ModuleVersion") : NULL;
	value_auto target = value_text(r->script);

	str_unref(text);
	if (name && module_is_there(r, name, minimum))
		return true;
	fault_set(r->error, &no_module, target, "The script '%s' cannot be run because the following "
		  "modules that are specified by the \"#requires\" statements of the script are missing: %s.",
		  r->script, name ? name : "");
	return false;
}

static bool modules_are_met(const struct requiring *r)
{
	value_auto names = VALUE_UNSET;
	struct enumerator e;
	struct value item;
	bool met = argument_value(r, &names);

	if (!met)
		return false;
	if (names.kind == V_DICT)
		return one_module_is_met(r, names);
	enumerator_init(&e, names);
	while (met && enumerator_next(&e, &item, NULL)) {
		met = one_module_is_met(r, item);
		value_unref(item);
	}
	enumerator_clear(&e);
	return met;
}

static bool is_met(const struct requiring *r)
{
	switch (r->one->kind) {
	case REQUIRE_VERSION:
		return version_is_met(r);
	case REQUIRE_EDITION:
		return edition_is_met(r);
	case REQUIRE_MODULES:
		return modules_are_met(r);
	case REQUIRE_ADMINISTRATOR:
		return administrator_is_met(r);
	case REQUIRE_SNAPIN:
		return snapin_is_met(r);
	default:
		return true;
	}
}

/* The text of the value, without the quotes of a constant. */
static char *value_source(const struct ast_tree *tree, const struct requirement *one)
{
	const char *start = one->value ? tree->source->text + one->value->span.start : "";
	size_t len = one->value ? one->value->span.end - one->value->span.start : 0;

	if (one->kind != REQUIRE_MODULES && len > 1 && (*start == '\'' || *start == '"'))
		return g_strndup(start + 1, len - 2);
	return g_strndup(start, len);
}

bool requirements_met(struct session *session, struct ast_tree *tree, GError **error)
{
	g_autofree char *script = tree->source->path ? g_path_get_basename(tree->source->path)
						     : g_strdup("");
	bool met = true;

	for (uint32_t i = 0; met && i < tree->requirement_count; i++) {
		struct requiring r = { .session = session,
				       .script = script,
				       .one = &tree->requirements[i],
				       .error = error };

		r.text = value_source(tree, r.one);
		met = is_met(&r);
		g_free(r.text);
	}
	return met;
}
