/*
 * What is derived once from a kind's table and then shared by all of its
 * records: types resolved, names hashed, the shape of its objects.
 */
#ifndef HMSH_KIND_H
#define HMSH_KIND_H

#include "state/record.h"

enum property_class {		/* what its values are looked up as */
	CLASS_NONE,
	CLASS_NAME,		/* a key or another identity */
	CLASS_ADDRESS,		/* one namespace over all kinds and organizations */
	CLASS_DOMAIN,		/* likewise */
};

struct property_info {
	const struct property *property;
	const struct type *type;	/* of one value */
	struct value fallback;		/* V_NULL when there is none */
	uint64_t hash;			/* of the name */
	uint32_t len;			/* of the name */
	uint8_t class;			/* enum property_class */
	bool stored;			/* has a value in the record and in YAML */
	bool indexed;
	int16_t slot;			/* in the object's shape; -1 = not shown */
};

struct kind_info {
	const struct record_kind *kind;
	uint32_t id;			/* stable between runs */
	uint16_t n;			/* properties */
	int16_t key;			/* index of the PROPERTY_KEY property; -1 */
	uint16_t mask;			/* of names */
	uint16_t *names;		/* open addressed: index + 1 */
	uint16_t recent[64];		/* by the address of a name: index + 1, unverified */
	struct property_info *properties;
	uint16_t *indexed;		/* lists of properties, each ended by n: with keys, */
	uint16_t *required;		/* required and without a default, */
	uint16_t *unique;		/* unique in any way, */
	uint16_t *references;		/* and referring to others */
	const struct type *type;	/* of its objects */
	struct shape *shape;
	uint16_t common;		/* slot of the first of the members that every object has */
	uint16_t own;			/* bits: those of them that are properties of the kind */
};

const struct kind_info *kind_info(const struct record_kind *kind);
const struct kind_info *kind_info_by_id(uint32_t id);
/* Index of a property by name (not NUL-terminated), or -1. */
int kind_property(const struct kind_info *info, const char *name, size_t len);
/* A record without GUID, times and values, for readers. */
struct record *record_blank(const struct record_kind *kind, const char *organization);
/* Forgets what was derived from its values: they changed. */
void record_touch(struct record *record);
/* Makes a kind known that is no part of the generated registry (tests). */
void kind_register(const struct record_kind *kind);

/* Text of one value, in the form that YAML keeps and record_load() reads. */
struct string *property_text(struct value v);
/* One value from text, converted; checks too unless `trusted`. */
bool property_parse(const struct property_info *property, const char *text, size_t len,
		    bool trusted, struct value *ret, GError **error);

#endif
