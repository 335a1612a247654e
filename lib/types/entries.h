/*
 * What stands between collections and their enumeration: the entries of a
 * table, its keys and values as collections that follow it, and enumerators
 * as objects.
 */
#ifndef HMSH_ENTRIES_H
#define HMSH_ENTRIES_H

#include "lib/type.h"

enum dict_view { VIEW_KEYS, VIEW_VALUES, VIEW_ENTRIES };

/* The collection of a table's keys, values or entries; borrows nothing, yours. */
struct value dict_view_new(struct value dict, enum dict_view what);
/* A DictionaryEntry or KeyValuePair; yours. */
struct value entry_new(struct value dict, struct value key, struct value v);
/* An IEnumerator that walks `source`; yours. */
struct value iterator_new(struct value source);

#endif
