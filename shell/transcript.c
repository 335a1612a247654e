/*
 * A transcript is a stream of its own beside the console. What is written to
 * it loses its escape sequences, which may come in pieces: where one is left
 * off is kept with the file.
 */
#include "config.h"

#include "shell/transcript.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/utsname.h>
#include <unistd.h>

enum escape { ESCAPE_NONE, ESCAPE_BEGUN, ESCAPE_CONTROL, ESCAPE_TITLE };

struct transcript {
	FILE *file;
	char *path;
	enum escape escape;
	bool invocations;
};

#define STARS "**********************\n"

static const struct fault not_opened = {
	"CannotStartTranscription", "System.Management.Automation.PSInvalidOperationException",
	CATEGORY_INVALID_OPERATION, NULL };

static void transcript_free(gpointer data)
{
	struct transcript *transcript = data;

	fclose(transcript->file);
	g_free(transcript->path);
	g_free(transcript);
}

static char *now_text(void)
{
	g_autoptr(GDateTime) now = g_date_time_new_now_local();

	return g_date_time_format(now, "%Y%m%d%H%M%S");
}

/* The command line that this shell was started by, as one line; yours. */
static char *own_command_line(void)
{
	g_autofree char *text = NULL;
	gsize len = 0;

	if (!g_file_get_contents("/proc/self/cmdline", &text, &len, NULL))
		return g_strdup("hmsh");
	for (gsize i = 0; i + 1 < len; i++)
		if (!text[i])
			text[i] = ' ';
	return g_steal_pointer(&text);
}

static void put_header(FILE *file, bool minimal)
{
	g_autofree char *now = now_text(), *command = own_command_line();
	const char *host = g_get_host_name(), *user = g_get_user_name();
	struct utsname system_name;

	fprintf(file, STARS "PowerShell transcript start\nStart time: %s\n", now);
	if (!minimal && uname(&system_name) == 0) {
		fprintf(file, "Username: %s\\%s\nRunAs User: %s\\%s\nConfiguration Name: \n", host,
			user, host, user);
		fprintf(file, "Machine: %s (Unix %s)\nHost Application: %s\nProcess ID: %d\n", host,
			system_name.release, command, (int)getpid());
		fprintf(file,
			"PSVersion: 7.6.5\nPSEdition: Core\nGitCommitId: hmsh %s\nOS: %s %s\nPlatform: Unix\n",
			PACKAGE_VERSION, system_name.sysname, system_name.release);
	}
	fputs(STARS, file);
}

bool transcript_start(struct session *session, const char *path, unsigned flags, GError **error)
{
	bool append = flags & TRANSCRIPT_APPEND;
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (append ? O_APPEND : O_TRUNC), 0600);
	FILE *file = fd < 0 ? NULL : fdopen(fd, append ? "a" : "w");
	struct transcript *transcript;

	if (!file) {
		value_auto target = value_text(path);

		fault_set(error, &not_opened, target,
			  "Transcription cannot be started due to the error: %s (%s)",
			  g_strerror(errno), path);
		return false;
	}
	if (!session->transcripts)
		session->transcripts = g_ptr_array_new_with_free_func(transcript_free);
	transcript = g_new0(struct transcript, 1);
	transcript->file = file;
	transcript->path = g_strdup(path);
	transcript->invocations = flags & TRANSCRIPT_INVOCATIONS;
	put_header(file, flags & TRANSCRIPT_MINIMAL);
	g_ptr_array_add(session->transcripts, transcript);
	return true;
}

char *transcript_stop(struct session *session)
{
	GPtrArray *all = session->transcripts;
	struct transcript *transcript = all && all->len ? all->pdata[all->len - 1] : NULL;
	g_autofree char *now = now_text();
	char *path;

	if (!transcript)
		return NULL;
	fprintf(transcript->file, STARS "PowerShell transcript end\nEnd time: %s\n" STARS, now);
	path = g_strdup(transcript->path);
	g_ptr_array_set_size(all, (int)all->len - 1);
	return path;
}

static void put_plain(struct transcript *t, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = text[i];

		switch (t->escape) {
		case ESCAPE_NONE:
			if (c == 0x1b)
				t->escape = ESCAPE_BEGUN;
			else
				fputc(c, t->file);
			break;
		case ESCAPE_BEGUN:
			t->escape = c == '['   ? ESCAPE_CONTROL
				    : c == ']' ? ESCAPE_TITLE
					       : ESCAPE_NONE;
			break;
		case ESCAPE_CONTROL:
			if (c >= '@' && c <= '~')
				t->escape = ESCAPE_NONE;
			break;
		case ESCAPE_TITLE:
			if (c == 7)
				t->escape = ESCAPE_NONE;
			break;
		}
	}
	fflush(t->file);
}

void transcript_write(struct session *session, const char *text, size_t len)
{
	for (guint i = 0; session->transcripts && i < session->transcripts->len; i++)
		put_plain(session->transcripts->pdata[i], text, len);
}

void transcript_command(struct session *session, const char *prompt, const char *command)
{
	for (guint i = 0; session->transcripts && i < session->transcripts->len; i++) {
		struct transcript *t = session->transcripts->pdata[i];
		g_autofree char *now = now_text();

		if (t->invocations)
			fprintf(t->file, STARS "Command start time: %s\n" STARS, now);
		fprintf(t->file, "%s%s\n", prompt, command);
		fflush(t->file);
	}
}

/* Those still running end with the session. */
void transcripts_free(struct session *session)
{
	char *path;

	while ((path = transcript_stop(session)))
		g_free(path);
	g_clear_pointer(&session->transcripts, g_ptr_array_unref);
}
