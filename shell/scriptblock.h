/*
 * Script blocks as values: a unit, the module it belongs to, and what
 * GetNewClosure() captured.
 */
#ifndef HMSH_SCRIPTBLOCK_H
#define HMSH_SCRIPTBLOCK_H

#include "lib/callable.h"
#include "shell/node.h"
#include "shell/session.h"

struct scriptblock {
	struct callable callable;
	struct unit *unit;
	struct module *module;
	struct dict *captured;		/* of a closure: name -> value; else NULL */
};

struct value scriptblock_new(struct unit *unit, struct module *module);
static inline struct scriptblock *scriptblock_of(struct value v)
{
	return v.kind == V_SCRIPTBLOCK ? (struct scriptblock *)v.u.block : NULL;
}
/* Parses text; NULL + error (a ParseException with every error) when it does not parse. */
struct value scriptblock_parse(struct session *session, const char *text, const char *path,
			       GError **error);
/* { ... }.GetNewClosure() */
struct value scriptblock_closure(struct scriptblock *block, struct scope *scope);
/* The text between the braces. Yours. */
struct string *scriptblock_text(struct scriptblock *block);
/* The errors of a parse (at least one) as one record, without a place. Yours. */
struct error_record *parse_errors_record(const GPtrArray *errors, struct source *source);
/* An error like the parser's, found later in what it parsed. */
void parse_error_late(struct scope *scope, struct unit *unit, struct span span, const char *id, GError **error);
/* Makes them the pending error, at the first one's place. */
void parse_errors_raise(struct scope *scope, const GPtrArray *errors, struct ast_tree *tree);

#endif
