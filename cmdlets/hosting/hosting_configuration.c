/*
 * Publishing the state, comparing it with what is published, going back to an
 * earlier generation.
 */
#include "config.h"
#include "cmdlets/hosting/publishing.h"
#include "cmdlets/hosting/task.h"

#define HOST_STATE	"/var/lib/hmsh"
#define HOST_ROOT	"/etc/hmsh"

char *publishing_root(struct call *call, struct value path, GError **error)
{
	struct host *host = call_host(call);
	const char *given = arg_text(path, NULL), *state = host_state_dir(host);

	if (given)
		return host_native_path(host, given, error);
	if (geteuid() == 0 && !strcmp(state, HOST_STATE))
		return g_strdup(HOST_ROOT);
	return g_build_filename(state, "published", NULL);
}

char *publishing_rundir(struct call *call)
{
	return g_build_filename(host_state_dir(call_host(call)), "sandbox", NULL);
}

/* -- Reports ---------------------------------------------------------------- */

static const char *const change_words[] = { "Added", "Changed", "Removed" };
G_STATIC_ASSERT(G_N_ELEMENTS(change_words) == PUBLISH_REMOVED + 1);

static struct value daemon_of(const char *path)
{
	const char *slash = strchr(path, '/');

	return value_str(str_new(path, slash ? slash - path : -1));
}

static enum flow emit_file(struct call *call, const struct publish_file *file)
{
	static const char *const names[] = { "Daemon", "Change", "Path", "Difference" };
	struct value values[] = {
		daemon_of(file->path), value_text(change_words[file->change]),
		value_text(file->path),
		file->difference ? value_text(file->difference) : VALUE_NULL,
	};

	return emit_take(call, task_object("Hmsh.ConfigurationDifference", names, values,
					   G_N_ELEMENTS(names)));
}

static enum flow give_warnings(struct call *call, const struct publish_report *report)
{
	enum flow flow = FLOW_NEXT;

	for (guint i = 0; flow == FLOW_NEXT && i < report->warnings->len; i++)
		flow = call_warning(call, "%s", (char *)g_ptr_array_index(report->warnings, i));
	return flow;
}

static struct value joined(GPtrArray *texts)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < texts->len; i++)
		g_string_append_printf(out, "%s%s", i ? ", " : "",
				       (char *)g_ptr_array_index(texts, i));
	return value_text(out->str);
}

static enum flow emit_report(struct call *call, const char *root,
			     const struct publish_report *report)
{
	static const char *const names[] = { "Generation", "Changed", "Reloaded", "Path" };
	struct value values[] = {
		value_i64(report->generation),
		value_i32(report->changed ? (int)report->files->len : 0),
		joined(report->reloaded), value_text(root),
	};

	for (guint i = 0; i < report->files->len; i++) {
		const struct publish_file *file = g_ptr_array_index(report->files, i);

		if (call_verbose(call, "%s %s", change_words[file->change], file->path) !=
		    FLOW_NEXT)
			break;
	}
	return emit_take(call, task_object("Hmsh.Publication", names, values, G_N_ELEMENTS(names)));
}

/* -- Publish-HostingConfiguration ----------------------------------------------- */

struct publish_args {
	struct value path, force;
};

static const struct param publish_params[] = {
	{ "Path", "string", FIELD(publish_args, path), .position = POSITION(0), .complete = "File",
	  .help = PATH_PARAM_HELP },
	{ "Force", "switch", FIELD(publish_args, force),
	  .help = "Renders everything, and overwrites files that were changed by hand." },
	{ NULL }
};

/* -WhatIf: the files that would change, and with -Verbose how. */
static enum flow show_plan(struct call *call, const struct publish_report *report)
{
	enum flow flow = FLOW_NEXT;

	for (guint i = 0; flow == FLOW_NEXT && i < report->files->len; i++) {
		const struct publish_file *file = g_ptr_array_index(report->files, i);

		flow = call_verbose(call, "%s %s\n%s", change_words[file->change], file->path,
				    file->difference);
	}
	return flow;
}

static enum flow run_publish(struct call *call, struct store *store,
			     struct publish_options *options, struct publish_report *report)
{
	enum flow flow = FLOW_NEXT;
	GError *error = NULL;

	if (!call_should_process_action(call, options->root, "Publish-HostingConfiguration",
					&flow)) {
		if (flow != FLOW_NEXT || !call_what_if(call))
			return flow;
		options->check_only = options->differences = true;
		if (!hosting_publisher.publish(store, options, report, &error))
			return call_throw(call, error);
		return show_plan(call, report);
	}
	if (!hosting_publisher.publish(store, options, report, &error))
		return call_throw(call, error);
	flow = give_warnings(call, report);
	return flow == FLOW_NEXT ? emit_report(call, options->root, report) : flow;
}

static enum flow publish_configuration(struct call *call, void *arguments)
{
	struct publish_args *args = arguments;
	GError *error = NULL;
	struct store *store = host_store(call_host(call), &error);
	g_autofree char *root = store ? publishing_root(call, args->path, &error) : NULL;
	g_autofree char *rundir = publishing_rundir(call);
	struct publish_options options = { root, rundir, .force = arg_on(args->force) };
	struct publish_report report;
	enum flow flow;

	if (!root)
		return call_throw(call, error);
	publish_report_init(&report);
	flow = run_publish(call, store, &options, &report);
	publish_report_clear(&report);
	return flow;
}

static const struct cmdlet_example publish_examples[] = {
	{ "Publish-HostingConfiguration",
	  "Makes the state the configuration of the daemons, and tells those it changed." },
	{ NULL }
};

CMDLET(publish_hosting_configuration) = {
	.name = "Publish-HostingConfiguration", .module = "HostingManagement",
	.params = publish_params,
	.args_size = sizeof(struct publish_args),
	.process = publish_configuration,
	.flags = CMDLET_SHOULD_PROCESS,
	.examples = publish_examples,
	.output = "Hmsh.Publication",
	.synopsis = "Makes the hosting state the configuration of the daemons.",
	.description =
		"Renders what changed, has each daemon's own checker look at it, swaps it in "
		"as a whole and reloads the daemons that need it. When a check fails, nothing "
		"has changed.",
};

/* -- Compare-HostingConfiguration -------------------------------------------------- */

struct compare_args {
	struct value path;
};

static const struct param compare_params[] = {
	{ "Path", "string", FIELD(compare_args, path), .position = POSITION(0), .complete = "File",
	  .help = PATH_PARAM_HELP },
	{ NULL }
};

static enum flow emit_comparison(struct call *call, const struct publish_report *report)
{
	enum flow flow = FLOW_NEXT;

	for (guint i = 0; flow == FLOW_NEXT && i < report->edited->len; i++)
		flow = call_warning(call, "The published file %s was changed by hand.",
				    (char *)g_ptr_array_index(report->edited, i));
	for (guint i = 0; flow == FLOW_NEXT && i < report->files->len; i++)
		flow = emit_file(call, g_ptr_array_index(report->files, i));
	return flow == FLOW_NEXT ? give_warnings(call, report) : flow;
}

static enum flow compare_configuration(struct call *call, void *arguments)
{
	struct compare_args *args = arguments;
	GError *error = NULL;
	struct store *store = host_store(call_host(call), &error);
	g_autofree char *root = store ? publishing_root(call, args->path, &error) : NULL;
	struct publish_options options = { root, .check_only = true, .differences = true };
	struct publish_report report;
	enum flow flow;

	if (!root)
		return call_throw(call, error);
	publish_report_init(&report);
	if (hosting_publisher.publish(store, &options, &report, &error))
		flow = emit_comparison(call, &report);
	else
		flow = call_throw(call, error);
	publish_report_clear(&report);
	return flow;
}

CMDLET(compare_hosting_configuration) = {
	.name = "Compare-HostingConfiguration", .module = "HostingManagement", .params = compare_params,
	.args_size = sizeof(struct compare_args), .process = compare_configuration,
	.synopsis = "Shows what publishing would change, without changing it.",
	.output = "Hmsh.ConfigurationDifference",
};

/* -- Get-HostingGeneration ------------------------------------------------------------ */

struct generation_args {
	struct value number, path;
};

static const struct param generation_params[] = {
	{ "Number", "long", FIELD(generation_args, number), .position = POSITION(0),
	  .help = "One generation." },
	{ "Path", "string", FIELD(generation_args, path), .complete = "File",
	  .help = PATH_PARAM_HELP },
	{ NULL }
};

#define TICKS_1970	621355968000000000LL
#define KIND_UTC	(1ULL << 62)

static enum flow emit_generation(struct call *call, const struct publish_generation *generation)
{
	static const char *const names[] = { "Number", "Created", "Current", "Files", "Sequence" };
	uint64_t ticks = TICKS_1970 + generation->created * 10000000LL;
	struct value values[] = {
		value_i64(generation->number),
		{ .kind = V_DATETIME, .u.u = ticks | KIND_UTC },
		value_bool(generation->current), value_i32(generation->files),
		value_i64(generation->sequence),
	};

	return emit_take(call, task_object("Hmsh.Generation", names, values, G_N_ELEMENTS(names)));
}

static enum flow get_generation(struct call *call, void *arguments)
{
	struct generation_args *args = arguments;
	GError *error = NULL;
	g_autofree char *root = publishing_root(call, args->path, &error);
	g_autoptr(GPtrArray) all = root ? hosting_publisher.generations(root, &error) : NULL;
	enum flow flow = FLOW_NEXT;

	if (!all)
		return call_throw(call, error);
	for (guint i = 0; flow == FLOW_NEXT && i < all->len; i++) {
		const struct publish_generation *generation = g_ptr_array_index(all, i);

		if (!arg_given(args->number) || (uint64_t)args->number.u.i == generation->number)
			flow = emit_generation(call, generation);
	}
	return flow;
}

CMDLET(get_hosting_generation) = {
	.name = "Get-HostingGeneration", .module = "HostingManagement", .params = generation_params,
	.args_size = sizeof(struct generation_args), .process = get_generation,
	.synopsis = "Shows the generations that are kept.", .output = "Hmsh.Generation",
};

/* -- Restore-HostingConfiguration ------------------------------------------------------- */

static const struct fault no_earlier = {
	"NoEarlierGeneration", "System.InvalidOperationException", CATEGORY_OBJECT_NOT_FOUND,
	"Get-HostingGeneration shows the generations that are kept."
};

struct restore_args {
	struct value generation, path, force;
};

static const struct param restore_params[] = {
	{ "Generation", "long", FIELD(restore_args, generation), .position = POSITION(0),
	  .pipeline = BY_NAME, .aliases = "Number",
	  .help = "The generation to go back to; the one before the current when not given." },
	{ "Path", "string", FIELD(restore_args, path), .complete = "File",
	  .help = PATH_PARAM_HELP },
	{ "Force", "switch", FIELD(restore_args, force),
	  .help = "Overwrites files that were changed by hand." },
	{ NULL }
};

/* The one given, else the newest before the current one; 0 + error. */
static uint64_t generation_wanted(const char *root, struct value given, GError **error)
{
	g_autoptr(GPtrArray) all = hosting_publisher.generations(root, error);
	uint64_t wanted = 0, before = 0;

	if (!all)
		return 0;
	for (guint i = 0; i < all->len; i++) {
		const struct publish_generation *generation = g_ptr_array_index(all, i);

		if (arg_given(given) ? (uint64_t)given.u.i == generation->number :
		    generation->current)
			wanted = arg_given(given) ? generation->number : before;
		before = generation->number;
	}
	if (!wanted)
		fault_set(error, &no_earlier, given, arg_given(given) ?
			  "There is no generation %d." : "There is no earlier generation.",
			  (int)given.u.i);
	return wanted;
}

static enum flow restore_configuration(struct call *call, void *arguments)
{
	struct restore_args *args = arguments;
	GError *error = NULL;
	g_autofree char *root = publishing_root(call, args->path, &error);
	g_autofree char *rundir = publishing_rundir(call), *target = NULL;
	struct publish_options options = { root, rundir, .force = arg_on(args->force) };
	struct publish_report report;
	uint64_t wanted = root ? generation_wanted(root, args->generation, &error) : 0;
	enum flow flow = FLOW_NEXT;

	if (!wanted)
		return call_throw(call, error);
	target = g_strdup_printf("generation %lu", (unsigned long)wanted);
	if (!call_should_process(call, target, &flow))
		return flow;
	publish_report_init(&report);
	if (hosting_publisher.restore(&options, wanted, &report, &error))
		flow = emit_report(call, root, &report);
	else
		flow = call_throw(call, error);
	publish_report_clear(&report);
	return flow;
}

CMDLET(restore_hosting_configuration) = {
	.name = "Restore-HostingConfiguration", .module = "HostingManagement", .params = restore_params,
	.args_size = sizeof(struct restore_args), .process = restore_configuration,
	.flags = CMDLET_SHOULD_PROCESS, .output = "Hmsh.Publication",
	.synopsis = "Makes an earlier generation current again.",
	.description = "The state is not changed: the next publishing renders it again.",
};
