/*
 * Signatures read: what a member's text says of its parameters, with the type
 * arguments of the type it was asked of filled in.
 */
#ifndef HMSH_TYPE_SIGNATURE_H
#define HMSH_TYPE_SIGNATURE_H

#include "lib/type.h"

enum {
	TYPE_PARAM_OUT = 1,		/* takes a [ref] */
	TYPE_PARAM_REST = 2,		/* `params T[]`: type is the element's */
	TYPE_PARAM_OPTIONAL = 4,
};

struct type_param {
	const struct type *type;
	const char *name;
	unsigned flags;
};

struct type_overload {
	const struct type *type;		/* of whom it was asked */
	const struct type_member *member;
	const char *name;			/* ".ctor" of a constructor */
	unsigned n;
	unsigned required;
	bool rest;				/* the last one is `params` */
	struct type_param params[];
};

/* Reads a method's or constructor's signature. NULL and an unknown type's name in *ret_unknown (yours) when it has one. */
struct type_overload *signature_read(const struct type *type, const struct type_member *member,
				     char **ret_unknown);
void signature_free(struct type_overload *overload);
/* The type of a property, or what a method returns; NULL when unknown or void. */
const struct type *signature_result(const struct type *type, const struct type_member *member);
/* A type name in the terms of `type`: T, TKey and TValue are its arguments. */
const struct type *signature_type(const struct type *type, const char *name, size_t len);

#endif
