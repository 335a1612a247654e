/*
 * Arithmetic by numeric class. Kinds are ranked; a pair of ranks meets in one
 * class by a table, and each class has one function. What overflows an integer
 * class becomes a double, as the language has it.
 */
#include "config.h"

#include "lib/arith.h"

#include <math.h>

#include "lib/bigint.h"
#include "lib/convert.h"
#include "lib/decimal.h"
#include "lib/number.h"

const struct fault operate_runtime_fault = {
	"RuntimeException",
	"System.Management.Automation.RuntimeException",
	CATEGORY_NOT_SPECIFIED,
	NULL,
};
static const struct fault overflow_fault = {
	"System.OverflowException", "System.OverflowException", CATEGORY_OPERATION_STOPPED, NULL,
};

/* Rank of a kind, then the class of a pair of ranks. */
enum rank {
	RANK_NONE,
	RANK_I32,
	RANK_U32,
	RANK_I64,
	RANK_U64,
	RANK_F64,
	RANK_DECIMAL,
	RANK_BIGINT
};

static const uint8_t ranks[V_KIND_COUNT] = {
	[V_BOOL] = RANK_I32,      [V_SWITCH] = RANK_I32, [V_CHAR] = RANK_I32,
	[V_I8] = RANK_I32,        [V_U8] = RANK_I32,     [V_I16] = RANK_I32,
	[V_U16] = RANK_I32,       [V_I32] = RANK_I32,    [V_ENUM] = RANK_I32,
	[V_U32] = RANK_U32,       [V_I64] = RANK_I64,    [V_U64] = RANK_U64,
	[V_F32] = RANK_F64,       [V_F64] = RANK_F64,    [V_DECIMAL] = RANK_DECIMAL,
	[V_BIGINT] = RANK_BIGINT,
};

#define I ARITH_I32
#define U ARITH_U32
#define L ARITH_I64
#define W ARITH_U64
#define F ARITH_F64
#define D ARITH_DECIMAL
#define B ARITH_BIGINT
static const uint8_t classes[8][8] = {
	{ 0 },
	{ 0, I, U, L, W, F, D, B },
	{ 0, U, U, L, W, F, D, B },
	{ 0, L, L, L, W, F, D, B },
	{ 0, W, W, W, W, F, D, B },
	{ 0, F, F, F, F, F, D, B },
	{ 0, D, D, D, D, D, D, B },
	{ 0, B, B, B, B, B, B, B },
};
#undef I
#undef U
#undef L
#undef W
#undef F
#undef D
#undef B

bool arith_is_operand(struct value v)
{
	return ranks[v.kind] != RANK_NONE;
}

static bool is_negative_integer(struct value v)
{
	return ranks[v.kind] <= RANK_I64 && v.kind != V_BOOL && v.kind != V_SWITCH && v.u.i < 0;
}

enum arith_class arith_widest(struct value a, struct value b)
{
	return classes[ranks[a.kind]][ranks[b.kind]];
}

enum arith_class arith_common(struct value a, struct value b)
{
	enum arith_class class = arith_widest(a, b);

	/* A negative operand does not fit the unsigned classes. */
	if (class == ARITH_U32 && (is_negative_integer(a) || is_negative_integer(b)))
		return ARITH_I64;
	if (class == ARITH_U64 && (is_negative_integer(a) || is_negative_integer(b)))
		return ARITH_DECIMAL;
	return class;
}

/* -- Operands ----------------------------------------------------------------- */

static int64_t to_i64(struct value v)
{
	if (v.kind == V_BOOL || v.kind == V_SWITCH)
		return v.u.b;
	return v.kind == V_CHAR ? v.u.ch : v.u.i;
}

static double to_f64(struct value v)
{
	switch (v.kind) {
	case V_F32:
	case V_F64:
		return v.u.f;
	case V_U64:
		return (double)v.u.u;
	case V_DECIMAL:
		return dec_to_f64(decimal_get(v));
	case V_BIGINT:
		return bigint_to_f64(v);
	default:
		return (double)to_i64(v);
	}
}

static bool to_dec(struct value v, struct dec *ret)
{
	switch (v.kind) {
	case V_DECIMAL:
		*ret = decimal_get(v);
		return true;
	case V_F32:
	case V_F64:
		return dec_of_f64(v.u.f, v.kind == V_F32 ? 7 : 15, ret);
	case V_U64:
		*ret = dec_of_u64(v.u.u);
		return true;
	default:
		*ret = dec_of_i64(to_i64(v));
		return true;
	}
}

/* -- One function a class ----------------------------------------------------- */

static bool divide_by_zero(GError **error)
{
	fault_set(error, &operate_runtime_fault, VALUE_NULL, "Attempted to divide by zero.");
	fault_inner(error, "System.DivideByZeroException", "Attempted to divide by zero.");
	return false;
}

/* The result in its own kind when it fits, else as a double. */
static struct value narrow(enum value_kind kind, __int128 i)
{
	struct value v;

	return number_fit(kind, i, &v) ? v : value_f64((double)i);
}

/*
 * A product of 64-bit operands that does not fit becomes a double by way of a big integer, which
 * cuts the digits that a double has no room for.
 */
static double cut_product(__int128 i)
{
	unsigned __int128 u = i < 0 ? -(unsigned __int128)i : (unsigned __int128)i;
	int drop = 0;
	double f;

	while (u >> 53) {
		u >>= 1;
		drop++;
	}
	f = ldexp((double)(uint64_t)u, drop);
	return i < 0 ? -f : f;
}

/* All integer classes: 128 bits hold every result of 64-bit operands but the largest products. */
static bool apply_integer(enum operator op, enum value_kind kind, __int128 x, __int128 y,
			  struct value *ret, GError **error)
{
	__int128 product;

	switch (op) {
	case OP_ADD:
		*ret = narrow(kind, x + y);
		return true;
	case OP_SUB:
		*ret = narrow(kind, x - y);
		return true;
	case OP_MUL:
		if (__builtin_mul_overflow(x, y, &product))
			*ret = value_f64((double)x * (double)y);
		else if (!number_fit(kind, product, ret))
			*ret = value_f64(cut_product(product));
		return true;
	case OP_DIV:
		if (y == 0)
			return divide_by_zero(error);
		*ret = x % y == 0 ? narrow(kind, x / y) : value_f64((double)x / (double)y);
		return true;
	default:
		if (y == 0)
			return divide_by_zero(error);
		*ret = narrow(kind, x % y);
		return true;
	}
}

static bool apply_f64(enum operator op, double x, double y, struct value *ret)
{
	switch (op) {
	case OP_ADD:
		*ret = value_f64(x + y);
		return true;
	case OP_SUB:
		*ret = value_f64(x - y);
		return true;
	case OP_MUL:
		*ret = value_f64(x * y);
		return true;
	case OP_DIV:
		*ret = value_f64(x / y);
		return true;
	default:
		*ret = value_f64(fmod(x, y));
		return true;
	}
}

static bool decimal_overflow(const struct fault *fault, GError **error)
{
	fault_set(error, fault, VALUE_NULL, "%s", number_overflow_text(V_DECIMAL));
	fault_inner(error, "System.OverflowException", "%s", number_overflow_text(V_DECIMAL));
	return false;
}

static bool apply_decimal(enum operator op, struct value a, struct value b, struct value *ret,
			  GError **error)
{
	typedef bool (*dec_fn)(struct dec, struct dec, struct dec *);
	static const dec_fn functions[] = {
		[OP_ADD] = dec_add, [OP_SUB] = dec_sub, [OP_MUL] = dec_mul, [OP_DIV] = dec_div,
		[OP_REM] = dec_rem,
	};
	struct dec x, y, r;

	if (!to_dec(a, &x) || !to_dec(b, &y))
		return decimal_overflow(&overflow_fault, error);
	if (y.n == 0 && (op == OP_DIV || op == OP_REM))
		return divide_by_zero(error);
	if (!functions[op](x, y, &r))
		return decimal_overflow(&operate_runtime_fault, error);
	*ret = decimal_value(r);
	return true;
}

static bool apply_bigint(enum operator op, struct value a, struct value b, struct value *ret,
			 GError **error)
{
	struct bigint *r = bigint_new();
	mpz_t y;

	mpz_init(y);
	bigint_set_value(r->z, a);
	bigint_set_value(y, b);
	*ret = value_of(r);
	switch (op) {
	case OP_ADD:
		mpz_add(r->z, r->z, y);
		break;
	case OP_SUB:
		mpz_sub(r->z, r->z, y);
		break;
	case OP_MUL:
		mpz_mul(r->z, r->z, y);
		break;
	default:
		if (mpz_sgn(y) == 0) {
			mpz_clear(y);
			value_unref(*ret);
			return divide_by_zero(error);
		}
		if (op == OP_DIV)
			mpz_tdiv_q(r->z, r->z, y);
		else
			mpz_tdiv_r(r->z, r->z, y);
		break;
	}
	mpz_clear(y);
	return true;
}

bool arith_apply(enum operator op, enum arith_class class, struct value a, struct value b,
		 struct value *ret, GError **error)
{
	switch (class) {
	case ARITH_I32:
		return apply_integer(op, V_I32, to_i64(a), to_i64(b), ret, error);
	case ARITH_U32:
		return apply_integer(op, V_U32, to_i64(a), to_i64(b), ret, error);
	case ARITH_I64:
		return apply_integer(op, V_I64, to_i64(a), to_i64(b), ret, error);
	case ARITH_U64:
		return apply_integer(op, V_U64, a.kind == V_U64 ? (__int128)a.u.u : to_i64(a),
				     b.kind == V_U64 ? (__int128)b.u.u : to_i64(b), ret, error);
	case ARITH_F64:
		return apply_f64(op, to_f64(a), to_f64(b), ret);
	case ARITH_DECIMAL:
		return apply_decimal(op, a, b, ret, error);
	default:
		return apply_bigint(op, a, b, ret, error);
	}
}

/* -- Order -------------------------------------------------------------------- */

static int order_f64(double x, double y)
{
	return x < y ? -1 : x > y ? 1 : x == y ? 0 : 2;
}

static int compare_bigint(struct value a, struct value b)
{
	mpz_t x, y;
	int order;

	if ((a.kind == V_F64 || a.kind == V_F32) && !isfinite(a.u.f))
		return order_f64(a.u.f, 0);
	if ((b.kind == V_F64 || b.kind == V_F32) && !isfinite(b.u.f))
		return order_f64(0, b.u.f);
	mpz_init(x);
	mpz_init(y);
	bigint_set_value(x, a);
	bigint_set_value(y, b);
	order = mpz_cmp(x, y);
	mpz_clear(x);
	mpz_clear(y);
	return (order > 0) - (order < 0);
}

int arith_compare(struct value a, struct value b)
{
	struct dec x, y;
	int64_t i, j;

	switch (arith_common(a, b)) {
	case ARITH_F64:
		return order_f64(to_f64(a), to_f64(b));
	case ARITH_DECIMAL:
		if (!to_dec(a, &x) || !to_dec(b, &y))
			return order_f64(to_f64(a), to_f64(b));
		return dec_compare(x, y);
	case ARITH_U64: {
		uint64_t u = a.kind == V_U64 ? a.u.u : (uint64_t)to_i64(a);
		uint64_t w = b.kind == V_U64 ? b.u.u : (uint64_t)to_i64(b);

		return (u > w) - (u < w);
	}
	case ARITH_BIGINT:
		return compare_bigint(a, b);
	default:
		i = to_i64(a);
		j = to_i64(b);
		return (i > j) - (i < j);
	}
}

/* -- Text that meets a number ------------------------------------------------- */

bool arith_text_to_number(struct value text, const struct type *other, struct value *ret,
			  GError **error)
{
	struct string *s = text.u.str;
	uint32_t i = 0;

	while (i < s->len && g_ascii_isspace(s->data[i]))
		i++;
	if (i == s->len) {
		*ret = value_i32(0);
		return true;
	}
	if (number_parse(s->data, s->len, ret))
		return true;
	if (!other || !ranks[other->kind] || other->kind == V_BOOL || other->kind == V_CHAR ||
	    other->kind == V_SWITCH)
		other = &type_int32;
	return value_convert(text, other, ret, error);
}
