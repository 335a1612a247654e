/*
 * Thread, Mutex, Timeout, AppDomain: what scripts ask of the program that runs
 * them. A named mutex is a lock on a file that all programs of the user see.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "lib/cmdlet.h"
#include "lib/datetime.h"
#include "lib/types/culture.h"
#include "lib/types/table.h"

extern const struct type type_thread, type_mutex, type_appdomain;

/* Sleeps in slices, so that an interrupt is noticed. */
static bool sleep_ms(struct type_call *call, int64_t ms)
{
	while (ms > 0 && !(call->host && host_interrupted(call->host))) {
		g_usleep(MIN(ms, 50) * 1000);
		ms -= 50;
	}
	return true;
}

static int64_t ms_of(struct value v)
{
	return v.kind == V_TIMESPAN ? v.u.i / TICKS_PER_MS : v.u.i;
}

/* -- Thread ------------------------------------------------------------------------------------- */

MEMBER(thread_sleep)
{
	if (ms_of(args[0]) < -1)
		return throw_range(error, "millisecondsTimeout");
	return sleep_ms(call, ms_of(args[0]) < 0 ? G_MAXINT64 : ms_of(args[0]));
}

MEMBER(thread_ignore)
{
	return true;
}

MEMBER_IS(thread_current, value_of(native_new(&type_thread, sizeof(struct native))))
MEMBER_IS(thread_culture, culture_current())
MEMBER_IS(thread_one, value_i32(1))
MEMBER_IS(thread_true, value_bool(true))
MEMBER_IS(thread_false, value_bool(false))
MEMBER_IS(thread_name, VALUE_NULL)

static const struct type_member thread_methods[] = {
	STATIC("void Sleep(int millisecondsTimeout)", thread_sleep),
	STATIC("void Sleep(timespan timeout)", thread_sleep),
	END_OF_MEMBERS
};

static const struct type_member thread_properties[] = {
	SETTABLE("cultureinfo CurrentCulture {get;set;}", thread_culture, thread_ignore),
	SETTABLE("cultureinfo CurrentUICulture {get;set;}", thread_culture, thread_ignore),
	PROPERTY("bool IsAlive {get;}", thread_true),
	PROPERTY("bool IsBackground {get;}", thread_false),
	PROPERTY("int ManagedThreadId {get;}", thread_one),
	SETTABLE("string Name {get;set;}", thread_name, thread_ignore),
	STATIC_PROPERTY("System.Threading.Thread CurrentThread {get;}", thread_current),
	END_OF_MEMBERS
};

TYPE(type_thread);
const struct type type_thread = {
	.name = "System.Threading.Thread", .kind = V_NATIVE, .methods = thread_methods,
	.properties = thread_properties,
};

MEMBER_IS(timeout_infinite, value_i32(-1))
MEMBER_IS(timeout_span, timespan_value(-TICKS_PER_MS))

static const struct type_member timeout_properties[] = {
	STATIC_PROPERTY("int Infinite {get;}", timeout_infinite),
	STATIC_PROPERTY("timespan InfiniteTimeSpan {get;}", timeout_span),
	END_OF_MEMBERS
};

TYPE(type_timeout);
const struct type type_timeout = {
	.name = "System.Threading.Timeout", .kind = V_NATIVE, .flags = TYPE_IS_STATIC,
	.properties = timeout_properties,
};

/* -- Mutex ---------------------------------------------------------------------------------------- */

struct mutex {
	struct native native;
	int fd;				/* -1: without a name, or closed */
	unsigned held;
};

static struct mutex *mutex_of(struct value v)
{
	return (struct mutex *)value_base(v).u.native;
}

static void mutex_free(struct native *native)
{
	if (((struct mutex *)native)->fd >= 0)
		close(((struct mutex *)native)->fd);
}

/* The file behind a name; Global\ and Local\ before it mean the same here. */
static char *mutex_path(const char *name)
{
	g_autofree char *plain = g_strdup(strrchr(name, '\\') ? strrchr(name, '\\') + 1 : name);
	g_autofree char *file = NULL;

	g_strcanon(plain, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-{}", '_');
	file = g_strdup_printf("hmsh-mutex-%u-%s", (unsigned)getuid(), plain);
	return g_build_filename(g_get_tmp_dir(), file, NULL);
}

static bool take(struct mutex *m)
{
	if (m->fd >= 0 && !m->held && flock(m->fd, LOCK_EX | LOCK_NB))
		return false;
	m->held++;
	return true;
}

/* new([initiallyOwned[, name[, out createdNew]]]) */
MEMBER(mutex_construct)
{
	struct mutex *m = native_new(&type_mutex, sizeof(*m));
	bool taken = false;

	m->fd = -1;
	*ret = value_of(m);
	if (n > 1 && args[1].kind == V_STRING && args[1].u.str->len) {
		g_autofree char *path = mutex_path(args[1].u.str->data);

		m->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (m->fd < 0) {
			fault_throw(error, "System.IO.IOException", "%s : '%s'", g_strerror(errno), path);
			value_clear(ret);
			return false;
		}
	}
	if (n && args[0].u.b)
		taken = take(m);
	if (n > 2)
		out_set(args[2], value_bool(taken || m->fd < 0));
	return true;
}

/* WaitOne([milliseconds or time span[, exitContext]]) */
MEMBER(mutex_wait)
{
	int64_t left = n ? ms_of(args[0]) : -1;

	while (!take(mutex_of(self))) {
		if (left == 0 || (call->host && host_interrupted(call->host))) {
			*ret = value_bool(false);
			return true;
		}
		sleep_ms(call, left < 0 ? 50 : MIN(left, 50));
		left = left < 0 ? left : MAX(left - 50, 0);
	}
	*ret = value_bool(true);
	return true;
}

MEMBER(mutex_release)
{
	struct mutex *m = mutex_of(self);

	if (!m->held) {
		fault_throw(error, "System.ApplicationException",
			    "Object synchronization method was called from an unsynchronized block of code.");
		return false;
	}
	if (!--m->held && m->fd >= 0)
		flock(m->fd, LOCK_UN);
	return true;
}

MEMBER(mutex_close)
{
	struct mutex *m = mutex_of(self);

	if (m->fd >= 0)
		close(m->fd);
	m->fd = -1;
	return true;
}

static const struct type_member mutex_methods[] = {
	METHOD("void Close()", mutex_close),
	METHOD("void Dispose()", mutex_close),
	METHOD("void ReleaseMutex()", mutex_release),
	METHOD("bool WaitOne()", mutex_wait),
	METHOD("bool WaitOne(int millisecondsTimeout)", mutex_wait),
	METHOD("bool WaitOne(timespan timeout)", mutex_wait),
	METHOD("bool WaitOne(int millisecondsTimeout, bool exitContext)", mutex_wait),
	METHOD("bool WaitOne(timespan timeout, bool exitContext)", mutex_wait),
	END_OF_MEMBERS
};

static const struct type_member mutex_constructors[] = {
	CONSTRUCTOR("new()", mutex_construct),
	CONSTRUCTOR("new(bool initiallyOwned)", mutex_construct),
	CONSTRUCTOR("new(bool initiallyOwned, string name)", mutex_construct),
	CONSTRUCTOR("new(bool initiallyOwned, string name, out bool createdNew)", mutex_construct),
	END_OF_MEMBERS
};

TYPE(type_mutex);
const struct type type_mutex = {
	.name = "System.Threading.Mutex", .kind = V_NATIVE, .methods = mutex_methods,
	.constructors = mutex_constructors, .free = mutex_free,
};

/* -- AppDomain -------------------------------------------------------------------------------------- */

MEMBER_IS(domain_current, value_of(native_new(&type_appdomain, sizeof(struct native))))
MEMBER_IS(domain_name, value_text("hmsh"))
MEMBER_IS(domain_base, value_text("/usr/bin/"))
MEMBER_IS(domain_assemblies, value_of(array_new(type_find("System.Reflection.Assembly", -1), 0)))

static const struct type_member domain_methods[] = {
	METHOD("System.Reflection.Assembly[] GetAssemblies()", domain_assemblies),
	END_OF_MEMBERS
};

static const struct type_member domain_properties[] = {
	PROPERTY("string BaseDirectory {get;}", domain_base),
	PROPERTY("string FriendlyName {get;}", domain_name),
	PROPERTY("int Id {get;}", thread_one),
	STATIC_PROPERTY("System.AppDomain CurrentDomain {get;}", domain_current),
	END_OF_MEMBERS
};

TYPE(type_appdomain);
const struct type type_appdomain = {
	.name = "System.AppDomain", .kind = V_NATIVE, .methods = domain_methods,
	.properties = domain_properties,
};
