/*
 * Out-Default: a formatter on the console.
 */
#include "config.h"

#include "shell/out_default.h"

#include "shell/console.h"
#include "shell/format.h"

struct out_default {
	struct sink sink;
	struct format_out out;
	struct session *session;
	struct formatter *formatter;
	struct formatter *outer;	/* of an enclosing Out-Default */
};

static void write_console(struct format_out *out, const char *text, size_t len)
{
	struct out_default *d = (struct out_default *)((char *)out -
						       offsetof(struct out_default, out));

	console_write(d->session, text, len);
}

static enum flow write_value(struct sink *sink, struct value v)
{
	struct out_default *out = (struct out_default *)sink;
	GError *error = NULL;

	if (!formatter_add(out->formatter, v, &error))
		return error ? host_raise(&out->session->host, error) : FLOW_STOP;
	return session_stopping(out->session) ? FLOW_STOP : FLOW_NEXT;
}

static bool shows_colour(struct session *session)
{
	const char *term = g_getenv("TERM");

	return session->is_terminal && term && *term && strcmp(term, "dumb") != 0;
}

struct sink *out_default_open(struct session *session)
{
	struct out_default *out = g_new0(struct out_default, 1);
	uint32_t width = host_width(&session->host) - 1;

	out->sink.write = write_value;
	out->session = session;
	out->out = (struct format_out){
		.write = write_console, .width = width, .table_width = width,
		.colour = shows_colour(session),
	};
	out->formatter = formatter_new(&session->global, &out->out);
	out->outer = session->formatter;
	session->formatter = out->formatter;
	return &out->sink;
}

enum flow out_default_close(struct session *session, struct sink *sink)
{
	struct out_default *out = (struct out_default *)sink;

	session->formatter = out->outer;
	formatter_end(out->formatter);
	formatter_free(out->formatter);
	g_free(out);
	console_flush(session);
	return FLOW_NEXT;
}

bool out_default_is_console(struct session *session, struct sink *sink)
{
	return sink->write == write_value;
}
