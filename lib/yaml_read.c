/*
 * The fast reader: the block subset that yaml_write.c writes, line by line,
 * scalars left where they are in the text. Anything it does not know is not an
 * error but "not canonical": NULL, and libyaml reads the document.
 */
#include "config.h"
#include "lib/yaml_arena.h"

struct reader {
	struct yaml_arena *arena;
	const char *p;			/* the current line, at its first non-blank */
	const char *eol;		/* its end, without the newline */
	const char *end;
	unsigned line, indent;
	unsigned depth;
	bool high;			/* bytes beyond ASCII were seen */
};

/* What a byte may be in a plain scalar: 1 anywhere, 2 not first, 0 needs a look or quoting. */
static const unsigned char plain[256] = {
	[' '] = 2, ['!'] = 2, ['#'] = 4, ['$'] = 1, ['%'] = 2, ['&'] = 2, ['('] = 1, [')'] = 1,
	['*'] = 2, ['+'] = 1, [','] = 2, ['-'] = 2, ['.'] = 1, ['/'] = 1, ['0' ... '9'] = 1,
	[':'] = 4, [';'] = 1, ['<'] = 1, ['='] = 1, ['>'] = 2, ['?'] = 2, ['@'] = 2,
	['A' ... 'Z'] = 1, ['['] = 2, ['\\'] = 1, [']'] = 2, ['^'] = 1, ['_'] = 1, ['`'] = 2,
	['a' ... 'z'] = 1, ['{'] = 2, ['|'] = 2, ['}'] = 2, ['~'] = 1, ['"'] = 2, ['\''] = 2,
	[0x80 ... 0xff] = 1,
};

static bool next_line(struct reader *r)
{
	const char *p = r->eol < r->end ? r->eol + 1 : r->end, *start = p;

	r->line++;
	if (p >= r->end) {
		r->p = r->eol = r->end;
		return false;
	}
	r->eol = memchr(p, '\n', r->end - p);
	if (!r->eol)
		r->eol = r->end;
	while (p < r->eol && *p == ' ')
		p++;
	r->p = p;
	r->indent = p - start;
	return true;
}

static bool at_end(const struct reader *r)
{
	return r->p >= r->end ||
	       (r->indent == 0 && r->eol - r->p == 3 && !memcmp(r->p, "...", 3));
}

/* A plain scalar that fills the rest of the line. */
static bool plain_scalar(struct reader *r, const char *p, struct yaml_node *node)
{
	const unsigned char *s = (const void *)p, *end = (const void *)r->eol;

	if (s == end || plain[*s] != 1 || end[-1] == ' ')
		return false;
	for (const unsigned char *q = s; q < end; q++) {
		if (plain[*q] == 0)
			return false;
		if (plain[*q] == 4 && (*q == ':' ? q + 1 == end || q[1] == ' ' : q[-1] == ' '))
			return false;
		r->high |= *q >= 0x80;
	}
	node->text = p;
	node->len = r->eol - p;
	return true;
}

static int hex_digits(const char *p, const char *end, int n)
{
	int c = 0;

	if (end - p < n)
		return -1;
	for (int i = 0; i < n; i++) {
		int digit = g_ascii_xdigit_value(p[i]);

		if (digit < 0)
			return -1;
		c = c << 4 | digit;
	}
	return c;
}

/* One escape after the backslash at *p; appends to *out. */
static bool unescape(const char **p, const char *end, char **out)
{
	static const char from[] = "\\\"nrt0", to[] = "\\\"\n\r\t";
	const char *at = *p < end ? memchr(from, **p, 6) : NULL;
	int digits, c;

	if (at) {
		*(*out)++ = to[at - from];
		++*p;
		return true;
	}
	digits = *p >= end ? 0 : **p == 'x' ? 2 : **p == 'u' ? 4 : 0;
	c = digits ? hex_digits(*p + 1, end, digits) : -1;
	if (c < 0 || (c >= 0xd800 && c < 0xe000))
		return false;
	*out += g_unichar_to_utf8(c, *out);
	*p += 1 + digits;
	return true;
}

/* "..." that fills the rest of the line. */
static bool quoted_scalar(struct reader *r, const char *p, struct yaml_node *node)
{
	const char *end = r->eol - 1, *q;
	char *text, *out;

	if (end <= p || *end != '"')
		return false;
	node->quoted = true;
	p++;
	for (q = p; q < end && *q != '\\' && *q != '"' && (unsigned char)*q >= ' ' && *q != 0x7f; q++)
		r->high |= (unsigned char)*q >= 0x80;
	node->text = p;
	node->len = q - p;
	if (q == end)
		return true;
	text = out = yaml_arena_take(r->arena, end - p + 1);
	memcpy(out, p, q - p);
	out += q - p;
	for (p = q; p < end; ) {
		if (*p == '"' || (unsigned char)*p < ' ' || *p == 0x7f)
			return false;
		if (*p != '\\') {
			r->high |= (unsigned char)*p >= 0x80;
			*out++ = *p++;
		} else if (p++, !unescape(&p, end, &out)) {
			return false;
		}
	}
	node->text = text;
	node->len = out - text;
	return true;
}

/* A scalar, [] or {} from `p` to the end of the line, which is left. */
static struct yaml_node *inline_value(struct reader *r, const char *p, unsigned column)
{
	struct yaml_node *node = yaml_arena_node(r->arena, YAML_FORM_SCALAR, r->line, column);
	size_t len = r->eol - p;

	if (len == 2 && !memcmp(p, "[]", 2))
		node->form = YAML_FORM_LIST;
	else if (len == 2 && !memcmp(p, "{}", 2))
		node->form = YAML_FORM_MAP;
	else if (!(*p == '"' ? quoted_scalar(r, p, node) : plain_scalar(r, p, node)))
		return NULL;
	next_line(r);
	return node;
}

/* The length of "key" when a line starts with "key: " or is "key:"; else 0. */
static size_t key_length(const char *p, const char *eol)
{
	const char *q = p;

	while (q < eol && (g_ascii_isalnum(*q) || *q == '_' || *q == '/' ||
			   (q > p && (*q == '-' || *q == '.'))))
		q++;
	return q > p && q < eol && *q == ':' && (q + 1 == eol || q[1] == ' ') ? q - p : 0;
}

static bool at_item(const struct reader *r)
{
	return r->eol - r->p >= 2 && r->p[0] == '-' && r->p[1] == ' ';
}

static struct yaml_node *block(struct reader *r, unsigned indent);

/* What follows a line "key:" that ends at `column`. */
static struct yaml_node *block_value(struct reader *r, unsigned indent, unsigned column)
{
	unsigned line = r->line;

	next_line(r);
	if (!at_end(r) && r->indent > indent)
		return block(r, r->indent);
	if (!at_end(r) && r->indent == indent && at_item(r))
		return block(r, indent);
	return yaml_arena_node(r->arena, YAML_FORM_SCALAR, line, column);
}

static bool has_key(const struct yaml_node *map, const char *key, size_t len)
{
	for (const struct yaml_node *n = map->first; n; n = n->next)
		if (n->key_len == len && !memcmp(n->key, key, len))
			return true;
	return false;
}

static struct yaml_node *block_map(struct reader *r, unsigned indent)
{
	struct yaml_node *map = yaml_arena_node(r->arena, YAML_FORM_MAP, r->line, indent + 1);
	struct yaml_node **tail = &map->first, *value;

	while (!at_end(r) && r->indent == indent && !at_item(r)) {
		const char *key = r->p;
		size_t len = key_length(key, r->eol);

		if (!len || has_key(map, key, len))
			return NULL;
		if (key + len + 1 == r->eol)
			value = block_value(r, indent, indent + len + 2);
		else
			value = inline_value(r, key + len + 2, indent + len + 3);
		if (!value)
			return NULL;
		value->key = key;
		value->key_len = len;
		*tail = value;
		tail = &value->next;
	}
	return map;
}

static struct yaml_node *block_list(struct reader *r, unsigned indent)
{
	struct yaml_node *list = yaml_arena_node(r->arena, YAML_FORM_LIST, r->line, indent + 1);
	struct yaml_node **tail = &list->first, *value;

	while (!at_end(r) && r->indent == indent && at_item(r)) {
		r->p += 2;
		if (*r->p != '"' && key_length(r->p, r->eol)) {
			r->indent = indent + 2;
			value = block(r, indent + 2);
		} else {
			value = inline_value(r, r->p, indent + 3);
		}
		if (!value)
			return NULL;
		*tail = value;
		tail = &value->next;
	}
	return list;
}

/* The map or list whose first line, indented by `indent`, is the current one. */
static struct yaml_node *block(struct reader *r, unsigned indent)
{
	struct yaml_node *node;

	if (++r->depth > YAML_MAX_DEPTH)
		return NULL;
	node = at_item(r) ? block_list(r, indent) : block_map(r, indent);
	r->depth--;
	/* A line deeper than what it could belong to: a scalar over several lines, or wrong. */
	if (node && !at_end(r) && r->indent > indent)
		return NULL;
	return node;
}

struct yaml_node *yaml_parse_canonical(struct yaml_arena *arena, const struct yaml_span *span)
{
	struct reader r = {
		.arena = arena, .end = span->text + span->len, .line = span->line,
	};
	struct yaml_node *node;

	if (span->len < 5 || memcmp(span->text, "---\n", 4))
		return NULL;
	r.p = span->text;
	r.eol = span->text + 3;
	if (!next_line(&r) || r.indent || at_end(&r))
		return NULL;
	node = block(&r, 0);
	if (!node || !at_end(&r) || (r.p < r.end && r.eol + 1 < r.end))
		return NULL;
	return !r.high || g_utf8_validate(span->text, span->len, NULL) ? node : NULL;
}
