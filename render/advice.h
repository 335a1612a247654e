/* What is published and yet will not work: names that no certificate holds or no zone knows. */
#ifndef HMSH_ADVICE_H
#define HMSH_ADVICE_H

#include "render/facts.h"

/* Adds warnings, each naming the command that mends it, to an array of char *. */
void advice_give(const struct facts *facts, GPtrArray *warnings);

#endif
