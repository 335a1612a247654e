/*
 * readline: the shim. Its callbacks take no argument, so the session that reads
 * is kept in a variable while it does: the one global of the tree.
 */
#include "config.h"

#include "shell/readline.h"

#include <sys/stat.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "shell/complete.h"

#define HISTORY_LINES 2000

static struct session *reading;

/* What all texts start with; what is typed when they share less. */
static char *common_start(char **texts, const char *typed)
{
	size_t n = strlen(texts[0]);

	for (char **text = texts + 1; *text; text++)
		for (size_t i = 0; i < n; i++)
			if ((*text)[i] != texts[0][i])
				n = i;
	return n < strlen(typed) ? strdup(typed) : strndup(texts[0], n);
}

/* readline frees the list and its texts, with free(). */
static char **complete_at(const char *text, int start, int end)
{
	struct completion found;
	char **list = NULL;

	complete_line(reading, rl_line_buffer, rl_point, &found);
	rl_attempted_completion_over = 1;
	rl_completion_append_character = '\0';
	/* Only what replaces the same word that readline has cut. */
	if (found.matches->len && found.start == (size_t)start) {
		list = calloc(found.matches->len + 2, sizeof(*list));
		for (guint i = 0; i < found.matches->len; i++)
			list[i + 1] = strdup(g_array_index(found.matches, struct completion_match, i).text);
		list[0] = common_start(list + 1, text);
	}
	completion_clear(&found);
	return list;
}

static void history_load(struct session *session);

char *readline_read(struct session *session, const char *prompt)
{
	char *line, *copy;

	rl_readline_name = "hmsh";
	rl_attempted_completion_function = complete_at;
	rl_completer_word_break_characters = " \t\n;|&(){}=,.";
	rl_basic_quote_characters = "";
	reading = session;
	history_load(session);
	line = readline(prompt);
	copy = g_strdup(line);
	free(line);
	return copy;
}

/* Words that stand in a line with a secret: such a line is kept nowhere. */
static const char *const secret_words[] = { "-AsPlainText", "Password", "SecureString", "Credential", "Secret" };

/* Such a word and a value written out: the line may hold a secret. */
bool readline_is_secret(const char *command)
{
	if (!strpbrk(command, "'\"$("))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(secret_words); i++)
		if (strcasestr(command, secret_words[i]))
			return true;
	return false;
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
	g_autofree char *path = session->history ? NULL : history_path();

	session->history = session;	/* loaded */
	if (path) {
		stifle_history(HISTORY_LINES);
		read_history(path);
	}
}

void readline_remember(struct session *session, const char *command)
{
	if (!readline_is_secret(command))
		add_history(command);
}

void readline_finish(struct session *session)
{
	g_autofree char *path = session->history ? history_path() : NULL;

	if (path) {
		mode_t mask = umask(077);

		write_history(path);
		umask(mask);
	}
	clear_history();
}
