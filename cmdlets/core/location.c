/*
 * Get-, Set-, Push- and Pop-Location: the current folder and the stacks of
 * folders to come back to.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/filetree.h"
#include "lib/path.h"
#include "lib/types/results.h"

/* -- Get-Location ----------------------------------------------------------- */

struct get_location_args {
	struct value provider, drive, stack, name;
};

enum { SET_LOCATION = 1, SET_STACK = 2 };

static const struct param get_location_params[] = {
	{ "PSProvider", "string[]", FIELD(get_location_args, provider), .sets = SET_LOCATION,
	  .flags = PARAM_IGNORED, .help = "The provider; there is one." },
	{ "PSDrive", "string[]", FIELD(get_location_args, drive), .sets = SET_LOCATION,
	  .flags = PARAM_IGNORED, .help = "The drive; there is one." },
	{ "Stack", "switch", FIELD(get_location_args, stack), .sets = SET_STACK,
	  .help = "Shows the locations that were pushed." },
	{ "StackName", "string[]", FIELD(get_location_args, name), .sets = SET_STACK,
	  .help = "The stacks to show." },
	{ NULL }
};

static enum flow get_location(struct call *call, void *data)
{
	struct get_location_args *args = data;
	value_auto name = VALUE_UNSET;
	enum flow flow = FLOW_NEXT;
	GPtrArray *stack;

	if (!arg_on(args->stack) && !arg_given(args->name))
		return emit_take(call, result_path(host_location(call_host(call))));
	if (arg_count(args->name))
		name = arg_at(args->name, 0);
	stack = host_location_stack(call_host(call), arg_text(name, ""), false);
	for (guint i = stack ? stack->len : 0; i > 0 && flow == FLOW_NEXT; i--)
		flow = emit_take(call, result_path(stack->pdata[i - 1]));
	return flow;
}

static const struct cmdlet_example get_location_examples[] = {
	{ "Get-Location", "The current folder." },
	{ NULL }
};

CMDLET(get_location_cmdlet) = {
	.name = "Get-Location", .aliases = "gl pwd", .module = MODULE_MANAGE,
	.synopsis = "Gets the current location.",
	.params = get_location_params, .examples = get_location_examples,
	.sets = "Location Stack", .default_set = "Location",
	.output = "System.Management.Automation.PathInfo",
	.args_size = sizeof(struct get_location_args), .process = get_location,
};

/* -- Set-Location, Push-Location ----------------------------------------------- */

struct set_location_args {
	struct value path, literal, pass, stack;
};

enum { SET_PATH = 1, SET_LITERAL = 2, SET_NAME = 4 };

static const struct param set_location_params[] = {
	{ "Path", "string", FIELD(set_location_args, path), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = SET_PATH, .complete = "File",
	  .help = "The folder; the home folder if not given, - for the last one." },
	{ "LiteralPath", "string", FIELD(set_location_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .help = "The folder, without wildcards." },
	{ "PassThru", "switch", FIELD(set_location_args, pass), .help = "Gives the location out." },
	{ "StackName", "string", FIELD(set_location_args, stack), .pipeline = BY_NAME,
	  .sets = SET_NAME, .help = "The stack that becomes the current one." },
	{ NULL }
};

static const struct param push_location_params[] = {
	{ "Path", "string", FIELD(set_location_args, path), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = SET_PATH, .complete = "File",
	  .help = "The folder to go to; none if not given." },
	{ "LiteralPath", "string", FIELD(set_location_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .aliases = "PSPath LP", .help = "The folder, without wildcards." },
	{ "PassThru", "switch", FIELD(set_location_args, pass), .help = "Gives the location out." },
	{ "StackName", "string", FIELD(set_location_args, stack), .pipeline = BY_NAME,
	  .help = "The stack to push to." },
	{ NULL }
};

static const struct fault not_found = {
	"PathNotFound", "System.Management.Automation.ItemNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, NULL };
static const struct fault ambiguous = {
	"PathResolvesToMultiple", "System.Management.Automation.PSArgumentException",
	CATEGORY_INVALID_ARGUMENT, NULL };

/* "-" and "+" go back and forth in a history of their own. */
static char *from_history(struct call *call, const char *path)
{
	GPtrArray *back = host_location_stack(call_host(call), "\1back", true);
	GPtrArray *forth = host_location_stack(call_host(call), "\1forth", true);
	GPtrArray *from = *path == '-' ? back : forth, *to = *path == '-' ? forth : back;

	if (!from->len)
		return NULL;
	g_ptr_array_add(to, g_strdup(host_location(call_host(call))));
	return g_ptr_array_steal_index(from, from->len - 1);
}

static enum flow find_folder(struct call *call, const char *path, bool literal, char **ret)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	value_auto target = value_text(path);
	GError *error = NULL;

	if (!host_expand_path(call_host(call), path, literal, found, &error))
		return call_throw(call, error);
	if (found->len > 1)
		return call_throw_fault(call, &ambiguous, target,
			"Cannot set the location because path '%s' resolved to multiple containers. "
			"You can only the set location to a single container at a time.", path);
	if (!found->len || !is_folder(found->pdata[0]))
		return call_throw_fault(call, &not_found, target,
			"Cannot find path '%s' because it does not exist.",
			found->len ? (char *)found->pdata[0] : path);
	*ret = g_strdup(found->pdata[0]);
	return FLOW_NEXT;
}

static enum flow go_to(struct call *call, const struct set_location_args *args, const char *path)
{
	bool literal = arg_given(args->literal);
	g_autofree char *folder = NULL;
	enum flow flow;

	if (!literal && (g_str_equal(path, "-") || g_str_equal(path, "+"))) {
		folder = from_history(call, path);
		if (!folder)
			return FLOW_NEXT;
		host_set_location(call_host(call), folder);
	} else {
		flow = find_folder(call, path, literal, &folder);
		if (flow != FLOW_NEXT)
			return flow;
		g_ptr_array_add(host_location_stack(call_host(call), "\1back", true),
				g_strdup(host_location(call_host(call))));
		host_set_location(call_host(call), folder);
	}
	return arg_on(args->pass) ? emit_take(call, result_path(folder)) : FLOW_NEXT;
}

static enum flow set_location(struct call *call, void *data)
{
	struct set_location_args *args = data;

	return go_to(call, args, arg_text(arg_given(args->literal) ? args->literal : args->path, "~"));
}

static enum flow push_location(struct call *call, void *data)
{
	struct set_location_args *args = data;
	const char *path = arg_text(arg_given(args->literal) ? args->literal : args->path, NULL);
	g_autofree char *here = g_strdup(host_location(call_host(call)));
	enum flow flow = path ? go_to(call, args, path) : FLOW_NEXT;

	if (flow == FLOW_NEXT)
		g_ptr_array_add(host_location_stack(call_host(call), arg_text(args->stack, ""), true),
				g_steal_pointer(&here));
	return flow;
}

static const struct cmdlet_example set_location_examples[] = {
	{ "Set-Location /srv/mail", "Makes a folder the current one." },
	{ "Set-Location -", "Goes back." },
	{ NULL }
};

CMDLET(set_location_cmdlet) = {
	.name = "Set-Location", .aliases = "cd chdir sl", .module = MODULE_MANAGE,
	.synopsis = "Sets the current location.",
	.params = set_location_params, .examples = set_location_examples,
	.sets = "Path LiteralPath Stack", .default_set = "Path",
	.args_size = sizeof(struct set_location_args), .process = set_location,
};

static const struct cmdlet_example push_location_examples[] = {
	{ "Push-Location /tmp", "Goes to a folder and remembers where it was." },
	{ NULL }
};

CMDLET(push_location_cmdlet) = {
	.name = "Push-Location", .aliases = "pushd", .module = MODULE_MANAGE,
	.synopsis = "Adds the current location to a stack of locations.",
	.params = push_location_params, .examples = push_location_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.args_size = sizeof(struct set_location_args), .process = push_location,
};

/* -- Pop-Location ------------------------------------------------------------------ */

struct pop_location_args {
	struct value pass, stack;
};

static const struct param pop_location_params[] = {
	{ "PassThru", "switch", FIELD(pop_location_args, pass), .help = "Gives the location out." },
	{ "StackName", "string", FIELD(pop_location_args, stack), .pipeline = BY_NAME,
	  .help = "The stack to take from." },
	{ NULL }
};

static const struct fault no_stack = {
	"Argument", "System.Management.Automation.PSArgumentException", CATEGORY_INVALID_ARGUMENT,
	NULL };

static enum flow pop_location(struct call *call, void *data)
{
	struct pop_location_args *args = data;
	const char *name = arg_text(args->stack, "");
	GPtrArray *stack = host_location_stack(call_host(call), name, false);
	g_autofree char *folder = NULL;

	if (!stack && *name)
		return call_throw_fault(call, &no_stack, VALUE_NULL,
			"Cannot find location stack '%s'. It does not exist or it is not a container.",
			name);
	if (!stack || !stack->len)
		return FLOW_NEXT;
	folder = g_ptr_array_steal_index(stack, stack->len - 1);
	host_set_location(call_host(call), folder);
	return arg_on(args->pass) ? emit_take(call, result_path(folder)) : FLOW_NEXT;
}

static const struct cmdlet_example pop_location_examples[] = {
	{ "Pop-Location", "Goes back to where Push-Location was called." },
	{ NULL }
};

CMDLET(pop_location_cmdlet) = {
	.name = "Pop-Location", .aliases = "popd", .module = MODULE_MANAGE,
	.synopsis = "Goes to the location pushed most recently.",
	.params = pop_location_params, .examples = pop_location_examples,
	.args_size = sizeof(struct pop_location_args), .process = pop_location,
};
