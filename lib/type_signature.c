/*
 * Signatures are texts, so that a table shows what Get-Member shows; they are
 * read when a method of that name is first called.
 */
#include "config.h"

#include "lib/type_signature.h"

#include "lib/type_make.h"

const char *type_member_name(const struct type_member *member, size_t *ret_len)
{
	const char *text = member->signature;
	const char *end = text + strcspn(text, "({");
	const char *start;

	while (end > text && end[-1] == ' ')
		end--;
	for (start = end; start > text && start[-1] != ' '; start--)
		;
	*ret_len = end - start;
	return start;
}

static bool named(const char *name, size_t len, const char *text)
{
	return strlen(text) == len && memcmp(name, text, len) == 0;
}

static const struct type *argument_of(const struct type *type, bool second)
{
	for (; type; type = type->base)
		if (type->element)
			return second ? type->element2 : type->element;
	return &type_object;
}

/* T[], IEnumerable[T]: the argument filled in. */
static const struct type *compound_type(const struct type *type, const char *name, size_t len)
{
	const char *open = memchr(name, '[', len);
	const struct type *inner;
	g_autofree char *text = NULL;

	if (open[1] == ']') {
		inner = signature_type(type, name, open - name);
		return inner ? type_array_of(inner) : NULL;
	}
	if (named(open, len - (open - name), "[T]")) {
		inner = argument_of(type, false);
		text = g_strdup_printf("%.*s`1", (int)(open - name), name);
		return type_generic(type_find(text, -1), &inner, 1);
	}
	return type_find(name, len);
}

const struct type *signature_type(const struct type *type, const char *name, size_t len)
{
	if (named(name, len, "T") || named(name, len, "TKey"))
		return argument_of(type, false);
	if (named(name, len, "TValue"))
		return argument_of(type, true);
	return memchr(name, '[', len) ? compound_type(type, name, len) : type_find(name, len);
}

/* The end of a type name: a blank that is not within brackets. */
static const char *type_end(const char *p)
{
	unsigned depth = 0;

	for (; *p && *p != ')' && (depth || *p != ' '); p++)
		depth += *p == '[' ? 1 : *p == ']' ? -1 : 0;
	return p;
}

const struct type *signature_result(const struct type *type, const struct type_member *member)
{
	const char *text = member->signature;
	const struct type *result = signature_type(type, text, type_end(text) - text);

	return result == &type_void ? NULL : result;
}

static bool skip_word(const char **p, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(*p, word, len) != 0)
		return false;
	*p += len;
	return true;
}

/* One parameter from *p on, which ends at ',' or ')'. */
static bool read_param(const struct type *type, const char **p, struct type_param *param,
		       char **ret_unknown)
{
	const char *end, *name;

	if (skip_word(p, "params "))
		param->flags |= TYPE_PARAM_REST;
	else if (skip_word(p, "out ") || skip_word(p, "ref "))
		param->flags |= TYPE_PARAM_OUT;
	end = type_end(*p);
	param->type = signature_type(type, *p, end - *p);
	if (!param->type) {
		*ret_unknown = g_strndup(*p, end - *p);
		return false;
	}
	if (param->flags & TYPE_PARAM_REST)
		param->type = param->type->element;
	name = end + (*end == ' ');
	end = name + strcspn(name, " ,)");
	param->name = g_strndup(name, end - name);
	if (*end == ' ')
		param->flags |= TYPE_PARAM_OPTIONAL;
	*p = end + strcspn(end, ",)");
	return true;
}

static unsigned count_params(const char *p)
{
	unsigned n = 0, depth = 0;

	if (*p == ')')
		return 0;
	for (; *p && *p != ')'; p++) {
		depth += *p == '[' ? 1 : *p == ']' ? -1 : 0;
		n += *p == ',' && !depth;
	}
	return n + 1;
}

struct type_overload *signature_read(const struct type *type, const struct type_member *member,
				     char **ret_unknown)
{
	size_t len;
	const char *name = type_member_name(member, &len);
	const char *p = name + len + strspn(name + len, " (");
	unsigned n = count_params(p);
	struct type_overload *overload = g_malloc0(sizeof(*overload) + n * sizeof(overload->params[0]));

	overload->type = type;
	overload->member = member;
	overload->name = named(name, len, "new") ? g_strdup(".ctor") : g_strndup(name, len);
	overload->n = n;
	for (unsigned i = 0; i < n; i++) {
		struct type_param *param = &overload->params[i];

		if (!read_param(type, &p, param, ret_unknown)) {
			signature_free(overload);
			return NULL;
		}
		p += *p == ',';
		p += strspn(p, " ");
		if (!(param->flags & (TYPE_PARAM_OPTIONAL | TYPE_PARAM_REST)))
			overload->required = i + 1;
		overload->rest |= param->flags & TYPE_PARAM_REST;
	}
	return overload;
}

void signature_free(struct type_overload *overload)
{
	for (unsigned i = 0; i < overload->n; i++)
		g_free((char *)overload->params[i].name);
	g_free((char *)overload->name);
	g_free(overload);
}

/* -- Shown ---------------------------------------------------------------------------------- */

/* The end of a word that may be a type argument. */
static void append_word(GString *out, const struct type *type, const char *word, size_t len)
{
	const struct type *found = NULL;

	if (named(word, len, "T") || named(word, len, "TKey") || named(word, len, "TValue"))
		found = signature_type(type, word, len);
	if (found)
		g_string_append(out, type_short(found));
	else if (named(word, len, "out") || named(word, len, "ref"))
		g_string_append(out, "[ref]");
	else
		g_string_append_len(out, word, len);
}

char *type_signature(const struct type *type, const struct type_member *member)
{
	GString *out = g_string_new(member->flags & TYPE_STATIC ? "static " : "");
	const char *p = member->signature;

	while (*p) {
		size_t len = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+`");

		if (len)
			append_word(out, type, p, len);
		else
			g_string_append_c(out, *p);
		p += len ? len : 1;
	}
	return g_string_free(out, FALSE);
}
