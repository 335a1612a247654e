/*
 * Files and folders. What is typed is a path whose last part is begun, or has
 * wildcards; the paths offered keep its folder, one in the current folder gets
 * a ./ before it.
 */
#include "config.h"

#include "shell/complete.h"

#include "lib/wildcard.h"

/* Characters that a bare word cannot hold. */
#define SPECIAL " \t,;'\"(){}&|<>@#$`"

/* A backtick before what would be a wildcard. */
static char *escaped(const char *path)
{
	GString *out = g_string_new(NULL);

	for (; *path; path++) {
		if (strchr("[]*?`", *path))
			g_string_append_c(out, '`');
		g_string_append_c(out, *path);
	}
	return g_string_free(out, FALSE);
}

char *complete_quoted(const char *text, char quote)
{
	GString *out;

	if (!quote && !strpbrk(text, SPECIAL))
		return g_strdup(text);
	out = g_string_new(NULL);
	quote = quote ? quote : '\'';
	g_string_append_c(out, quote);
	for (; *text; text++) {
		if (*text == quote)
			g_string_append_c(out, quote);
		if (quote == '"' && *text == '$')
			g_string_append_c(out, '`');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, quote);
	return g_string_free(out, FALSE);
}

struct path_search {
	struct session *session;
	struct completion *c;
	const char *shown;		/* the folder as it is offered, with its slash */
	const char *native;		/* the folder itself */
	const char *pattern;
	char quote;
	bool literal;
};

static void add_file(struct path_search *search, const char *name)
{
	g_autofree char *path = g_strconcat(search->shown, name, NULL);
	g_autofree char *full = g_build_filename(search->native, name, NULL);
	g_autofree char *bare = search->literal || !strpbrk(name, "[]*?`") ? g_strdup(path) : escaped(path);
	g_autofree char *text = strpbrk(path, SPECIAL "[]*?") || search->quote
		? complete_quoted(bare, search->quote ? search->quote : '\'') : g_strdup(bare);

	completion_add(search->c, text, name,
		       g_file_test(full, G_FILE_TEST_IS_DIR) ? "ProviderContainer" : "ProviderItem", full);
}

static void add_folder(struct path_search *search)
{
	g_autoptr(GDir) dir = g_dir_open(search->native, 0, NULL);
	guint from = search->c->matches->len;
	const char *name;

	while (dir && (name = g_dir_read_name(dir)))
		if ((name[0] != '.' || search->pattern[0] == '.') && wildcard_match_name(search->pattern, name))
			add_file(search, name);
	completion_sort(search->c, from);
}

void complete_path(struct session *session, const char *typed, char quote, bool literal, struct completion *c)
{
	const char *slash = strrchr(typed, '/'), *back = strrchr(typed, '\\');
	g_autofree char *folder = NULL, *native = NULL, *shown = NULL, *pattern = NULL;
	struct path_search search = { session, c, .quote = quote, .literal = literal };

	slash = back && (!slash || back > slash) ? back : slash;
	folder = slash ? g_strndup(typed, slash + 1 - typed) : g_strdup("./");
	g_strdelimit(folder, "\\", '/');
	native = host_native_path(&session->host, folder, NULL);
	if (!native)
		return;
	if (*folder == '~')
		shown = g_strconcat(native, g_str_has_suffix(native, "/") ? "" : "/", NULL);
	else if (*folder == '/' || *folder == '.' || strchr(folder, ':'))
		shown = g_strdup(folder);
	else
		shown = g_strconcat("./", folder, NULL);
	pattern = g_strconcat(slash ? slash + 1 : typed, "*", NULL);
	search.shown = shown;
	search.native = native;
	search.pattern = pattern;
	add_folder(&search);
}
