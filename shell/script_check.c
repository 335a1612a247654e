/*
 * hmsh -Check: parses files as the session would, and says what it would say, in the form that
 * editors and build tools read. No session is made: a check reads no state and runs no profile.
 */
#include "config.h"

#include "shell/script_check.h"

#include <stdio.h>
#include <string.h>

#include "parser/parse.h"

enum { CHECK_GOOD = 0, CHECK_ERRORS = 1, CHECK_NO_INPUT = 66 };

/* A text of several lines is one line here. */
static void put_error(struct source *source, const char *name, const struct parse_error *error)
{
	g_autofree char *message = g_strdelimit(g_strdup(error->message), "\r\n", ' ');
	uint32_t line, column;

	source_position(source, error->span.start, &line, &column);
	printf("%s:%u:%u: %s (%s)\n", name, line, column, message, error->id);
}

static int check_source(struct source *source, const char *name)
{
	g_autoptr(GPtrArray) errors = parse_errors_new();
	struct ast_tree *tree = parse(source, errors);

	for (guint i = 0; i < errors->len; i++)
		put_error(source, name, errors->pdata[i]);
	ast_tree_unref(tree);
	return errors->len ? CHECK_ERRORS : CHECK_GOOD;
}

static struct source *read_standard_input(GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	uint8_t buffer[8192];
	size_t n;

	while ((n = fread(buffer, 1, sizeof(buffer), stdin)) > 0 && bytes->len < SOURCE_MAX_BYTES)
		g_byte_array_append(bytes, buffer, n);
	if (!ferror(stdin) && bytes->len < SOURCE_MAX_BYTES)
		return source_decode(bytes->data, bytes->len, NULL);
	g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
			    "Cannot read the script from standard input.");
	return NULL;
}

static int check_file(const char *path)
{
	g_autoptr(GError) error = NULL;
	bool piped = strcmp(path, "-") == 0;
	source_auto struct source *source =
		piped ? read_standard_input(&error) : source_load(path, &error);

	if (source)
		return check_source(source, piped ? "<stdin>" : path);
	fflush(stdout);
	fprintf(stderr, "hmsh: %s\n", error->message);
	return CHECK_NO_INPUT;
}

int check_files(char **paths, int count)
{
	int status = CHECK_GOOD;

	for (int i = 0; i < count; i++) {
		int one = check_file(paths[i]);

		status = MAX(status, one);
	}
	return fflush(stdout) == 0 ? status : CHECK_NO_INPUT;
}
