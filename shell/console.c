/*
 * The console.
 */
#include "config.h"

#include "shell/console.h"

#include <errno.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include "shell/format.h"
#include "state/store.h"
#include "shell/progress.h"
#include "shell/readline.h"
#include "shell/transcript.h"

#define BUFFER 65536

struct console {
	GString *out;
	GString *in;
	size_t in_at;
	bool ended;
};

struct console *console_new(struct session *session)
{
	struct console *console = g_new0(struct console, 1);

	console->out = g_string_new(NULL);
	console->in = g_string_new(NULL);
	return console;
}

void console_free(struct console *console)
{
	if (!console)
		return;
	g_string_free(console->out, TRUE);
	g_string_free(console->in, TRUE);
	g_free(console);
}

static void write_all(int fd, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		text += n;
		len -= n;
	}
}

/* Nothing is seen of a commit that is not on disk. */
static void make_durable(struct session *session)
{
	g_autoptr(GError) error = NULL;

	if (session->store && !store_flush(session->store, &error)) {
		g_autofree char *text = g_strdup_printf("hmsh: the state could not be written: %s\n", error->message);

		write_all(STDERR_FILENO, text, strlen(text));
	}
}

void console_flush(struct session *session)
{
	GString *out = session->console->out;

	if (out->len == 0)
		return;
	make_durable(session);
	write_all(STDOUT_FILENO, out->str, out->len);
	g_string_truncate(out, 0);
}

void console_write(struct session *session, const char *text, size_t len)
{
	if (session->progress)
		progress_hide(session);
	if (session->transcripts)
		transcript_write(session, text, len);
	g_string_append_len(session->console->out, text, len);
	if (session->console->out->len >= BUFFER || session->is_terminal)
		console_flush(session);
}

/* The colours of System.ConsoleColor as a terminal numbers them; a background is 10 more. */
int console_colour(const char *name)
{
	static const struct { const char *name; int number; } colours[] = {
		{ "Black", 30 }, { "DarkRed", 31 }, { "DarkGreen", 32 }, { "DarkYellow", 33 },
		{ "DarkBlue", 34 }, { "DarkMagenta", 35 }, { "DarkCyan", 36 }, { "Gray", 37 },
		{ "DarkGray", 90 }, { "Red", 91 }, { "Green", 92 }, { "Yellow", 93 },
		{ "Blue", 94 }, { "Magenta", 95 }, { "Cyan", 96 }, { "White", 97 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(colours); i++)
		if (text_equal_nocase(colours[i].name, name))
			return colours[i].number;
	return 0;
}

void console_write_coloured(struct session *session, const char *text, const char *foreground,
			    const char *background)
{
	int front = console_colour(foreground), back = console_colour(background);
	bool coloured = (front || back) && session->is_terminal && !g_getenv("NO_COLOR");
	g_autoptr(GString) line = g_string_new(NULL);

	if (coloured && front)
		g_string_append_printf(line, "\033[%dm", front);
	if (coloured && back)
		g_string_append_printf(line, "\033[%dm", back + 10);
	g_string_append(line, text);
	if (coloured)
		g_string_append(line, "\033[0m");
	console_write(session, line->str, line->len);
}

void console_draw(struct session *session, const char *text, size_t len)
{
	console_flush(session);
	write_all(STDOUT_FILENO, text, len);
}

void console_error(struct session *session, const char *text)
{
	progress_hide(session);
	console_flush(session);
	make_durable(session);
	write_all(STDERR_FILENO, text, strlen(text));
	write_all(STDERR_FILENO, "\n", 1);
	transcript_write(session, text, strlen(text));
	transcript_write(session, "\n", 1);
}

void console_stream(struct session *session, enum stream_index stream, const char *prefix, const char *text)
{
	console_write(session, prefix, strlen(prefix));
	console_write(session, text, strlen(text));
	console_write(session, "\n", 1);
}

void console_what_if(struct session *session, const char *what)
{
	console_stream(session, STREAM_I_INFORMATION, "What if: ", what);
}

void console_prompt_text(struct session *session, const char *text)
{
	if (session->formatter)
		formatter_flush(session->formatter);
	console_write(session, text, strlen(text));
	console_flush(session);
}

/* -- Reading -------------------------------------------------------------------------------- */

static bool fill(struct session *session)
{
	struct console *console = session->console;
	char buffer[4096];
	ssize_t n;

	if (console->in_at > 0) {
		g_string_erase(console->in, 0, console->in_at);
		console->in_at = 0;
	}
	do {
		n = read(STDIN_FILENO, buffer, sizeof(buffer));
	} while (n < 0 && errno == EINTR && !session->interrupted);
	if (n <= 0) {
		/* Ctrl-C ends a question, and at a terminal Ctrl-D does; more can be typed after either. */
		console->ended = n == 0 && !isatty(STDIN_FILENO);
		return false;
	}
	g_string_append_len(console->in, buffer, n);
	return true;
}

static char *next_line(struct session *session)
{
	struct console *console = session->console;
	char *start, *end;
	size_t n;

	for (;;) {
		start = console->in->str + console->in_at;
		end = strchr(start, '\n');
		if (end || console->ended || !fill(session))
			break;
	}
	start = console->in->str + console->in_at;
	end = strchr(start, '\n');
	if (!end && *start == '\0')
		return NULL;
	n = end ? (size_t)(end - start) : strlen(start);
	console->in_at += n + (end != NULL);
	if (n > 0 && start[n - 1] == '\r')
		n--;
	return g_strndup(start, n);
}

static char *read_quietly(struct session *session)
{
	struct termios old, quiet;
	char *line;
	bool terminal = tcgetattr(STDIN_FILENO, &old) == 0;

	if (terminal) {
		quiet = old;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	line = next_line(session);
	if (terminal) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
		console_prompt_text(session, "\n");
	}
	return line;
}

static bool is_terminal(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* Lines that were pasted at once and not read yet. */
static bool has_pasted(const struct session *session)
{
	return session->console->in_at < session->console->in->len;
}

/* The first line of what was typed or pasted; the others are the next input. */
static char *first_line(struct session *session, char *text)
{
	char *end = text ? strchr(text, '\n') : NULL;

	if (!end)
		return text;
	*end = '\0';
	g_string_append(session->console->in, end + 1);
	if (!g_str_has_suffix(end + 1, "\n"))
		g_string_append_c(session->console->in, '\n');
	return text;
}

char *console_read(struct session *session, const char *prompt, bool secret)
{
	char *line;
	bool pasted;

	if (!secret && is_terminal() && !has_pasted(session)) {
		console_prompt_text(session, "");
		line = first_line(session, readline_answer(session, prompt));
		if (line)
			transcript_command(session, prompt, line);
		return line;
	}
	console_prompt_text(session, prompt);
	if (secret)
		return read_quietly(session);
	pasted = has_pasted(session) && is_terminal();
	line = next_line(session);
	if (line)
		transcript_command(session, "", line);
	if (line && pasted)
		console_draw(session, line, strlen(line));
	if (line && pasted)
		console_draw(session, "\n", 1);
	return line;
}

char *console_read_command(struct session *session, const char *prompt, const char *earlier)
{
	char *line;

	console_flush(session);
	if (!is_terminal())
		return next_line(session);
	if (!has_pasted(session))
		return first_line(session, readline_read(session, prompt, earlier));
	line = next_line(session);
	console_prompt_text(session, prompt);
	console_prompt_text(session, line);
	console_prompt_text(session, "\n");
	return line;
}
