/*
 * Parameters from record tables. A table of parameters is made when a cmdlet
 * is first used and kept for good, as it follows from const tables alone.
 */
#include "config.h"
#include "cmdlets/record_params.h"

enum verb { VERB_GET, VERB_SET, VERB_REMOVE, VERB_NEW };

#define ALIGNED(size) (((size) + 15) & ~(size_t)15)

static const char what_is_ignored[] =
	"Accepted for compatibility; it has no meaning on this host.";

static const struct param param_identity = {
	"Identity", "object", FIELD(record_args, identity), POSITION(0), BY_VALUE | BY_NAME,
	.flags = PARAM_WILDCARDS,
	.help = "Name, Organization\\Name, GUID, address, alias, domain or distinguished name." };
static const struct param param_organization = {
	"Organization", "object", FIELD(record_args, organization), .complete = "Organization",
	.help = "The organization it belongs to." };
static const struct param param_filter = {
	"Filter", "object", FIELD(record_args, filter),
	.help = "What to show, as Name -like 'a*' -and Alias -ne 'x'." };
static const struct param param_result_size = {
	"ResultSize", "object", FIELD(record_args, result_size),
	.help = "How many to show at most, or Unlimited; 1000 when not given." };
static const struct param param_sort_by = {
	"SortBy", "string", FIELD(record_args, sort_by), .help = "The property to sort by." };
static const struct param param_force = {
	"Force", "switch", FIELD(record_args, force), .help = "Does not ask." };
static const struct param param_pass_thru = {
	"PassThru", "switch", FIELD(record_args, pass_thru), .help = "Emits the changed object." };
static const struct param param_server = {
	"DomainController", "object", FIELD(record_args, ignored),
	.flags = PARAM_IGNORED | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, .help = what_is_ignored };

/* Offset of the properties' values behind the noun's own struct. */
static size_t properties_at(const struct record_verb *verb)
{
	return ALIGNED(sizeof(struct record_args)) + ALIGNED(verb->extra_size);
}

void *record_args_extra(void *args)
{
	return (char *)args + ALIGNED(sizeof(struct record_args));
}

struct value *record_args_properties(const struct record_verb *verb, void *args)
{
	return (struct value *)(void *)((char *)args + properties_at(verb));
}

/* -- Making --------------------------------------------------------------------------- */

static bool has(const GArray *params, const char *name)
{
	for (guint i = 0; i < params->len; i++)
		if (text_equal_nocase(g_array_index(params, struct param, i).name, name))
			return true;
	return false;
}

static void add(GArray *params, const struct param *param)
{
	if (!has(params, param->name))
		g_array_append_val(params, *param);
}

static void add_mandatory(GArray *params, const struct param *param)
{
	struct param mandatory = *param;

	mandatory.flags |= PARAM_MANDATORY;
	add(params, &mandatory);
}

/* "Name Other! ...": parameters that only have to be accepted, or only to be refused. */
static void add_words(GArray *params, const char *words, unsigned flags, const char *help)
{
	g_auto(GStrv) list = g_strsplit(words ? words : "", " ", -1);

	for (char **word = list; *word; word++) {
		size_t len = strlen(*word);
		bool is_switch = len && (*word)[len - 1] == '!';
		struct param param = {
			.name = g_strndup(*word, len - is_switch),
			.type = is_switch ? "switch" : "object", .at = FIELD(record_args, ignored),
			.flags = flags | (is_switch ? 0 : PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY),
			.help = help,
		};

		if (len && !has(params, param.name))
			g_array_append_val(params, param);
		else
			g_free((char *)param.name);
	}
}

static bool is_among(const char *words, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = words; p && *p; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");

		if (n == len && !g_ascii_strncasecmp(p, name, n))
			return true;
		p += n;
	}
	return false;
}

static bool takes(const struct record_verb *verb, const struct property *p, enum verb what)
{
	unsigned no = PROPERTY_READONLY | PROPERTY_SECRET |
		      (what == VERB_NEW ? PROPERTY_SET_ONLY : PROPERTY_NEW_ONLY);

	if (p->flags & no || (p->flags & PROPERTY_COMPUTED && !p->assign))
		return false;
	return verb->only ? is_among(verb->only, p->name) : !is_among(verb->without, p->name);
}

static void add_property(GArray *params, const struct record_verb *verb, const struct property *p,
			 size_t at, enum verb what)
{
	bool is_new = what == VERB_NEW, key = p->flags & PROPERTY_KEY;
	struct param param = {
		.name = p->name, .at = at, .help = p->help, .values = p->values,
		.type = p->flags & PROPERTY_MULTI ? "object" : p->type, .complete = p->reference,
		.pipeline = is_new ? BY_NAME : 0, .position = is_new && key ? POSITION(0) : 0,
		.flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	};

	if (is_new && (key || p->flags & PROPERTY_REQUIRED) && !p->fallback)
		param.flags = PARAM_MANDATORY;
	if (p->flags & PROPERTY_INERT)
		param.flags |= PARAM_IGNORED;
	add(params, &param);
}

static void add_properties(GArray *params, const struct record_verb *verb,
			   const struct record_kind *kind, enum verb what)
{
	size_t at = properties_at(verb);

	for (const struct property *p = kind->properties; p->name; p++, at += sizeof(struct value))
		if (takes(verb, p, what))
			add_property(params, verb, p, at, what);
}

static void add_extra(GArray *params, const struct record_verb *verb)
{
	for (const struct param *p = verb->extra; p && p->name; p++) {
		struct param param = *p;

		param.at += ALIGNED(sizeof(struct record_args));
		add(params, &param);
	}
}

static void add_identity(GArray *params, const struct record_verb *verb, const struct record_kind *kind,
			 enum verb what)
{
	struct param identity = param_identity;

	identity.complete = kind->name;
	identity.aliases = verb->identity_aliases;
	if (what == VERB_GET)
		add(params, &identity);
	else
		add_mandatory(params, &identity);
}

static void add_all(GArray *params, const struct record_verb *verb, const struct record_kind *kind,
		    enum verb what)
{
	bool tenants = kind->scope == SCOPE_ORGANIZATION && !(verb->flags & RECORD_NO_ORGANIZATION);

	add_extra(params, verb);
	if (what != VERB_NEW)
		add_identity(params, verb, kind, what);
	if (what == VERB_NEW || what == VERB_SET)
		add_properties(params, verb, kind, what);
	if (tenants && what == VERB_NEW && !verb->owner)
		add_mandatory(params, &param_organization);
	else if (tenants)
		add(params, &param_organization);
	if (what == VERB_GET && verb->flags & RECORD_LISTS) {
		add(params, &param_filter);
		add(params, &param_result_size);
		add(params, &param_sort_by);
	}
	if (verb->flags & RECORD_FORCE)
		add(params, &param_force);
	if (verb->flags & RECORD_PASS_THRU)
		add(params, &param_pass_thru);
	add(params, &param_server);
	add_words(params, verb->ignored, PARAM_IGNORED, what_is_ignored);
	add_words(params, verb->refused, PARAM_REFUSED, verb->refusal);
}

static const struct param_table *make(const struct record_verb *verb, enum verb what)
{
	const struct record_kind *kind = record_kind_find(verb->kind);
	struct param_table *table = g_new0(struct param_table, 1);
	GArray *params = g_array_new(TRUE, TRUE, sizeof(struct param));
	size_t n = 0;

	while (kind->properties[n].name)
		n++;
	add_all(params, verb, kind, what);
	table->params = (const struct param *)(void *)g_array_free(params, FALSE);
	table->args_size = properties_at(verb) + n * sizeof(struct value);
	return table;
}

static const struct param_table *table_of(const struct cmdlet *cmdlet, enum verb what)
{
	static GHashTable *tables;
	struct param_table *table;

	if (!tables)
		tables = g_hash_table_new(NULL, NULL);
	table = g_hash_table_lookup(tables, cmdlet);
	if (!table) {
		table = (struct param_table *)make(cmdlet->data, what);
		g_hash_table_insert(tables, (gpointer)cmdlet, table);
	}
	return table;
}

const struct param_table *record_get_params(const struct cmdlet *cmdlet)
{
	return table_of(cmdlet, VERB_GET);
}

const struct param_table *record_set_params(const struct cmdlet *cmdlet)
{
	return table_of(cmdlet, VERB_SET);
}

const struct param_table *record_remove_params(const struct cmdlet *cmdlet)
{
	return table_of(cmdlet, VERB_REMOVE);
}

const struct param_table *record_new_params(const struct cmdlet *cmdlet)
{
	return table_of(cmdlet, VERB_NEW);
}
