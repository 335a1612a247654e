/* Out-Default. */
#include "config.h"

#include "shell/out_default.h"

#include "shell/console.h"
#include "shell/error_view.h"
#include "shell/eval.h"

struct out_default {
	struct sink sink;
	struct session *session;
};

static enum flow write_value(struct sink *sink, struct value v)
{
	struct session *session = ((struct out_default *)sink)->session;
	struct string *text;

	if (value_is_null(v))
		return FLOW_NEXT;
	text = v.kind == V_ERROR ? error_view_text(session, (struct error_record *)v.u.block)
				 : value_to_text(session->scope, v, " ");
	console_write(session, text->data, text->len);
	console_write(session, "\n", 1);
	str_unref(text);
	return FLOW_NEXT;
}

struct sink *out_default_open(struct session *session)
{
	struct out_default *out = g_new0(struct out_default, 1);

	out->sink.write = write_value;
	out->session = session;
	return &out->sink;
}

enum flow out_default_close(struct session *session, struct sink *sink)
{
	g_free(sink);
	console_flush(session);
	return FLOW_NEXT;
}

bool out_default_is_console(struct session *session, struct sink *sink)
{
	return sink->write == write_value;
}
