/*
 * The YAML files as last folded: hosting.yaml and organizations/<Name>.yaml,
 * one document an object. What is here is the truth below the journal.
 */
#ifndef HMSH_FILES_H
#define HMSH_FILES_H

#include "state/backend.h"
#include "state/staging.h"

struct files;
struct files *files_new(const char *dir);
void files_free(struct files *files);

/* Takes in files that appeared, went or changed; errors name file, line, column and reason. */
bool files_refresh(struct files *files, GError **error);
/* As in backend_ops. */
bool files_find(struct files *files, uint64_t hash, unsigned bits, const char *organization,
		record_visit visit, void *data);
/* By organization, then in the order of the file. */
bool files_each(struct files *files, const struct kind_info *kind, const char *organization,
		record_visit visit, void *data);

/*
 * A fold: stages the files with what the table knows beyond them; documents are spliced, no byte
 * of an untouched one changes. Once the staged files are in place, files_fold_done() has the index
 * and what is in memory follow. NULL + error.
 */
struct files_fold;
struct files_fold *files_fold_begin(struct files *files, const struct table *pending,
				    struct staging *staging, GError **error);
void files_fold_done(struct files_fold *fold);
void files_fold_free(struct files_fold *fold);
/* Puts files that were read whole into the index. Under the writers' lock. */
void files_index(struct files *files);
uint64_t files_unindexed(const struct files *files);	/* bytes of them */
/* Bytes of the files that such a fold would write. */
uint64_t files_fold_cost(struct files *files, const struct table *pending);

/* The relative name of an organization's file (NULL: the provider's); yours. */
char *files_name(const char *organization);

#endif
