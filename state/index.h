/*
 * index.mdb: which document of which file answers to a name, an address, a
 * domain or a GUID, by sums of 64 bits. It repeats what the files say and may
 * be deleted at any time; a file that is not as the index remembers it is not
 * looked up here.
 */
#ifndef HMSH_INDEX_H
#define HMSH_INDEX_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct stat;

/* By which a file is known to be the one that was read or written. */
struct signature {
	uint64_t inode, size;
	int64_t mtime;
	uint64_t known;
};

void signature_of(const struct stat *st, struct signature *ret);
bool signature_equal(const struct signature *a, const struct signature *b);

/* A document's place; no GUID: it holds no object (a comment). */
struct doc {
	uint64_t at;
	uint32_t len;
	uint32_t kind;			/* struct kind_info: id */
	uint8_t guid[16];
};

bool guid_pack(const char *text, uint8_t guid[16]);
bool guid_is_none(const uint8_t guid[16]);

/* What a sum leads to. */
struct index_entry {
	uint8_t guid[16];
	uint32_t file;
	uint32_t kind;
	uint32_t bits;			/* KEY_* */
};

struct index;
/* Never NULL; without a usable index.mdb it knows no file. */
struct index *index_new(const char *dir);
void index_free(struct index *index);
/* Sees what was committed since; what was borrowed from it is no longer valid. */
void index_renew(struct index *index);

/* The number of a file when the index knows it as it is now; 0: it does not. */
uint32_t index_file(struct index *index, const char *name, const struct signature *signature);
/* Its documents in the order of the file; borrowed. */
const struct doc *index_docs(struct index *index, uint32_t file, size_t *ret_n);
/* false when visit() stopped. */
bool index_find(struct index *index, uint64_t hash, unsigned bits,
		bool (*visit)(const struct index_entry *entry, void *data), void *data);

/* -- Writing: under the writers' lock; all or nothing --------------------------------- */

struct index_write;
struct index_write *index_begin(struct index *index);	/* NULL: cannot be written; no matter */
/* A number for a file whose keys are all put anew. */
uint32_t index_new_file(struct index_write *write);
void index_put_file(struct index_write *write, const char *name, uint32_t file,
		    const struct signature *signature, const struct doc *docs, size_t n);
void index_remove_file(struct index_write *write, const char *name);
void index_add(struct index_write *write, uint64_t hash, const struct index_entry *entry);
void index_delete(struct index_write *write, uint64_t hash, const struct index_entry *entry);
/* Frees `write`. false: there is no index any more. */
bool index_commit(struct index_write *write);

#endif
