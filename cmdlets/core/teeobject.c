/*
 * Tee-Object: passes objects on and keeps them: in a variable, or as they are
 * displayed in a file.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "lib/convert.h"

struct tee_object_args {
	struct value input, path, literal, append, encoding, variable;
};

enum { SET_FILE = 1, SET_LITERAL = 2, SET_VARIABLE = 4 };

static const struct param tee_object_params[] = {
	{ "InputObject", "psobject", FIELD(tee_object_args, input), .pipeline = BY_VALUE,
	  .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, .help = "The objects." },
	{ "FilePath", "string", FIELD(tee_object_args, path), POSITION(0), .sets = SET_FILE,
	  .mandatory_sets = SET_FILE, .aliases = "Path", .complete = "File",
	  .help = "The file to write." },
	{ "LiteralPath", "string", FIELD(tee_object_args, literal), .sets = SET_LITERAL,
	  .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP", .complete = "File",
	  .help = "The file, without wildcards." },
	{ "Append", "switch", FIELD(tee_object_args, append), .help = "Adds to what is there." },
	{ "Encoding", "object", FIELD(tee_object_args, encoding), .sets = SET_FILE | SET_LITERAL,
	  .flags = PARAM_NO_CONVERT, .complete = "Encoding", .help = "The file's encoding." },
	{ "Variable", "string", FIELD(tee_object_args, variable), .sets = SET_VARIABLE,
	  .mandatory_sets = SET_VARIABLE, .help = "The variable to set." },
	{ NULL }
};

struct tee_state {
	GArray *held;
};

static enum flow tee_object(struct call *call, void *data)
{
	struct tee_object_args *args = data;
	struct tee_state *state = call_state(call);

	if (args->input.kind == V_UNSET)
		return FLOW_NEXT;
	if (!state->held)
		state->held = held_new();
	held_add(state->held, args->input);
	return emit(call, args->input);
}

static struct value kept_objects(const GArray *held)
{
	struct array *array;

	if (held && held->len == 1)
		return value_ref(g_array_index(held, struct value, 0));
	array = array_new(NULL, held ? held->len : 0);
	for (guint i = 0; held && i < held->len; i++)
		array_set(array, i, value_ref(g_array_index(held, struct value, i)));
	return value_of(array);
}

static struct value appended(struct value old, const GArray *held)
{
	struct list *list = list_new(NULL, NULL);
	struct array *array;
	uint32_t n = arg_count(old);

	for (uint32_t i = 0; i < n; i++)
		list_add(list, arg_at(old, i));
	for (guint i = 0; held && i < held->len; i++)
		list_add(list, value_ref(g_array_index(held, struct value, i)));
	array = list_to_array(list);
	value_unref(value_of(list));
	return value_of(array);
}

static void set_variable(struct call *call, const struct tee_object_args *args, const GArray *held)
{
	const char *name = arg_text(args->variable, "");
	value_auto v = VALUE_UNSET, old = VALUE_UNSET;

	if (arg_on(args->append)) {
		old = host_variable(call_host(call), name);
		v = appended(old, held);
	} else {
		v = kept_objects(held);
	}
	host_set_variable(call_host(call), name, v);
}

/* A file gets what Out-File would write. */
static enum flow write_file(struct call *call, const struct tee_object_args *args,
			    const GArray *held)
{
	value_auto objects = kept_objects(held);
	struct command_arg out[4] = {
		{ "FilePath", args->path }, { "InputObject", objects }, { "Append", args->append },
	};
	unsigned n = 3;

	if (arg_given(args->literal))
		out[0] = (struct command_arg){ "LiteralPath", args->literal };
	if (!arg_on(args->append))
		out[2].v = value_bool(false);
	if (arg_given(args->encoding))
		out[n++] = (struct command_arg){ "Encoding", args->encoding };
	return host_command(call_host(call), "Out-File", out, n, call_sink(call));
}

static enum flow tee_object_end(struct call *call, void *data)
{
	struct tee_object_args *args = data;
	struct tee_state *state = call_state(call);

	if (!arg_given(args->variable))
		return write_file(call, args, state->held);
	set_variable(call, args, state->held);
	return FLOW_NEXT;
}

static void tee_object_clean(struct call *call)
{
	held_free(((struct tee_state *)call_state(call))->held);
}

static const struct cmdlet_example tee_object_examples[] = {
	{ "Get-Mailbox | Tee-Object -Variable all | Measure-Object",
	  "Counts mailboxes and keeps them." },
	{ NULL }
};

CMDLET(tee_object_cmdlet) = {
	.name = "Tee-Object", .aliases = "tee", .module = MODULE_UTILITY,
	.synopsis = "Saves objects in a file or variable and passes them on.",
	.params = tee_object_params, .examples = tee_object_examples,
	.sets = "File LiteralFile Variable", .default_set = "File",
	.output = "System.Management.Automation.PSObject",
	.args_size = sizeof(struct tee_object_args), .state_size = sizeof(struct tee_state),
	.process = tee_object, .end = tee_object_end, .clean = tee_object_clean,
};
