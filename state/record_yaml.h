/* Records as YAML: the documents of the files and the entries of the journal. */
#ifndef HMSH_RECORD_YAML_H
#define HMSH_RECORD_YAML_H

#include "lib/yaml.h"
#include "state/record.h"

/* Appends the lines of a record as its file has them. They are kept in the record. */
void record_write(GString *out, struct record *record);
/*
 * The same as an item of a list: all lines but the first indented by two, and with its
 * organization's name, which the file need not say.
 */
void record_write_item(GString *out, struct record *record);
/* The values that `old` has and `new` has not, as a map. */
void record_write_was(GString *out, const struct record *old, const struct record *new,
		      unsigned indent);

/*
 * A record from its map. `trusted`: written by us and unchanged since, values are converted but
 * not checked. Errors name file, line, column, property and what would be right.
 */
struct record *record_read(const struct yaml_node *map, const char *organization, bool trusted,
			   const char *file, GError **error);
/* What `new` was before, from the "was" of its map; a new record. */
struct record *record_read_was(const struct yaml_node *was, const struct record *new,
			       const char *file, GError **error);

void number_write(GString *out, uint64_t number);
/* "2026-11-21T14:20:00.1234567Z" */
void ticks_write(GString *out, int64_t ticks);
bool ticks_read(const char *text, size_t len, int64_t *ret);

#endif
