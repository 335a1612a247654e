/*
 * Three LMDB tables: files by name, their documents by number, and keys by
 * sum. A file that is read anew gets a new number, which leaves its old keys
 * behind as garbage that no look-up follows; when there is more garbage than
 * sense, the whole index is made anew.
 *
 * Keys are gathered and put in order: LMDB is several times faster that way.
 */
#include "config.h"
#include "state/index.h"
#include "state/keyhash.h"
#include "state/record.h"
#include <lmdb.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAP_SIZE ((size_t)16 << 30)
#define FORMAT 1

struct file_entry {
	struct signature signature;
	uint64_t id;
};

struct index {
	char *path;
	MDB_env *env;			/* NULL: not open */
	MDB_txn *reader;
	MDB_dbi files, docs, keys;
};

struct pending_key {
	uint64_t hash;
	bool remove;
	struct index_entry entry;
};

struct index_write {
	struct index *index;
	MDB_txn *txn;
	GArray *keys;			/* struct pending_key */
	bool failed;
};

/* -- Small things --------------------------------------------------------------------- */

void signature_of(const struct stat *st, struct signature *ret)
{
	ret->inode = st->st_ino;
	ret->size = st->st_size;
	ret->mtime = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
	ret->known = 1;
}

bool signature_equal(const struct signature *a, const struct signature *b)
{
	return a->known && b->known && a->inode == b->inode && a->size == b->size &&
	       a->mtime == b->mtime;
}

bool guid_pack(const char *text, uint8_t guid[16])
{
	unsigned n = 0;

	for (const char *p = text; *p && n < 32; p++) {
		int digit = g_ascii_xdigit_value(*p);

		if (digit < 0)
			continue;
		guid[n / 2] = n & 1 ? guid[n / 2] | digit : digit << 4;
		n++;
	}
	return n == 32;
}

bool guid_is_none(const uint8_t guid[16])
{
	static const uint8_t none[16];

	return !memcmp(guid, none, 16);
}

/* Changes when a kind's keys may have: an index made by other tables is of no use. */
static uint64_t tables_version(void)
{
	uint64_t version = FORMAT;

	for (const struct record_kind *const *k = record_kinds(); *k; k++)
		for (const struct property *p = (*k)->properties; p->name; p++)
			version = version * 31 + key_hash_text(p->name) + p->flags;
	return version;
}

/* -- Opening -------------------------------------------------------------------------- */

static void close_env(struct index *index)
{
	if (index->reader)
		mdb_txn_abort(index->reader);
	index->reader = NULL;
	if (index->env)
		mdb_env_close(index->env);
	index->env = NULL;
}

static bool open_tables(struct index *index, MDB_txn *txn, unsigned create)
{
	return mdb_dbi_open(txn, "files", create, &index->files) == 0 &&
	       mdb_dbi_open(txn, "docs", create | MDB_INTEGERKEY, &index->docs) == 0 &&
	       mdb_dbi_open(txn, "keys", create | MDB_INTEGERKEY | MDB_DUPSORT | MDB_DUPFIXED,
			    &index->keys) == 0;
}

static bool get(MDB_txn *txn, MDB_dbi dbi, const char *name, void *ret, size_t size)
{
	MDB_val key = { strlen(name), (void *)name }, value;

	if (mdb_get(txn, dbi, &key, &value) || value.mv_size != size)
		return false;
	memcpy(ret, value.mv_data, size);
	return true;
}

static bool put(MDB_txn *txn, MDB_dbi dbi, const char *name, const void *bytes, size_t size)
{
	MDB_val key = { strlen(name), (void *)name }, value = { size, (void *)bytes };

	return mdb_put(txn, dbi, &key, &value, 0) == 0;
}

static bool open_env(struct index *index)
{
	bool writable = access(index->path, W_OK) == 0 || access(index->path, F_OK) != 0;
	unsigned flags = MDB_NOSUBDIR | MDB_NOTLS | MDB_NOMETASYNC | MDB_NORDAHEAD |
			 (writable ? 0 : MDB_RDONLY | MDB_NOLOCK);

	if (mdb_env_create(&index->env))
		return false;
	if (mdb_env_set_maxdbs(index->env, 3) || mdb_env_set_mapsize(index->env, MAP_SIZE) ||
	    mdb_env_open(index->env, index->path, flags, 0600)) {
		close_env(index);
		return false;
	}
	return true;
}

/* Opens the tables in a transaction of its own: handles live on only when it commits. */
static bool open_and_check(struct index *index)
{
	uint64_t version;
	MDB_txn *txn;
	bool ok;

	if (mdb_txn_begin(index->env, NULL, MDB_RDONLY, &txn))
		return false;
	ok = open_tables(index, txn, 0) &&
	     get(txn, index->files, "version", &version, sizeof(version)) &&
	     version == tables_version();
	if (ok)
		return mdb_txn_commit(txn) == 0;
	mdb_txn_abort(txn);
	return false;
}

/* Opens what is there for reading; what does not fit counts as not there. */
static bool open_reader(struct index *index)
{
	if (access(index->path, R_OK) || !open_env(index))
		return false;
	if (open_and_check(index) &&
	    mdb_txn_begin(index->env, NULL, MDB_RDONLY, &index->reader) == 0)
		return true;
	close_env(index);
	return false;
}

struct index *index_new(const char *dir)
{
	struct index *index = g_new0(struct index, 1);

	index->path = g_build_filename(dir, "index.mdb", NULL);
	open_reader(index);
	return index;
}

void index_free(struct index *index)
{
	if (!index)
		return;
	close_env(index);
	g_free(index->path);
	g_free(index);
}

/* Whether the path still leads to the file that is open. */
static bool is_same_file(const struct index *index)
{
	struct stat a, b;
	int fd;

	return mdb_env_get_fd(index->env, &fd) == 0 && fstat(fd, &a) == 0 &&
	       stat(index->path, &b) == 0 && a.st_ino == b.st_ino;
}

void index_renew(struct index *index)
{
	if (index->env && !is_same_file(index))
		close_env(index);
	if (!index->env) {
		open_reader(index);
		return;
	}
	mdb_txn_reset(index->reader);
	if (mdb_txn_renew(index->reader))
		close_env(index);
}

/* -- Looking up ----------------------------------------------------------------------- */

uint32_t index_file(struct index *index, const char *name, const struct signature *signature)
{
	struct file_entry entry;

	if (!index->env || !get(index->reader, index->files, name, &entry, sizeof(entry)) ||
	    !signature_equal(&entry.signature, signature))
		return 0;
	return entry.id;
}

const struct doc *index_docs(struct index *index, uint32_t file, size_t *ret_n)
{
	MDB_val key = { sizeof(file), &file }, value;

	*ret_n = 0;
	if (!index->env || mdb_get(index->reader, index->docs, &key, &value))
		return NULL;
	*ret_n = value.mv_size / sizeof(struct doc);
	return value.mv_data;
}

bool index_find(struct index *index, uint64_t hash, unsigned bits,
		bool (*visit)(const struct index_entry *entry, void *data), void *data)
{
	MDB_val key = { sizeof(hash), &hash }, value;
	MDB_cursor *cursor;
	bool more = true;

	if (!index->env || mdb_cursor_open(index->reader, index->keys, &cursor))
		return true;
	for (int r = mdb_cursor_get(cursor, &key, &value, MDB_SET); !r && more;
	     r = mdb_cursor_get(cursor, &key, &value, MDB_NEXT_DUP)) {
		struct index_entry entry;

		memcpy(&entry, value.mv_data, sizeof(entry));
		if (entry.bits & bits)
			more = visit(&entry, data);
	}
	mdb_cursor_close(cursor);
	return more;
}

/* -- Writing -------------------------------------------------------------------------- */

static struct index_write *begin_write(struct index *index)
{
	struct index_write *write = g_new0(struct index_write, 1);
	uint64_t version = tables_version();

	write->index = index;
	write->keys = g_array_new(FALSE, FALSE, sizeof(struct pending_key));
	if (mdb_txn_begin(index->env, NULL, 0, &write->txn) == 0) {
		write->failed = !open_tables(index, write->txn, MDB_CREATE) ||
				!put(write->txn, index->files, "version", &version,
				     sizeof(version));
		return write;
	}
	g_array_free(write->keys, TRUE);
	g_free(write);
	return NULL;
}

struct index_write *index_begin(struct index *index)
{
	if (!index->env && access(index->path, F_OK) == 0 && !open_reader(index))
		unlink(index->path);
	if (!index->env && !open_env(index))
		return NULL;
	return begin_write(index);
}

uint32_t index_new_file(struct index_write *write)
{
	uint64_t last = 0;

	get(write->txn, write->index->files, "last", &last, sizeof(last));
	last++;
	write->failed |= !put(write->txn, write->index->files, "last", &last, sizeof(last));
	return last;
}

void index_put_file(struct index_write *write, const char *name, uint32_t file,
		    const struct signature *signature, const struct doc *docs, size_t n)
{
	struct file_entry entry = { .id = file };
	MDB_val key = { sizeof(file), &file };
	MDB_val value = { n * sizeof(struct doc), (void *)docs };

	memcpy(&entry.signature, signature, sizeof(entry.signature));
	write->failed |= !put(write->txn, write->index->files, name, &entry, sizeof(entry)) ||
			 mdb_put(write->txn, write->index->docs, &key, &value, 0) != 0;
}

void index_remove_file(struct index_write *write, const char *name)
{
	MDB_val key = { strlen(name), (void *)name };

	mdb_del(write->txn, write->index->files, &key, NULL);
}

static void add_key(struct index_write *write, uint64_t hash, const struct index_entry *entry,
		    bool remove)
{
	struct pending_key key = { .hash = hash, .remove = remove, .entry = *entry };

	g_array_append_val(write->keys, key);
}

void index_add(struct index_write *write, uint64_t hash, const struct index_entry *entry)
{
	add_key(write, hash, entry, false);
}

void index_delete(struct index_write *write, uint64_t hash, const struct index_entry *entry)
{
	add_key(write, hash, entry, true);
}

static int compare_keys(gconstpointer a, gconstpointer b)
{
	const struct pending_key *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (int)y->remove - (int)x->remove;
}

static void write_keys(struct index_write *write)
{
	MDB_dbi keys = write->index->keys;

	g_array_sort(write->keys, compare_keys);
	for (guint i = 0; i < write->keys->len && !write->failed; i++) {
		struct pending_key *k = &g_array_index(write->keys, struct pending_key, i);
		MDB_val key = { sizeof(k->hash), &k->hash }, value = { sizeof(k->entry), &k->entry };
		int r = k->remove ? mdb_del(write->txn, keys, &key, &value)
				  : mdb_put(write->txn, keys, &key, &value, 0);

		write->failed = r && r != MDB_NOTFOUND;
	}
}

bool index_commit(struct index_write *write)
{
	struct index *index = write->index;
	bool ok;

	if (!write->failed)
		write_keys(write);
	if (write->failed)
		mdb_txn_abort(write->txn);
	else
		write->failed = mdb_txn_commit(write->txn) != 0;
	if (write->failed) {
		close_env(index);
		unlink(index->path);
	} else if (!index->reader) {
		mdb_txn_begin(index->env, NULL, MDB_RDONLY, &index->reader);
	} else {
		index_renew(index);
	}
	ok = !write->failed && index->reader;
	g_array_free(write->keys, TRUE);
	g_free(write);
	return ok;
}
