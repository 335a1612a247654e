/* What files.c and files_fold.c share. */
#ifndef HMSH_FILES_PRIVATE_H
#define HMSH_FILES_PRIVATE_H

#include "lib/yaml.h"
#include "state/files.h"
#include <sys/stat.h>

/* A document's place; `guid` is empty when it holds no object (a comment). */
struct doc {
	uint64_t at;
	uint32_t len;
	uint32_t kind;
	char guid[37];
};

/* By which a file is known to be the one that was read or written. */
struct signature {
	bool known;
	uint64_t inode, size;
	int64_t mtime;
};

struct state_file {
	char *organization;		/* NULL: the provider's */
	char *name;			/* relative to the state folder */
	GArray *docs;			/* struct doc, in the order of the file */
	struct signature signature;
	unsigned seen;
};

struct files {
	char *dir;
	GPtrArray *list;		/* struct state_file, by organization, the provider's first */
	struct table *loaded;
	unsigned sweep;
	/* Checks a record read from a file that was edited, against others. */
	bool (*check)(struct record *record, const struct yaml_node *node, const char *file,
		      void *data, GError **error);
	void *check_data;
};

extern const struct fault state_unreadable;

struct state_file *files_lookup(const struct files *files, const char *organization);
struct state_file *files_add(struct files *files, const char *organization);
void file_signature(const struct stat *st, struct signature *ret);

#endif
