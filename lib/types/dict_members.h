/* The members that tables of several types share (dict_types.c). */
#ifndef HMSH_DICT_MEMBERS_H
#define HMSH_DICT_MEMBERS_H

#include "lib/types/table.h"

SHARED_MEMBER(dict_count);
SHARED_MEMBER(dict_keys);
SHARED_MEMBER(dict_values);
SHARED_MEMBER(dict_clear_all);
SHARED_MEMBER(dict_contains_key);
SHARED_MEMBER(dict_contains_value);
SHARED_MEMBER(dict_copy_to);
SHARED_MEMBER(dict_get_item);
SHARED_MEMBER(dict_set_item);
SHARED_MEMBER(dict_get_enumerator);
SHARED_MEMBER(dict_remove_key);
SHARED_MEMBER(dict_remove_quietly);
SHARED_MEMBER(dict_try_get_value);
SHARED_MEMBER(dict_try_add);
SHARED_MEMBER(dict_add);
SHARED_MEMBER(dict_false);
SHARED_MEMBER(dict_itself);
SHARED_MEMBER(dict_clone);
SHARED_MEMBER(dict_construct);
SHARED_MEMBER(set_construct);
SHARED_MEMBER(set_add);
SHARED_MEMBER(set_contains);
SHARED_MEMBER(set_copy_to);
SHARED_MEMBER(set_except);
SHARED_MEMBER(set_get_enumerator);
SHARED_MEMBER(set_intersect);
SHARED_MEMBER(set_is_proper_subset);
SHARED_MEMBER(set_is_proper_superset);
SHARED_MEMBER(set_is_subset);
SHARED_MEMBER(set_is_superset);
SHARED_MEMBER(set_overlaps);
SHARED_MEMBER(set_remove);
SHARED_MEMBER(set_remove_where);
SHARED_MEMBER(set_equals);
SHARED_MEMBER(set_symmetric_except);
SHARED_MEMBER(set_union);

#endif
