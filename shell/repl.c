/*
 * The prompt. Lines are gathered until they parse (or are wrong for good);
 * a question asked meanwhile reads its answer from the lines that follow.
 */
#include "config.h"

#include "shell/repl.h"

#include <signal.h>
#include <unistd.h>

#include "parser/parse.h"
#include "shell/console.h"
#include "shell/recall.h"
#include "shell/readline.h"
#include "shell/transcript.h"

/* Signal handlers have no argument: the session that Ctrl-C means. */
static struct session *interrupt_session;

static void on_interrupt(int signal)
{
	if (interrupt_session)
		interrupt_session->interrupted = true;
}

void repl_watch_interrupt(struct session *session)
{
	struct sigaction action = { .sa_handler = on_interrupt };

	interrupt_session = session;
	sigaction(SIGINT, &action, NULL);
}

void repl_profile(struct session *session)
{
	g_autofree char *path = g_build_filename(g_get_user_config_dir(), "hmsh", "profile.ps1", NULL);

	if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
		session_run_file(session, path, NULL, 0);
}

/* Whether the text is a whole input: it parses, or is wrong for another reason than being cut off. */
static bool is_whole(const char *text)
{
	source_auto struct source *source = source_new(text, -1, NULL);
	g_autoptr(GPtrArray) errors = parse_errors_new();
	struct ast_tree *tree = parse(source, errors);
	bool whole = !errors->len || !parse_errors_incomplete(errors);

	ast_tree_unref(tree);
	return whole;
}

static char *prompt_text(struct session *session)
{
	return g_strdup_printf("[HMS] %s> ", session->location);
}

/* The next input: one line, or several while the parse asks for more. NULL at the end. */
static char *read_input(struct session *session, bool *more)
{
	g_autofree char *prompt = prompt_text(session);
	GString *text = g_string_new(NULL);
	char *line;

	while ((line = console_read_command(session, text->len ? ">> " : prompt,
					    text->len ? text->str : NULL))) {
		bool empty = *line == '\0';

		if (text->len)
			g_string_append_c(text, '\n');
		g_string_append(text, line);
		g_free(line);
		if (session->interrupted || (empty && session->at_prompt) || is_whole(text->str))
			return g_string_free(text, FALSE);
	}
	*more = false;
	if (text->len)
		return g_string_free(text, FALSE);
	g_string_free(text, TRUE);
	return NULL;
}

int repl_run(struct session *session, bool piped)
{
	bool more = true;
	int status = 0;

	session->at_prompt = !piped && isatty(STDIN_FILENO);
	while (more && !session->exiting) {
		g_autofree char *text = read_input(session, &more);
		struct value start;

		if (!text || session->interrupted) {
			session->interrupted = false;
			continue;
		}
		if (text[strspn(text, " \t\r\n")] == '\0')
			continue;
		if (session->at_prompt)
			readline_remember(session, text);
		if (session->transcripts && !recall_holds_secret(text)) {
			g_autofree char *prompt = prompt_text(session);

			transcript_command(session, prompt, text);
		}
		start = recall_now();
		status = session_run_text(session, text, NULL);
		recall_add(session, text, start, !session->ok);
		if (session->interrupted && session->at_prompt)
			console_write(session, "\n", 1);
		session->interrupted = false;
	}
	readline_finish(session);
	if (session->exiting)
		return session->exit_code;
	return session->at_prompt ? 0 : status;
}
