/*
 * Inside the operators: the numeric classes that arithmetic is done in, and
 * what the operators' files share.
 */
#ifndef HMSH_ARITH_H
#define HMSH_ARITH_H

#include "lib/operate.h"

enum arith_class {
	ARITH_NONE,
	ARITH_I32,
	ARITH_U32,
	ARITH_I64,
	ARITH_U64,
	ARITH_F64,
	ARITH_DECIMAL,
	ARITH_BIGINT,
};

/* The class two numeric operands (bool, char, enums and numbers) meet in. */
enum arith_class arith_common(struct value a, struct value b);
/* The same by kinds alone: negative operands may not fit it. */
enum arith_class arith_widest(struct value a, struct value b);
/* One of the five arithmetic operators; both operands are of kinds that arith_common() takes. */
bool arith_apply(enum operator op, enum arith_class class, struct value a, struct value b,
		 struct value *ret, GError **error);
/* -1, 0, 1; 2 when they cannot be ordered (NaN). */
int arith_compare(struct value a, struct value b);
/* Bool, char, enum or number. */
bool arith_is_operand(struct value v);

/*
 * Text that meets a number: by the language's literals, else converted to the
 * other operand's type (`other`; NULL or no number: int).
 */
bool arith_text_to_number(struct value text, const struct type *other, struct value *ret,
			  GError **error);

/* The operators that .NET types define (op_Addition...), by the left operand's type or the right's.
 */
bool operate_method(enum operator op, struct value a, struct value b, struct value *ret,
		    GError **error);
bool operate_bits(enum operator op, struct value a, struct value b, struct value *ret,
		  GError **error);

extern const struct fault operate_runtime_fault, operate_undefined_fault;
/* "+", "-shl" ... */
const char *operate_sign(enum operator op);
/* Full name of a value's type as operator messages say it; "$null" of null. */
const char *operate_type_name(struct value v);

#endif
