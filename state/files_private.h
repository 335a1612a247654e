/* What files.c and files_fold.c share. */
#ifndef HMSH_FILES_PRIVATE_H
#define HMSH_FILES_PRIVATE_H

#include "lib/yaml.h"
#include "state/files.h"
#include "state/index.h"

struct state_file {
	unsigned refs;
	char *organization;		/* NULL: the provider's */
	char *name;			/* relative to the state folder */
	struct signature signature;
	unsigned seen;
	uint32_t indexed;		/* its number in the index; 0: it was read whole */
	GArray *docs;			/* struct doc, in the order of the file; NULL: still in the index */
	char *map;			/* its text, mapped when first needed */
	size_t map_len;
};

struct files {
	char *dir;
	GPtrArray *list;		/* struct state_file, by organization, the provider's first */
	struct table *loaded;		/* records of the files that were read whole */
	struct index *index;
	GHashTable *by_number;		/* indexed files */
	struct table *cache;		/* records read one by one; emptied now and then */
	struct yaml_arena *arena;
	unsigned sweep;
};

extern const struct fault state_unreadable;

struct state_file *files_lookup(const struct files *files, const char *organization);
struct state_file *files_add(struct files *files, const char *organization);
/* The documents of a file, from the index if need be. */
GArray *file_docs(struct files *files, struct state_file *file);
/* Its text; NULL when it is no longer the file that was seen. */
const char *file_text(struct files *files, struct state_file *file);
/* The record of one document; yours. NULL: none, or unreadable. */
struct record *file_record(struct files *files, struct state_file *file, const struct doc *doc);
/* The file was rewritten by us. */
void file_forget_text(struct state_file *file);
/* The file is gone. */
void files_drop(struct files *files, struct state_file *file);
/* From now on it is read through the index. */
void file_use_number(struct files *files, struct state_file *file, uint32_t number);
/* The index is of no use: all files are read whole again. */
void files_forget_index(struct files *files);

#endif
