/*
 * What differs between two files, as diff -u shows it. Look-up tables are shown as lines
 * "key: value"; of files that hold secrets, only that they differ.
 */
#ifndef HMSH_DIFFERENCE_H
#define HMSH_DIFFERENCE_H

#include "render/tree.h"

/* Either side may be NULL: an empty file. Yours. */
char *difference_text(const char *path, enum tree_mode mode, GBytes *old, GBytes *new);

#endif
