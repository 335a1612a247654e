/*
 * readline: the shim. Its callbacks take no argument, so the session that reads
 * is kept in a variable while it does, and so is what was typed before.
 */
#include "config.h"

#include "shell/readline.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "shell/complete.h"
#include "shell/recall.h"

#define HISTORY_LINES 2000

static struct session *reading;

/* Text of earlier lines of the same input; completion sees them. Borrowed, or NULL. */
static const char *earlier_lines;

/* What all matches start with, case aside. */
static char *common_start(const GArray *matches)
{
	const char *first = g_array_index(matches, struct completion_match, 0).text;
	size_t n = strlen(first);

	for (guint k = 1; k < matches->len; k++) {
		const char *text = g_array_index(matches, struct completion_match, k).text;

		for (size_t i = 0; i < n; i++)
			if (g_ascii_tolower(text[i]) != g_ascii_tolower(first[i]))
				n = i;
	}
	while (n && (first[n] & 0xc0) == 0x80)
		n--;
	return g_strndup(first, n);
}

static void show_matches(const GArray *matches)
{
	char **list = g_new0(char *, matches->len + 2);
	int longest = 0;

	list[0] = g_strdup("");
	for (guint i = 0; i < matches->len; i++) {
		list[i + 1] = g_strdup(g_array_index(matches, struct completion_match, i).item);
		longest = MAX(longest, (int)strlen(list[i + 1]));
	}
	rl_display_match_list(list, matches->len, longest);
	rl_forced_update_display();
	g_strfreev(list);
}

static void replace_typed(int start, int end, const char *text)
{
	rl_begin_undo_group();
	rl_delete_text(start, end);
	rl_point = start;
	rl_insert_text(text);
	rl_end_undo_group();
}

/* Whether a text is more than what is typed, or the same in another spelling. */
static bool goes_on(const char *text, const char *typed, size_t len)
{
	return strlen(text) > len || (strlen(text) == len && strncmp(text, typed, len) != 0);
}

/* Tab: goes on as far as all matches agree; pressed again it lists them. */
static int complete_here(int count G_GNUC_UNUSED, int key G_GNUC_UNUSED)
{
	struct completion found;
	size_t before = earlier_lines ? strlen(earlier_lines) + 1 : 0;
	g_autofree char *whole = before ? g_strdup_printf("%s\n%s", earlier_lines, rl_line_buffer)
					: g_strdup(rl_line_buffer);
	g_autofree char *text = NULL;
	int start;

	complete_line(reading, whole, before + rl_point, &found);
	if (found.matches->len && found.start >= before) {
		start = (int)(found.start - before);
		text = common_start(found.matches);
		if (found.matches->len == 1 || goes_on(text, rl_line_buffer + start, found.length))
			replace_typed(start, start + (int)found.length, text);
		else if (rl_last_func == complete_here)
			show_matches(found.matches);
		else
			rl_ding();
	} else {
		rl_ding();
	}
	completion_clear(&found);
	return 0;
}

static void history_load(struct session *session);

/* The next key. Ctrl-C leaves what was typed where it is, unread, and ends the line. */
static int read_key(FILE *stream)
{
	unsigned char key;

	for (;;) {
		ssize_t n = read(fileno(stream), &key, 1);

		if (n == 1)
			return key;
		if (n == 0 || errno != EINTR)
			return EOF;
		rl_check_signals();
		if (reading->interrupted) {
			rl_replace_line("", 0);
			return '\n';
		}
	}
}

char *readline_read(struct session *session, const char *prompt, const char *earlier)
{
	char *line, *copy;

	rl_readline_name = "hmsh";
	rl_bind_key('\t', complete_here);
	reading = session;
	earlier_lines = earlier;
	history_load(session);
	rl_getc_function = read_key;
	line = readline(prompt);
	copy = g_strdup(line);
	free(line);
	return copy;
}

char *readline_answer(struct session *session, const char *question)
{
	char *line, *copy;

	rl_bind_key('\t', rl_insert);
	reading = session;
	rl_getc_function = read_key;
	line = readline(question);
	copy = session->interrupted ? NULL : g_strdup(line);
	free(line);
	return copy;
}

/* The history file, readable by its owner alone; made on first use. Yours. */
static char *history_path(void)
{
	const char *state = g_getenv("XDG_STATE_HOME");
	g_autofree char *folder = state && *state ? g_build_filename(state, "hmsh", NULL)
		: g_build_filename(g_get_home_dir(), ".local", "state", "hmsh", NULL);

	if (g_mkdir_with_parents(folder, 0700) != 0)
		return NULL;
	return g_build_filename(folder, "prompt-history", NULL);
}

static void history_load(struct session *session)
{
	g_autofree char *path = session->history_loaded ? NULL : history_path();

	session->history_loaded = true;
	if (path) {
		stifle_history(HISTORY_LINES);
		read_history(path);
	}
}

void readline_remember(struct session *session, const char *command)
{
	if (!recall_holds_secret(command))
		add_history(command);
}

void readline_finish(struct session *session)
{
	g_autofree char *path = session->history_loaded ? history_path() : NULL;

	if (path) {
		mode_t mask = umask(077);

		write_history(path);
		umask(mask);
	}
	clear_history();
}
