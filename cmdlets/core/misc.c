/*
 * Small cmdlets of the session and its machine, one function each: Out-Null,
 * Clear-Host, Get-Culture, Get-TimeZone, New-TemporaryFile, Get-FileHash,
 * Get-Uptime, pause.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/filetree.h"
#include "cmdlets/core/textfile.h"
#include "lib/convert.h"
#include "lib/datetime.h"
#include "lib/object.h"
#include "lib/types/io_streams.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

/* -- Out-Null -------------------------------------------------------------- */

struct out_null_args {
	struct value input;
};

static const struct param out_null_params[] = {
	{ "InputObject", "psobject", FIELD(out_null_args, input), .pipeline = BY_VALUE,
	  .help = "What is thrown away." },
	{ NULL }
};

static enum flow out_null(struct call *call, void *data)
{
	return FLOW_NEXT;
}

static const struct cmdlet_example out_null_examples[] = {
	{ "New-Item reports -ItemType Directory | Out-Null", "Makes a folder and shows nothing." },
	{ NULL }
};

CMDLET(out_null_cmdlet) = {
	.name = "Out-Null", .module = MODULE_CORE, .flags = CMDLET_DISCARDS,
	.synopsis = "Hides the output instead of sending it down the pipeline.",
	.params = out_null_params, .examples = out_null_examples,
	.args_size = sizeof(struct out_null_args), .process = out_null,
};

/* -- Clear-Host, pause -------------------------------------------------------- */

struct no_args {
	struct value unused;
};

static const struct param no_params[] = { { NULL } };

static enum flow clear_host(struct call *call, void *data)
{
	if (host_is_interactive(call_host(call)))
		host_write(call_host(call), "\033[H\033[2J\033[3J");
	return FLOW_NEXT;
}

static const struct cmdlet_example clear_host_examples[] = {
	{ "Clear-Host", "Clears the screen." },
	{ NULL }
};

CMDLET(clear_host_cmdlet) = {
	.name = "Clear-Host", .aliases = "cls clear", .module = MODULE_CORE,
	.synopsis = "Clears the display of the host program.",
	.params = no_params, .examples = clear_host_examples, .args_size = sizeof(struct no_args),
	.process = clear_host,
};

static enum flow pause_host(struct call *call, void *data)
{
	GError *error = NULL;
	char *line = host_read_line(call_host(call), "Press Enter to continue...: ", false, &error);

	if (!line)
		return call_throw(call, error);
	g_free(line);
	return FLOW_NEXT;
}

static const struct cmdlet_example pause_examples[] = {
	{ "pause", "Waits for Enter." },
	{ NULL }
};

CMDLET(pause_cmdlet) = {
	.name = "pause", .module = MODULE_CORE, .flags = CMDLET_HIDDEN,
	.synopsis = "Waits until Enter is pressed.",
	.params = no_params, .examples = pause_examples, .args_size = sizeof(struct no_args),
	.process = pause_host,
};

/* -- Get-Culture ------------------------------------------------------------------ */

struct get_culture_args {
	struct value name, no_user, all;
};

static const struct param get_culture_params[] = {
	{ "Name", "string[]", FIELD(get_culture_args, name), POSITION(0), .pipeline = BY_VALUE,
	  .help = "The culture's name; the session's if not given." },
	{ "NoUserOverrides", "switch", FIELD(get_culture_args, no_user), .flags = PARAM_IGNORED,
	  .help = "Ignores the user's changes." },
	{ NULL }
};

static enum flow emit_culture(struct call *call, struct value name)
{
	const struct type *type = type_find("System.Globalization.CultureInfo", -1);
	struct value culture;
	GError *error = NULL;

	if (!type_construct(type, &name, 1, call_host(call), &culture, &error))
		return call_error(call, error);
	return emit_take(call, culture);
}

static enum flow get_culture(struct call *call, void *data)
{
	struct get_culture_args *args = data;
	value_auto own = value_text("en-US");
	enum flow flow = FLOW_NEXT;

	if (!arg_count(args->name))
		return emit_culture(call, own);
	for (uint32_t i = 0; i < arg_count(args->name) && flow == FLOW_NEXT; i++) {
		value_auto name = arg_at(args->name, i);

		flow = emit_culture(call, name);
	}
	return flow;
}

static const struct cmdlet_example get_culture_examples[] = {
	{ "(Get-Culture).DateTimeFormat.ShortDatePattern", "How dates are written." },
	{ NULL }
};

CMDLET(get_culture_cmdlet) = {
	.name = "Get-Culture", .module = MODULE_UTILITY,
	.synopsis = "Gets the current culture of the session.",
	.params = get_culture_params, .examples = get_culture_examples,
	.output = "System.Globalization.CultureInfo",
	.args_size = sizeof(struct get_culture_args), .process = get_culture,
};

CMDLET(get_uiculture_cmdlet) = {
	.name = "Get-UICulture", .module = MODULE_UTILITY,
	.synopsis = "Gets the current UI culture of the session.",
	.params = get_culture_params, .examples = get_culture_examples,
	.output = "System.Globalization.CultureInfo",
	.args_size = sizeof(struct get_culture_args), .process = get_culture,
};

/* -- Get-TimeZone ------------------------------------------------------------------- */

struct get_timezone_args {
	struct value id, name, list;
};

enum { SET_ZONE_NAME = 1, SET_ZONE_ID = 2, SET_ZONE_LIST = 4 };

static const struct param get_timezone_params[] = {
	{ "Id", "string[]", FIELD(get_timezone_args, id), .pipeline = BY_NAME, .sets = SET_ZONE_ID,
	  .mandatory_sets = SET_ZONE_ID, .help = "The time zones' ids." },
	{ "Name", "string[]", FIELD(get_timezone_args, name), POSITION(0), .pipeline = BY_NAME,
	  .sets = SET_ZONE_NAME, .flags = PARAM_WILDCARDS, .help = "The time zones' names." },
	{ "ListAvailable", "switch", FIELD(get_timezone_args, list), .sets = SET_ZONE_LIST,
	  .mandatory_sets = SET_ZONE_LIST, .help = "All time zones." },
	{ NULL }
};

static const struct fault no_zone = {
	"TimeZoneNotFound", "System.TimeZoneNotFoundException", CATEGORY_OBJECT_NOT_FOUND,
	"Get-TimeZone -ListAvailable shows the time zones." };

static bool zone_call(struct call *call, const char *method, const struct value *args, unsigned n,
		      struct value *ret, GError **error)
{
	return type_invoke(type_find("System.TimeZoneInfo", -1), VALUE_UNSET, method, args, n,
			   call_host(call), ret, error);
}

static enum flow zone_missing(struct call *call, struct value name)
{
	return call_fail(call, &no_zone, name, "The time zone ID '%s' was not found on the local computer.",
			 arg_text(name, ""));
}

static enum flow zone_by_id(struct call *call, struct value id)
{
	value_auto zone = VALUE_UNSET;
	g_autoptr(GError) failed = NULL;

	return zone_call(call, "FindSystemTimeZoneById", &id, 1, &zone, &failed) ? emit(call, zone)
										  : zone_missing(call, id);
}

static bool zone_is_called(struct call *call, struct value zone, struct value pattern)
{
	static const char *const members[] = { "StandardName", "DaylightName", "DisplayName" };

	for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
		value_auto name = host_member(call_host(call), zone, symbol_get(members[i], -1));

		if (name.kind == V_STRING && text_is_like(name, pattern))
			return true;
	}
	return false;
}

static enum flow zones_by_name(struct call *call, struct value pattern)
{
	value_auto zones = VALUE_UNSET;
	GError *error = NULL;
	bool any = false;
	enum flow flow = FLOW_NEXT;

	if (!zone_call(call, "GetSystemTimeZones", NULL, 0, &zones, &error))
		return call_error(call, error);
	for (uint32_t i = 0; i < arg_count(zones) && flow == FLOW_NEXT; i++) {
		value_auto zone = arg_at(zones, i);

		if (!zone_is_called(call, zone, pattern))
			continue;
		any = true;
		flow = emit(call, zone);
	}
	return any || text_has_wildcards(arg_text(pattern, "")) ? flow : zone_missing(call, pattern);
}

static enum flow each_zone(struct call *call, struct value list,
			   enum flow (*fn)(struct call *, struct value))
{
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < arg_count(list) && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(list, i);

		flow = fn(call, v);
	}
	return flow;
}

static enum flow get_timezone(struct call *call, void *data)
{
	struct get_timezone_args *args = data;
	const struct type *type = type_find("System.TimeZoneInfo", -1);
	const struct type_member *local = type_property(type, symbol_get("Local", -1), true);
	struct type_call c = { .type = type, .member = local, .host = call_host(call) };
	value_auto found = VALUE_UNSET;
	GError *error = NULL;

	if (arg_count(args->id))
		return each_zone(call, args->id, zone_by_id);
	if (arg_count(args->name))
		return each_zone(call, args->name, zones_by_name);
	if (arg_on(args->list) ? !zone_call(call, "GetSystemTimeZones", NULL, 0, &found, &error)
			       : !local->get(&c, VALUE_UNSET, NULL, 0, &found, &error))
		return call_error(call, error);
	return emit_each(call, found);
}

static const struct cmdlet_example get_timezone_examples[] = {
	{ "(Get-TimeZone).Id", "The machine's time zone." },
	{ NULL }
};

CMDLET(get_timezone_cmdlet) = {
	.name = "Get-TimeZone", .aliases = "gtz", .module = MODULE_MANAGE,
	.synopsis = "Gets the current time zone or a list of time zones.",
	.params = get_timezone_params, .examples = get_timezone_examples,
	.sets = "Name Id ListAvailable", .default_set = "Name",
	.output = "System.TimeZoneInfo", .args_size = sizeof(struct get_timezone_args),
	.process = get_timezone,
};

/* -- New-TemporaryFile --------------------------------------------------------------- */

static enum flow new_temporaryfile(struct call *call, void *data)
{
	g_autofree char *path = NULL;
	g_autoptr(GError) failed = NULL;
	GError *error = NULL;
	enum flow flow;
	int fd;

	if (!call_should_process(call, g_get_tmp_dir(), &flow))
		return flow;
	fd = g_file_open_tmp("tmpXXXXXX.tmp", &path, &failed);
	if (fd < 0) {
		file_error(&error, g_get_tmp_dir(), EACCES);
		return call_throw(call, error);
	}
	close(fd);
	return emit_take(call, file_item(call_host(call), path));
}

static const struct cmdlet_example new_temporaryfile_examples[] = {
	{ "$file = New-TemporaryFile", "An empty file in the folder for temporary files." },
	{ NULL }
};

CMDLET(new_temporaryfile_cmdlet) = {
	.name = "New-TemporaryFile", .module = MODULE_UTILITY,
	.synopsis = "Creates a temporary file.",
	.params = no_params, .examples = new_temporaryfile_examples, .output = "System.IO.FileInfo",
	.args_size = sizeof(struct no_args), .flags = CMDLET_SHOULD_PROCESS, .process = new_temporaryfile,
};

/* -- Get-FileHash ------------------------------------------------------------------------ */

struct get_filehash_args {
	struct value path, literal, stream, algorithm;
};

enum { SET_PATH = 1, SET_LITERAL = 2, SET_STREAM = 4 };

static const struct param get_filehash_params[] = {
	{ "Path", "string[]", FIELD(get_filehash_args, path), POSITION(0), .pipeline = BY_VALUE | BY_NAME,
	  .sets = SET_PATH, .mandatory_sets = SET_PATH, .flags = PARAM_WILDCARDS,
	  .complete = "File", .help = "The files." },
	{ "LiteralPath", "string[]", FIELD(get_filehash_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .complete = "File", .help = "The files, without wildcards." },
	{ "InputStream", "System.IO.Stream", FIELD(get_filehash_args, stream), POSITION(0),
	  .sets = SET_STREAM, .mandatory_sets = SET_STREAM, .help = "What is left of a stream." },
	{ "Algorithm", "string", FIELD(get_filehash_args, algorithm), POSITION(1),
	  .values = "SHA1 SHA256 SHA384 SHA512 MD5", .help = "The hash; SHA256 if not given." },
	{ NULL }
};

static GChecksumType checksum_type(const char *name)
{
	return text_equal_nocase(name, "SHA1") ? G_CHECKSUM_SHA1 :
	       text_equal_nocase(name, "SHA384") ? G_CHECKSUM_SHA384 :
	       text_equal_nocase(name, "SHA512") ? G_CHECKSUM_SHA512 :
	       text_equal_nocase(name, "MD5") ? G_CHECKSUM_MD5 : G_CHECKSUM_SHA256;
}

static enum flow emit_hash(struct call *call, const char *algorithm, const void *bytes, gsize len,
			   const char *path)
{
	g_autofree char *hash = g_compute_checksum_for_data(checksum_type(algorithm), bytes, len);
	g_autofree char *upper = g_ascii_strup(hash, -1), *name = g_ascii_strup(algorithm, -1);
	struct string *type_name = str_new("Microsoft.PowerShell.Commands.FileHashInfo", -1);
	struct object *object = object_custom();
	struct shape *shape = shape_named(object->shape, type_name);

	str_unref(type_name);
	shape_unref(object->shape);
	object->shape = shape;
	object_set(object, "Algorithm", value_text(name));
	object_set(object, "Hash", value_text(upper));
	object_set(object, "Path", path ? value_text(path) : VALUE_NULL);
	return emit_take(call, value_of(object));
}

static enum flow hash_file(struct call *call, const char *algorithm, const char *path)
{
	GError *error = NULL;
	gsize len = 0;
	g_autofree char *bytes = file_read(path, &len, &error);

	return bytes ? emit_hash(call, algorithm, bytes, len, path) : call_error(call, error);
}

static enum flow hash_stream(struct call *call, const char *algorithm, struct value stream)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	GError *error = NULL;

	if (!io_read_rest(stream, bytes, &error))
		return call_error(call, error);
	return emit_hash(call, algorithm, bytes->data, bytes->len, NULL);
}

static enum flow get_filehash(struct call *call, void *data)
{
	struct get_filehash_args *args = data;
	enum flow flow;
	g_autoptr(GPtrArray) found = NULL;

	if (arg_given(args->stream))
		return hash_stream(call, arg_text(args->algorithm, "SHA256"), args->stream);
	found = paths_expand(call, args->path, args->literal, &flow);
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		if (!is_folder(found->pdata[i]))
			flow = hash_file(call, arg_text(args->algorithm, "SHA256"), found->pdata[i]);
	return flow;
}

static const struct cmdlet_example get_filehash_examples[] = {
	{ "(Get-FileHash backup.tar).Hash", "The SHA-256 of a file." },
	{ NULL }
};

CMDLET(get_filehash_cmdlet) = {
	.name = "Get-FileHash", .module = MODULE_UTILITY,
	.synopsis = "Computes the hash value of a file.",
	.params = get_filehash_params, .examples = get_filehash_examples,
	.sets = "Path LiteralPath StreamParameterSet", .default_set = "Path",
	.args_size = sizeof(struct get_filehash_args), .process = get_filehash,
};

/* -- Get-Uptime --------------------------------------------------------------------------- */

struct get_uptime_args {
	struct value since;
};

static const struct param get_uptime_params[] = {
	{ "Since", "switch", FIELD(get_uptime_args, since), .help = "When the machine started." },
	{ NULL }
};

static enum flow get_uptime(struct call *call, void *data)
{
	struct get_uptime_args *args = data;
	struct timespec ts;
	int64_t ticks;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	ticks = ts.tv_sec * TICKS_PER_SECOND;
	if (arg_on(args->since))
		return emit(call, date_to_local(date_value(date_now_utc() - ticks, DATE_UTC)));
	return emit(call, timespan_value(ticks));
}

static const struct cmdlet_example get_uptime_examples[] = {
	{ "Get-Uptime", "How long the machine runs." },
	{ NULL }
};

CMDLET(get_uptime_cmdlet) = {
	.name = "Get-Uptime", .module = MODULE_UTILITY,
	.synopsis = "Gets the time since the machine started.",
	.params = get_uptime_params, .examples = get_uptime_examples,
	.output = "System.TimeSpan System.DateTime", .args_size = sizeof(struct get_uptime_args),
	.process = get_uptime,
};
