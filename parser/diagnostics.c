/*
 * The list of errors of one parse.
 */
#include "parser/diagnostics.h"

#include <string.h>

static const struct {
	const char *id, *text;
} error_texts[] = {
#define X(id, text) { #id, text },
	PARSE_ERRORS(X)
#undef X
};

G_STATIC_ASSERT(G_N_ELEMENTS(error_texts) == PE_COUNT);

/* A script that is wrong from end to end must not fill the memory. */
enum { MAX_ERRORS = 1000 };

static void parse_error_free(void *data)
{
	struct parse_error *error = data;

	g_free(error->message);
	g_free(error);
}

GPtrArray *parse_errors_new(void)
{
	return g_ptr_array_new_with_free_func(parse_error_free);
}

bool parse_errors_incomplete(const GPtrArray *errors)
{
	guint i;

	for (i = 0; i < errors->len; i++)
		if (!((struct parse_error *)errors->pdata[i])->incomplete)
			return false;
	return errors->len > 0;
}

static const char *skip_line_comment(const char *p, const char *end)
{
	while (p < end && *p != '\n' && *p != '\r')
		p++;
	return p;
}

static const char *skip_block_comment(const char *p, const char *end)
{
	for (p += 2; p + 1 < end; p++)
		if (p[0] == '#' && p[1] == '>')
			return p + 2;
	return end;
}

/* Nothing but blanks and comments from `offset` on. */
static bool nothing_follows(const struct source *source, uint32_t offset)
{
	const char *p = source->text + MIN(offset, source->len), *end = source->text + source->len;

	while (p < end) {
		if (strchr(" \t\r\n\v\f`", *p))
			p++;
		else if (*p == '#')
			p = skip_line_comment(p, end);
		else if (p[0] == '<' && p[1] == '#')
			p = skip_block_comment(p, end);
		else
			return false;
	}
	return true;
}

static bool said_before(const GPtrArray *errors, struct span span, const char *message)
{
	guint i;

	for (i = errors->len; i-- > 0;) {
		const struct parse_error *error = errors->pdata[i];

		if (error->span.start == span.start && error->span.end == span.end &&
		    strcmp(error->message, message) == 0)
			return true;
	}
	return false;
}

static void add_error(struct diagnostics *diag, enum parse_error_id id, struct span span,
		      bool incomplete, va_list args)
{
	struct parse_error *error;
	char *message;

	if (diag->stopped)
		return;
	diag->count++;
	if (!diag->errors || diag->errors->len >= MAX_ERRORS)
		return;
	message = g_strdup_vprintf(error_texts[id].text, args);
	if (said_before(diag->errors, span, message)) {
		g_free(message);
		return;
	}
	error = g_new0(struct parse_error, 1);
	error->id = error_texts[id].id;
	error->message = message;
	error->span = span;
	error->incomplete = incomplete;
	g_ptr_array_add(diag->errors, error);
}

void report(struct diagnostics *diag, enum parse_error_id id, struct span span, ...)
{
	va_list args;

	va_start(args, span);
	add_error(diag, id, span, nothing_follows(diag->source, span.end), args);
	va_end(args);
}

void report_open(struct diagnostics *diag, enum parse_error_id id, struct span span, uint32_t until,
		 ...)
{
	va_list args;

	va_start(args, until);
	add_error(diag, id, span, nothing_follows(diag->source, until), args);
	va_end(args);
}

void report_wrong(struct diagnostics *diag, enum parse_error_id id, struct span span, ...)
{
	va_list args;

	va_start(args, span);
	add_error(diag, id, span, false, args);
	va_end(args);
}
