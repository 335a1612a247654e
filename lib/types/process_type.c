/*
 * System.Diagnostics.Process over /proc: what a process is called is kept, what
 * changes is read when asked for. A child of ours is waited for, any other is
 * watched until its folder is gone or belongs to a later process.
 */
#include "config.h"

#include "lib/types/process_type.h"

#include "lib/datetime.h"
#include "lib/spawn.h"
#include "lib/types/table.h"

#include <dirent.h>
#include <errno.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct process {
	struct native native;
	pid_t pid;
	char *name;
	uint64_t started;		/* clock ticks after the machine did */
	bool child, ended;
	int status;
};

/* What /proc/PID/stat says, the fields that are used. */
struct process_stat {
	char name[64];
	char state;
	pid_t parent;
	uint64_t user, kernel, started, virtual_size, resident, threads;
	int session;
};

static struct process *process_of(struct value v)
{
	return (struct process *)v.u.native;
}

static bool read_proc(pid_t pid, const char *file, char **ret, gsize *ret_len)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/%s", (int)pid, file);

	return g_file_get_contents(path, ret, ret_len, NULL);
}

static bool read_stat(pid_t pid, struct process_stat *ret)
{
	g_autofree char *text = NULL;
	char *open, *close;

	if (!read_proc(pid, "stat", &text, NULL))
		return false;
	open = strchr(text, '(');
	close = strrchr(text, ')');
	if (!open || !close)
		return false;
	*ret = (struct process_stat){ 0 };
	g_strlcpy(ret->name, open + 1, MIN(sizeof(ret->name), (size_t)(close - open)));
	return sscanf(close + 2, "%c %d %*d %d %*d %*d %*u %*u %*u %*u %*u %" G_GUINT64_FORMAT
		      " %" G_GUINT64_FORMAT " %*d %*d %*d %*d %" G_GUINT64_FORMAT " %*d %"
		      G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, &ret->state,
		      &ret->parent, &ret->session, &ret->user, &ret->kernel, &ret->threads,
		      &ret->started, &ret->virtual_size, &ret->resident) == 9;
}

/* The name is cut at 15 bytes by the kernel; the program's path has all of it. */
static char *whole_name(pid_t pid, const char *name)
{
	g_autofree char *link = g_strdup_printf("/proc/%d/exe", (int)pid);
	g_autofree char *path = strlen(name) == 15 ? g_file_read_link(link, NULL) : NULL;
	g_autofree char *base = path ? g_path_get_basename(path) : NULL;

	return base && g_str_has_prefix(base, name) ? g_steal_pointer(&base) : g_strdup(name);
}

struct value process_new(pid_t pid)
{
	struct process_stat stat;
	struct process *process;

	if (!read_stat(pid, &stat))
		return VALUE_UNSET;
	process = native_new(&type_process, sizeof(*process));
	process->pid = pid;
	process->name = whole_name(pid, stat.name);
	process->started = stat.started;
	return value_of(process);
}

struct value process_new_child(pid_t pid)
{
	struct value v = process_new(pid);

	if (v.kind != V_UNSET)
		process_of(v)->child = true;
	return v;
}

static void process_free(struct native *native)
{
	g_free(((struct process *)native)->name);
}

pid_t process_id(struct value process)
{
	return process_of(process)->pid;
}

const char *process_name(struct value process)
{
	return process_of(process)->name;
}

/* What it is now; false: it has ended. */
static bool stat_now(struct value self, struct process_stat *ret)
{
	struct process *p = process_of(self);

	return !p->ended && read_stat(p->pid, ret) && ret->started == p->started &&
	       ret->state != 'Z' && ret->state != 'X';
}

static void collect(struct process *p, int flags)
{
	int status;
	pid_t got;

	do
		got = waitpid(p->pid, &status, flags);
	while (got < 0 && errno == EINTR && !flags);
	if (got != p->pid)
		return;
	p->ended = true;
	p->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool process_has_ended(struct value process)
{
	struct process *p = process_of(process);
	struct process_stat stat;

	if (p->child && !p->ended)
		collect(p, WNOHANG);
	if (!p->ended && !stat_now(process, &stat))
		p->ended = true;
	return p->ended;
}

bool process_wait(struct value process, int64_t ms, bool (*stop)(void *data), void *data)
{
	gint64 end = g_get_monotonic_time() + ms * 1000;
	unsigned pause = 200;

	while (!process_has_ended(process)) {
		if ((ms >= 0 && g_get_monotonic_time() >= end) || (stop && stop(data)))
			return false;
		g_usleep(pause);
		pause = MIN(pause * 2, 20000);
	}
	return true;
}

static int pid_order(const void *a, const void *b)
{
	return *(const pid_t *)a - *(const pid_t *)b;
}

GArray *process_ids(void)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(pid_t));
	DIR *dir = opendir("/proc");
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		pid_t pid = (pid_t)g_ascii_strtoll(entry->d_name, NULL, 10);

		if (pid > 0)
			g_array_append_val(ids, pid);
	}
	if (dir)
		closedir(dir);
	g_array_sort(ids, pid_order);
	return ids;
}

void process_split_arguments(const char *text, GPtrArray *ret)
{
	g_autoptr(GString) word = g_string_new(NULL);
	bool quoted = false, any = false;

	for (const char *p = text; ; p++) {
		if (!*p || (!quoted && (*p == ' ' || *p == '\t'))) {
			if (any)
				g_ptr_array_add(ret, g_strdup(word->str));
			g_string_truncate(word, 0);
			any = false;
			if (!*p)
				return;
			continue;
		}
		any = true;
		if (*p == '\\' && p[1] == '"')
			g_string_append_c(word, *++p);
		else if (*p == '"')
			quoted = !quoted;
		else
			g_string_append_c(word, *p);
	}
}

/* -- Properties ----------------------------------------------------------------------- */

static double seconds(uint64_t ticks)
{
	return (double)ticks / (double)sysconf(_SC_CLK_TCK);
}

static struct value span_of(uint64_t ticks)
{
	return timespan_value((int64_t)(seconds(ticks) * TICKS_PER_SECOND));
}

enum part {
	PART_WORKING_SET,
	PART_VIRTUAL,
	PART_PAGED,
	PART_CPU,
	PART_TOTAL,
	PART_USER,
	PART_SYSTEM,
	PART_SESSION,
	PART_THREADS,
	PART_START
};

static struct value start_time(const struct process_stat *stat)
{
	struct timespec boot;
	int64_t ago;

	clock_gettime(CLOCK_BOOTTIME, &boot);
	ago = boot.tv_sec * TICKS_PER_SECOND + boot.tv_nsec / 100 -
	      (int64_t)(seconds(stat->started) * TICKS_PER_SECOND);
	return date_to_local(date_value(date_now_utc() - ago, DATE_UTC));
}

static struct value part_of(struct value self, enum part part)
{
	struct process_stat stat;
	int64_t page = sysconf(_SC_PAGESIZE);

	if (!stat_now(self, &stat))
		return VALUE_NULL;
	switch (part) {
	case PART_WORKING_SET:
		return value_i64((int64_t)stat.resident * page);
	case PART_VIRTUAL:
		return value_i64((int64_t)stat.virtual_size);
	case PART_PAGED:
		return value_i64(0);
	case PART_CPU:
		return value_f64(seconds(stat.user + stat.kernel));
	case PART_TOTAL:
		return span_of(stat.user + stat.kernel);
	case PART_USER:
		return span_of(stat.user);
	case PART_SYSTEM:
		return span_of(stat.kernel);
	case PART_SESSION:
		return value_i32(stat.session);
	case PART_THREADS:
		return value_i32((int32_t)stat.threads);
	default:
		return start_time(&stat);
	}
}

static struct string *process_text(struct value self)
{
	return str_printf("System.Diagnostics.Process (%s)", process_of(self)->name);
}

static struct value path_of(struct value self)
{
	g_autofree char *link = g_strdup_printf("/proc/%d/exe", (int)process_of(self)->pid);
	g_autofree char *path = g_file_read_link(link, NULL);

	return path ? value_text(path) : VALUE_NULL;
}

static struct value command_line(struct value self)
{
	g_autofree char *text = NULL;
	gsize len = 0;

	if (!read_proc(process_of(self)->pid, "cmdline", &text, &len) || !len)
		return VALUE_NULL;
	for (gsize i = 0; i + 1 < len; i++)
		if (!text[i])
			text[i] = ' ';
	return value_text(text);
}

static int open_files(struct value self)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/fd", (int)process_of(self)->pid);
	GDir *dir = g_dir_open(path, 0, NULL);
	int n = 0;

	while (dir && g_dir_read_name(dir))
		n++;
	if (dir)
		g_dir_close(dir);
	return n;
}

static struct value parent_of(struct value self)
{
	struct process_stat stat;
	struct value parent = stat_now(self, &stat) ? process_new(stat.parent) : VALUE_UNSET;

	return parent.kind == V_UNSET ? VALUE_NULL : parent;
}

static struct value user_of(struct value self)
{
	g_autofree char *path = g_strdup_printf("/proc/%d", (int)process_of(self)->pid);
	struct stat st;
	struct passwd *entry = stat(path, &st) ? NULL : getpwuid(st.st_uid);

	return entry ? value_text(entry->pw_name) : VALUE_NULL;
}

MEMBER_IS(get_user_name, user_of(self))
MEMBER_IS(get_id, value_i32(process_of(self)->pid))
MEMBER_IS(get_name, value_text(process_of(self)->name))
MEMBER_IS(get_ended, value_bool(process_has_ended(self)))
MEMBER_IS(get_working_set, part_of(self, PART_WORKING_SET))
MEMBER_IS(get_virtual, part_of(self, PART_VIRTUAL))
MEMBER_IS(get_paged, part_of(self, PART_PAGED))
MEMBER_IS(get_cpu, part_of(self, PART_CPU))
MEMBER_IS(get_total, part_of(self, PART_TOTAL))
MEMBER_IS(get_user, part_of(self, PART_USER))
MEMBER_IS(get_system, part_of(self, PART_SYSTEM))
MEMBER_IS(get_session, part_of(self, PART_SESSION))
MEMBER_IS(get_threads, part_of(self, PART_THREADS))
MEMBER_IS(get_start, part_of(self, PART_START))
MEMBER_IS(get_path, path_of(self))
MEMBER_IS(get_command_line, command_line(self))
MEMBER_IS(get_handles, value_i32(open_files(self)))
MEMBER_IS(get_parent, parent_of(self))
MEMBER_IS(get_machine, value_text("."))
MEMBER_IS(get_window, value_text(""))
MEMBER_IS(get_true, value_bool(true))
MEMBER_IS(to_string, value_str(process_text(self)))

MEMBER(get_exit_code)
{
	struct process *p = process_of(self);

	if (!process_has_ended(self)) {
		fault_throw(error, INVALID_OPERATION,
			    "Process must exit before requested information can be determined.");
		return false;
	}
	if (!p->child) {
		fault_throw(error, INVALID_OPERATION,
			    "Process was not started by this object, so requested "
			    "information cannot be determined.");
		return false;
	}
	*ret = value_i32(p->status);
	return true;
}

static const struct type_member process_properties[] = {
	PROPERTY("string Name {get;}", get_name),
	PROPERTY("int Id {get;}", get_id),
	PROPERTY("int SI {get;}", get_session),
	PROPERTY("int Handles {get;}", get_handles),
	PROPERTY("long VM {get;}", get_virtual),
	PROPERTY("long WS {get;}", get_working_set),
	PROPERTY("long PM {get;}", get_paged),
	PROPERTY("long NPM {get;}", get_paged),
	PROPERTY("string Path {get;}", get_path),
	PROPERTY("string CommandLine {get;}", get_command_line),
	PROPERTY("System.Object Parent {get;}", get_parent),
	PROPERTY("double CPU {get;}", get_cpu),
	PROPERTY("string ProcessName {get;}", get_name),
	PROPERTY("int SessionId {get;}", get_session),
	PROPERTY("datetime StartTime {get;}", get_start),
	PROPERTY("timespan TotalProcessorTime {get;}", get_total),
	PROPERTY("timespan UserProcessorTime {get;}", get_user),
	PROPERTY("timespan PrivilegedProcessorTime {get;}", get_system),
	PROPERTY("int ThreadCount {get;}", get_threads),
	PROPERTY("int HandleCount {get;}", get_handles),
	PROPERTY("long WorkingSet64 {get;}", get_working_set),
	PROPERTY("long VirtualMemorySize64 {get;}", get_virtual),
	PROPERTY("long PagedMemorySize64 {get;}", get_paged),
	PROPERTY("bool Responding {get;}", get_true),
	PROPERTY("string MachineName {get;}", get_machine),
	PROPERTY("string MainWindowTitle {get;}", get_window),
	PROPERTY("string UserName {get;}", get_user_name),
	PROPERTY("bool HasExited {get;}", get_ended),
	PROPERTY("int ExitCode {get;}", get_exit_code),
	END_OF_MEMBERS
};

/* -- Methods --------------------------------------------------------------------------------- */

/* Those it started first, as they are found through it. */
static void kill_children(pid_t parent)
{
	g_autoptr(GArray) ids = process_ids();
	struct process_stat stat;

	for (guint i = 0; i < ids->len; i++) {
		pid_t pid = g_array_index(ids, pid_t, i);

		if (!read_stat(pid, &stat) || stat.parent != parent)
			continue;
		kill_children(pid);
		kill(pid, SIGKILL);
	}
}

MEMBER(do_kill)
{
	if (process_has_ended(self))
		return true;
	if (n && value_truth(args[0]))
		kill_children(process_of(self)->pid);
	if (kill(process_of(self)->pid, SIGKILL) == 0)
		return true;
	fault_throw(error, "System.ComponentModel.Win32Exception", "%s", g_strerror(errno));
	return false;
}

MEMBER(do_wait)
{
	int64_t ms = n == 0			  ? -1
		     : args[0].kind == V_TIMESPAN ? args[0].u.i / TICKS_PER_MS
						  : args[0].u.i;
	bool ended = process_wait(self, ms, NULL, NULL);

	if (n)
		*ret = value_bool(ended);
	return true;
}

MEMBER_IS(do_nothing, VALUE_NOTHING)
MEMBER_IS(do_close_window, value_bool(false))

static struct value processes_where(const char *name)
{
	g_autoptr(GArray) ids = process_ids();
	struct list *list = list_new(NULL, NULL);
	struct value array;

	for (guint i = 0; i < ids->len; i++) {
		value_auto process = process_new(g_array_index(ids, pid_t, i));

		if (process.kind != V_UNSET &&
		    (!name || text_equal_nocase(name, process_name(process))))
			list_add(list, value_ref(process));
	}
	array = value_of(list_to_array(list));
	value_unref(value_of(list));
	return array;
}

MEMBER_IS(get_processes, processes_where(NULL))
MEMBER_IS(get_processes_by_name, processes_where(text_arg(args[0])))
MEMBER_IS(get_current, process_new(getpid()))

MEMBER(get_by_id)
{
	*ret = process_new((pid_t)args[0].u.i);
	if (ret->kind != V_UNSET)
		return true;
	*ret = VALUE_NULL;
	fault_throw(error, ARGUMENT, "Process with an Id of %d is not running.", (int)args[0].u.i);
	return false;
}

MEMBER(do_start)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	static const int standard[3] = { 0, 1, 2 };
	g_autoptr(GError) failed = NULL;
	struct spawn spawn = { .same_group = true };
	pid_t pid;

	g_ptr_array_add(argv, g_strdup(text_arg(args[0])));
	if (n > 1)
		process_split_arguments(text_arg(args[1]), argv);
	g_ptr_array_add(argv, NULL);
	spawn.argv = (const char *const *)argv->pdata;
	pid = spawn_start_with(&spawn, standard, &failed);
	if (pid < 0) {
		fault_throw(error, "System.ComponentModel.Win32Exception",
			    "An error occurred trying to start "
			    "process '%s': %s",
			    text_arg(args[0]), failed->message);
		return false;
	}
	*ret = process_new_child(pid);
	return true;
}

static const struct type_member process_methods[] = {
	METHOD("void Close()", do_nothing),
	METHOD("bool CloseMainWindow()", do_close_window),
	METHOD("void Dispose()", do_nothing),
	METHOD("void Kill()", do_kill),
	METHOD("void Kill(bool entireProcessTree)", do_kill),
	METHOD("void Refresh()", do_nothing),
	METHOD("string ToString()", to_string),
	METHOD("void WaitForExit()", do_wait),
	METHOD("bool WaitForExit(int milliseconds)", do_wait),
	METHOD("bool WaitForExit(timespan timeout)", do_wait),
	STATIC("System.Diagnostics.Process GetCurrentProcess()", get_current),
	STATIC("System.Diagnostics.Process GetProcessById(int processId)", get_by_id),
	STATIC("System.Diagnostics.Process[] GetProcesses()", get_processes),
	STATIC("System.Diagnostics.Process[] GetProcessesByName(string processName)",
	       get_processes_by_name),
	STATIC("System.Diagnostics.Process Start(string fileName)", do_start),
	STATIC("System.Diagnostics.Process Start(string fileName, string arguments)", do_start),
	END_OF_MEMBERS
};

TYPE(type_process);
const struct type type_process = {
	.name = "System.Diagnostics.Process", .kind = V_NATIVE, .properties = process_properties,
	.methods = process_methods, .to_string = process_text, .free = process_free,
	.default_properties = "Id ProcessName CPU WS",
};
