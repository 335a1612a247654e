/*
 * Commits to text and back. A put carries the whole record and, under "was",
 * the values it replaced; a removal the whole record: so the journal, and the
 * history it becomes, says what was before without any other file.
 */
#include "config.h"
#include "state/journal.h"
#include "state/keyhash.h"
#include "state/kind.h"
#include "state/record_yaml.h"
#include "lib/str.h"
#include <time.h>

#define TICKS_PER_SECOND 10000000
#define TICKS_OF_1970 621355968000000000

/* -- Writing -------------------------------------------------------------------------- */

static void put_number(GString *out, const char *key, uint64_t number)
{
	g_string_append(out, key);
	g_string_append_len(out, ": ", 2);
	number_write(out, number);
	g_string_append_c(out, '\n');
}

/* Closes the document that starts at `start`. */
static void put_end(GString *out, size_t start)
{
	static const char hex[] = "0123456789abcdef";
	uint64_t sum = yaml_sum(out->str + start, out->len - start);
	char text[] = "sum: \"0000000000000000\"\n...\n";

	for (int i = 0; i < 16; i++)
		text[6 + i] = hex[sum >> (60 - 4 * i) & 15];
	g_string_append_len(out, text, sizeof(text) - 1);
}

void journal_write_start(GString *out, uint64_t sequence)
{
	size_t start = out->len;

	g_string_append(out, "---\n");
	put_number(out, "follows", sequence);
	put_end(out, start);
}

static void put_time(GString *out)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	g_string_append(out, "time: ");
	ticks_write(out, TICKS_OF_1970 + (int64_t)now.tv_sec * TICKS_PER_SECOND + now.tv_nsec / 100);
	g_string_append_c(out, '\n');
}

static void put_changes(GString *out, const struct commit *commit, bool removed)
{
	bool any = false;

	for (guint i = 0; i < commit->changes->len; i++) {
		const struct record_change *c =
			&g_array_index(commit->changes, struct record_change, i);

		if (!c->new != removed)
			continue;
		if (!any)
			g_string_append(out, removed ? "remove:\n" : "put:\n");
		any = true;
		g_string_append(out, "- ");
		record_write_item(out, removed ? c->old : c->new);
		if (c->old && c->new)
			record_write_was(out, c->old, c->new, 2);
	}
}

void journal_write(GString *out, const struct commit *commit)
{
	size_t start = out->len;

	g_string_append(out, "---\n");
	put_number(out, "commit", commit->sequence);
	put_time(out);
	put_changes(out, commit, false);
	put_changes(out, commit, true);
	if (commit->secrets->len)
		put_number(out, "secrets", commit->secrets->len);
	put_end(out, start);
}

static void put_pair(GString *out, unsigned indent, const char *key, const char *text)
{
	yaml_put_pair(out, indent, key, text, strlen(text));
}

static void put_secret(GString *out, const struct secret_change *s)
{
	size_t len;
	const char *bytes = s->bytes ? g_bytes_get_data(s->bytes, &len) : NULL;
	g_autofree char *base64 = NULL;

	g_string_append(out, "- ");
	put_pair(out, 0, "guid", s->record->guid);
	if (s->record->organization)
		put_pair(out, 2, "organization", s->record->organization);
	put_pair(out, 2, "name", s->name);
	if (!bytes)
		return;
	if (g_utf8_validate(bytes, len, NULL)) {
		yaml_put_pair(out, 2, "text", bytes, len);
		return;
	}
	base64 = g_base64_encode((const guchar *)bytes, len);
	put_pair(out, 2, "base64", base64);
}

void journal_write_secrets(GString *out, const struct commit *commit)
{
	size_t start = out->len;

	g_string_append(out, "---\n");
	put_number(out, "commit", commit->sequence);
	g_string_append(out, "secrets:\n");
	for (guint i = 0; i < commit->secrets->len; i++)
		put_secret(out, &g_array_index(commit->secrets, struct secret_change, i));
	put_end(out, start);
}

/* -- Reading -------------------------------------------------------------------------- */

static bool read_number(const struct yaml_node *doc, const char *key, uint64_t *ret)
{
	const struct yaml_node *node = yaml_child(doc, key);
	uint64_t n = 0;

	if (!node || node->form != YAML_FORM_SCALAR || !node->len || node->len > 19)
		return false;
	for (uint32_t i = 0; i < node->len; i++) {
		if (!g_ascii_isdigit(node->text[i]))
			return false;
		n = n * 10 + node->text[i] - '0';
	}
	*ret = n;
	return true;
}

/* Whether the text is what was summed when it was written. */
static bool sum_fits(const struct yaml_span *span)
{
	static const char end[] = "\"\n...\n";
	const char *line;
	size_t tail = strlen("sum: \"0123456789abcdef\"\n...\n");
	uint64_t sum;

	if (span->len < tail || memcmp(span->text + span->len - strlen(end), end, strlen(end)))
		return false;
	line = span->text + span->len - tail;
	if (memcmp(line, "sum: \"", 6))
		return false;
	sum = yaml_sum(span->text, line - span->text);
	return g_ascii_strtoull(line + 6, NULL, 16) == sum;
}

static bool read_put(const struct journal_reader *reader, const struct yaml_node *map, bool removed,
		     struct commit *commit, GError **error)
{
	g_autofree char *organization = yaml_child_text(map, "organization");
	struct record *record = record_read(map, organization, true, reader->file, error);
	const struct yaml_node *was = yaml_child(map, "was");
	struct record_change change = { 0 };

	if (!record)
		return false;
	if (removed) {
		change.old = record;
	} else {
		change.new = record;
		if (was && !(change.old = record_read_was(was, record, reader->file, error))) {
			record_unref(record);
			return false;
		}
	}
	g_array_append_val(commit->changes, change);
	return true;
}

static bool read_puts(const struct journal_reader *reader, const struct yaml_node *list,
		      bool removed, struct commit *commit, GError **error)
{
	for (const struct yaml_node *n = list ? list->first : NULL; n; n = n->next)
		if (!read_put(reader, n, removed, commit, error))
			return false;
	return true;
}

static bool read_commit(const struct journal_reader *reader, const struct yaml_node *doc,
			uint64_t sequence, GError **error)
{
	struct commit *commit = commit_new();
	uint64_t secrets;

	commit->sequence = sequence;
	if (!read_puts(reader, yaml_child(doc, "put"), false, commit, error) ||
	    !read_puts(reader, yaml_child(doc, "remove"), true, commit, error)) {
		commit_free(commit);
		return false;
	}
	if (read_number(doc, "secrets", &secrets) && commit->changes->len)
		for (guint i = 0; i < commit->changes->len; i++)
			g_array_index(commit->changes, struct record_change, i).secrets = true;
	return reader->commit(commit, reader->data, error);
}

static bool read_secret(const struct journal_reader *reader, const struct yaml_node *map,
			uint64_t sequence, GError **error)
{
	g_autofree char *guid = yaml_child_text(map, "guid");
	g_autofree char *organization = yaml_child_text(map, "organization");
	g_autofree char *name = yaml_child_text(map, "name");
	g_autofree char *base64 = yaml_child_text(map, "base64");
	const struct yaml_node *text = yaml_child(map, "text");
	g_autoptr(GBytes) bytes = NULL;
	gsize len;

	if (text) {
		bytes = g_bytes_new(text->text, text->len);
	} else if (base64) {
		g_base64_decode_inplace(base64, &len);
		bytes = g_bytes_new(base64, len);
	}
	if (guid && name)
		return reader->secret(sequence, guid, organization, name, bytes, reader->data, error);
	yaml_fault(error, reader->file, map->line, map->column, "a secret has a guid and a name");
	return false;
}

static bool read_secrets(const struct journal_reader *reader, const struct yaml_node *doc,
			 uint64_t sequence, GError **error)
{
	const struct yaml_node *list = yaml_child(doc, "secrets");

	for (const struct yaml_node *n = list ? list->first : NULL; n; n = n->next)
		if (!read_secret(reader, n, sequence, error))
			return false;
	return true;
}

static bool read_document(const struct journal_reader *reader, struct yaml_arena *arena,
			  const struct yaml_span *span, GError **error)
{
	const struct yaml_node *doc;
	uint64_t sequence;

	if (!sum_fits(span)) {
		yaml_fault(error, reader->file, span->line, 1,
			   "this commit is damaged or was edited (its sum does not fit)");
		return false;
	}
	yaml_arena_reset(arena);
	doc = yaml_parse(arena, span, reader->file, error);
	if (!doc)
		return false;
	if (read_number(doc, "follows", &sequence)) {
		if (reader->start)
			reader->start(sequence, reader->data);
		return true;
	}
	if (!read_number(doc, "commit", &sequence)) {
		yaml_fault(error, reader->file, span->line, 1, "this is no commit");
		return false;
	}
	return reader->commit ? read_commit(reader, doc, sequence, error)
			      : read_secrets(reader, doc, sequence, error);
}

bool journal_read(const struct journal_reader *reader, const char *text, size_t len, unsigned *line,
		  size_t *ret_whole, GError **error)
{
	g_autoptr(yaml_arena) arena = yaml_arena_new();
	size_t at = 0, whole = 0;
	unsigned next = *line;
	struct yaml_span span;

	while (yaml_next_document(text, len, &at, &next, &span)) {
		if (at == len && !(span.ended && text[len - 1] == '\n'))
			break;
		if (!read_document(reader, arena, &span, error))
			return false;
		whole = at;
		*line = next;
	}
	*ret_whole = whole;
	return true;
}
