/*
 * How the tables of lib/types are written: one row a member, and what the
 * functions behind them share. Argument and result conventions are those of
 * lib/type.h: arguments are already of the signature's types.
 */
#ifndef HMSH_TYPES_TABLE_H
#define HMSH_TYPES_TABLE_H

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/operate.h"
#include "lib/type_make.h"
#include "lib/variable.h"

#define METHOD(signature, fn)	{ signature, fn, NULL, 0 }
#define STATIC(signature, fn)	{ signature, fn, NULL, TYPE_STATIC }
#define PROPERTY(signature, get)	{ signature, get, NULL, 0 }
#define SETTABLE(signature, get, set)	{ signature, get, set, 0 }
#define STATIC_PROPERTY(signature, get)	{ signature, get, NULL, TYPE_STATIC }
/* A static method with type arguments, "Name`1(type T, ...)": they come as its first arguments. */
#define GENERIC_STATIC(signature, fn)	{ signature, fn, NULL, TYPE_STATIC | TYPE_HIDDEN_MEMBER }
#define CONSTRUCTOR(signature, fn)	{ signature, fn, NULL, TYPE_STATIC }
#define PARAMETERIZED(signature, get, set)	{ signature, get, set, TYPE_PARAMETERIZED }
#define END_OF_MEMBERS	{ NULL, NULL, NULL, 0 }

/* The head of every member's function. */
#define MEMBER(name)							\
	static bool name(struct type_call *call G_GNUC_UNUSED,		\
			 struct value self G_GNUC_UNUSED,		\
			 const struct value *args G_GNUC_UNUSED,	\
			 unsigned n G_GNUC_UNUSED,			\
			 struct value *ret G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)

/* The same where the function and the table that names it are in two files. */
#define SHARED_MEMBER(name)						\
	bool name(struct type_call *call G_GNUC_UNUSED,			\
		  struct value self G_GNUC_UNUSED,			\
		  const struct value *args G_GNUC_UNUSED,		\
		  unsigned n G_GNUC_UNUSED,				\
		  struct value *ret G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)

/* A member that is an expression and cannot fail. */
#define MEMBER_IS(name, expression)					\
	MEMBER(name)							\
	{								\
		*ret = (expression);					\
		return true;						\
	}

#define SHARED_MEMBER_IS(name, expression)				\
	SHARED_MEMBER(name)						\
	{								\
		*ret = (expression);					\
		return true;						\
	}

/* The text of an argument; null counts as empty. */
static inline const char *text_arg(struct value v)
{
	return v.kind == V_STRING ? v.u.str->data : "";
}

/* Gives a [ref] argument its value, which is taken over; one that the variable refuses is dropped. */
static inline void out_set(struct value reference, struct value v)
{
	reference_set(reference, v, NULL);
}

#define ARGUMENT_NULL		"System.ArgumentNullException"
#define ARGUMENT		"System.ArgumentException"
#define ARGUMENT_RANGE		"System.ArgumentOutOfRangeException"
#define FORMAT_EXCEPTION	"System.FormatException"
#define INVALID_OPERATION	"System.InvalidOperationException"
#define NOT_SUPPORTED		"System.NotSupportedException"

static inline bool throw_null(GError **error, const char *parameter)
{
	fault_throw(error, ARGUMENT_NULL, "Value cannot be null. (Parameter '%s')", parameter);
	return false;
}

static inline bool throw_range(GError **error, const char *parameter)
{
	fault_throw(error, ARGUMENT_RANGE,
		    "Specified argument was out of the range of valid values. (Parameter '%s')", parameter);
	return false;
}

/* Char.IsWhiteSpace(). */
bool unit_is_white(uint16_t unit);
/* object[] of the values, which are taken over. */
struct value value_array(struct value *items, unsigned n);
/* string[] of texts, which are taken over. */
struct value value_string_array(struct string **items, unsigned n);
/* A function of a delegate argument (a script block), called with values: yours. */
bool delegate_call(struct type_call *call, struct value block, const struct value *args, unsigned n,
		   struct value *ret, GError **error);
/* Order of two values as Comparer.Default has it. */
bool values_order(struct value a, struct value b, int *ret, GError **error);

extern const struct type type_ienumerator, type_iformatprovider, type_icomparer,
	type_iequalitycomparer, type_icomparable, type_iequatable, type_icollection_of,
	type_ienumerable_of, type_ilist_of, type_idictionary_of, type_cultureinfo, type_stringcomparer,
	type_delegate, type_icloneable, type_idisposable, type_iconvertible, type_iformattable,
	type_char_array;

#endif
