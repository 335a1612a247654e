/*
 * The machine: Get-ComputerInfo, Restart-Computer, Stop-Computer, Get-Clipboard
 * and Set-Clipboard, Unblock-File. The clipboard is that of a program which has
 * it (wl-copy, xclip), else the terminal's, which can be set but not read.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/itempath.h"
#include "cmdlets/core/textfile.h"
#include "lib/convert.h"
#include "lib/datetime.h"
#include "lib/object.h"
#include "lib/spawn.h"

#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

/* -- Get-ComputerInfo ------------------------------------------------------------------- */

struct info_args {
	struct value property;
};

static const struct param info_params[] = {
	{ "Property", "string[]", FIELD(info_args, property), POSITION(0), .flags = PARAM_WILDCARDS,
	  .help = "The properties; all if not given." },
	{ NULL }
};

/* A line NAME=value of /etc/os-release; yours, or NULL. */
static char *release_value(const char *name)
{
	g_autofree char *text = NULL, *key = g_strconcat("\n", name, "=", NULL);
	char *at, *value;

	if (!g_file_get_contents("/etc/os-release", &text, NULL, NULL))
		return NULL;
	at = strstr(text, key);
	if (!at)
		return NULL;
	value = at + strlen(key);
	value = g_strndup(value, strcspn(value, "\n"));
	if (*value == '"') {
		memmove(value, value + 1, strlen(value));
		value[strcspn(value, "\"")] = '\0';
	}
	return value;
}

static struct value boot_time(void)
{
	struct timespec up;

	clock_gettime(CLOCK_BOOTTIME, &up);
	return date_to_local(date_value(date_now_utc() - up.tv_sec * TICKS_PER_SECOND, DATE_UTC));
}

static void put_info(struct object *object)
{
	g_autofree char *name = release_value("PRETTY_NAME"),
			*version = release_value("VERSION_ID");
	struct utsname kernel = { 0 };
	struct sysinfo memory = { 0 };
	g_autoptr(GTimeZone) zone = g_time_zone_new_local();

	uname(&kernel);
	sysinfo(&memory);
	object_set(object, "CsName", value_text(g_get_host_name()));
	object_set(object, "CsDNSHostName", value_text(g_get_host_name()));
	object_set(object, "CsNumberOfLogicalProcessors",
		   value_i32((int32_t)sysconf(_SC_NPROCESSORS_ONLN)));
	object_set(object, "CsTotalPhysicalMemory",
		   value_i64((int64_t)memory.totalram * memory.mem_unit));
	object_set(object, "CsUserName", value_text(g_get_user_name()));
	object_set(object, "OsName", value_text(name ? name : kernel.sysname));
	object_set(object, "OsVersion", value_text(version ? version : kernel.release));
	object_set(object, "OsBuildNumber", value_text(kernel.release));
	object_set(object, "OsArchitecture", value_text(kernel.machine));
	object_set(object, "OsLastBootUpTime", boot_time());
	object_set(object, "OsUptime", timespan_value(memory.uptime * TICKS_PER_SECOND));
	object_set(object, "OsFreePhysicalMemory",
		   value_i64((int64_t)memory.freeram * memory.mem_unit / 1024));
	object_set(object, "TimeZone", value_text(g_time_zone_get_identifier(zone)));
}

static void keep_matching(const struct object *all, struct object *kept, struct value pattern)
{
	for (uint32_t i = 0; i < all->shape->n; i++) {
		value_auto name = value_str(str_ref(all->shape->members[i].name));

		if (text_is_like(name, pattern))
			object_set(kept, name.u.str->data, value_ref(all->slots[i]));
	}
}

static enum flow get_computerinfo(struct call *call, void *data)
{
	struct info_args *args = data;
	struct object *all = object_custom(), *kept;

	put_info(all);
	if (!arg_given(args->property))
		return emit_take(call, value_of(all));
	kept = object_custom();
	for (uint32_t i = 0; i < arg_count(args->property); i++) {
		value_auto pattern = arg_at(args->property, i);

		keep_matching(all, kept, pattern);
	}
	value_unref(value_of(all));
	return emit_take(call, value_of(kept));
}

static const struct cmdlet_example info_examples[] = {
	{ "Get-ComputerInfo OsName, OsVersion", "What this host runs." },
	{ NULL }
};

CMDLET(get_computerinfo_cmdlet) = {
	.name = "Get-ComputerInfo", .aliases = "gin", .module = MODULE_MANAGE,
	.synopsis = "Gets what is known of this host and its system.",
	.params = info_params, .examples = info_examples,
	.args_size = sizeof(struct info_args), .process = get_computerinfo,
};

/* -- Restart-Computer, Stop-Computer ------------------------------------------------------- */

struct computer_args {
	struct value name, force, credential, wait, timeout, what, delay, protocol;
};

static const struct param computer_params[] = {
	{ "ComputerName", "string[]", FIELD(computer_args, name), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .aliases = "CN __SERVER Server IPAddress",
	  .help = "This host; another one is not reached." },
	{ "Force", "switch", FIELD(computer_args, force), .help = "Does not wait for who is logged on." },
	{ "Credential", "pscredential", FIELD(computer_args, credential), .flags = PARAM_REFUSED,
	  .help = "It is done as the user who runs the shell." },
	{ "Wait", "switch", FIELD(computer_args, wait), .flags = PARAM_REFUSED,
	  .help = "A shell cannot wait for its own host." },
	{ "Timeout", "int", FIELD(computer_args, timeout), .flags = PARAM_IGNORED,
	  .help = "There is nothing to wait for." },
	{ "For", "string", FIELD(computer_args, what), .flags = PARAM_IGNORED,
	  .help = "There is nothing to wait for." },
	{ "Delay", "int", FIELD(computer_args, delay), .flags = PARAM_IGNORED,
	  .help = "There is nothing to wait for." },
	{ "WsmanAuthentication", "string", FIELD(computer_args, protocol), .flags = PARAM_IGNORED,
	  .help = "No other host is reached." },
	{ NULL }
};

static const struct fault other_host = { "RemoteComputerNotSupported",
					 "System.NotSupportedException", CATEGORY_NOT_IMPLEMENTED,
					 "Run the command on that host." },
			  not_done = { "CommandFailed", "System.InvalidOperationException",
				       CATEGORY_INVALID_OPERATION, NULL };

static bool is_this_host(const char *name)
{
	return text_equal_nocase(name, "localhost") || g_str_equal(name, ".") ||
	       text_equal_nocase(name, g_get_host_name()) || g_str_has_prefix(name, "127.");
}

static enum flow change_computer(struct call *call, const char *name)
{
	const char *option = call_cmdlet(call)->data;
	const char *argv[] = { "shutdown", option, "now", NULL };
	struct spawn spawn = { .argv = argv };
	g_autofree char *what = g_strdup_printf("%s (%s)", name, g_get_host_name());
	g_autoptr(GError) failed = NULL;
	value_auto target = value_text(name);
	enum flow flow;

	if (!is_this_host(name))
		return call_fail(call, &other_host, target,
				 "The computer %s is not this one: another host is "
				 "not reached from here.",
				 name);
	if (!call_should_process_action(call, what,
					g_str_equal(option, "-r")
						? "Enable the Local shutdown access "
						  "rights and restart the computer."
						: "Enable the Local shutdown access "
						  "rights and shut down the computer.",
					&flow))
		return flow;
	host_flush(call_host(call));
	if (!spawn_check(&spawn, NULL, &failed))
		return call_fail(call, &not_done, target,
				 "The computer %s could not be changed: %s", name, failed->message);
	return FLOW_NEXT;
}

static enum flow computer(struct call *call, void *data)
{
	struct computer_args *args = data;
	enum flow flow = FLOW_NEXT;

	if (!arg_given(args->name))
		return change_computer(call, "localhost");
	for (uint32_t i = 0; i < arg_count(args->name) && flow == FLOW_NEXT; i++) {
		value_auto name = arg_at(args->name, i);

		flow = change_computer(call, arg_text(name, ""));
	}
	return flow;
}

static const struct cmdlet_example restart_examples[] = {
	{ "Restart-Computer -WhatIf", "Shows that this host would be started anew." },
	{ NULL }
};

CMDLET(restart_computer_cmdlet) = {
	.name = "Restart-Computer",
	.module = MODULE_MANAGE,
	.synopsis = "Starts this host anew.",
	.params = computer_params,
	.examples = restart_examples,
	.args_size = sizeof(struct computer_args),
	.flags = CMDLET_SHOULD_PROCESS,
	.process = computer,
	.data = "-r",
};

static const struct cmdlet_example stop_examples[] = {
	{ "Stop-Computer -WhatIf", "Shows that this host would be shut down." },
	{ NULL }
};

CMDLET(stop_computer_cmdlet) = {
	.name = "Stop-Computer",
	.module = MODULE_MANAGE,
	.synopsis = "Shuts this host down.",
	.params = computer_params,
	.examples = stop_examples,
	.args_size = sizeof(struct computer_args),
	.flags = CMDLET_SHOULD_PROCESS,
	.process = computer,
	.data = "-h",
};

/* -- Clipboard --------------------------------------------------------------------------------- */

struct clipboard_args {
	struct value value, append, pass, osc, raw, delimiter;
};

static const struct fault no_clipboard = {
	"ClipboardNotAvailable", "System.PlatformNotSupportedException", CATEGORY_NOT_INSTALLED,
	"Install the package xclip or wl-clipboard." };

/* A program that has the clipboard, as a vector; NULL: none. */
static const char *const *clipboard_program(bool set)
{
	static const char *const wayland[2][4] = { { "wl-paste", "--no-newline", NULL },
						   { "wl-copy", NULL } };
	static const char *const x[2][5] = { { "xclip", "-selection", "clipboard", "-out", NULL },
					     { "xclip", "-selection", "clipboard", "-in", NULL } };
	g_autofree char *a = g_getenv("WAYLAND_DISPLAY") ? g_find_program_in_path("wl-copy") : NULL;
	g_autofree char *b = g_getenv("DISPLAY") ? g_find_program_in_path("xclip") : NULL;

	return a ? wayland[set] : b ? x[set] : NULL;
}

static const struct param set_clipboard_params[] = {
	{ "Value", "string[]", FIELD(clipboard_args, value), POSITION(0), .pipeline = BY_VALUE | BY_NAME,
	  .flags = PARAM_MANDATORY | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, .help = "The text." },
	{ "Append", "switch", FIELD(clipboard_args, append), .flags = PARAM_REFUSED,
	  .help = "The clipboard is replaced." },
	{ "PassThru", "switch", FIELD(clipboard_args, pass), .help = "Gives the text out as well." },
	{ "AsOSC52", "switch", FIELD(clipboard_args, osc),
	  .help = "Sets the clipboard of the terminal, over any connection." },
	{ NULL }
};

struct clipboard_state {
	GString *text;
};

static enum flow clipboard_collect(struct call *call, void *data)
{
	struct clipboard_args *args = data;
	struct clipboard_state *state = call_state(call);
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < arg_count(args->value) && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(args->value, i);

		if (state->text)
			g_string_append_c(state->text, '\n');
		else
			state->text = g_string_new(NULL);
		g_string_append(state->text, arg_text(v, ""));
		if (arg_on(args->pass))
			flow = emit(call, v);
	}
	return flow;
}

static enum flow clipboard_set(struct call *call, void *data)
{
	struct clipboard_args *args = data;
	GString *text = ((struct clipboard_state *)call_state(call))->text;
	const char *const *argv = arg_on(args->osc) ? NULL : clipboard_program(true);
	struct spawn spawn = { .argv = argv,
			       .input = text ? text->str : "",
			       .input_length = text ? text->len : 0 };
	g_autofree char *encoded = NULL, *sequence = NULL;
	GError *error = NULL;
	enum flow flow;

	if (!call_should_process(call, text ? text->str : "", &flow))
		return flow;
	if (argv)
		return spawn_check(&spawn, NULL, &error) ? FLOW_NEXT : call_throw(call, error);
	if (!arg_on(args->osc) && !host_is_interactive(call_host(call)))
		return call_throw_fault(
			call, &no_clipboard, VALUE_NULL,
			"There is no clipboard: no program that has it, and no terminal.");
	encoded = g_base64_encode((const guchar *)spawn.input, spawn.input_length);
	sequence = g_strdup_printf("\033]52;c;%s\a", encoded);
	host_write(call_host(call), sequence);
	return FLOW_NEXT;
}

static void clipboard_clean(struct call *call)
{
	struct clipboard_state *state = call_state(call);

	if (state->text)
		g_string_free(state->text, TRUE);
}

static const struct cmdlet_example set_clipboard_examples[] = {
	{ "Get-Mailbox | ConvertTo-Csv | Set-Clipboard", "Copies a list." },
	{ NULL }
};

CMDLET(set_clipboard_cmdlet) = {
	.name = "Set-Clipboard", .aliases = "scb", .module = MODULE_MANAGE,
	.synopsis = "Sets the content of the clipboard.",
	.params = set_clipboard_params, .examples = set_clipboard_examples,
	.args_size = sizeof(struct clipboard_args), .state_size = sizeof(struct clipboard_state),
	.flags = CMDLET_SHOULD_PROCESS, .process = clipboard_collect, .end = clipboard_set,
	.clean = clipboard_clean,
};

static const struct param get_clipboard_params[] = {
	{ "Raw", "switch", FIELD(clipboard_args, raw), .help = "All of it as one text, not lines." },
	{ "Delimiter", "string[]", FIELD(clipboard_args, delimiter), .help = "What lines are taken apart by." },
	{ NULL }
};

static enum flow clipboard_get(struct call *call, void *data)
{
	struct clipboard_args *args = data;
	const char *const *argv = clipboard_program(false);
	struct spawn spawn = { .argv = argv };
	g_auto(spawn_result) result = SPAWN_RESULT_INIT;
	value_auto delimiter = arg_count(args->delimiter) ? arg_at(args->delimiter, 0)
							  : VALUE_UNSET;
	g_auto(GStrv) lines = NULL;
	GError *error = NULL;
	enum flow flow = FLOW_NEXT;

	if (!argv)
		return call_throw_fault(call, &no_clipboard, VALUE_NULL,
					"There is no clipboard that can be read.");
	if (!spawn_check(&spawn, &result, &error))
		return call_throw(call, error);
	if (arg_on(args->raw))
		return emit_text(call, result.out->str, (ssize_t)result.out->len);
	lines = g_strsplit(result.out->str, arg_text(delimiter, "\n"), -1);
	for (size_t i = 0; lines[i] && flow == FLOW_NEXT; i++)
		flow = emit_text(call, lines[i], -1);
	return flow;
}

static const struct cmdlet_example get_clipboard_examples[] = {
	{ "Get-Clipboard | ConvertFrom-Csv", "Takes a table that was copied." },
	{ NULL }
};

CMDLET(get_clipboard_cmdlet) = {
	.name = "Get-Clipboard", .aliases = "gcb", .module = MODULE_MANAGE,
	.synopsis = "Gets the content of the clipboard.",
	.params = get_clipboard_params, .examples = get_clipboard_examples,
	.args_size = sizeof(struct clipboard_args), .process = clipboard_get,
};

/* -- Unblock-File ---------------------------------------------------------------------------------- */

struct unblock_args {
	struct value path, literal;
};

static const struct param unblock_params[] = {
	PATH_PARAMS(unblock_args, POSITION(0), "The files."),
	{ NULL }
};

/* Files carry no mark of where they came from: each that is there is free already. */
static enum flow unblock_file(struct call *call, void *data)
{
	struct unblock_args *args = data;
	enum flow flow;
	g_autoptr(GPtrArray) found = paths_expand(call, args->path, args->literal, &flow);

	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		flow = call_verbose(call, "The file %s has no mark of where it came from.",
				    (char *)found->pdata[i]);
	return flow;
}

static const struct cmdlet_example unblock_examples[] = {
	{ "Get-ChildItem *.ps1 | Unblock-File", "Frees scripts that were downloaded; here they are." },
	{ NULL }
};

CMDLET(unblock_file_cmdlet) = {
	.name = "Unblock-File", .module = MODULE_UTILITY,
	.synopsis = "Takes away the mark that a file was downloaded: files have none here.",
	.params = unblock_params, .examples = unblock_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.args_size = sizeof(struct unblock_args), .process = unblock_file,
};
