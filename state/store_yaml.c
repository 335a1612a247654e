/*
 * The backend of YAML files: files as last folded, below the commits of the
 * journal since. A commit is appended to text in memory; flush() writes and
 * syncs what has gathered, secrets before the commits that refer to them.
 */
#include "config.h"
#include "state/backend.h"
#include "state/files.h"
#include "state/history.h"
#include "state/journal.h"
#include "state/lockfile.h"
#include "state/secrets.h"
#include "lib/str.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATIENCE 30.0			/* seconds that a writer waits */
#define BUFFER_LIMIT (1 << 20)		/* bytes gathered before they are written */
#define FOLD_LIMIT (64 << 20)		/* bytes of journal that are folded without being asked */
#define CHEAP_FOLD (4 << 20)		/* bytes of files rewritten at the end without a thought */
#define LONG_JOURNAL (64 << 10)		/* from here on a fold pays for what it rewrites */
#define WORTH_INDEXING (256 << 10)	/* bytes read whole that a reader puts into the index */
#define STALE_AFTER 5000		/* µs between looks for what others did */

const struct fault state_failed = {
	"StateUnwritable", "System.IO.IOException", CATEGORY_WRITE_ERROR,
	"See that there is room on the disk and that the state folder is yours to write." };

/* A journal on disk and what is yet to be written to it. */
struct log {
	char *path;
	int fd;				/* -1: not open */
	ino_t inode;
	uint64_t size;			/* bytes of whole documents that were read or written */
	unsigned line;
	GString *buffer;
	bool dirty;			/* written, not synced */
};

struct store_yaml {
	struct backend base;
	char *dir, *lock_path;
	bool readonly;
	bool exists;			/* the folder */
	bool writable;			/* it and keys/ were made, or found, under this lock */
	int lock;			/* -1: not held */
	struct files *files;
	struct table *pending;
	struct secrets *secrets;
	struct history *history;
	struct log journal, keys;
	GPtrArray *commits;		/* struct commit: since the fold, in order */
	uint64_t folded;		/* sequence the files have */
	uint64_t sequence;
	gint64 looked;			/* when others' changes were last looked for */
};

static struct store_yaml *yaml_of(struct backend *backend)
{
	return (struct store_yaml *)backend;
}

static bool failed(GError **error, const char *path)
{
	fault_set(error, &state_failed, VALUE_NULL, "%s could not be written: %s.", path,
		  g_strerror(errno));
	return false;
}

/* -- Logs ----------------------------------------------------------------------------- */

static void log_init(struct log *log, char *path)
{
	log->path = path;
	log->fd = -1;
	log->line = 1;
	log->buffer = g_string_new(NULL);
}

static void log_close(struct log *log)
{
	if (log->fd >= 0)
		close(log->fd);
	log->fd = -1;
}

static void log_forget(struct log *log)
{
	log_close(log);
	log->inode = 0;
	log->size = 0;
	log->line = 1;
}

/* Opens for appending; bytes of a torn document are cut off. The lock is held. */
static bool log_open(struct log *log, GError **error)
{
	struct stat st;

	if (log->fd >= 0)
		return true;
	log->fd = open(log->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (log->fd < 0 || fstat(log->fd, &st) < 0)
		return failed(error, log->path);
	log->inode = st.st_ino;
	if ((uint64_t)st.st_size > log->size && ftruncate(log->fd, log->size) < 0)
		return failed(error, log->path);
	return true;
}

static bool log_write(struct log *log, GError **error)
{
	const char *p = log->buffer->str;
	size_t len = log->buffer->len;

	if (!len)
		return true;
	if (!log_open(log, error))
		return false;
	while (len) {
		ssize_t n = write(log->fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			failed(error, log->path);
			if (ftruncate(log->fd, log->size) < 0)
				log_close(log);
			return false;
		}
		p += n;
		len -= n;
	}
	log->size += log->buffer->len;
	log->dirty = true;
	g_string_truncate(log->buffer, 0);
	return true;
}

static bool log_sync(struct log *log, GError **error)
{
	if (!log_write(log, error))
		return false;
	if (!log->dirty)
		return true;
	if (fdatasync(log->fd) < 0)
		return failed(error, log->path);
	log->dirty = false;
	return true;
}

/* What was added to the file since we looked: NULL when nothing. Replaced files start over. */
static bool log_tail(struct log *log, bool *ret_replaced, char **ret_text, size_t *ret_len)
{
	g_autofree char *text = NULL;
	struct stat st;
	int fd = open(log->path, O_RDONLY | O_CLOEXEC);
	ssize_t n = 0;
	size_t len;

	*ret_replaced = false;
	if (fd < 0 || fstat(fd, &st) < 0) {
		*ret_replaced = log->inode != 0;
		if (fd >= 0)
			close(fd);
		return false;
	}
	if (log->inode && (st.st_ino != log->inode || (uint64_t)st.st_size < log->size)) {
		*ret_replaced = true;
		close(fd);
		return false;
	}
	log->inode = st.st_ino;
	len = st.st_size - log->size;
	text = g_malloc(len + 1);
	while (len && (size_t)n < len) {
		ssize_t got = pread(fd, text + n, len - n, log->size + n);

		if (got <= 0)
			break;
		n += got;
	}
	close(fd);
	text[n] = 0;
	*ret_len = n;
	*ret_text = g_steal_pointer(&text);
	return n > 0;
}

/* -- Taking in what is committed ------------------------------------------------------ */

static void take_commit(struct store_yaml *yaml, struct commit *commit)
{
	for (guint i = 0; i < commit->changes->len; i++) {
		struct record_change *c = &g_array_index(commit->changes, struct record_change, i);

		if (c->new) {
			table_put(yaml->pending, c->new);
		} else {
			table_remove(yaml->pending, c->old);
			secrets_drop(yaml->secrets, c->old->guid, c->old->organization);
		}
	}
	for (guint i = 0; i < commit->secrets->len; i++) {
		struct secret_change *s = &g_array_index(commit->secrets, struct secret_change, i);

		secrets_put(yaml->secrets, s->record->guid, s->record->organization, s->name,
			    s->bytes);
	}
	yaml->sequence = commit->sequence;
	g_ptr_array_add(yaml->commits, commit);
}

static bool replay_commit(struct commit *commit, void *data, GError **error)
{
	struct store_yaml *yaml = data;

	if (commit->sequence == yaml->sequence + 1) {
		take_commit(yaml, commit);
		return true;
	}
	yaml_fault(error, "journal.yaml", yaml->journal.line, 1,
		   "commit %" G_GUINT64_FORMAT " follows commit %" G_GUINT64_FORMAT
		   "; some between them are missing", commit->sequence, yaml->sequence);
	commit_free(commit);
	return false;
}

static void replay_start(uint64_t sequence, void *data)
{
	struct store_yaml *yaml = data;

	yaml->folded = yaml->sequence = sequence;
}

static bool replay_secret(uint64_t sequence, const char *guid, const char *organization,
			  const char *name, GBytes *bytes, void *data, GError **error)
{
	struct store_yaml *yaml = data;

	if (sequence <= yaml->sequence)
		secrets_put(yaml->secrets, guid, organization, name, bytes);
	return true;
}

static void start_over(struct store_yaml *yaml)
{
	table_clear(yaml->pending);
	secrets_reset(yaml->secrets);
	g_ptr_array_set_size(yaml->commits, 0);
	log_forget(&yaml->journal);
	log_forget(&yaml->keys);
}

static bool replay_log(struct store_yaml *yaml, struct log *log,
		       const struct journal_reader *reader, bool *ret_replaced, GError **error)
{
	g_autofree char *text = NULL;
	size_t len = 0, whole = 0;
	bool ok;

	if (!log_tail(log, ret_replaced, &text, &len))
		return true;
	ok = journal_read(reader, text, len, &log->line, &whole, error);
	explicit_bzero(text, len);
	log->size += whole;
	return ok;
}

/*
 * The secrets' log is written first and read last, so every commit read finds its secrets, and
 * secrets of a commit that is torn are passed over.
 */
static bool replay(struct store_yaml *yaml, bool *ret_replaced, GError **error)
{
	struct journal_reader commits = {
		.file = "journal.yaml", .commit = replay_commit, .start = replay_start,
		.data = yaml,
	};
	struct journal_reader secrets = {
		.file = "keys/journal.yaml", .secret = replay_secret, .data = yaml,
	};
	bool keys_replaced = false;

	if (!replay_log(yaml, &yaml->journal, &commits, ret_replaced, error))
		return false;
	return *ret_replaced ||
	       replay_log(yaml, &yaml->keys, &secrets, &keys_replaced, error);
}

static bool take_in(struct store_yaml *yaml, GError **error)
{
	bool replaced = false;

	if (!replay(yaml, &replaced, error))
		return false;
	if (replaced) {
		start_over(yaml);
		if (!replay(yaml, &replaced, error))
			return false;
	}
	if (!yaml->sequence)
		yaml->folded = yaml->sequence = history_last(yaml->history);
	yaml->looked = g_get_monotonic_time();
	return files_refresh(yaml->files, error);
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool refresh(struct backend *backend, GError **error)
{
	struct store_yaml *yaml = yaml_of(backend);

	if (yaml->lock >= 0 || g_get_monotonic_time() - yaml->looked < STALE_AFTER)
		return true;
	yaml->exists = yaml->exists || is_folder(yaml->dir);
	return !yaml->exists || take_in(yaml, error);
}

/* -- Look-ups ------------------------------------------------------------------------- */

struct below {
	struct store_yaml *yaml;
	record_visit visit;
	void *data;
};

static bool visit_below(struct record *record, void *data)
{
	struct below *below = data;

	return table_knows(below->yaml->pending, record) ||
	       below->visit(record, below->data);
}

static bool find(struct backend *backend, uint64_t hash, unsigned bits, const char *organization,
		 record_visit visit, void *data)
{
	struct below below = { .yaml = yaml_of(backend), .visit = visit, .data = data };

	return table_find(below.yaml->pending, hash, bits, visit, data) &&
	       files_find(below.yaml->files, hash, bits, organization, visit_below, &below);
}

/* Merges the pending records of a kind, sorted, into those of the files. */
struct merge {
	struct below below;
	const char *organization;
	GPtrArray *pending;		/* borrowed records */
	guint next;
};

static int compare_places(const struct record *a, const struct record *b)
{
	int order = 0;

	if (a->organization && b->organization)
		order = text_compare_nocase(a->organization, b->organization);
	if (!order)
		order = text_compare_nocase(record_name(a), record_name(b));
	return order ? order : strcmp(a->guid, b->guid);
}

static int compare_pointers(gconstpointer a, gconstpointer b)
{
	return compare_places(*(const struct record *const *)a, *(const struct record *const *)b);
}

static bool gather(struct record *record, void *data)
{
	struct merge *merge = data;

	if (!merge->organization || !record->organization ||
	    text_equal_nocase(record->organization, merge->organization))
		g_ptr_array_add(merge->pending, record_ref(record));
	return true;
}

static bool emit_before(struct merge *merge, const struct record *limit)
{
	while (merge->next < merge->pending->len) {
		struct record *record = merge->pending->pdata[merge->next];

		if (limit && compare_places(record, limit) > 0)
			break;
		merge->next++;
		if (!merge->below.visit(record, merge->below.data))
			return false;
	}
	return true;
}

static bool visit_merged(struct record *record, void *data)
{
	struct merge *merge = data;

	return emit_before(merge, record) && visit_below(record, &merge->below);
}

static bool each(struct backend *backend, const struct kind_info *kind, const char *organization,
		 record_visit visit, void *data)
{
	struct store_yaml *yaml = yaml_of(backend);
	g_autoptr(GPtrArray) pending = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref);
	struct merge merge = {
		.below = { .yaml = yaml, .visit = visit, .data = data },
		.organization = organization, .pending = pending,
	};

	table_each_of_kind(yaml->pending, kind, gather, &merge);
	g_ptr_array_sort(pending, compare_pointers);
	return files_each(yaml->files, kind, organization, visit_merged, &merge) &&
	       emit_before(&merge, NULL);
}

static GBytes *secret(struct backend *backend, const struct record *record, const char *name,
		      GError **error)
{
	return secrets_get(yaml_of(backend)->secrets, record->guid, record->organization, name, error);
}

static uint64_t sequence(struct backend *backend)
{
	return yaml_of(backend)->sequence;
}

/* -- Writing -------------------------------------------------------------------------- */

static bool make_folders(struct store_yaml *yaml, GError **error)
{
	g_autofree char *keys = g_build_filename(yaml->dir, "keys", NULL);

	if (g_mkdir_with_parents(yaml->dir, 0700) < 0)
		return failed(error, yaml->dir);
	if (g_mkdir_with_parents(keys, 0700) < 0)
		return failed(error, keys);
	yaml->exists = yaml->writable = true;
	return true;
}

static bool take_lock(struct store_yaml *yaml, double patience, GError **error)
{
	yaml->lock = lockfile_take(yaml->lock_path, patience, error);
	if (yaml->lock < 0)
		return false;
	if (take_in(yaml, error))
		return true;
	lockfile_drop(yaml->lock_path, yaml->lock);
	yaml->lock = -1;
	return false;
}

/* A state that is not there yet needs no lock until its first commit makes it. */
static bool lock(struct backend *backend, GError **error)
{
	struct store_yaml *yaml = yaml_of(backend);

	if (yaml->lock >= 0)
		return true;
	if (yaml->readonly) {
		fault_set(error, &state_failed, VALUE_NULL,
			  "The state %s was opened for reading only.", yaml->dir);
		return false;
	}
	yaml->exists = yaml->exists || is_folder(yaml->dir);
	return !yaml->exists || take_lock(yaml, PATIENCE, error);
}

static bool has_unsynced(const struct store_yaml *yaml)
{
	return yaml->journal.buffer->len || yaml->keys.buffer->len || yaml->journal.dirty ||
	       yaml->keys.dirty;
}

static void drop_lock(struct store_yaml *yaml)
{
	lockfile_drop(yaml->lock_path, yaml->lock);
	yaml->lock = -1;
	yaml->writable = false;
}

static void release(struct backend *backend)
{
	struct store_yaml *yaml = yaml_of(backend);

	if (yaml->lock >= 0 && !has_unsynced(yaml))
		drop_lock(yaml);
}

static bool flush(struct backend *backend, GError **error)
{
	struct store_yaml *yaml = yaml_of(backend);

	if (has_unsynced(yaml) &&
	    (!log_sync(&yaml->keys, error) || !log_sync(&yaml->journal, error)))
		return false;
	release(backend);
	return true;
}

static bool make_state(struct store_yaml *yaml, GError **error)
{
	return (yaml->writable || make_folders(yaml, error)) &&
	       (yaml->lock >= 0 || take_lock(yaml, PATIENCE, error));
}

/* A log's text is taken back to where it was before a commit that failed. */
static void put_commit(struct store_yaml *yaml, const struct commit *commit)
{
	if (!yaml->journal.size && !yaml->journal.buffer->len)
		journal_write_start(yaml->journal.buffer, yaml->sequence);
	journal_write(yaml->journal.buffer, commit);
	if (commit->secrets->len)
		journal_write_secrets(yaml->keys.buffer, commit);
}

static bool write_logs(struct store_yaml *yaml, GError **error)
{
	return log_write(&yaml->keys, error) && log_write(&yaml->journal, error);
}

static bool checkpoint(struct backend *backend, GError **error);

static bool append(struct backend *backend, struct commit *commit, GError **error)
{
	struct store_yaml *yaml = yaml_of(backend);
	size_t journal, keys;

	if (!make_state(yaml, error))
		return false;
	if (commit->sequence != yaml->sequence + 1) {
		fault_set(error, &state_failed, VALUE_NULL,
			  "Another process made the state %s at the same moment. Try again.", yaml->dir);
		return false;
	}
	journal = yaml->journal.buffer->len;
	keys = yaml->keys.buffer->len;
	put_commit(yaml, commit);
	if (yaml->journal.buffer->len > BUFFER_LIMIT && !write_logs(yaml, error)) {
		g_string_truncate(yaml->journal.buffer, MIN(journal, yaml->journal.buffer->len));
		g_string_truncate(yaml->keys.buffer, MIN(keys, yaml->keys.buffer->len));
		return false;
	}
	take_commit(yaml, commit);
	if (yaml->journal.size > FOLD_LIMIT)
		return checkpoint(backend, NULL) || true;
	return true;
}

/* -- Folding -------------------------------------------------------------------------- */

static bool truncate_keys(struct store_yaml *yaml, GError **error)
{
	if (!yaml->keys.size)
		return true;
	log_forget(&yaml->keys);
	if (unlink(yaml->keys.path) < 0 && errno != ENOENT)
		return failed(error, yaml->keys.path);
	return true;
}

/* The journal starts anew, in a new file: readers see by its inode that they must start over. */
static bool renew_journal(struct store_yaml *yaml, GError **error)
{
	g_autoptr(GString) start = g_string_new(NULL);
	g_autofree char *beside = g_strconcat(yaml->journal.path, ".new", NULL);
	g_autoptr(GError) local = NULL;
	struct stat st;

	journal_write_start(start, yaml->sequence);
	if (!g_file_set_contents_full(beside, start->str, start->len, G_FILE_SET_CONTENTS_DURABLE,
				      0600, &local) ||
	    rename(beside, yaml->journal.path) < 0)
		return failed(error, yaml->journal.path);
	log_forget(&yaml->journal);
	if (stat(yaml->journal.path, &st) == 0)
		yaml->journal.inode = st.st_ino;
	yaml->journal.size = start->len;
	yaml->journal.line = 5;
	return true;
}

/* Files and keys are in place before the journal forgets; replaying it again would do no harm. */
static bool fold_files(struct store_yaml *yaml, struct staging *staging, GError **error)
{
	struct files_fold *files;
	bool ok;

	if (!secrets_fold(yaml->secrets, staging, error))
		return false;
	files = files_fold_begin(yaml->files, yaml->pending, staging, error);
	if (!files)
		return false;
	ok = staging_apply(staging, error);
	if (ok)
		files_fold_done(files);
	files_fold_free(files);
	return ok;
}

static bool fold(struct store_yaml *yaml, GError **error)
{
	struct staging *staging;
	bool ok;

	if (!files_refresh(yaml->files, error) ||
	    !history_append(yaml->history, yaml->journal.path, error))
		return false;
	staging = staging_new();
	ok = fold_files(yaml, staging, error);
	staging_free(staging);
	if (!ok || !renew_journal(yaml, error) || !truncate_keys(yaml, error))
		return false;
	table_clear(yaml->pending);
	secrets_reset(yaml->secrets);
	g_ptr_array_set_size(yaml->commits, 0);
	yaml->folded = yaml->sequence;
	return true;
}

static bool checkpoint(struct backend *backend, GError **error)
{
	struct store_yaml *yaml = yaml_of(backend);
	bool ok;

	if (!yaml->commits->len)
		return true;
	if (!lock(backend, error))
		return false;
	ok = log_sync(&yaml->keys, error) && log_sync(&yaml->journal, error) && fold(yaml, error);
	release(backend);
	return ok;
}

/* At the end: when it is cheap, or when what it rewrites is paid for by many commits. */
static bool worth_folding(struct store_yaml *yaml)
{
	return yaml->commits->len &&
	       (yaml->journal.size >= LONG_JOURNAL ||
		files_fold_cost(yaml->files, yaml->pending) <= CHEAP_FOLD);
}

static bool changes(struct backend *backend, uint64_t since,
		    bool (*visit)(const struct change *change, uint64_t sequence, void *data),
		    void *data, GError **error)
{
	struct store_yaml *yaml = yaml_of(backend);

	if (since < yaml->folded &&
	    !history_each(yaml->history, since, yaml->folded, visit, data, error))
		return false;
	for (guint i = 0; i < yaml->commits->len; i++) {
		const struct commit *commit = yaml->commits->pdata[i];

		if (commit->sequence > since && !history_visit(commit, visit, data))
			return true;
	}
	return true;
}

/* -- Opening and closing -------------------------------------------------------------- */

static void close_backend(struct backend *backend)
{
	struct store_yaml *yaml = yaml_of(backend);

	if (!yaml->readonly) {
		flush(backend, NULL);
		if (worth_folding(yaml) &&
		    (yaml->lock >= 0 || take_lock(yaml, 0, NULL)) && yaml->commits->len)
			fold(yaml, NULL);
		else if (files_unindexed(yaml->files) > WORTH_INDEXING &&
			 (yaml->lock >= 0 || take_lock(yaml, 0, NULL)))
			files_index(yaml->files);
		if (yaml->lock >= 0)
			drop_lock(yaml);
	}
	log_close(&yaml->journal);
	log_close(&yaml->keys);
	g_string_free(yaml->journal.buffer, TRUE);
	explicit_bzero(yaml->keys.buffer->str, yaml->keys.buffer->allocated_len);
	g_string_free(yaml->keys.buffer, TRUE);
	g_free(yaml->journal.path);
	g_free(yaml->keys.path);
	files_free(yaml->files);
	table_free(yaml->pending);
	secrets_free(yaml->secrets);
	history_free(yaml->history);
	g_ptr_array_free(yaml->commits, TRUE);
	g_free(yaml->lock_path);
	g_free(yaml->dir);
	g_free(yaml);
}

static const struct backend_ops yaml_ops = {
	.close = close_backend, .refresh = refresh, .find = find, .each = each, .lock = lock,
	.release = release, .append = append, .flush = flush, .checkpoint = checkpoint,
	.sequence = sequence, .secret = secret, .changes = changes,
};

struct backend *store_yaml_open(const char *dir, bool readonly, GError **error)
{
	struct store_yaml *yaml = g_new0(struct store_yaml, 1);

	yaml->base.ops = &yaml_ops;
	yaml->dir = g_strdup(dir);
	yaml->lock_path = g_build_filename(dir, "lock", NULL);
	yaml->readonly = readonly;
	yaml->lock = -1;
	yaml->files = files_new(dir);
	yaml->pending = table_new();
	yaml->secrets = secrets_new(dir);
	yaml->history = history_new(dir);
	yaml->commits = g_ptr_array_new_with_free_func((GDestroyNotify)commit_free);
	log_init(&yaml->journal, g_build_filename(dir, "journal.yaml", NULL));
	log_init(&yaml->keys, g_build_filename(dir, "keys", "journal.yaml", NULL));
	yaml->exists = is_folder(dir);
	if (!yaml->exists || take_in(yaml, error))
		return &yaml->base;
	yaml->readonly = true;
	close_backend(&yaml->base);
	return NULL;
}
