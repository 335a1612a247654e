/*
 * The journal's text is appended as it is, and read back from the end: what a
 * reader has not seen is short, the history is long.
 */
#include "config.h"
#include "state/history.h"
#include "state/journal.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define HISTORY_LIMIT (64 << 20)	/* bytes of a file; one older file is kept */

static const struct fault history_missing = {
	"HistoryMissing", "System.InvalidOperationException", CATEGORY_OBJECT_NOT_FOUND, NULL };
static const struct fault history_unwritable = {
	"StateUnwritable", "System.IO.IOException", CATEGORY_WRITE_ERROR, NULL };

struct history {
	char *path, *older;
};

struct history *history_new(const char *dir)
{
	struct history *history = g_new0(struct history, 1);

	history->path = g_build_filename(dir, "history.yaml", NULL);
	history->older = g_build_filename(dir, "history.1.yaml", NULL);
	return history;
}

void history_free(struct history *history)
{
	if (!history)
		return;
	g_free(history->path);
	g_free(history->older);
	g_free(history);
}

bool history_visit(const struct commit *commit, change_visit visit, void *data)
{
	for (guint i = 0; i < commit->changes->len; i++) {
		const struct record_change *c =
			&g_array_index(commit->changes, struct record_change, i);
		struct change change = { .old = c->old, .new = c->new, .secrets = c->secrets };

		if (!visit(&change, commit->sequence, data))
			return false;
	}
	return true;
}

/* -- Reading from the end ------------------------------------------------------------- */

/* The commit number of the document at `p`; 0 when it is the start of a journal. */
static uint64_t number_at(const char *p, const char *end)
{
	static const char head[] = "---\ncommit: ";
	size_t len = strlen(head);
	uint64_t n = 0;

	if ((size_t)(end - p) < len || memcmp(p, head, len))
		return 0;
	for (p += len; p < end && g_ascii_isdigit(*p); p++)
		n = n * 10 + *p - '0';
	return n;
}

static const char *last_document(const char *start, const char *end)
{
	const char *p = end;

	while (p > start && (p = memrchr(start, '\n', p - start)))
		if (end - p > 4 && !memcmp(p + 1, "---\n", 4))
			return p + 1;
	return end - start >= 4 && end > start && !memcmp(start, "---\n", 4) ? start : NULL;
}

/* Where the first commit after `since` starts; *ret_first is its number (0: none). */
static const char *tail_after(const char *text, size_t len, uint64_t since, uint64_t *ret_first)
{
	const char *end = text + len, *found = end, *p = end;

	*ret_first = 0;
	while ((p = last_document(text, p))) {
		uint64_t n = number_at(p, end);

		if (n && n <= since)
			break;
		if (n) {
			found = p;
			*ret_first = n;
		}
	}
	return found;
}

struct mapped {
	const char *text;
	size_t len;
};

static bool map_file(const char *path, struct mapped *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *text;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) < 0 || !st.st_size) {
		close(fd);
		return false;
	}
	text = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (text == MAP_FAILED)
		return false;
	ret->text = text;
	ret->len = st.st_size;
	return true;
}

static void unmap(struct mapped *map)
{
	if (map->text)
		munmap((void *)map->text, map->len);
}

static uint64_t last_number(const char *path)
{
	struct mapped map = { 0 };
	const char *p;
	uint64_t n = 0;

	if (!map_file(path, &map))
		return 0;
	for (p = map.text + map.len; !n && (p = last_document(map.text, p)); )
		n = number_at(p, map.text + map.len);
	unmap(&map);
	return n;
}

uint64_t history_last(struct history *history)
{
	uint64_t last = last_number(history->path);

	return last ? last : last_number(history->older);
}

struct walk {
	change_visit visit;
	void *data;
	bool stopped;
};

static bool walk_commit(struct commit *commit, void *data, GError **error)
{
	struct walk *walk = data;

	if (!walk->stopped)
		walk->stopped = !history_visit(commit, walk->visit, walk->data);
	commit_free(commit);
	return true;
}

static bool read_tail(const char *file, const char *text, size_t len, struct walk *walk,
		      GError **error)
{
	struct journal_reader reader = { .file = file, .commit = walk_commit, .data = walk };
	unsigned line = 1;
	size_t whole;

	return journal_read(&reader, text, len, &line, &whole, error);
}

bool history_each(struct history *history, uint64_t since, uint64_t upto, change_visit visit,
		  void *data, GError **error)
{
	struct mapped now = { 0 }, older = { 0 };
	struct walk walk = { .visit = visit, .data = data };
	uint64_t first = 0, first_older = 0;
	const char *tail = NULL, *tail_older = NULL;
	bool ok = true;

	if (map_file(history->path, &now))
		tail = tail_after(now.text, now.len, since, &first);
	if (first != since + 1 && map_file(history->older, &older))
		tail_older = tail_after(older.text, older.len, since, &first_older);
	if (first != since + 1 && first_older != since + 1) {
		fault_set(error, &history_missing, VALUE_NULL,
			  "The history no longer reaches back to commit %" G_GUINT64_FORMAT ".", since);
		ok = false;
	}
	if (ok && first_older)
		ok = read_tail("history.1.yaml", tail_older, older.text + older.len - tail_older,
			       &walk, error);
	if (ok && first && !walk.stopped)
		ok = read_tail("history.yaml", tail, now.text + now.len - tail, &walk, error);
	unmap(&now);
	unmap(&older);
	return ok;
}

/* -- Appending ------------------------------------------------------------------------ */

static bool append_text(struct history *history, const char *text, size_t len, GError **error)
{
	int fd = open(history->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool ok = fd >= 0;

	while (ok && len) {
		ssize_t n = write(fd, text, len);

		ok = n > 0;
		if (ok) {
			text += n;
			len -= n;
		}
	}
	if (!ok)
		fault_set(error, &history_unwritable, VALUE_NULL, "%s could not be written: %s.",
			  history->path, g_strerror(errno));
	if (fd >= 0)
		close(fd);
	return ok;
}

/* Whether the last append came to its end; a gap makes everything count as changed, once. */
static bool is_whole(const char *path)
{
	struct mapped map = { 0 };
	bool whole;

	if (!map_file(path, &map))
		return true;
	whole = map.len >= 4 && !memcmp(map.text + map.len - 4, "...\n", 4);
	unmap(&map);
	return whole;
}

static void rotate(struct history *history)
{
	struct stat st;

	if (!is_whole(history->path))
		unlink(history->path);
	if (stat(history->path, &st) == 0 && st.st_size > HISTORY_LIMIT)
		rename(history->path, history->older);
}

bool history_append(struct history *history, const char *journal, GError **error)
{
	struct mapped map = { 0 };
	const char *tail;
	uint64_t first;
	bool ok;

	if (!map_file(journal, &map))
		return true;
	rotate(history);
	tail = tail_after(map.text, map.len, history_last(history), &first);
	ok = append_text(history, tail, map.text + map.len - tail, error);
	unmap(&map);
	return ok;
}
