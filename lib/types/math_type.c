/*
 * System.Math, [random], and the like: functions of numbers.
 */
#include "config.h"

#include <math.h>
#include <sys/random.h>

#include "lib/types/table.h"

#include "lib/decimal.h"

#define REAL_FUNCTION(name, expression)						\
	MEMBER(name)								\
	{									\
		double x = args[0].u.f, y = n > 1 ? args[1].u.f : 0;		\
										\
		(void)y;							\
		*ret = value_f64(expression);					\
		return true;							\
	}

REAL_FUNCTION(math_acos, acos(x))
REAL_FUNCTION(math_asin, asin(x))
REAL_FUNCTION(math_atan, atan(x))
REAL_FUNCTION(math_atan2, atan2(x, y))
REAL_FUNCTION(math_cbrt, cbrt(x))
REAL_FUNCTION(math_cos, cos(x))
REAL_FUNCTION(math_cosh, cosh(x))
REAL_FUNCTION(math_exp, exp(x))
REAL_FUNCTION(math_remainder, remainder(x, y))
REAL_FUNCTION(math_log10, log10(x))
REAL_FUNCTION(math_log2, log2(x))
REAL_FUNCTION(math_log, n > 1 ? log(x) / log(y) : log(x))
REAL_FUNCTION(math_pow, pow(x, y))
REAL_FUNCTION(math_sin, sin(x))
REAL_FUNCTION(math_sinh, sinh(x))
REAL_FUNCTION(math_sqrt, sqrt(x))
REAL_FUNCTION(math_tan, tan(x))
REAL_FUNCTION(math_tanh, tanh(x))
MEMBER_IS(math_pi, value_f64(M_PI))
MEMBER_IS(math_e, value_f64(M_E))
MEMBER_IS(math_tau, value_f64(2 * M_PI))

static bool overflow(GError **error, const char *text)
{
	fault_throw(error, "System.OverflowException", "%s", text);
	return false;
}

MEMBER(math_abs)
{
	struct value v = args[0];

	if (v.kind == V_DECIMAL) {
		struct dec d = decimal_get(v);

		d.negative = false;
		*ret = decimal_value(d);
	} else if (v.kind == V_F64 || v.kind == V_F32) {
		*ret = (struct value){ .kind = v.kind, .u.f = fabs(v.u.f) };
	} else {
		if ((v.kind == V_I32 && v.u.i == INT32_MIN) || v.u.i == INT64_MIN ||
		    (v.kind == V_I16 && v.u.i == INT16_MIN) || (v.kind == V_I8 && v.u.i == INT8_MIN))
			return overflow(error, "Negating the minimum value of a twos complement number is invalid.");
		*ret = value_int(v.kind, v.u.i < 0 ? -v.u.i : v.u.i);
	}
	return true;
}

MEMBER(math_sign)
{
	struct value v = args[0];

	if (v.kind == V_DECIMAL) {
		struct dec d = decimal_get(v);

		*ret = value_i32(!d.n ? 0 : d.negative ? -1 : 1);
	} else if (v.kind == V_F64 || v.kind == V_F32) {
		if (isnan(v.u.f)) {
			fault_throw(error, "System.ArithmeticException",
				    "Function does not accept floating point Not-a-Number values.");
			return false;
		}
		*ret = value_i32((v.u.f > 0) - (v.u.f < 0));
	} else {
		*ret = value_i32((v.u.i > 0) - (v.u.i < 0));
	}
	return true;
}

static bool extreme(const struct value *args, int sign, struct value *ret, GError **error)
{
	int order;

	if ((args[0].kind == V_F64 || args[0].kind == V_F32) && (isnan(args[0].u.f) || isnan(args[1].u.f))) {
		*ret = isnan(args[0].u.f) ? args[0] : args[1];
		return true;
	}
	if (!value_order(args[0], args[1], true, &order, error))
		return false;
	*ret = value_ref(order * sign >= 0 ? args[0] : args[1]);
	return true;
}

MEMBER(math_max)
{
	return extreme(args, 1, ret, error);
}

MEMBER(math_min)
{
	return extreme(args, -1, ret, error);
}

MEMBER(math_clamp)
{
	struct value low[] = { args[0], args[1] }, high[] = { VALUE_UNSET, args[2] };
	int order;

	if (!value_order(args[1], args[2], true, &order, error))
		return false;
	if (order > 0) {
		struct string *a = value_to_display(args[1]), *b = value_to_display(args[2]);

		fault_throw(error, ARGUMENT, "'%s' cannot be greater than %s.", a->data, b->data);
		str_unref(a);
		str_unref(b);
		return false;
	}
	if (!extreme(low, 1, &high[0], error))
		return false;
	order = extreme(high, -1, ret, error);
	value_unref(high[0]);
	return order;
}

static struct value whole(struct value v, enum dec_rounding rounding, double (*of_real)(double))
{
	if (v.kind == V_DECIMAL)
		return decimal_value(dec_round(decimal_get(v), 0, rounding));
	return value_f64(of_real(v.u.f));
}

MEMBER_IS(math_floor, whole(args[0], DEC_DOWN, floor))
MEMBER_IS(math_ceiling, whole(args[0], DEC_UP, ceil))
MEMBER_IS(math_truncate, whole(args[0], DEC_TO_ZERO, trunc))

/* System.MidpointRounding to a whole number. */
static double round_real(double x, int64_t mode)
{
	switch (mode) {
	case 1:
		return round(x);
	case 2:
		return trunc(x);
	case 3:
		return floor(x);
	case 4:
		return ceil(x);
	default:
		return nearbyint(x);
	}
}

static enum dec_rounding decimal_mode(int64_t mode)
{
	static const enum dec_rounding modes[] = { DEC_HALF_EVEN, DEC_HALF_AWAY, DEC_TO_ZERO, DEC_DOWN, DEC_UP };

	return modes[mode >= 0 && mode < 5 ? mode : 0];
}

MEMBER(math_round)
{
	int64_t digits = n > 1 && args[1].kind == V_I32 ? args[1].u.i : 0;
	int64_t mode = n > 1 && args[n - 1].kind == V_ENUM ? args[n - 1].u.i : 0;
	double scale;

	if (args[0].kind == V_DECIMAL) {
		if (digits < 0 || digits > 28) {
			fault_throw(error, ARGUMENT_RANGE,
				    "Decimal can only round to between 0 and 28 digits of precision. (Parameter 'decimals')");
			return false;
		}
		*ret = decimal_value(dec_round(decimal_get(args[0]), digits, decimal_mode(mode)));
		return true;
	}
	if (digits < 0 || digits > 15) {
		fault_throw(error, ARGUMENT_RANGE,
			    "Rounding digits must be between 0 and 15, inclusive. (Parameter 'digits')");
		return false;
	}
	scale = pow(10, digits);
	*ret = value_f64(fabs(args[0].u.f) < 1e16 ? round_real(args[0].u.f * scale, mode) / scale : args[0].u.f);
	return true;
}

MEMBER(math_divrem)
{
	if (!args[1].u.i) {
		fault_throw(error, "System.DivideByZeroException", "Attempted to divide by zero.");
		return false;
	}
	if (args[1].u.i == -1) {
		*ret = value_int(args[0].kind, (int64_t)(-(uint64_t)args[0].u.i));
		out_set(args[2], value_int(args[0].kind, 0));
		return true;
	}
	*ret = value_int(args[0].kind, args[0].u.i / args[1].u.i);
	out_set(args[2], value_int(args[0].kind, args[0].u.i % args[1].u.i));
	return true;
}

MEMBER_IS(math_bigmul, value_i64(args[0].u.i * args[1].u.i))

#define FOR_ALL_NUMBERS(name, tail, fn)						\
	STATIC("sbyte " name "(sbyte " tail, fn),				\
	STATIC("short " name "(short " tail, fn),				\
	STATIC("int " name "(int " tail, fn),					\
	STATIC("long " name "(long " tail, fn),					\
	STATIC("float " name "(float " tail, fn),				\
	STATIC("double " name "(double " tail, fn),				\
	STATIC("decimal " name "(decimal " tail, fn)

#define PAIR(name, T, fn)	STATIC(T " " name "(" T " val1, " T " val2)", fn)
#define PAIRS(name, fn)								\
	PAIR(name, "byte", fn), PAIR(name, "decimal", fn), PAIR(name, "double", fn), \
	PAIR(name, "short", fn), PAIR(name, "int", fn), PAIR(name, "long", fn),	\
	PAIR(name, "sbyte", fn), PAIR(name, "float", fn), PAIR(name, "ushort", fn), \
	PAIR(name, "uint", fn), PAIR(name, "ulong", fn)

#define CLAMP_OF(T)	STATIC(T " Clamp(" T " value, " T " min, " T " max)", math_clamp)
#define ONE(name, fn)	STATIC("double " name "(double d)", fn)
#define MODE	"System.MidpointRounding mode"

REAL_FUNCTION(math_acosh, acosh(x))
REAL_FUNCTION(math_asinh, asinh(x))
REAL_FUNCTION(math_atanh, atanh(x))
MEMBER_IS(math_copy_sign, value_f64(copysign(args[0].u.f, args[1].u.f)))
MEMBER_IS(math_fma, value_f64(fma(args[0].u.f, args[1].u.f, args[2].u.f)))
MEMBER_IS(math_scale, value_f64(scalbn(args[0].u.f, (int)CLAMP(args[1].u.i, -4096, 4096))))
MEMBER_IS(math_ilog, value_i32(ilogb(args[0].u.f)))
MEMBER_IS(math_max_magnitude, value_f64(fabs(args[0].u.f) >= fabs(args[1].u.f) ? args[0].u.f : args[1].u.f))
MEMBER_IS(math_min_magnitude, value_f64(fabs(args[0].u.f) <= fabs(args[1].u.f) ? args[0].u.f : args[1].u.f))
MEMBER_IS(math_increment, value_f64(nextafter(args[0].u.f, INFINITY)))
MEMBER_IS(math_decrement, value_f64(nextafter(args[0].u.f, -INFINITY)))

static const struct type_member math_methods[] = {
	ONE("Acosh", math_acosh), ONE("Asinh", math_asinh), ONE("Atanh", math_atanh),
	ONE("BitDecrement", math_decrement), ONE("BitIncrement", math_increment),
	STATIC("double CopySign(double x, double y)", math_copy_sign),
	STATIC("double FusedMultiplyAdd(double x, double y, double z)", math_fma),
	STATIC("int ILogB(double x)", math_ilog),
	STATIC("double MaxMagnitude(double x, double y)", math_max_magnitude),
	STATIC("double MinMagnitude(double x, double y)", math_min_magnitude),
	STATIC("double ScaleB(double x, int n)", math_scale),
	FOR_ALL_NUMBERS("Abs", "value)", math_abs),
	ONE("Acos", math_acos), ONE("Asin", math_asin), ONE("Atan", math_atan),
	STATIC("double Atan2(double y, double x)", math_atan2),
	STATIC("long BigMul(int a, int b)", math_bigmul),
	ONE("Cbrt", math_cbrt),
	STATIC("decimal Ceiling(decimal d)", math_ceiling),
	STATIC("double Ceiling(double a)", math_ceiling),
	CLAMP_OF("int"), CLAMP_OF("long"), CLAMP_OF("double"), CLAMP_OF("decimal"),
	ONE("Cos", math_cos), ONE("Cosh", math_cosh),
	STATIC("int DivRem(int a, int b, out int result)", math_divrem),
	STATIC("long DivRem(long a, long b, out long result)", math_divrem),
	ONE("Exp", math_exp),
	STATIC("decimal Floor(decimal d)", math_floor),
	STATIC("double Floor(double d)", math_floor),
	STATIC("double IEEERemainder(double x, double y)", math_remainder),
	ONE("Log", math_log),
	STATIC("double Log(double a, double newBase)", math_log),
	ONE("Log10", math_log10),
	STATIC("double Log2(double x)", math_log2),
	PAIRS("Max", math_max),
	PAIRS("Min", math_min),
	STATIC("double Pow(double x, double y)", math_pow),
	STATIC("double Round(double a)", math_round),
	STATIC("double Round(double value, int digits)", math_round),
	STATIC("double Round(double value, " MODE ")", math_round),
	STATIC("double Round(double value, int digits, " MODE ")", math_round),
	STATIC("decimal Round(decimal d)", math_round),
	STATIC("decimal Round(decimal d, int decimals)", math_round),
	STATIC("decimal Round(decimal d, " MODE ")", math_round),
	STATIC("decimal Round(decimal d, int decimals, " MODE ")", math_round),
	FOR_ALL_NUMBERS("Sign", "value)", math_sign),
	ONE("Sin", math_sin), ONE("Sinh", math_sinh), ONE("Sqrt", math_sqrt), ONE("Tan", math_tan),
	ONE("Tanh", math_tanh),
	STATIC("decimal Truncate(decimal d)", math_truncate),
	STATIC("double Truncate(double d)", math_truncate),
	END_OF_MEMBERS
};

static const struct type_member math_properties[] = {
	{ "double E {get;}", math_e, NULL, TYPE_STATIC },
	{ "double PI {get;}", math_pi, NULL, TYPE_STATIC },
	{ "double Tau {get;}", math_tau, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

TYPE(type_math);
const struct type type_math = {
	.name = "System.Math", .kind = V_OBJECT, .flags = TYPE_IS_STATIC, .methods = math_methods,
	.properties = math_properties,
};

/* -- Random --------------------------------------------------------------------------------------- */

struct random {
	struct native native;
	GRand *generator;
};

static GRand *generator_of(struct value self)
{
	return ((struct random *)self.u.native)->generator;
}

static void random_free(struct native *native)
{
	g_rand_free(((struct random *)native)->generator);
}

MEMBER(random_construct)
{
	struct random *random = native_new(call->type, sizeof(*random));

	random->generator = n ? g_rand_new_with_seed((guint32)args[0].u.i) : g_rand_new();
	*ret = value_of(random);
	return true;
}

MEMBER(random_next)
{
	int64_t low = n > 1 ? args[0].u.i : 0, high = n ? args[n - 1].u.i : G_MAXINT32;
	double unit = g_rand_double(generator_of(self));

	if (n == 1 && high < 0) {
		fault_throw(error, ARGUMENT_RANGE, "'maxValue' must be greater than zero. (Parameter 'maxValue')");
		return false;
	}
	if (low > high) {
		fault_throw(error, ARGUMENT_RANGE, "'minValue' cannot be greater than maxValue. (Parameter 'minValue')");
		return false;
	}
	*ret = value_i32(low + (int64_t)(unit * (high - low)));
	return true;
}

MEMBER_IS(random_next_double, value_f64(g_rand_double(generator_of(self))))

MEMBER(random_next_bytes)
{
	if (args[0].kind != V_ARRAY)
		return throw_null(error, "buffer");
	for (uint32_t i = 0; i < args[0].u.array->len; i++)
		args[0].u.array->u.bytes[i] = g_rand_int(generator_of(self));
	return true;
}

static const struct type_member random_methods[] = {
	METHOD("int Next()", random_next),
	METHOD("int Next(int maxValue)", random_next),
	METHOD("int Next(int minValue, int maxValue)", random_next),
	METHOD("void NextBytes(byte[] buffer)", random_next_bytes),
	METHOD("double NextDouble()", random_next_double),
	END_OF_MEMBERS
};

static const struct type_member random_constructors[] = {
	CONSTRUCTOR("new()", random_construct),
	CONSTRUCTOR("new(int Seed)", random_construct),
	END_OF_MEMBERS
};

TYPE(type_random);
const struct type type_random = {
	.name = "System.Random", .kind = V_NATIVE, .methods = random_methods,
	.constructors = random_constructors, .free = random_free,
};

/* -- RandomNumberGenerator: the kernel's ------------------------------------------------------------- */

static bool fill_random(struct array *array, GError **error)
{
	for (uint32_t done = 0; done < array->len;) {
		ssize_t got = getrandom(array->u.bytes + done, MIN(array->len - done, 256), 0);

		if (got < 0) {
			fault_throw(error, "System.Security.Cryptography.CryptographicException",
				    "No random bytes could be read.");
			return false;
		}
		done += got;
	}
	return true;
}

MEMBER(secure_get_bytes)
{
	struct array *array;

	if (args[0].kind == V_ARRAY)
		return fill_random(args[0].u.array, error);
	if (args[0].u.i < 0 || args[0].u.i > 1 << 26)
		return throw_range(error, "count");
	array = array_new(&type_byte, args[0].u.i);
	*ret = value_of(array);
	return fill_random(array, error);
}

/* Without the bias of a remainder: what would be uneven is drawn again. */
MEMBER(secure_get_int)
{
	int64_t low = n > 1 ? args[0].u.i : 0, high = args[n - 1].u.i;
	uint64_t range = (uint64_t)(high - low), limit, drawn;

	if (high <= low)
		return throw_range(error, "toExclusive");
	limit = G_MAXUINT64 - G_MAXUINT64 % range;
	do {
		if (getrandom(&drawn, sizeof(drawn), 0) != sizeof(drawn))
			return throw_range(error, "toExclusive");
	} while (drawn >= limit);
	*ret = value_i32(low + (int64_t)(drawn % range));
	return true;
}

extern const struct type type_secure_random;

MEMBER(secure_create)
{
	*ret = value_of(native_new(&type_secure_random, sizeof(struct native)));
	return true;
}

MEMBER_IS(secure_dispose, VALUE_NOTHING)

static const struct type_member secure_methods[] = {
	METHOD("void Dispose()", secure_dispose),
	METHOD("void GetBytes(byte[] data)", secure_get_bytes),
	STATIC("System.Security.Cryptography.RandomNumberGenerator Create()", secure_create),
	STATIC("void Fill(byte[] data)", secure_get_bytes),
	STATIC("byte[] GetBytes(int count)", secure_get_bytes),
	STATIC("int GetInt32(int toExclusive)", secure_get_int),
	STATIC("int GetInt32(int fromInclusive, int toExclusive)", secure_get_int),
	END_OF_MEMBERS
};

TYPE(type_secure_random);
const struct type type_secure_random = {
	.name = "System.Security.Cryptography.RandomNumberGenerator", .kind = V_NATIVE,
	.methods = secure_methods,
};
