/*
 * The parameters of a ceremony are made from its words when it is first used,
 * and kept, as they follow from const tables alone.
 */
#include "config.h"
#include "cmdlets/hosting/ceremony.h"
#include "lib/str.h"

extern const struct cmdlet *const cmdlet_registry[];

static const char what_is_ignored[] =
	"Accepted for compatibility; it has no meaning on this host.";
static const char what_prefix_is[] =
	"Gives the cmdlets further names, with this before their nouns.";

static struct param param_of(const char *word, unsigned *position)
{
	size_t len = strlen(word);
	bool is_switch = word[len - 1] == '!', placed = word[len - 1] == '@';
	struct param param = {
		.name = g_strndup(word, len - (is_switch || placed)),
		.type = is_switch ? "switch" : "object", .at = FIELD(ceremony_args, ignored),
		.flags = PARAM_IGNORED | (is_switch ? 0 : PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY),
		.position = placed ? POSITION((int)(*position)++) : 0, .help = what_is_ignored,
	};

	if (!strcmp(param.name, "Prefix")) {
		param.at = FIELD(ceremony_args, prefix);
		param.type = "string";
		param.help = what_prefix_is;
		param.flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY;
	}
	return param;
}

static struct param_table *make(const struct ceremony *ceremony)
{
	g_auto(GStrv) words = g_strsplit(ceremony->takes, " ", -1);
	struct param_table *table = g_new0(struct param_table, 1);
	GArray *params = g_array_new(TRUE, TRUE, sizeof(struct param));
	unsigned position = 0;

	for (char **word = words; *word; word++) {
		struct param param = { NULL };

		if (!**word)
			continue;
		param = param_of(*word, &position);
		g_array_append_val(params, param);
	}
	table->params = (const struct param *)(void *)g_array_free(params, FALSE);
	table->args_size = sizeof(struct ceremony_args);
	return table;
}

const struct param_table *ceremony_params(const struct cmdlet *cmdlet)
{
	static GHashTable *tables;	/* as in record_params.c: made from const tables, kept for good */
	struct param_table *table;

	if (!tables)
		tables = g_hash_table_new(NULL, NULL);
	table = g_hash_table_lookup(tables, cmdlet);
	if (!table) {
		table = make(cmdlet->data);
		g_hash_table_insert(tables, (gpointer)cmdlet, table);
	}
	return table;
}

static enum flow add_name(struct call *call, const struct cmdlet *cmdlet, const char *prefix)
{
	const char *dash = strchr(cmdlet->name, '-');
	g_autofree char *name = g_strdup_printf("%.*s-%s%s", (int)(dash - cmdlet->name),
						cmdlet->name, prefix, dash + 1);
	value_auto from = value_text(name), to = value_text(cmdlet->name);
	value_auto scope = value_text("Global");
	const struct command_arg args[] = {
		{ "Name", from }, { "Value", to }, { "Scope", scope }, { "Force", value_bool(true) } };

	return host_command(call_host(call), "Set-Alias", args, G_N_ELEMENTS(args),
			    call_sink(call));
}

enum flow ceremony_prefix(struct call *call, const char *prefix)
{
	enum flow flow = FLOW_NEXT;

	for (const struct cmdlet *const *c = cmdlet_registry; *prefix && *c && flow == FLOW_NEXT;
	     c++)
		if ((*c)->module && !strcmp((*c)->module, "HostingManagement") &&
		    strchr((*c)->name, '-'))
			flow = add_name(call, *c, prefix);
	return flow;
}

enum flow ceremony_run(struct call *call, void *data)
{
	const struct ceremony *ceremony = call_cmdlet(call)->data;
	const struct ceremony_args *args = data;
	enum flow flow = call_verbose(call, "%s", ceremony->says);

	return flow == FLOW_NEXT ? ceremony_prefix(call, arg_text(args->prefix, "")) : flow;
}
