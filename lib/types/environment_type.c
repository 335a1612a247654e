/*
 * System.Environment, Stopwatch, and the small statics around the process.
 */
#include "config.h"

#include <malloc.h>

#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "lib/datetime.h"
#include "lib/cmdlet.h"
#include "lib/types/table.h"

/* -- Environment ----------------------------------------------------------------------------------- */

static struct value text_or_null(const char *text)
{
	return text ? value_text(text) : VALUE_NULL;
}

/* The host's name up to its first dot. */
static struct value machine_name(void)
{
	g_auto(GStrv) parts = g_strsplit(g_get_host_name(), ".", 2);

	return value_text(parts[0]);
}

static struct value current_directory(void)
{
	g_autofree char *cwd = g_get_current_dir();

	return value_text(cwd);
}

MEMBER_IS(env_newline, value_text("\n"))
MEMBER_IS(env_machine, machine_name())
MEMBER_IS(env_user, value_text(g_get_user_name()))
MEMBER_IS(env_domain, machine_name())
MEMBER_IS(env_interactive, value_bool(isatty(STDIN_FILENO)))
MEMBER_IS(env_processors, value_i32(get_nprocs()))
MEMBER_IS(env_process, value_i32(getpid()))
MEMBER_IS(env_tick_count, value_i32((int32_t)(g_get_monotonic_time() / 1000)))
MEMBER_IS(env_tick_count64, value_i64(g_get_monotonic_time() / 1000))
MEMBER_IS(env_true, value_bool(true))
MEMBER_IS(env_cwd, current_directory())
MEMBER_IS(env_exit_code, value_i32(0))
MEMBER_IS(env_page, value_i32(sysconf(_SC_PAGESIZE)))
MEMBER_IS(env_system_directory, value_text(""))

MEMBER(env_set_cwd)
{
	if (chdir(text_arg(args[0]))) {
		fault_throw(error, "System.IO.DirectoryNotFoundException",
			    "Could not find a part of the path '%s'.", text_arg(args[0]));
		return false;
	}
	return true;
}

MEMBER(env_ignore)
{
	return true;
}

MEMBER(env_version)
{
	value_auto text = value_text("10.0.0");

	return type_construct(&type_version, &text, 1, call->host, ret, error);
}

MEMBER_IS(env_get, text_or_null(g_getenv(text_arg(args[0]))))

MEMBER(env_set)
{
	if (!*text_arg(args[0])) {
		fault_throw(error, ARGUMENT, "String cannot be of zero length. (Parameter 'variable')");
		return false;
	}
	if (value_is_null(args[1]) || !*text_arg(args[1]))
		g_unsetenv(text_arg(args[0]));
	else
		g_setenv(text_arg(args[0]), text_arg(args[1]), TRUE);
	return true;
}

MEMBER(env_all)
{
	g_auto(GStrv) list = g_get_environ();
	struct dict *all = dict_new(DICT_HASHTABLE, true);

	for (unsigned i = 0; list[i]; i++) {
		char *equals = strchr(list[i], '=');
		g_autofree char *name = equals ? g_strndup(list[i], equals - list[i]) : NULL;

		if (name)
			dict_set_text(all, name, value_text(equals + 1));
	}
	*ret = value_of(all);
	return true;
}

/* %NAME% becomes the variable's value when there is one. */
MEMBER(env_expand)
{
	GString *out = g_string_new(NULL);
	const char *p = text_arg(args[0]);

	while (*p) {
		const char *end = *p == '%' ? strchr(p + 1, '%') : NULL;
		g_autofree char *name = end ? g_strndup(p + 1, end - p - 1) : NULL;
		const char *found = name ? g_getenv(name) : NULL;

		if (found) {
			g_string_append(out, found);
			p = end + 1;
		} else {
			g_string_append_c(out, *p++);
		}
	}
	*ret = value_str(str_from_gstring(out));
	return true;
}

MEMBER(env_folder)
{
	g_autofree char *made = NULL;
	const char *home = g_get_home_dir(), *path = "";

	switch (args[0].u.i) {
	case 5:		/* MyDocuments */
	case 40:	/* UserProfile */
		path = home;
		break;
	case 0:
	case 16:
		path = made = g_build_filename(home, "Desktop", NULL);
		break;
	case 26:
		path = g_get_user_config_dir();
		break;
	case 28:
		path = g_get_user_data_dir();
		break;
	case 35:
		path = "/usr/share";
		break;
	default:
		break;
	}
	*ret = value_text(path);
	return true;
}

MEMBER(env_arguments)
{
	*ret = value_of(array_new(&type_string, 0));
	return true;
}

MEMBER(env_exit)
{
	host_exit(call->host, (int)args[0].u.i);
	return false;
}

MEMBER_IS(env_command_line, value_text(g_get_prgname() ? g_get_prgname() : "hmsh"))
MEMBER_IS(env_is_root, value_bool(geteuid() == 0))
MEMBER_IS(env_one, value_i32(1))
MEMBER_IS(env_no, value_bool(false))
MEMBER_IS(env_stack, value_text(""))
MEMBER_IS(env_memory, value_i64((int64_t)mallinfo2().uordblks))

MEMBER(env_process_path)
{
	g_autofree char *path = g_file_read_link("/proc/self/exe", NULL);

	*ret = path ? value_text(path) : VALUE_NULL;
	return true;
}

static const struct type_member environment_methods[] = {
	STATIC("void Exit(int exitCode)", env_exit),
	STATIC("string ExpandEnvironmentVariables(string name)", env_expand),
	STATIC("string[] GetCommandLineArgs()", env_arguments),
	STATIC("string GetEnvironmentVariable(string variable)", env_get),
	STATIC("string GetEnvironmentVariable(string variable, System.EnvironmentVariableTarget target)", env_get),
	STATIC("System.Collections.IDictionary GetEnvironmentVariables()", env_all),
	STATIC("string GetFolderPath(System.Environment+SpecialFolder folder)", env_folder),
	STATIC("void SetEnvironmentVariable(string variable, string value)", env_set),
	STATIC("void SetEnvironmentVariable(string variable, string value, System.EnvironmentVariableTarget target)", env_set),
	END_OF_MEMBERS
};

extern const struct type type_osversion;

MEMBER(env_os)
{
	*ret = value_of(native_new(&type_osversion, sizeof(struct native)));
	return true;
}

#define STATIC_PROPERTY(signature, get)	{ signature, get, NULL, TYPE_STATIC }

static const struct type_member environment_properties[] = {
	STATIC_PROPERTY("string CommandLine {get;}", env_command_line),
	STATIC_PROPERTY("int CurrentManagedThreadId {get;}", env_one),
	STATIC_PROPERTY("bool HasShutdownStarted {get;}", env_no),
	STATIC_PROPERTY("bool IsPrivilegedProcess {get;}", env_is_root),
	STATIC_PROPERTY("string ProcessPath {get;}", env_process_path),
	STATIC_PROPERTY("string StackTrace {get;}", env_stack),
	STATIC_PROPERTY("long WorkingSet {get;}", env_memory),
	{ "string CurrentDirectory {get;set;}", env_cwd, env_set_cwd, TYPE_STATIC },
	{ "int ExitCode {get;set;}", env_exit_code, env_ignore, TYPE_STATIC },
	STATIC_PROPERTY("bool Is64BitOperatingSystem {get;}", env_true),
	STATIC_PROPERTY("bool Is64BitProcess {get;}", env_true),
	STATIC_PROPERTY("string MachineName {get;}", env_machine),
	STATIC_PROPERTY("string NewLine {get;}", env_newline),
	STATIC_PROPERTY("System.OperatingSystem OSVersion {get;}", env_os),
	STATIC_PROPERTY("int ProcessId {get;}", env_process),
	STATIC_PROPERTY("int ProcessorCount {get;}", env_processors),
	STATIC_PROPERTY("string SystemDirectory {get;}", env_system_directory),
	STATIC_PROPERTY("int SystemPageSize {get;}", env_page),
	STATIC_PROPERTY("int TickCount {get;}", env_tick_count),
	STATIC_PROPERTY("long TickCount64 {get;}", env_tick_count64),
	STATIC_PROPERTY("string UserDomainName {get;}", env_domain),
	STATIC_PROPERTY("bool UserInteractive {get;}", env_interactive),
	STATIC_PROPERTY("string UserName {get;}", env_user),
	STATIC_PROPERTY("version Version {get;}", env_version),
	END_OF_MEMBERS
};

TYPE(type_environment);
const struct type type_environment = {
	.name = "System.Environment", .kind = V_OBJECT, .flags = TYPE_IS_STATIC,
	.methods = environment_methods, .properties = environment_properties,
};

/* -- OperatingSystem ------------------------------------------------------------------------------------ */

static void kernel_version(char text[64])
{
	struct utsname name;
	int parts[4] = { 0 };

	uname(&name);
	sscanf(name.release, "%d.%d.%d", &parts[0], &parts[1], &parts[2]);
	g_snprintf(text, 64, "%d.%d.%d.%d", parts[0], parts[1], parts[2], parts[3]);
}

static struct string *os_text(struct value self)
{
	char text[64];

	(void)self;
	kernel_version(text);
	return str_printf("Unix %s", text);
}

MEMBER(os_version)
{
	char text[64];
	value_auto v = VALUE_UNSET;

	kernel_version(text);
	v = value_text(text);
	return type_construct(&type_version, &v, 1, call->host, ret, error);
}

MEMBER_IS(os_platform, value_enum(type_find("System.PlatformID", -1), 4))
MEMBER_IS(os_service_pack, value_text(""))
MEMBER_IS(os_string, value_str(os_text(self)))

static const struct type_member os_properties[] = {
	PROPERTY("System.PlatformID Platform {get;}", os_platform),
	PROPERTY("string ServicePack {get;}", os_service_pack),
	PROPERTY("version Version {get;}", os_version),
	PROPERTY("string VersionString {get;}", os_string),
	END_OF_MEMBERS
};

TYPE(type_osversion);
const struct type type_osversion = {
	.name = "System.OperatingSystem", .kind = V_NATIVE, .properties = os_properties,
	.to_string = os_text,
};

/* -- Stopwatch -------------------------------------------------------------------------------------------- */

struct stopwatch {
	struct native native;
	int64_t elapsed;		/* microseconds, before the last start */
	int64_t started;		/* 0: stopped */
};

static struct stopwatch *watch_of(struct value v)
{
	return (struct stopwatch *)v.u.native;
}

static int64_t elapsed(struct value self)
{
	struct stopwatch *watch = watch_of(self);

	return watch->elapsed + (watch->started ? g_get_monotonic_time() - watch->started : 0);
}

MEMBER(watch_construct)
{
	*ret = value_of(native_new(call->type, sizeof(struct stopwatch)));
	return true;
}

MEMBER(watch_start)
{
	if (!watch_of(self)->started)
		watch_of(self)->started = g_get_monotonic_time();
	return true;
}

MEMBER(watch_stop)
{
	watch_of(self)->elapsed = elapsed(self);
	watch_of(self)->started = 0;
	return true;
}

MEMBER(watch_reset)
{
	watch_of(self)->elapsed = watch_of(self)->started = 0;
	return true;
}

MEMBER(watch_restart)
{
	watch_of(self)->elapsed = 0;
	watch_of(self)->started = g_get_monotonic_time();
	return true;
}

MEMBER(watch_start_new)
{
	watch_construct(call, self, args, n, ret, error);
	return watch_restart(call, *ret, NULL, 0, ret, error);
}

MEMBER_IS(watch_elapsed, timespan_value(elapsed(self) * 10))
MEMBER_IS(watch_milliseconds, value_i64(elapsed(self) / 1000))
MEMBER_IS(watch_ticks, value_i64(elapsed(self) * 1000))
MEMBER_IS(watch_running, value_bool(watch_of(self)->started))
MEMBER_IS(watch_frequency, value_i64(1000000000))
MEMBER_IS(watch_high_resolution, value_bool(true))
MEMBER_IS(watch_timestamp, value_i64(g_get_monotonic_time() * 1000))

static const struct type_member stopwatch_methods[] = {
	METHOD("void Reset()", watch_reset),
	METHOD("void Restart()", watch_restart),
	METHOD("void Start()", watch_start),
	METHOD("void Stop()", watch_stop),
	STATIC("long GetTimestamp()", watch_timestamp),
	STATIC("System.Diagnostics.Stopwatch StartNew()", watch_start_new),
	END_OF_MEMBERS
};

static const struct type_member stopwatch_properties[] = {
	PROPERTY("bool IsRunning {get;}", watch_running),
	PROPERTY("timespan Elapsed {get;}", watch_elapsed),
	PROPERTY("long ElapsedMilliseconds {get;}", watch_milliseconds),
	PROPERTY("long ElapsedTicks {get;}", watch_ticks),
	STATIC_PROPERTY("long Frequency {get;}", watch_frequency),
	STATIC_PROPERTY("bool IsHighResolution {get;}", watch_high_resolution),
	END_OF_MEMBERS
};

static const struct type_member stopwatch_constructors[] = {
	CONSTRUCTOR("new()", watch_construct),
	END_OF_MEMBERS
};

TYPE(type_stopwatch);
const struct type type_stopwatch = {
	.name = "System.Diagnostics.Stopwatch", .kind = V_NATIVE, .methods = stopwatch_methods,
	.properties = stopwatch_properties, .constructors = stopwatch_constructors,
};

/* -- GC: what scripts call by habit --------------------------------------------------------------------- */

MEMBER_IS(gc_memory, value_i64((int64_t)mallinfo2().uordblks))

static const struct type_member gc_methods[] = {
	STATIC("void Collect()", env_ignore),
	STATIC("long GetTotalMemory(bool forceFullCollection)", gc_memory),
	STATIC("void WaitForPendingFinalizers()", env_ignore),
	END_OF_MEMBERS
};

TYPE(type_gc);
const struct type type_gc = {
	.name = "System.GC", .kind = V_OBJECT, .flags = TYPE_IS_STATIC, .methods = gc_methods,
};

/* -- ServicePointManager: accepted, since TLS here is the library's business ------------------------------ */

MEMBER_IS(service_protocol, value_enum(type_find("System.Net.SecurityProtocolType", -1), 0))
MEMBER_IS(service_limit, value_i32(2))
MEMBER_IS(service_null, VALUE_NULL)
MEMBER_IS(service_false, value_bool(false))

static const struct type_member service_properties[] = {
	{ "System.Net.SecurityProtocolType SecurityProtocol {get;set;}", service_protocol, env_ignore, TYPE_STATIC },
	{ "int DefaultConnectionLimit {get;set;}", service_limit, env_ignore, TYPE_STATIC },
	{ "System.Object ServerCertificateValidationCallback {get;set;}", service_null, env_ignore, TYPE_STATIC },
	{ "System.Object CertificatePolicy {get;set;}", service_null, env_ignore, TYPE_STATIC },
	{ "bool CheckCertificateRevocationList {get;set;}", service_false, env_ignore, TYPE_STATIC },
	{ "bool Expect100Continue {get;set;}", service_false, env_ignore, TYPE_STATIC },
	END_OF_MEMBERS
};

TYPE(type_service_point);
const struct type type_service_point = {
	.name = "System.Net.ServicePointManager", .kind = V_OBJECT, .flags = TYPE_IS_STATIC,
	.properties = service_properties,
};
