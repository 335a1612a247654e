/*
 * Get-, New- and Remove-PSDrive, Get-PSProvider. The drives that are no folders
 * are a table; a drive that is one is an environment variable of lib/path.h,
 * so that every path, and every shell started from here, knows it.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/filetree.h"
#include "lib/object.h"
#include "lib/path.h"

#include <sys/statvfs.h>

/* -- Providers and their drives ----------------------------------------------------- */

static const struct provider {
	const char *name, *capabilities, *drive;	/* drive NULL: folders */
} providers[] = {
	{ "Alias", "ShouldProcess", "Alias" },
	{ "Environment", "ShouldProcess", "Env" },
	{ "FileSystem", "Filter, ShouldProcess, Credentials", NULL },
	{ "Function", "ShouldProcess", "Function" },
	{ "Variable", "ShouldProcess", "Variable" },
};

struct drive {
	const struct provider *provider;
	char *name, *root;
};

static void drive_clear(gpointer data)
{
	struct drive *drive = data;

	g_free(drive->name);
	g_free(drive->root);
}

static int drive_order(const void *a, const void *b)
{
	return text_compare_nocase(((const struct drive *)a)->name,
				   ((const struct drive *)b)->name);
}

static const struct provider *provider_find(const char *name)
{
	const char *slash = strrchr(name, '\\');

	for (size_t i = 0; i < G_N_ELEMENTS(providers); i++)
		if (text_equal_nocase(providers[i].name, slash ? slash + 1 : name))
			return &providers[i];
	return NULL;
}

static void add_drive(GArray *drives, const struct provider *provider, const char *name,
		      const char *root)
{
	struct drive drive = { provider, g_strdup(name), g_strdup(root) };

	g_array_append_val(drives, drive);
}

/* All drives, by name; yours. */
static GArray *drives_all(void)
{
	GArray *drives = g_array_new(FALSE, FALSE, sizeof(struct drive));
	g_auto(GStrv) names = g_listenv();
	const struct provider *files = provider_find("FileSystem");

	g_array_set_clear_func(drives, drive_clear);
	add_drive(drives, files, "/", "/");
	add_drive(drives, files, "Temp", g_get_tmp_dir());
	for (size_t i = 0; names[i]; i++)
		if (g_str_has_prefix(names[i], PATH_DRIVE_PREFIX))
			add_drive(drives, files, names[i] + strlen(PATH_DRIVE_PREFIX),
				  g_getenv(names[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(providers); i++)
		if (providers[i].drive)
			add_drive(drives, &providers[i], providers[i].drive, "");
	g_array_sort(drives, drive_order);
	return drives;
}

static struct value provider_object(const struct provider *provider, bool with_drives);

/* Bytes used and free of the file system that a folder is on; null for other drives. */
static void put_space(struct object *object, const struct drive *drive)
{
	struct statvfs fs;
	bool known = !drive->provider->drive && statvfs(drive->root, &fs) == 0;

	object_set(object, "Used",
		   known ? value_i64((int64_t)(fs.f_blocks - fs.f_bfree) * fs.f_frsize)
			 : VALUE_NULL);
	object_set(object, "Free",
		   known ? value_i64((int64_t)fs.f_bavail * fs.f_frsize) : VALUE_NULL);
}

static struct value drive_object(struct host *host, const struct drive *drive)
{
	struct shape *shape = shape_empty(
		type_find("System.Management.Automation.PSDriveInfo", -1));
	struct object *object = object_new(shape);
	const char *here = host ? host_location(host) : "";
	bool root = g_str_equal(drive->root, "/") && *here == '/';

	shape_unref(shape);
	put_space(object, drive);
	object_set(object, "CurrentLocation", value_text(root ? here + 1 : ""));
	object_set(object, "Name", value_text(drive->name));
	object_set(object, "Provider", provider_object(drive->provider, false));
	object_set(object, "Root", value_text(drive->root));
	object_set(object, "Description", value_text(""));
	object_set(object, "DisplayRoot", VALUE_NULL);
	return value_of(object);
}

static struct value provider_object(const struct provider *provider, bool with_drives)
{
	struct shape *shape = shape_empty(
		type_find("System.Management.Automation.ProviderInfo", -1));
	struct object *object = object_new(shape);
	struct list *list = list_new(NULL, NULL);
	g_autoptr(GArray) drives = with_drives ? drives_all() : NULL;

	shape_unref(shape);
	for (guint i = 0; drives && i < drives->len; i++) {
		struct drive *drive = &g_array_index(drives, struct drive, i);

		if (drive->provider == provider)
			list_add(list, drive_object(NULL, drive));
	}
	object_set(object, "Name", value_text(provider->name));
	object_set(object, "Capabilities", value_text(provider->capabilities));
	object_set(object, "Drives", value_of(list));
	object_set(object, "Home", provider->drive ? value_text("") : value_text(g_get_home_dir()));
	object_set(object, "PSSnapIn", value_text("Microsoft.PowerShell.Core"));
	return value_of(object);
}

/* -- Get-PSDrive ----------------------------------------------------------------------- */

struct get_drive_args {
	struct value name, literal, scope, provider;
};

enum { SET_NAME = 1, SET_LITERAL_NAME = 2 };

static const struct param get_drive_params[] = {
	{ "Name", "string[]", FIELD(get_drive_args, name), POSITION(0), .sets = SET_NAME,
	  .pipeline = BY_NAME, .flags = PARAM_WILDCARDS, .help = "The drives; all if not given." },
	{ "LiteralName", "string[]", FIELD(get_drive_args, literal), POSITION(0),
	  .sets = SET_LITERAL_NAME, .mandatory_sets = SET_LITERAL_NAME, .pipeline = BY_NAME,
	  .help = "The drives, without wildcards." },
	{ "Scope", "string", FIELD(get_drive_args, scope), .pipeline = BY_NAME,
	  .flags = PARAM_IGNORED, .help = "Drives are the session's." },
	{ "PSProvider", "string[]", FIELD(get_drive_args, provider), .pipeline = BY_NAME,
	  .flags = PARAM_WILDCARDS, .help = "Only the drives of these providers." },
	{ NULL }
};

static const struct fault no_drive = {
	"GetLocationNoMatchingDrive", "System.Management.Automation.DriveNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, NULL };

static bool of_providers(const struct drive *drive, struct value names)
{
	value_auto name = value_text(drive->provider->name);

	return !arg_count(names) || text_is_like_any(name, names);
}

static enum flow get_named_drive(struct call *call, struct value pattern, bool literal,
				 struct value of)
{
	g_autoptr(GArray) drives = drives_all();
	const char *wanted = arg_text(pattern, "");
	bool any = false;
	enum flow flow = FLOW_NEXT;

	for (guint i = 0; i < drives->len && flow == FLOW_NEXT; i++) {
		struct drive *drive = &g_array_index(drives, struct drive, i);
		value_auto name = value_text(drive->name);

		if (!of_providers(drive, of) || !(literal ? text_equal_nocase(drive->name, wanted)
							  : text_is_like(name, pattern)))
			continue;
		any = true;
		flow = emit_take(call, drive_object(call_host(call), drive));
	}
	if (any || (!literal && text_has_wildcards(wanted)))
		return flow;
	return call_fail(call, &no_drive, pattern,
			 "Cannot find drive. A drive with the name '%s' does not exist.", wanted);
}

static enum flow get_psdrive(struct call *call, void *data)
{
	struct get_drive_args *args = data;
	bool literal = arg_given(args->literal);
	value_auto all = value_text("*");
	struct value names = literal ? args->literal : arg_given(args->name) ? args->name : all;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < arg_count(names) && flow == FLOW_NEXT; i++) {
		value_auto name = arg_at(names, i);

		flow = get_named_drive(call, name, literal, args->provider);
	}
	return flow;
}

static const struct cmdlet_example get_drive_examples[] = {
	{ "Get-PSDrive -PSProvider FileSystem", "The drives that are folders, with the space they have." },
	{ NULL }
};

CMDLET(get_psdrive_cmdlet) = {
	.name = "Get-PSDrive", .aliases = "gdr", .module = MODULE_MANAGE,
	.synopsis = "Gets the drives of the session.",
	.params = get_drive_params, .examples = get_drive_examples,
	.sets = "Name LiteralName", .default_set = "Name",
	.output = "System.Management.Automation.PSDriveInfo",
	.args_size = sizeof(struct get_drive_args), .process = get_psdrive,
};

/* -- New-PSDrive -------------------------------------------------------------------------- */

struct new_drive_args {
	struct value name, provider, root, description, scope, persist, credential;
};

static const struct param new_drive_params[] = {
	{ "Name", "string", FIELD(new_drive_args, name), POSITION(0), .pipeline = BY_NAME,
	  .flags = PARAM_MANDATORY, .help = "The drive's name." },
	{ "PSProvider", "string", FIELD(new_drive_args, provider), POSITION(1), .pipeline = BY_NAME,
	  .flags = PARAM_MANDATORY, .help = "FileSystem." },
	{ "Root", "string", FIELD(new_drive_args, root), POSITION(2), .pipeline = BY_NAME,
	  .flags = PARAM_MANDATORY | PARAM_ALLOW_EMPTY, .complete = "File",
	  .help = "The folder that it stands for." },
	{ "Description", "string", FIELD(new_drive_args, description), .pipeline = BY_NAME,
	  .help = "What it is for." },
	{ "Scope", "string", FIELD(new_drive_args, scope), .pipeline = BY_NAME,
	  .flags = PARAM_IGNORED, .help = "Drives are the session's." },
	{ "Persist", "switch", FIELD(new_drive_args, persist), .flags = PARAM_REFUSED,
	  .help = "Network shares are mounted by the system, not by the shell." },
	{ "Credential", "pscredential", FIELD(new_drive_args, credential), .pipeline = BY_NAME,
	  .flags = PARAM_REFUSED, .help = "Folders are reached as the user who runs the shell." },
	{ NULL }
};

static const struct fault
	no_provider = { "ProviderNotFound",
			"System.Management.Automation.ProviderNotFoundException",
			CATEGORY_OBJECT_NOT_FOUND, "Get-PSProvider shows the providers." },
	one_drive = { "NotSupported", "System.Management.Automation.PSNotSupportedException",
		      CATEGORY_NOT_IMPLEMENTED, "Make drives of the provider FileSystem." },
	bad_name = { "Argument", "System.Management.Automation.PSArgumentException",
		     CATEGORY_INVALID_ARGUMENT, "Use letters, digits and underscores." },
	drive_exists = { "DriveAlreadyExists", "System.Management.Automation.SessionStateException",
			 CATEGORY_RESOURCE_EXISTS, NULL },
	bad_root = { "DriveRootError", "System.IO.IOException", CATEGORY_READ_ERROR,
		     "Give a folder that exists." };

static bool name_is_fit(const char *name)
{
	for (const char *p = name; *p; p++)
		if (!g_ascii_isalnum(*p) && *p != '_')
			return false;
	return *name;
}

static bool drive_exists_already(const char *name)
{
	g_autofree char *variable = path_drive_variable(name);

	for (size_t i = 0; i < G_N_ELEMENTS(providers); i++)
		if (providers[i].drive && text_equal_nocase(providers[i].drive, name))
			return true;
	return variable || text_equal_nocase(name, "Temp");
}

static enum flow make_drive(struct call *call, const struct provider *provider, const char *name,
			    const char *root)
{
	g_autofree char *variable = g_strconcat(PATH_DRIVE_PREFIX, name, NULL);
	g_autofree char *what = g_strdup_printf(
		"Name: %s Provider: Microsoft.PowerShell.Core\\%s Root: %s", name, provider->name,
		root);
	struct drive drive = { provider, (char *)name, (char *)root };
	enum flow flow;

	if (!call_should_process_action(call, what, "New drive", &flow))
		return flow;
	g_setenv(variable, root, TRUE);
	return emit_take(call, drive_object(call_host(call), &drive));
}

static enum flow new_psdrive(struct call *call, void *data)
{
	struct new_drive_args *args = data;
	const char *name = arg_text(args->name, ""), *root = arg_text(args->root, "");
	const struct provider *provider = provider_find(arg_text(args->provider, ""));
	g_autofree char *native = NULL;

	if (!provider)
		return call_throw_fault(call, &no_provider, args->provider,
					"Cannot find a provider with the name '%s'.",
					arg_text(args->provider, ""));
	if (provider->drive)
		return call_fail(call, &one_drive, args->name,
				 "The provider %s has one drive, %s:, and takes no further one.",
				 provider->name, provider->drive);
	if (!name_is_fit(name))
		return call_fail(
			call, &bad_name, args->name,
			"Cannot process the drive name because the "
			"drive name contains one or more of the following characters that are not "
			"valid: ; ~ / \\ . :");
	if (drive_exists_already(name))
		return call_fail(call, &drive_exists, args->name,
				 "A drive with the name '%s' already exists.", name);
	native = host_native_path(call_host(call), root, NULL);
	if (!native || !is_folder(native))
		return call_fail(call, &bad_root, args->root,
				 "The specified drive root \"%s\" either does "
				 "not exist, or it is not a folder.",
				 root);
	return make_drive(call, provider, name, native);
}

static const struct cmdlet_example new_drive_examples[] = {
	{ "New-PSDrive reports FileSystem /srv/reports", "Makes reports:\\march.csv a path." },
	{ NULL }
};

CMDLET(new_psdrive_cmdlet) = {
	.name = "New-PSDrive", .aliases = "ndr mount", .module = MODULE_MANAGE,
	.synopsis = "Gives a folder the name of a drive.",
	.params = new_drive_params, .examples = new_drive_examples,
	.output = "System.Management.Automation.PSDriveInfo",
	.args_size = sizeof(struct new_drive_args), .flags = CMDLET_SHOULD_PROCESS,
	.process = new_psdrive,
};

/* -- Remove-PSDrive ------------------------------------------------------------------------ */

struct remove_drive_args {
	struct value name, literal, scope, provider, force;
};

static const struct param remove_drive_params[] = {
	{ "Name", "string[]", FIELD(remove_drive_args, name), POSITION(0), .pipeline = BY_NAME,
	  .sets = SET_NAME, .mandatory_sets = SET_NAME, .flags = PARAM_WILDCARDS,
	  .help = "The drives." },
	{ "LiteralName", "string[]", FIELD(remove_drive_args, literal), POSITION(0),
	  .pipeline = BY_NAME, .sets = SET_LITERAL_NAME, .mandatory_sets = SET_LITERAL_NAME,
	  .help = "The drives, without wildcards." },
	{ "PSProvider", "string[]", FIELD(remove_drive_args, provider), .pipeline = BY_NAME,
	  .help = "Only those of these providers." },
	{ "Scope", "string", FIELD(remove_drive_args, scope), .pipeline = BY_NAME,
	  .flags = PARAM_IGNORED, .help = "Drives are the session's." },
	{ "Force", "switch", FIELD(remove_drive_args, force), .help = "Also the one in use." },
	{ NULL }
};

static const struct fault
	not_there = { "DriveNotFound", "System.Management.Automation.DriveNotFoundException",
		      CATEGORY_OBJECT_NOT_FOUND, NULL },
	built_in = { "DriveRemovalPreventedByProvider",
		     "System.Management.Automation.PSInvalidOperationException",
		     CATEGORY_INVALID_OPERATION, NULL };

static enum flow remove_drive(struct call *call, const struct drive *drive)
{
	g_autofree char *variable = path_drive_variable(drive->name);
	g_autofree char *what = g_strdup_printf(
		"Name: %s Provider: Microsoft.PowerShell.Core\\%s Root: %s", drive->name,
		drive->provider->name, drive->root);
	value_auto target = value_text(drive->name);
	enum flow flow;

	if (drive->provider->drive || !variable)
		return call_fail(call, &built_in, target,
				 "Drive '%s' cannot be removed: it is part of the shell.",
				 drive->name);
	if (call_should_process_action(call, what, "Remove Drive", &flow))
		g_unsetenv(variable);
	return flow;
}

static enum flow remove_named(struct call *call, const struct remove_drive_args *args,
			      struct value pattern, bool literal)
{
	g_autoptr(GArray) drives = drives_all();
	bool any = false;
	enum flow flow = FLOW_NEXT;

	for (guint i = 0; i < drives->len && flow == FLOW_NEXT; i++) {
		struct drive *drive = &g_array_index(drives, struct drive, i);
		value_auto name = value_text(drive->name);

		if (!of_providers(drive, args->provider) ||
		    !(literal ? text_equal_nocase(drive->name, arg_text(pattern, ""))
			      : text_is_like(name, pattern)))
			continue;
		any = true;
		flow = remove_drive(call, drive);
	}
	if (any || (!literal && text_has_wildcards(arg_text(pattern, ""))))
		return flow;
	return call_fail(call, &not_there, pattern,
			 "Cannot find drive. A drive with the name '%s' does "
			 "not exist.",
			 arg_text(pattern, ""));
}

static enum flow remove_psdrive(struct call *call, void *data)
{
	struct remove_drive_args *args = data;
	bool literal = arg_given(args->literal);
	struct value names = literal ? args->literal : args->name;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < arg_count(names) && flow == FLOW_NEXT; i++) {
		value_auto name = arg_at(names, i);

		flow = remove_named(call, args, name, literal);
	}
	return flow;
}

static const struct cmdlet_example remove_drive_examples[] = {
	{ "Remove-PSDrive reports", "Takes the name away; the folder stays." },
	{ NULL }
};

CMDLET(remove_psdrive_cmdlet) = {
	.name = "Remove-PSDrive", .aliases = "rdr", .module = MODULE_MANAGE,
	.synopsis = "Takes the name of a drive away.",
	.params = remove_drive_params, .examples = remove_drive_examples,
	.sets = "Name LiteralName", .default_set = "Name",
	.args_size = sizeof(struct remove_drive_args), .flags = CMDLET_SHOULD_PROCESS,
	.process = remove_psdrive,
};

/* -- Get-PSProvider ---------------------------------------------------------------------------- */

struct get_provider_args {
	struct value name;
};

static const struct param get_provider_params[] = {
	{ "PSProvider", "string[]", FIELD(get_provider_args, name), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_WILDCARDS,
	  .help = "The providers; all if not given." },
	{ NULL }
};

static enum flow get_one_provider(struct call *call, struct value pattern)
{
	bool any = false;
	enum flow flow = FLOW_NEXT;

	for (size_t i = 0; i < G_N_ELEMENTS(providers) && flow == FLOW_NEXT; i++) {
		value_auto name = value_text(providers[i].name);

		if (!text_is_like(name, pattern))
			continue;
		any = true;
		flow = emit_take(call, provider_object(&providers[i], true));
	}
	if (any || text_has_wildcards(arg_text(pattern, "")))
		return flow;
	return call_fail(call, &no_provider, pattern, "Cannot find a provider with the name '%s'.",
			 arg_text(pattern, ""));
}

static enum flow get_psprovider(struct call *call, void *data)
{
	struct get_provider_args *args = data;
	value_auto all = value_text("*");
	struct value names = arg_given(args->name) ? args->name : all;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < arg_count(names) && flow == FLOW_NEXT; i++) {
		value_auto name = arg_at(names, i);

		flow = get_one_provider(call, name);
	}
	return flow;
}

static const struct cmdlet_example get_provider_examples[] = {
	{ "Get-PSProvider", "What drives are made of." },
	{ NULL }
};

CMDLET(get_psprovider_cmdlet) = {
	.name = "Get-PSProvider", .module = MODULE_CORE,
	.synopsis = "Gets the providers of drives.",
	.params = get_provider_params, .examples = get_provider_examples,
	.output = "System.Management.Automation.ProviderInfo",
	.args_size = sizeof(struct get_provider_args), .process = get_psprovider,
};
