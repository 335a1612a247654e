/*
 * The bitwise operators: reals become the 64-bit integer nearest them, text the
 * number it is; enums keep their type. Shift counts wrap at the left's width.
 */
#include "config.h"

#include <math.h>

#include "lib/arith.h"
#include "lib/bigint.h"
#include "lib/convert.h"
#include "lib/number.h"

static const struct fault null_reference = {
	"System.NullReferenceException",
	"System.NullReferenceException",
	CATEGORY_OPERATION_STOPPED,
	NULL,
};

static bool is_real(struct value v)
{
	return v.kind == V_F32 || v.kind == V_F64 || v.kind == V_DECIMAL;
}

/* Null is 0, text a number; anything else that is no number is left as it is. */
static bool operand(struct value v, struct value other, struct value *ret, GError **error)
{
	if (value_is_null(v)) {
		*ret = value_i32(0);
		return true;
	}
	if (v.kind == V_STRING)
		return arith_text_to_number(v, value_is_null(other) || other.kind == V_STRING ||
					    !arith_is_operand(other) ? NULL : type_of(other),
					    ret, error);
	*ret = value_ref(v);
	return true;
}

static bool is_below_zero(struct value v)
{
	double f;

	if (is_real(v))
		return value_to_f64(v, &f, NULL) && f < 0;
	return v.kind != V_BOOL && v.kind != V_CHAR && v.kind != V_U64 && v.u.i < 0;
}

/* The whole number of a real or an integer in 64 bits. */
static bool to_word(struct value v, bool is_signed, uint64_t *ret, GError **error)
{
	struct value word;

	if (!is_real(v)) {
		*ret = v.kind == V_BOOL ? v.u.b : v.kind == V_CHAR ? v.u.ch : v.u.u;
		return true;
	}
	if (!value_convert(v, is_signed ? &type_int64 : &type_uint64, &word, error))
		return false;
	*ret = word.u.u;
	return true;
}

static uint64_t combine(enum operator op, uint64_t x, uint64_t y)
{
	return op == OP_BAND ? x & y : op == OP_BOR ? x | y : x ^ y;
}

static bool apply_words(enum operator op, enum value_kind kind, struct value a, struct value b,
			struct value *ret, GError **error)
{
	bool is_signed = kind != V_U64;
	uint64_t x, y, r;

	if (!to_word(a, is_signed, &x, error) || !to_word(b, is_signed, &y, error))
		return false;
	r = combine(op, x, y);
	if (kind == V_I32)
		r = (uint64_t)(int64_t)(int32_t)r;
	else if (kind == V_U32)
		r = (uint32_t)r;
	*ret = (struct value){ .kind = kind, .u.u = r };
	return true;
}

static bool apply_bigint(enum operator op, struct value a, struct value b, struct value *ret)
{
	struct bigint *r = bigint_new();
	mpz_t y;

	mpz_init(y);
	bigint_set_value(r->z, a);
	bigint_set_value(y, b);
	if (op == OP_BAND)
		mpz_and(r->z, r->z, y);
	else if (op == OP_BOR)
		mpz_ior(r->z, r->z, y);
	else
		mpz_xor(r->z, r->z, y);
	mpz_clear(y);
	*ret = value_of(r);
	return true;
}

static bool apply_bits(enum operator op, struct value a, struct value b, struct value *ret,
		       GError **error)
{
	static const uint8_t kinds[] = {
		[ARITH_I32] = V_I32, [ARITH_U32] = V_U32, [ARITH_I64] = V_I64, [ARITH_U64] = V_U64,
	};
	enum arith_class class = arith_widest(a, b);

	if (class == ARITH_BIGINT)
		return apply_bigint(op, a, b, ret);
	if (class == ARITH_F64 || class == ARITH_DECIMAL)
		return apply_words(op, is_below_zero(a) || is_below_zero(b) ? V_I64 : V_U64, a, b,
				   ret, error);
	return apply_words(op, kinds[class], a, b, ret, error);
}

static bool bitwise(enum operator op, struct value a, struct value b, struct value *ret,
		    GError **error)
{
	value_auto left = VALUE_UNSET;
	value_auto right = VALUE_UNSET;

	if (a.kind == V_ENUM && b.kind == V_STRING) {
		if (!value_convert(b, type_of(a), &right, error))
			return false;
		b = right;
	}
	if (!operand(a, b, &left, error))
		return false;
	if (right.kind == V_UNSET && !operand(b, a, &right, error))
		return false;
	if (!arith_is_operand(left) || !arith_is_operand(right)) {
		/* The language's own slip: a real beside what has no such operator. */
		if (is_real(left) || is_real(right)) {
			fault_set(error, &null_reference, VALUE_NULL,
				  "Object reference not set to an instance of an object.");
			return false;
		}
		return operate_method(op, left, right, ret, error);
	}
	if (!apply_bits(op, left, right, ret, error))
		return false;
	if (left.kind == V_ENUM || right.kind == V_ENUM)
		*ret = value_enum(type_of(left.kind == V_ENUM ? left : right), ret->u.i);
	return true;
}

/* -- Shifts ------------------------------------------------------------------- */

static bool undefined(enum operator op, struct value a, struct value b, GError **error)
{
	fault_set(error, &operate_undefined_fault, VALUE_NULL,
		  "The operation '[%s] %s [%s]' is not defined.", operate_type_name(a),
		  operate_sign(op), operate_type_name(b));
	return false;
}

/* A real on the left becomes the smallest of int, uint, long, ulong that takes it. */
static bool whole_operand(struct value v, struct value *ret, GError **error)
{
	const struct type *const types[] = { &type_int32, &type_uint32, &type_int64, &type_uint64 };

	if (!is_real(v)) {
		*ret = v;
		return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (value_convert(v, types[i], ret, NULL))
			return true;
	return value_convert(v, &type_uint64, ret, error);
}

static struct value shift_word(enum operator op, struct value v, int32_t count)
{
	bool wide = v.kind == V_I64 || v.kind == V_U64;
	unsigned n = (unsigned)count & (wide ? 63 : 31);
	struct value r = { .kind = v.kind };

	if (op == OP_SHL)
		r.u.u = v.u.u << n;
	else if (v.kind == V_U64)
		r.u.u = v.u.u >> n;
	else
		r.u.i = v.u.i >> n;
	switch (v.kind) {
	case V_I8:
		r.u.i = (int8_t)r.u.u;
		break;
	case V_U8:
		r.u.i = (uint8_t)r.u.u;
		break;
	case V_I16:
		r.u.i = (int16_t)r.u.u;
		break;
	case V_U16:
		r.u.i = (uint16_t)r.u.u;
		break;
	case V_I32:
		r.u.i = (int32_t)r.u.u;
		break;
	case V_U32:
		r.u.i = (uint32_t)r.u.u;
		break;
	default:
		break;
	}
	return r;
}

static struct value shift_bigint(enum operator op, struct value v, int32_t count)
{
	struct bigint *r = bigint_new();

	if ((op == OP_SHL) == (count >= 0))
		mpz_mul_2exp(r->z, ((struct bigint *)v.u.block)->z,
			     MIN(ABS((int64_t)count), 1 << 20));
	else
		mpz_fdiv_q_2exp(r->z, ((struct bigint *)v.u.block)->z, ABS((int64_t)count));
	return value_of(r);
}

static bool shift(enum operator op, struct value a, struct value b, struct value *ret,
		  GError **error)
{
	value_auto left = VALUE_UNSET;
	value_auto right = VALUE_UNSET;
	struct value whole;
	int32_t count;

	if (!operand(a, b, &left, error))
		return false;
	if (b.kind == V_STRING) {
		if (!arith_text_to_number(b, arith_is_operand(left) ? type_of(left) : NULL, &right,
					  error))
			return false;
	} else {
		right = value_ref(b);
	}
	if (left.kind == V_BOOL || left.kind == V_CHAR)
		return undefined(op, left, right, error);
	if (!value_is_number(left) && left.kind != V_ENUM)
		return operate_method(op, left, right, ret, error);
	if (!whole_operand(left, &whole, error) || !value_to_i32(right, &count, error))
		return false;
	if (whole.kind == V_ENUM)
		*ret = value_enum(type_of(left), shift_word(op, (struct value){ .kind = V_I32,
								.u.i = left.u.i }, count).u.i);
	else
		*ret = whole.kind == V_BIGINT ? shift_bigint(op, whole, count)
					      : shift_word(op, whole, count);
	return true;
}

bool operate_bits(enum operator op, struct value a, struct value b, struct value *ret,
		  GError **error)
{
	if (op == OP_SHL || op == OP_SHR)
		return shift(op, a, b, ret, error);
	return bitwise(op, a, b, ret, error);
}

bool value_bnot(struct value v, struct value *ret, GError **error)
{
	value_auto number = VALUE_UNSET;
	struct value whole;

	v = value_base(v);
	if (!operand(v, VALUE_NULL, &number, error))
		return false;
	if (number.kind == V_BIGINT) {
		struct bigint *r = bigint_new();

		mpz_com(r->z, ((struct bigint *)number.u.block)->z);
		*ret = value_of(r);
		return true;
	}
	if (!arith_is_operand(number)) {
		value_auto ignored = VALUE_UNSET;

		value_convert(number, &type_int32, &ignored, error);
		return false;
	}
	if (!whole_operand(number, &whole, error))
		return false;
	switch (whole.kind) {
	case V_ENUM:
		*ret = value_enum(type_of(whole), ~whole.u.i);
		return true;
	case V_I64:
	case V_U64:
		*ret = (struct value){ .kind = whole.kind, .u.u = ~whole.u.u };
		return true;
	case V_U32:
		*ret = (struct value){ .kind = V_U32, .u.u = (uint32_t)~whole.u.u };
		return true;
	case V_BOOL:
		*ret = value_i32(~(int32_t)whole.u.b);
		return true;
	case V_CHAR:
		*ret = value_i32(~(int32_t)whole.u.ch);
		return true;
	default:
		*ret = value_i32((int32_t)~whole.u.i);
		return true;
	}
}
