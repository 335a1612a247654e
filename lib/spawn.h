/*
 * Running other programs: an argument vector, never a shell, always a limit.
 *
 * spawn_run() runs a program to its end and captures what it writes;
 * spawn_start() starts one that keeps running. In both the child gets no
 * descriptor of ours but its standard three, default signal dispositions and
 * a process group of its own. argv[0] without a slash is looked up in PATH.
 *
 * Everything in `struct spawn` is borrowed. What a result holds is the
 * caller's: spawn_result_clear().
 */
#ifndef HMSH_SPAWN_H
#define HMSH_SPAWN_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum spawn_error {
	SPAWN_ERROR_START,	/* not found, not executable, no process, `prepare` failed */
	SPAWN_ERROR_TIMEOUT,	/* the limit passed; the program's process group was killed */
	SPAWN_ERROR_STATUS,	/* spawn_check(): it ended with another status than 0 */
};
#define SPAWN_ERROR spawn_error_quark()
GQuark spawn_error_quark(void);

struct spawn {
	const char *const *argv;	/* ends with NULL */
	const char *const *env;		/* "NAME=value"..., ends with NULL; NULL: ours */
	const char *cwd;		/* NULL: ours */
	const void *input;		/* standard input; NULL: nothing to read */
	size_t input_length;
	unsigned timeout_ms;		/* 0: 10 seconds; spawn_start() has none */
	size_t max_output;		/* of each stream, in bytes; 0: 1 MiB; the rest is dropped */
	bool same_group;		/* stays in our process group: it may use our terminal */
	/*
	 * Runs in the child before the program: async-signal-safe calls only.
	 * False with errno set makes the start fail.
	 */
	bool (*prepare)(void *data);
	void *prepare_data;
};

struct spawn_result {
	int status;		/* exit status; 128 + N when signal N ended it */
	GString *out, *err;	/* owned; NUL-terminated, may hold NULs */
	bool truncated;		/* max_output was reached */
};

void spawn_result_clear(struct spawn_result *result);
typedef struct spawn_result spawn_result;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(spawn_result, spawn_result_clear)
#define SPAWN_RESULT_INIT	{ 0, NULL, NULL, false }

/* True when the program ran to its end, whatever its status. *ret_result is untouched on failure. */
bool spawn_run(const struct spawn *spawn, struct spawn_result *ret_result, GError **error);

/*
 * spawn_run() for programs that must succeed: a status other than 0 is an error
 * whose message holds the last line of what the program wrote. `ret_result`
 * may be NULL; it is also set when the error is SPAWN_ERROR_STATUS.
 */
bool spawn_check(const struct spawn *spawn, struct spawn_result *ret_result, GError **error);

/*
 * Starts a program with both outputs on `out_fd` (borrowed; -1: /dev/null) and
 * nothing to read. Returns its pid, for the caller to wait for, or -1.
 */
pid_t spawn_start(const struct spawn *spawn, int out_fd, GError **error);

/* The same with each of its standard three given (borrowed; -1: /dev/null; 0, 1, 2: ours). */
pid_t spawn_start_with(const struct spawn *spawn, const int standard[3], GError **error);

/* The last line of a program's output that is not empty, without its end; owned by the caller. */
char *spawn_last_line(const GString *text);

#endif
