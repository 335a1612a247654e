/*
 * The reader for everything that is YAML: libyaml's events made into the same
 * tree as the fast reader's, with the place of every fault.
 */
#include "config.h"
#include "lib/yaml_arena.h"
#include <yaml.h>

struct any {
	struct yaml_arena *arena;
	yaml_parser_t parser;
	const struct yaml_span *span;
	const char *file;
	unsigned depth;
	GError **error;
};

static unsigned line_of(const struct any *any, const yaml_mark_t *mark)
{
	return any->span->line + mark->line;
}

static bool next_event(struct any *any, yaml_event_t *event)
{
	yaml_parser_t *p = &any->parser;
	const yaml_mark_t *mark = &p->problem_mark;

	if (yaml_parser_parse(p, event))
		return true;
	if (p->error == YAML_READER_ERROR) {
		unsigned line = any->span->line, column = 1;

		for (size_t i = 0; i < p->problem_offset && i < any->span->len; i++) {
			column = any->span->text[i] == '\n' ? 1 : column + 1;
			line += any->span->text[i] == '\n';
		}
		yaml_fault(any->error, any->file, line, column, "%s", p->problem);
	} else {
		yaml_fault(any->error, any->file, line_of(any, mark), mark->column + 1, "%s%s%s",
			   p->problem ? p->problem : "not YAML", p->context ? " " : "",
			   p->context ? p->context : "");
	}
	return false;
}

static bool refuse(struct any *any, const yaml_event_t *event, const char *reason)
{
	yaml_fault(any->error, any->file, line_of(any, &event->start_mark),
		   event->start_mark.column + 1, "%s", reason);
	return false;
}

/* Tags that say nothing new are let through. */
static bool plain_tag(const unsigned char *tag)
{
	return !tag || g_str_equal(tag, YAML_STR_TAG) || g_str_equal(tag, "!");
}

static bool acceptable(struct any *any, const yaml_event_t *e)
{
	const unsigned char *anchor = NULL, *tag = NULL;

	switch (e->type) {
	case YAML_SCALAR_EVENT:
		anchor = e->data.scalar.anchor;
		tag = e->data.scalar.tag;
		break;
	case YAML_SEQUENCE_START_EVENT:
		anchor = e->data.sequence_start.anchor;
		tag = e->data.sequence_start.tag;
		break;
	case YAML_MAPPING_START_EVENT:
		anchor = e->data.mapping_start.anchor;
		tag = e->data.mapping_start.tag;
		break;
	case YAML_ALIAS_EVENT:
		return refuse(any, e, "aliases (*name) are not used here; write the value out");
	default:
		return true;
	}
	if (anchor)
		return refuse(any, e, "anchors (&name) are not used here; write the value out");
	return plain_tag(tag) || refuse(any, e, "tags (!name) are not used here; remove it");
}

static struct yaml_node *node_of(struct any *any, yaml_event_t *event);

static struct yaml_node *scalar_of(struct any *any, const yaml_event_t *e)
{
	struct yaml_node *node = yaml_arena_node(any->arena, YAML_FORM_SCALAR,
						 line_of(any, &e->start_mark),
						 e->start_mark.column + 1);
	char *text = yaml_arena_take(any->arena, e->data.scalar.length + 1);

	memcpy(text, e->data.scalar.value, e->data.scalar.length);
	node->text = text;
	node->len = e->data.scalar.length;
	node->quoted = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	return node;
}

/* The next event's node; NULL at `end` (no error) or on an error. */
static struct yaml_node *next_node(struct any *any, yaml_event_type_t end)
{
	yaml_event_t event;
	struct yaml_node *node = NULL;

	if (!next_event(any, &event))
		return NULL;
	if (event.type != end)
		node = node_of(any, &event);
	yaml_event_delete(&event);
	return node;
}

static bool failed(struct any *any)
{
	return any->error && *any->error;
}

static bool list_children(struct any *any, struct yaml_node *list)
{
	struct yaml_node **tail = &list->first, *node;

	while ((node = next_node(any, YAML_SEQUENCE_END_EVENT))) {
		*tail = node;
		tail = &node->next;
	}
	return !failed(any);
}

static bool known_key(const struct yaml_node *map, const struct yaml_node *key)
{
	for (const struct yaml_node *n = map->first; n; n = n->next)
		if (n->key_len == key->len && !memcmp(n->key, key->text, key->len))
			return true;
	return false;
}

static bool check_key(struct any *any, const struct yaml_node *map, const struct yaml_node *key)
{
	if (key->form != YAML_FORM_SCALAR)
		yaml_fault(any->error, any->file, key->line, key->column, "a key must be a word");
	else if (known_key(map, key))
		yaml_fault(any->error, any->file, key->line, key->column,
			   "the key \"%.*s\" stands here twice", (int)key->len, key->text);
	return !failed(any);
}

static bool map_children(struct any *any, struct yaml_node *map)
{
	struct yaml_node **tail = &map->first, *key, *value;

	while ((key = next_node(any, YAML_MAPPING_END_EVENT))) {
		if (!check_key(any, map, key) || !(value = next_node(any, YAML_NO_EVENT)))
			return false;
		value->key = key->text;
		value->key_len = key->len;
		*tail = value;
		tail = &value->next;
	}
	return !failed(any);
}

static struct yaml_node *node_of(struct any *any, yaml_event_t *e)
{
	struct yaml_node *node;
	bool ok;

	if (!acceptable(any, e))
		return NULL;
	if (e->type == YAML_SCALAR_EVENT)
		return scalar_of(any, e);
	if (++any->depth > YAML_MAX_DEPTH) {
		refuse(any, e, "nested too deeply");
		return NULL;
	}
	node = yaml_arena_node(any->arena,
			       e->type == YAML_MAPPING_START_EVENT ? YAML_FORM_MAP : YAML_FORM_LIST,
			       line_of(any, &e->start_mark), e->start_mark.column + 1);
	ok = node->form == YAML_FORM_MAP ? map_children(any, node) : list_children(any, node);
	any->depth--;
	return ok ? node : NULL;
}

/* Skips stream and document start; the root's node, or NULL for an empty document. */
static struct yaml_node *root_of(struct any *any)
{
	yaml_event_t event;
	struct yaml_node *node = NULL;
	bool more = true;

	while (more && next_event(any, &event)) {
		switch (event.type) {
		case YAML_STREAM_START_EVENT:
		case YAML_DOCUMENT_START_EVENT:
			break;
		case YAML_STREAM_END_EVENT:
		case YAML_DOCUMENT_END_EVENT:
			more = false;
			break;
		default:
			if (!node)
				node = node_of(any, &event);
		}
		yaml_event_delete(&event);
		if (failed(any))
			return NULL;
	}
	return node;
}

struct yaml_node *yaml_parse_any(struct yaml_arena *arena, const struct yaml_span *span,
				 const char *file, GError **error)
{
	g_autoptr(GError) local = NULL;
	struct any any = { .arena = arena, .span = span, .file = file, .error = &local };
	struct yaml_node *node;

	if (!yaml_parser_initialize(&any.parser))
		g_error("no memory for a YAML parser");
	yaml_parser_set_encoding(&any.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&any.parser, (const unsigned char *)span->text, span->len);
	node = root_of(&any);
	yaml_parser_delete(&any.parser);
	if (local) {
		g_propagate_error(error, g_steal_pointer(&local));
		return NULL;
	}
	return node && node->form == YAML_FORM_SCALAR && yaml_is_null(node) ? NULL : node;
}
