/*
 * Arrays, lists, tables and sets.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_array);
const struct type type_array = {
	.name = "System.Array", .alias = "array", .kind = V_ARRAY, .flags = TYPE_IS_ABSTRACT,
};

TYPE(type_arraylist);
const struct type type_arraylist = {
	.name = "System.Collections.ArrayList", .alias = NULL, .kind = V_LIST, 
};

TYPE(type_list);
const struct type type_list = {
	.name = "System.Collections.Generic.List`1", .alias = NULL, .kind = V_LIST, .flags = TYPE_IS_GENERIC,
};

TYPE(type_hashtable);
const struct type type_hashtable = {
	.name = "System.Collections.Hashtable", .alias = "hashtable", .kind = V_DICT, 
};

TYPE(type_ordered);
const struct type type_ordered = {
	.name = "System.Collections.Specialized.OrderedDictionary", .alias = "ordered", .kind = V_DICT, 
};

TYPE(type_dictionary);
const struct type type_dictionary = {
	.name = "System.Collections.Generic.Dictionary`2", .alias = NULL, .kind = V_DICT, .flags = TYPE_IS_GENERIC,
};

TYPE(type_hashset);
const struct type type_hashset = {
	.name = "System.Collections.Generic.HashSet`1", .alias = NULL, .kind = V_DICT, .flags = TYPE_IS_GENERIC,
};
