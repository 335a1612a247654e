/*
 * Lines are compared after what both files begin and end with is cut off; the
 * middle by the longest common sequence, unless it is too long for that: then
 * all of it counts as replaced.
 */
#include "config.h"
#include "lib/cdb.h"
#include "render/difference.h"

#define CONTEXT		3
#define LONGEST		2000	/* lines of the middle that are compared one by one */

static char *table_text(GBytes *bytes)
{
	GString *out = g_string_new(NULL);
	struct cdb_entry entry;
	struct cdb cdb;
	size_t at = 0;

	if (cdb_open(&cdb, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes)))
		while (cdb_next(&cdb, &at, &entry))
			g_string_append_printf(out, "%.*s: %.*s\n", (int)entry.key_len, entry.key,
					       (int)entry.value_len, entry.value);
	return g_string_free(out, FALSE);
}

/* user:hash:...: the hash is not for the terminal, only whether it is another. */
static void hide_hash(char *line)
{
	g_auto(GStrv) fields = g_strsplit(line, ":", 3);
	size_t start, len;

	if (g_strv_length(fields) < 3)
		return;
	start = strlen(fields[0]) + 1;
	len = strlen(fields[1]);
	for (size_t i = 0; i < len; i++)
		line[start + i] = '*';
}

static char **lines_of(const char *path, enum tree_mode mode, GBytes *bytes)
{
	g_autofree char *text = NULL;
	char **lines;

	if (!bytes)
		return g_new0(char *, 1);
	text = g_str_has_suffix(path, ".cdb") ? table_text(bytes) :
		g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	if (g_str_has_suffix(text, "\n"))
		text[strlen(text) - 1] = 0;
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; mode == TREE_DOVECOT && *line; line++)
		hide_hash(*line);
	return lines;
}

struct sides {
	char **old, **new;
	unsigned n_old, n_new;
	unsigned begin, end;		/* lines in common at both ends */
};

static void trim(struct sides *sides)
{
	unsigned least = MIN(sides->n_old, sides->n_new);

	while (sides->begin < least &&
	       !strcmp(sides->old[sides->begin], sides->new[sides->begin]))
		sides->begin++;
	while (sides->end < least - sides->begin &&
	       !strcmp(sides->old[sides->n_old - sides->end - 1],
		       sides->new[sides->n_new - sides->end - 1]))
		sides->end++;
}

static void put(GString *out, char sign, const char *line)
{
	g_string_append_c(out, sign);
	g_string_append(out, line);
	g_string_append_c(out, '\n');
}

/* table[i][k]: the longest common sequence of what follows line i of the old, k of the new. */
static uint16_t *common_table(char **old, unsigned n_old, char **new, unsigned n_new)
{
	uint16_t *table = g_new0(uint16_t, (size_t)(n_old + 1) * (n_new + 1));

	for (unsigned i = n_old; i-- > 0; )
		for (unsigned k = n_new; k-- > 0; ) {
			uint16_t *at = &table[(size_t)i * (n_new + 1) + k];

			*at = !strcmp(old[i], new[k]) ? at[n_new + 2] + 1
						      : MAX(at[n_new + 1], at[1]);
		}
	return table;
}

static void put_middle(GString *out, char **old, unsigned n_old, char **new, unsigned n_new)
{
	g_autofree uint16_t *table = NULL;
	unsigned i = 0, k = 0;

	if (n_old <= LONGEST && n_new <= LONGEST)
		table = common_table(old, n_old, new, n_new);
	while (i < n_old || k < n_new) {
		const uint16_t *at = table ? &table[(size_t)i * (n_new + 1) + k] : NULL;

		if (at && i < n_old && k < n_new && !strcmp(old[i], new[k])) {
			put(out, ' ', old[i++]);
			k++;
		} else if (i < n_old && (!at || k == n_new || at[n_new + 1] >= at[1])) {
			put(out, '-', old[i++]);
		} else {
			put(out, '+', new[k++]);
		}
	}
}

static void put_range(GString *out, char sign, unsigned start, unsigned n)
{
	g_string_append_printf(out, " %c%u,%u", sign, n ? start + 1 : 0, n);
}

static char *unified(const char *path, const struct sides *sides)
{
	unsigned before = MIN(sides->begin, CONTEXT), after = MIN(sides->end, CONTEXT);
	unsigned start = sides->begin - before;
	unsigned n_old = sides->n_old - sides->begin - sides->end;
	unsigned n_new = sides->n_new - sides->begin - sides->end;
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "--- %s\n+++ %s\n@@", path, path);
	put_range(out, '-', start, before + n_old + after);
	put_range(out, '+', start, before + n_new + after);
	g_string_append(out, " @@\n");
	for (unsigned i = 0; i < before; i++)
		put(out, ' ', sides->old[start + i]);
	put_middle(out, sides->old + sides->begin, n_old, sides->new + sides->begin, n_new);
	for (unsigned i = 0; i < after; i++)
		put(out, ' ', sides->old[sides->n_old - sides->end + i]);
	return g_string_free(out, FALSE);
}

char *difference_text(const char *path, enum tree_mode mode, GBytes *old, GBytes *new)
{
	struct sides sides = { 0 };
	char *text;

	if (mode == TREE_SECRET)
		return g_strdup_printf("--- %s\n+++ %s\n(not shown: it holds secrets)\n", path,
				       path);
	sides.old = lines_of(path, mode, old);
	sides.new = lines_of(path, mode, new);
	sides.n_old = g_strv_length(sides.old);
	sides.n_new = g_strv_length(sides.new);
	trim(&sides);
	text = unified(path, &sides);
	g_strfreev(sides.old);
	g_strfreev(sides.new);
	return text;
}
