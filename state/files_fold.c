/*
 * Folding: what the journal's commits changed is written into the files. A new
 * text is put together from the old one's untouched stretches and the changed
 * documents. The caller stages them, puts them in place, and then has the
 * index and what is in memory follow.
 */
#include "config.h"
#include "state/files_private.h"
#include "state/record_yaml.h"
#include "lib/str.h"
#include <sys/stat.h>

/* A record to write (or, `gone`, to take out) and the document it concerns. */
struct edit {
	struct record *record;
	struct record *old;		/* what its present document holds; a reference */
	bool gone;
	int doc;			/* index of its present document, or -1 */
	guint place;			/* it goes before this document */
};

struct fold {
	struct files *files;
	const char *organization;	/* of the records in `edits` */
	GPtrArray *edits;		/* struct edit */
	char *old;			/* text of the file */
	gsize old_len;
	GString *text;			/* the new one */
	GArray *docs;			/* its documents */
	bool stays;			/* something is left in the file */
	char *path;
};

static void edit_free(gpointer data)
{
	struct edit *edit = data;

	record_unref(edit->old);
	g_free(edit);
}

static void fold_free(gpointer data)
{
	struct fold *fold = data;

	g_ptr_array_free(fold->edits, TRUE);
	g_free(fold->old);
	if (fold->text)
		g_string_free(fold->text, TRUE);
	if (fold->docs)
		g_array_free(fold->docs, TRUE);
	g_free(fold->path);
	g_free(fold);
}

/* -- Which files ---------------------------------------------------------------------- */

struct gathering {
	GHashTable *folds;		/* folded organization name -> struct fold */
	struct files *files;
	bool gone;
};

static struct fold *fold_of(struct gathering *g, const struct record *record)
{
	g_autofree char *key = record->organization ? g_utf8_casefold(record->organization, -1)
						    : g_strdup("");
	struct fold *fold = g_hash_table_lookup(g->folds, key);

	if (fold)
		return fold;
	fold = g_new0(struct fold, 1);
	fold->files = g->files;
	fold->organization = record->organization;
	fold->edits = g_ptr_array_new_with_free_func(edit_free);
	g_hash_table_insert(g->folds, g_steal_pointer(&key), fold);
	return fold;
}

static bool gather(struct record *record, void *data)
{
	struct gathering *g = data;
	struct edit *edit = g_new0(struct edit, 1);

	edit->record = record;
	edit->gone = g->gone;
	edit->doc = -1;
	g_ptr_array_add(fold_of(g, record)->edits, edit);
	return true;
}

static GHashTable *gather_all(struct files *files, const struct table *pending)
{
	struct gathering g = {
		.folds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, fold_free),
		.files = files,
	};

	table_each(pending, false, gather, &g);
	g.gone = true;
	table_each(pending, true, gather, &g);
	return g.folds;
}

uint64_t files_fold_cost(struct files *files, const struct table *pending)
{
	GHashTable *folds = gather_all(files, pending);
	GHashTableIter iter;
	gpointer value;
	uint64_t cost = 0;

	g_hash_table_iter_init(&iter, folds);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct fold *fold = value;
		const struct state_file *file = files_lookup(files, fold->organization);

		cost += file ? file->signature.size : 0;
	}
	g_hash_table_unref(folds);
	return cost;
}

/* -- Where in a file ------------------------------------------------------------------ */

static int compare_records(const struct record *a, const struct record *b)
{
	int order;

	if (a->kind != b->kind) {
		if (a->kind->order != b->kind->order)
			return a->kind->order < b->kind->order ? -1 : 1;
		return strcmp(a->kind->name, b->kind->name);
	}
	order = text_compare_nocase(record_name(a), record_name(b));
	return order ? order : strcmp(a->guid, b->guid);
}

static struct record *doc_record(const struct fold *fold, const struct doc *doc)
{
	struct state_file *file = files_lookup(fold->files, fold->organization);

	return file ? file_record(fold->files, file, doc) : NULL;
}

/* The record of a document, read once for all edits of a file; `read` keeps it. */
static const struct record *doc_record_once(const struct fold *fold, const GArray *docs, guint at,
					    GHashTable *read)
{
	struct record *record = g_hash_table_lookup(read, GUINT_TO_POINTER(at + 1));

	if (!record) {
		record = doc_record(fold, &g_array_index(docs, struct doc, at));
		if (record)
			g_hash_table_insert(read, GUINT_TO_POINTER(at + 1), record);
	}
	return record;
}

static guint insertion_place(const struct fold *fold, const GArray *docs, GHashTable *read,
			     const struct record *record)
{
	guint low = 0, high = docs->len;

	while (low < high) {
		guint mid = (low + high) / 2;
		const struct record *at = doc_record_once(fold, docs, mid, read);

		if (!at || compare_records(at, record) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static guint guid_hash(gconstpointer guid)
{
	guint hash;

	memcpy(&hash, guid, sizeof(hash));
	return hash;
}

static gboolean guid_equal(gconstpointer a, gconstpointer b)
{
	return !memcmp(a, b, 16);
}

/* Finds the documents of edits: one by one when they are few, else by a table. */
static GHashTable *index_docs_of(const struct fold *fold, const GArray *docs)
{
	GHashTable *table;

	if (fold->edits->len < 8)
		return NULL;
	table = g_hash_table_new(guid_hash, guid_equal);
	for (guint i = 0; i < docs->len; i++)
		g_hash_table_insert(table, g_array_index(docs, struct doc, i).guid,
				    GUINT_TO_POINTER(i + 1));
	return table;
}

static int find_doc(GHashTable *table, const GArray *docs, const char *text)
{
	uint8_t guid[16];

	guid_pack(text, guid);
	if (table)
		return (int)GPOINTER_TO_UINT(g_hash_table_lookup(table, guid)) - 1;
	for (guint i = 0; i < docs->len; i++)
		if (guid_equal(g_array_index(docs, struct doc, i).guid, guid))
			return i;
	return -1;
}

static void place_edits(struct fold *fold, const GArray *docs)
{
	GHashTable *table = index_docs_of(fold, docs);
	g_autoptr(GHashTable) read =
		g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)record_unref);

	for (guint i = 0; i < fold->edits->len; i++) {
		struct edit *edit = fold->edits->pdata[i];

		edit->doc = find_doc(table, docs, edit->record->guid);
		if (edit->doc >= 0)
			edit->old = doc_record(fold, &g_array_index(docs, struct doc, edit->doc));
		if (edit->gone)
			continue;
		if (edit->old &&
		    text_equal_nocase(record_name(edit->old), record_name(edit->record)))
			edit->place = edit->doc;
		else
			edit->place = insertion_place(fold, docs, read, edit->record);
	}
	g_clear_pointer(&table, g_hash_table_unref);
}

static int compare_edits(gconstpointer a, gconstpointer b)
{
	const struct edit *x = *(const struct edit *const *)a, *y = *(const struct edit *const *)b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return compare_records(x->record, y->record);
}

/* -- The new text --------------------------------------------------------------------- */

static void append_doc(struct fold *fold, const char *text, struct doc doc)
{
	doc.at = fold->text->len;
	/* A last document may lack its newline; a first one its "---". */
	if (doc.at && fold->text->str[doc.at - 1] != '\n') {
		g_string_append_c(fold->text, '\n');
		g_array_index(fold->docs, struct doc, fold->docs->len - 1).len++;
		doc.at++;
	}
	g_string_append_len(fold->text, text, doc.len);
	g_array_append_val(fold->docs, doc);
}

static void append_record(struct fold *fold, struct record *record, GString *scratch)
{
	struct doc doc = { .kind = record->info->id };

	g_string_assign(scratch, "---\n");
	record_write(scratch, record);
	doc.len = scratch->len;
	guid_pack(record->guid, doc.guid);
	append_doc(fold, scratch->str, doc);
}

static void write_text(struct fold *fold, const GArray *docs)
{
	g_autofree bool *skip = g_new0(bool, docs->len + 1);
	g_autoptr(GString) scratch = g_string_new(NULL);
	guint next = 0;

	fold->text = g_string_sized_new(fold->old_len + 1024 * (gsize)fold->edits->len);
	fold->docs = g_array_sized_new(FALSE, FALSE, sizeof(struct doc),
				       docs->len + fold->edits->len);
	for (guint i = 0; i < fold->edits->len; i++) {
		const struct edit *edit = fold->edits->pdata[i];

		if (edit->doc >= 0)
			skip[edit->doc] = true;
	}
	for (guint i = 0; i <= docs->len; i++) {
		for (; next < fold->edits->len; next++) {
			const struct edit *edit = fold->edits->pdata[next];

			if (!edit->gone && edit->place > i)
				break;
			if (!edit->gone)
				append_record(fold, edit->record, scratch);
		}
		if (i < docs->len && !skip[i]) {
			const struct doc *doc = &g_array_index(docs, struct doc, i);

			append_doc(fold, fold->old + doc->at, *doc);
		}
	}
}

/* A document that stood first may have done without "---"; not once another precedes it. */
static bool needs_marker(const struct fold *fold, const GArray *docs)
{
	return docs->len && fold->old_len >= 3 && memcmp(fold->old, "---", 3) &&
	       !guid_is_none(g_array_index(docs, struct doc, 0).guid);
}

static void compose(struct fold *fold, struct state_file *file)
{
	g_autoptr(GArray) docs = file ? g_array_copy(file_docs(fold->files, file))
				      : g_array_new(FALSE, FALSE, sizeof(struct doc));

	if (needs_marker(fold, docs)) {
		char *text = g_strconcat("---\n", fold->old, NULL);

		g_free(fold->old);
		fold->old = text;
		fold->old_len += 4;
		for (guint i = 0; i < docs->len; i++)
			g_array_index(docs, struct doc, i).at += i ? 4 : 0;
		g_array_index(docs, struct doc, 0).len += 4;
	}
	place_edits(fold, docs);
	g_ptr_array_sort(fold->edits, compare_edits);
	write_text(fold, docs);
}

/* -- One file ------------------------------------------------------------------------- */

static bool read_old(struct fold *fold, const struct state_file *file, GError **error)
{
	g_autoptr(GError) local = NULL;

	if (!file || g_file_get_contents(fold->path, &fold->old, &fold->old_len, &local))
		return true;
	fault_set(error, &state_unreadable, VALUE_NULL, "%s", local->message);
	return false;
}

static bool prepare(struct fold *fold, struct staging *staging, GError **error)
{
	struct state_file *file = files_lookup(fold->files, fold->organization);
	g_autofree char *name = files_name(fold->organization);

	fold->path = g_build_filename(fold->files->dir, file ? file->name : name, NULL);
	if (!read_old(fold, file, error))
		return false;
	compose(fold, file);
	for (guint i = 0; i < fold->docs->len && !fold->stays; i++)
		fold->stays = !guid_is_none(g_array_index(fold->docs, struct doc, i).guid);
	if (fold->stays)
		return staging_write(staging, fold->path, fold->text->str, fold->text->len, 0600,
				     error);
	if (file)
		staging_remove(staging, fold->path);
	return true;
}

/* -- The index ------------------------------------------------------------------------ */

static void change_keys(struct index_write *write, struct record *record, uint32_t file,
			bool remove)
{
	struct index_entry entry = { .file = file, .kind = record->info->id };
	unsigned n;
	const struct record_key *keys = record_keys(record, &n);

	guid_pack(record->guid, entry.guid);
	for (unsigned i = 0; i < n; i++) {
		entry.bits = keys[i].bits;
		if (remove)
			index_delete(write, keys[i].hash, &entry);
		else
			index_add(write, keys[i].hash, &entry);
	}
}

/* A file the index did not know gets a number, and all of its keys. */
static uint32_t index_whole(struct index_write *write, struct files *files, struct state_file *file)
{
	const GArray *docs = file_docs(files, file);
	uint32_t number = index_new_file(write);

	for (guint i = 0; i < docs->len; i++) {
		g_autoptr(record_auto) record =
			file_record(files, file, &g_array_index(docs, struct doc, i));

		if (record)
			change_keys(write, record, number, false);
	}
	index_put_file(write, file->name, number, &file->signature, (struct doc *)(void *)docs->data,
		       docs->len);
	return number;
}

static void index_edits(struct index_write *write, const struct fold *fold, struct state_file *file)
{
	for (guint i = 0; i < fold->edits->len; i++) {
		const struct edit *edit = fold->edits->pdata[i];

		if (edit->old)
			change_keys(write, edit->old, file->indexed, true);
		if (!edit->gone)
			change_keys(write, edit->record, file->indexed, false);
	}
	if (fold->stays)
		index_put_file(write, file->name, file->indexed, &file->signature,
			       (struct doc *)(void *)file->docs->data, file->docs->len);
	else
		index_remove_file(write, file->name);
}

/* What the file is now, in memory. */
static void take_in(struct fold *fold, struct state_file *file)
{
	struct files *files = fold->files;
	struct table *known = file->indexed ? files->cache : files->loaded;
	struct stat st;

	for (guint i = 0; i < fold->edits->len; i++) {
		const struct edit *edit = fold->edits->pdata[i];

		if (edit->gone || file->indexed)
			table_forget(known, edit->record->guid);
		else
			table_put(known, edit->record);
	}
	file_forget_text(file);
	g_clear_pointer(&file->docs, g_array_unref);
	file->docs = g_steal_pointer(&fold->docs);
	if (stat(fold->path, &st) == 0)
		signature_of(&st, &file->signature);
}

static void take_in_all(struct files *files, GHashTable *folds, struct index_write *write)
{
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, folds);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		struct fold *fold = value;
		struct state_file *file = files_lookup(files, fold->organization);

		if (!file)
			file = files_add(files, fold->organization);
		take_in(fold, file);
		if (write && file->indexed)
			index_edits(write, fold, file);
		if (!fold->stays)
			files_drop(files, file);
	}
}

/* Puts every file that was read whole into the index; they are then read from there. */
static void index_rest(struct files *files, struct index_write *write)
{
	g_autofree uint32_t *numbers = g_new0(uint32_t, files->list->len + 1);

	for (guint i = 0; i < files->list->len; i++) {
		struct state_file *file = files->list->pdata[i];

		if (!file->indexed)
			numbers[i] = index_whole(write, files, file);
	}
	if (!index_commit(write)) {
		files_forget_index(files);
		return;
	}
	for (guint i = 0; i < files->list->len; i++)
		if (numbers[i])
			file_use_number(files, files->list->pdata[i], numbers[i]);
}

uint64_t files_unindexed(const struct files *files)
{
	uint64_t size = 0;

	for (guint i = 0; i < files->list->len; i++) {
		const struct state_file *file = files->list->pdata[i];

		size += file->indexed ? 0 : file->signature.size;
	}
	return size;
}

void files_index(struct files *files)
{
	struct index_write *write = files_unindexed(files) ? index_begin(files->index) : NULL;

	if (write)
		index_rest(files, write);
}

struct files_fold {
	struct files *files;
	GHashTable *folds;
};

struct files_fold *files_fold_begin(struct files *files, const struct table *pending,
				    struct staging *staging, GError **error)
{
	struct files_fold *all = g_new0(struct files_fold, 1);
	GHashTableIter iter;
	gpointer value;

	all->files = files;
	all->folds = gather_all(files, pending);
	g_hash_table_iter_init(&iter, all->folds);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		if (prepare(value, staging, error))
			continue;
		files_fold_free(all);
		return NULL;
	}
	return all;
}

void files_fold_done(struct files_fold *all)
{
	struct index_write *write = index_begin(all->files->index);

	take_in_all(all->files, all->folds, write);
	if (write)
		index_rest(all->files, write);
	else
		files_forget_index(all->files);
}

void files_fold_free(struct files_fold *all)
{
	if (!all)
		return;
	g_hash_table_unref(all->folds);
	g_free(all);
}
