/*
 * switch: every clause is tried for each item; texts are compared as text.
 */
#include "config.h"

#include "shell/switch.h"

#include "lib/convert.h"
#include "shell/eval.h"
#include "shell/function.h"
#include "shell/scriptblock.h"
#include "shell/walk.h"

struct switch_node {
	struct node node;
	struct symbol *label;
	struct node *condition;
	uint32_t flags;
	bool walked;			/* a clause names $switch */
	uint32_t n;
	struct node **tests;
	struct block_node **bodies;
	struct block_node *otherwise;
};

/* Whether an item fits a clause's test; -1: control left. */
static int clause_fits(struct switch_node *s, struct node *test, struct scope *scope, struct value item)
{
	struct value v = test->eval(test, scope), result, matches = VALUE_UNSET;
	GError *error = NULL;
	struct string *a, *b;
	bool fits, with_case = s->flags & SWITCH_CASE_SENSITIVE;

	if (v.kind == V_SIGNAL)
		return -1;
	if (v.kind == V_SCRIPTBLOCK) {
		enum flow flow = block_value(&scope->session->host, v, item, &result);

		value_unref(v);
		if (flow != FLOW_NEXT) {
			signal_flow(scope->session, flow);
			return -1;
		}
		fits = value_truth(result);
		value_unref(result);
		return fits;
	}
	a = value_to_text(scope, item, " ");
	if (s->flags & (SWITCH_REGEX | SWITCH_WILDCARD)) {
		value_auto text = value_str(a);
		bool ok = value_match(s->flags & SWITCH_REGEX ? MATCH_MATCH : MATCH_LIKE, text, v, with_case,
				      &result, &matches, &error);

		value_unref(v);
		if (matches.kind != V_UNSET)
			scope_set(scope, symbol_get("Matches", 7), matches, NULL);
		if (!ok) {
			raise_value(scope, test, error);
			return -1;
		}
		return result.u.b;
	}
	if (value_is_null(v) || value_is_null(item)) {
		fits = value_is_null(v) && value_is_null(item);
		str_unref(a);
		value_unref(v);
		return fits;
	}
	b = value_to_text(scope, v, " ");
	fits = str_equal_culture(a, b, !with_case);
	str_unref(a);
	str_unref(b);
	value_unref(v);
	return fits;
}

static bool mine(struct session *session, struct symbol *label)
{
	if (session->label && session->label != label)
		return false;
	session->label = NULL;
	return true;
}

/* FLOW_BREAK: the switch is done; FLOW_CONTINUE: the next item. */
static enum flow switch_item(struct switch_node *s, struct scope *scope, struct sink *out,
			     struct value item)
{
	bool any = false;

	for (uint32_t i = 0; i < s->n; i++) {
		int fits = clause_fits(s, s->tests[i], scope, item);
		enum flow flow;

		if (fits < 0)
			return scope->session->flow;
		if (!fits)
			continue;
		any = true;
		flow = block_exec(s->bodies[i], scope, out);
		if (flow != FLOW_NEXT)
			return flow;
	}
	return any || !s->otherwise ? FLOW_NEXT : block_exec(s->otherwise, scope, out);
}

/* $_ is the item while its clauses run. */
static enum flow switch_one(struct switch_node *s, struct scope *scope, struct sink *out,
			    struct value item)
{
	struct session *session = scope->session;
	struct value before = session->underbar;
	enum flow flow;

	session->underbar = value_ref(item);
	flow = switch_item(s, scope, out, item);
	value_put(&session->underbar, before);
	if (flow == FLOW_CONTINUE && mine(session, s->label))
		return FLOW_NEXT;
	return flow;
}

static bool file_items(struct scope *scope, struct value *v, GError **error)
{
	struct string *name = value_to_string(*v, NULL);
	g_autofree char *path = host_native_path(&scope->session->host, name->data, error);
	g_autofree char *text = NULL;
	struct list *lines;
	char *at, *end;

	str_unref(name);
	if (!path || !g_file_get_contents(path, &text, NULL, error))
		return false;
	lines = list_new(NULL, NULL);
	for (at = text; *at; at = *end ? end + 1 : end) {
		end = strchrnul(at, '\n');
		list_add(lines, value_str(str_new(at, end - at - (end > at && end[-1] == '\r'))));
	}
	value_put(v, value_of(list_to_array(lines)));
	value_unref(value_of(lines));
	return true;
}

static enum flow switch_each(struct switch_node *s, struct scope *scope, struct sink *out, struct value v,
			     GError **error)
{
	struct enumerator e;
	struct value item;
	enum flow flow = FLOW_NEXT;

	enumerator_init(&e, v);
	while (flow == FLOW_NEXT && enumerator_next(&e, &item, error)) {
		flow = switch_one(s, scope, out, item);
		value_unref(item);
	}
	enumerator_clear(&e);
	return flow;
}

static enum flow switch_walked(struct switch_node *s, struct scope *scope, struct sink *out, struct value v,
			       GError **error)
{
	struct walk *walk = walk_begin(scope, "switch", v);
	struct value item;
	enum flow flow = FLOW_NEXT;

	while (flow == FLOW_NEXT && walk_next(walk, &item, error)) {
		flow = switch_one(s, scope, out, item);
		value_unref(item);
	}
	walk_end(walk, scope, "switch");
	return flow;
}

static enum flow exec_switch(struct node *node, struct scope *scope, struct sink *out)
{
	struct switch_node *s = (struct switch_node *)node;
	struct value v = s->condition->eval(s->condition, scope);
	GError *error = NULL;
	enum flow flow;

	if (v.kind == V_SIGNAL)
		return scope->session->flow;
	if (s->flags & SWITCH_FILE && !file_items(scope, &v, &error)) {
		value_unref(v);
		return raise_flow(scope, node, error);
	}
	flow = s->walked ? switch_walked(s, scope, out, v, &error) : switch_each(s, scope, out, v, &error);
	value_unref(v);
	if (error)
		return raise_flow(scope, node, error);
	return flow == FLOW_BREAK && mine(scope->session, s->label) ? FLOW_NEXT : flow;
}

struct node *prepare_switch(struct unit *unit, const struct ast_switch *ast)
{
	struct switch_node *s = node_new(unit, sizeof(*s), &ast->ast, eval_statement, exec_switch);
	struct ast *pure = ast_pure_expression(ast->condition);

	s->label = ast->label;
	s->flags = ast->flags;
	s->walked = walk_is_wanted(unit, ast->ast.span, "switch");
	s->condition = pure ? prepare_expression(unit, pure) : prepare_statement(unit, ast->condition);
	s->n = ast->clause_count;
	s->tests = unit_alloc(unit, s->n * sizeof(struct node *));
	s->bodies = unit_alloc(unit, s->n * sizeof(struct block_node *));
	for (uint32_t i = 0; i < s->n; i++) {
		s->tests[i] = prepare_expression(unit, ast->clauses[i].test);
		s->bodies[i] = prepare_block(unit, ast->clauses[i].body);
	}
	s->otherwise = ast->otherwise ? prepare_block(unit, ast->otherwise) : NULL;
	return &s->node;
}
