/* The memory of parsed trees, for the two readers of yaml.h. */
#ifndef HMSH_YAML_ARENA_H
#define HMSH_YAML_ARENA_H

#include "lib/yaml.h"

void *yaml_arena_take(struct yaml_arena *arena, size_t size);
struct yaml_node *yaml_arena_node(struct yaml_arena *arena, enum yaml_form form, unsigned line,
				  unsigned column);

#endif
