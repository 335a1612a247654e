/*
 * Redirections. A merge points a stream at the stage's output; a file is
 * written by an Out-File of its own, opened with the command and ended with
 * it. Streams not named keep what the caller had.
 */
#include "config.h"

#include "shell/redirect.h"

#include "lib/convert.h"
#include "shell/eval.h"
#include "shell/exception.h"

/* A sink that feeds a cmdlet stage of its own (Out-File) or nothing ($null). */
struct redirection {
	struct sink sink;
	struct redirection *next;
	struct stage *file;		/* NULL: discards */
	struct sink null;
};

static enum flow file_write(struct sink *sink, struct value v)
{
	return sink_write(&((struct redirection *)sink)->file->sink, v);
}


static void redirect(struct stage *stage, enum stream from, struct sink *to)
{
	static const int index[] = {
		[STREAM_ERROR] = STREAM_I_ERROR, [STREAM_WARNING] = STREAM_I_WARNING,
		[STREAM_VERBOSE] = STREAM_I_VERBOSE, [STREAM_DEBUG] = STREAM_I_DEBUG,
		[STREAM_INFORMATION] = STREAM_I_INFORMATION,
	};

	if (from == STREAM_OUTPUT)
		stage->out = to;
	else if (from != STREAM_ALL)
		stage->streams.sinks[index[from]] = to;
	else
		for (int i = 0; i < STREAM_I_COUNT; i++)
			stage->streams.sinks[i] = to;
}

static struct stage *out_file_open(struct stage *stage, const char *path, bool append, struct sink *null)
{
	struct stage *file;
	struct arguments args = { 0 };
	struct command command = { .kind = COMMAND_CMDLET, .block = VALUE_NULL,
				   .cmdlet = cmdlet_find(stage->session, "Out-File") };
	bool ok;

	file = g_new(struct stage, 1);
	stage_init(file, stage->scope, stage->node, command, "out-file");
	file->expects_input = true;
	file->out = null;
	arguments_add(&args, (struct argument){ .name = "LiteralPath", .v = value_text(path), .colon = true });
	if (append)
		arguments_add(&args, (struct argument){ .name = "Append", .v = value_bool(true), .colon = true });
	file->begun = true;
	ok = file->ops->open(file, &args) && file->ops->begin(file) == FLOW_NEXT;
	arguments_clear(&args);
	if (ok)
		return file;
	stage_close(file);
	g_free(file);
	return NULL;
}

static bool open_file(struct stage *stage, struct redirection_node *node)
{
	struct redirection *r = g_new0(struct redirection, 1);
	struct value v = node->location->eval(node->location, stage->scope);
	struct string *path;

	r->sink.write = sink_discards;
	r->null.write = sink_discards;
	r->next = stage->redirections;
	stage->redirections = r;
	if (v.kind == V_SIGNAL)
		return false;
	if (!value_is_null(v)) {
		path = value_to_string(v, NULL);
		r->file = out_file_open(stage, path->data, node->append, &r->null);
		str_unref(path);
		value_unref(v);
		if (!r->file)
			return false;
		r->sink.write = file_write;
	}
	redirect(stage, node->from, &r->sink);
	if (node->from == STREAM_ALL)
		stage->out = &r->sink;
	return true;
}

bool redirections_open(struct stage *stage, struct redirection_node *nodes, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (!nodes[i].merge && !open_file(stage, &nodes[i]))
			return false;
	/* What is merged goes where the output goes, in whichever order the two are written. */
	for (uint32_t i = 0; i < n; i++)
		if (nodes[i].merge)
			redirect(stage, nodes[i].from, stage->out);
	return true;
}

void redirections_close(struct stage *stage)
{
	while (stage->redirections) {
		struct redirection *r = stage->redirections;

		stage->redirections = r->next;
		if (r->file) {
			if (r->file->ops->end)
				r->file->ops->end(r->file);
			stage_close(r->file);
			g_free(r->file);
		}
		g_free(r);
	}
}

struct redirection_node *prepare_redirections(struct unit *unit, struct ast **redirections, uint32_t n)
{
	struct redirection_node *nodes = unit_alloc(unit, n * sizeof(*nodes));

	for (uint32_t i = 0; i < n; i++) {
		if (redirections[i]->kind == AST_MERGING_REDIRECTION) {
			nodes[i].merge = true;
			nodes[i].from = ast_merging_redirection(redirections[i])->from;
		} else {
			const struct ast_file_redirection *file = ast_file_redirection(redirections[i]);

			nodes[i].from = file->from;
			nodes[i].append = file->append;
			nodes[i].location = prepare_expression(unit, file->location);
		}
	}
	return nodes;
}
