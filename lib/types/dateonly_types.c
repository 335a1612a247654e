/*
 * DateOnly and TimeOnly: a day without a time, a time without a day; what they
 * share with DateTime is asked of DateTime.
 */
#include "config.h"

#include <math.h>

#include "lib/datetime.h"
#include "lib/types/culture.h"
#include "lib/types/date_parts.h"
#include "lib/types/table.h"

struct day_value {
	struct native native;
	int64_t ticks;			/* of midnight, or within the day */
};

extern const struct type type_dateonly, type_timeonly;

static int64_t ticks_of(struct value v)
{
	return ((const struct day_value *)value_base(v).u.native)->ticks;
}

static struct value day_new(const struct type *type, int64_t ticks)
{
	struct day_value *day = native_new(type, sizeof(*day));

	day->ticks = ticks;
	return value_of(day);
}

static struct value dateonly(int64_t ticks)
{
	return day_new(&type_dateonly, ticks / TICKS_PER_DAY * TICKS_PER_DAY);
}

static struct value timeonly(int64_t ticks)
{
	int64_t rest = ticks % TICKS_PER_DAY;

	return day_new(&type_timeonly, rest < 0 ? rest + TICKS_PER_DAY : rest);
}

static struct value date_of(struct value self)
{
	return date_value(ticks_of(self), DATE_UNSPECIFIED);
}

static struct civil civil(struct value self)
{
	struct civil c;

	civil_of(ticks_of(self), &c);
	return c;
}

static int day_compare(struct value a, struct value b)
{
	return (ticks_of(a) > ticks_of(b)) - (ticks_of(a) < ticks_of(b));
}

static bool day_equal(struct value a, struct value b)
{
	return ticks_of(a) == ticks_of(b);
}

MEMBER_IS(day_compare_to, value_i32(value_is_null(args[0]) ? 1 : day_compare(self, args[0])))
MEMBER_IS(day_equals, value_bool(native_of(args[0], type_of(self)) && day_equal(self, args[0])))

/* -- Text ----------------------------------------------------------------------------------------- */

/* The standard formats of a day and of a time in those of DateTime. */
static const char *standard_format(struct value self, const char *format, size_t len)
{
	bool is_date = native_of(self, &type_dateonly) != NULL;

	if (len > 1)
		return format;
	switch (len ? *format : is_date ? 'd' : 't') {
	case 'o': case 'O':
		return is_date ? "yyyy'-'MM'-'dd" : "HH':'mm':'ss'.'fffffff";
	case 'r': case 'R':
		return is_date ? "ddd, dd MMM yyyy" : "HH':'mm':'ss";
	case 'd': case 'D': case 'm': case 'M': case 'y': case 'Y':
		return is_date ? (len ? format : "d") : NULL;
	case 't': case 'T':
		return is_date ? NULL : len ? format : "t";
	default:
		return NULL;
	}
}

static bool put_day(GString *out, struct value self, const char *format, size_t len,
		    const struct date_culture *culture, GError **error)
{
	g_autofree char *own = g_strndup(format, len);
	const char *pattern = standard_format(self, own, len);

	if (!pattern) {
		fault_throw(error, FORMAT_EXCEPTION, "Input string was not in a correct format.");
		return false;
	}
	return datetime_format(out, date_of(self), pattern, strlen(pattern), culture, error);
}

static bool day_format(GString *out, struct value self, const char *format, size_t len, GError **error)
{
	return put_day(out, self, format, len, &date_en_us, error);
}

static struct string *text_by(struct value self, const struct date_culture *culture)
{
	GString *out = g_string_new(NULL);

	put_day(out, self, "", 0, culture, NULL);
	return str_from_gstring(out);
}

static struct string *day_text(struct value self)
{
	return text_by(self, &date_en_us);
}

static struct string *day_invariant(struct value self)
{
	return text_by(self, &date_invariant);
}

MEMBER(day_to_string)
{
	struct value provider = n > 1 ? args[1] : n && args[0].kind != V_STRING ? args[0] : VALUE_NULL;
	const char *format = n && args[0].kind == V_STRING ? text_arg(args[0]) : "";
	GString *out = g_string_new(NULL);

	if (!put_day(out, self, format, strlen(format), provider_dates(provider), error)) {
		g_string_free(out, TRUE);
		return false;
	}
	*ret = value_str(str_from_gstring(out));
	return true;
}

static bool is_date_type(const struct type_call *call)
{
	return call->type == &type_dateonly;
}

static bool not_recognized(const struct type_call *call, const char *text, GError **error)
{
	fault_throw(error, FORMAT_EXCEPTION, "String '%s' was not recognized as a valid %s.", text,
		    is_date_type(call) ? "DateOnly" : "TimeOnly");
	return false;
}

/* A text that has the other part too is refused. */
static bool give_read(const struct type_call *call, struct value read, const char *text, struct value *ret,
		      GError **error)
{
	int64_t ticks = date_ticks(read);

	if (is_date_type(call) && ticks % TICKS_PER_DAY)
		return not_recognized(call, text, error);
	*ret = is_date_type(call) ? dateonly(ticks) : timeonly(ticks);
	return true;
}

static bool parse_day(struct type_call *call, const struct value *args, unsigned n, struct value *ret,
		      GError **error)
{
	const char *text = text_arg(args[0]);
	struct value read;

	if (value_is_null(args[0]))
		return throw_null(error, "s");
	if (!datetime_parse(text, strlen(text), date_culture_arg(args, n),
			    date_styles_arg(args, n) | DATE_NO_CURRENT_DATE, &read, NULL))
		return not_recognized(call, text, error);
	return give_read(call, read, text, ret, error);
}

static bool parse_day_exact(struct type_call *call, const struct value *args, unsigned n, struct value *ret,
			    GError **error)
{
	const struct date_culture *culture = date_culture_arg(args + 1, n - 1);
	unsigned styles = date_styles_arg(args, n) | DATE_NO_CURRENT_DATE;
	const char *text = text_arg(args[0]);
	struct value read;

	if (args[1].kind == V_STRING) {
		const char *format = text_arg(args[1]);

		if (format[0] && !format[1] && strchr("oO", *format))
			format = is_date_type(call) ? "yyyy-MM-dd" : "HH:mm:ss.fffffff";
		return datetime_parse_exact(text, strlen(text), format, culture, styles, &read, NULL)
		       ? give_read(call, read, text, ret, error) : not_recognized(call, text, error);
	}
	for (uint32_t i = 0; args[1].kind == V_ARRAY && i < args[1].u.array->len; i++)
		if (datetime_parse_exact(text, strlen(text), text_arg(args[1].u.array->u.items[i]), culture,
					 styles, &read, NULL))
			return give_read(call, read, text, ret, error);
	return not_recognized(call, text, error);
}

MEMBER(day_parse)
{
	return parse_day(call, args, n, ret, error);
}

MEMBER(day_parse_exact)
{
	return parse_day_exact(call, args, n, ret, error);
}

MEMBER(day_try_parse)
{
	struct value parsed = VALUE_NULL;
	bool ok = parse_day(call, args, n - 1, &parsed, NULL);

	out_set(args[n - 1], ok ? parsed : day_new(call->type, 0));
	*ret = value_bool(ok);
	return true;
}

MEMBER(day_try_parse_exact)
{
	struct value parsed = VALUE_NULL;
	bool ok = parse_day_exact(call, args, n - 1, &parsed, NULL);

	out_set(args[n - 1], ok ? parsed : day_new(call->type, 0));
	*ret = value_bool(ok);
	return true;
}

/* -- DateOnly --------------------------------------------------------------------------------------- */

MEMBER_IS(day_year, value_i32(civil(self).year))
MEMBER_IS(day_month, value_i32(civil(self).month))
MEMBER_IS(day_day, value_i32(civil(self).day))
MEMBER_IS(day_of_week, value_enum(type_find("System.DayOfWeek", -1), civil(self).weekday))
MEMBER_IS(day_of_year, value_i32(civil(self).yearday))
MEMBER_IS(day_number, value_i32(ticks_of(self) / TICKS_PER_DAY))
MEMBER_IS(day_min, dateonly(0))
MEMBER_IS(day_max, dateonly(DATE_MAX_TICKS))

/* What DateTime's member of this name makes of midnight. */
static bool by_date(struct value self, const char *member, const struct value *args, struct value *ret,
		    GError **error)
{
	value_auto moved = VALUE_UNSET;

	if (!type_invoke(&type_datetime, date_of(self), member, args, 1, NULL, &moved, error))
		return false;
	*ret = dateonly(date_ticks(moved));
	return true;
}

#define BY_DATE(name, member)							\
	MEMBER(name)								\
	{									\
		return by_date(self, member, args, ret, error);			\
	}

BY_DATE(day_add_days, "AddDays")
BY_DATE(day_add_months, "AddMonths")
BY_DATE(day_add_years, "AddYears")

MEMBER(day_construct)
{
	value_auto date = VALUE_UNSET;

	if (n && !type_construct(&type_datetime, args, n, NULL, &date, error))
		return false;
	*ret = dateonly(n ? date_ticks(date) : 0);
	return true;
}

MEMBER(day_from_number)
{
	if (args[0].u.i < 0 || args[0].u.i > DATE_MAX_TICKS / TICKS_PER_DAY)
		return throw_range(error, "dayNumber");
	*ret = dateonly(args[0].u.i * TICKS_PER_DAY);
	return true;
}

MEMBER_IS(day_from_date_time, dateonly(date_ticks(args[0])))
MEMBER_IS(day_to_date_time, date_value(ticks_of(self) + ticks_of(args[0]),
				       n > 1 ? (enum date_kind)args[1].u.i : DATE_UNSPECIFIED))

/* -- TimeOnly ----------------------------------------------------------------------------------------- */

/* Ticks without their whole days. */
static int64_t within_day(double ticks)
{
	return isfinite(ticks) ? (int64_t)fmod(ticks, (double)TICKS_PER_DAY) : 0;
}

MEMBER_IS(time_hour, value_i32(civil(self).hour))
MEMBER_IS(time_minute, value_i32(civil(self).minute))
MEMBER_IS(time_second, value_i32(civil(self).second))
MEMBER_IS(time_millisecond, value_i32(civil(self).fraction / 10000))
MEMBER_IS(time_microsecond, value_i32(civil(self).fraction / 10 % 1000))
MEMBER_IS(time_nanosecond, value_i32(civil(self).fraction % 10 * 100))
MEMBER_IS(time_ticks, value_i64(ticks_of(self)))
MEMBER_IS(time_min, timeonly(0))
MEMBER_IS(time_max, timeonly(TICKS_PER_DAY - 1))
MEMBER_IS(time_add, timeonly(ticks_of(self) + args[0].u.i % TICKS_PER_DAY))
MEMBER_IS(time_add_hours, timeonly(ticks_of(self) + within_day(args[0].u.f * (double)TICKS_PER_HOUR)))
MEMBER_IS(time_add_minutes, timeonly(ticks_of(self) + within_day(args[0].u.f * (double)TICKS_PER_MINUTE)))
MEMBER_IS(time_to_span, timespan_value(ticks_of(self)))
MEMBER_IS(time_from_date_time, timeonly(date_ticks(args[0])))

/* Whether it lies between two times; the range may go over midnight. */
MEMBER(time_between)
{
	int64_t at = ticks_of(self), from = ticks_of(args[0]), to = ticks_of(args[1]);

	*ret = value_bool(from <= to ? at >= from && at < to : at >= from || at < to);
	return true;
}

MEMBER(time_from_span)
{
	if (args[0].u.i < 0 || args[0].u.i >= TICKS_PER_DAY) {
		fault_throw(error, ARGUMENT_RANGE, "Ticks must be between 0 and and TimeOnly.MaxValue.Ticks. (Parameter 'ticks')");
		return false;
	}
	*ret = timeonly(args[0].u.i);
	return true;
}

/* new(hour, minute[, second[, millisecond]]) */
MEMBER(time_construct)
{
	static const int64_t scales[] = { TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND, TICKS_PER_MS };
	static const int limits[] = { 24, 60, 60, 1000 };
	int64_t ticks = 0;

	for (unsigned i = 0; i < n; i++) {
		if (args[i].u.i < 0 || args[i].u.i >= limits[i]) {
			fault_throw(error, ARGUMENT_RANGE,
				    "Hour, Minute, and Second parameters describe an un-representable DateTime.");
			return false;
		}
		ticks += args[i].u.i * scales[i];
	}
	*ret = timeonly(ticks);
	return true;
}

static bool time_operate(int op, struct value a, struct value b, struct value *ret, GError **error)
{
	value_auto other = VALUE_UNSET;

	if (op != OP_SUB || !native_of(a, &type_timeonly) || !value_convert(b, &type_timeonly, &other, error))
		return false;
	*ret = timespan_value(ticks_of(a) - ticks_of(other));
	if (ret->u.i < 0)
		ret->u.i += TICKS_PER_DAY;
	return true;
}

/* -- Tables -------------------------------------------------------------------------------------------- */

#define PROVIDER	"System.IFormatProvider provider"
#define STYLES		"System.Globalization.DateTimeStyles style"

#define SHARED_METHODS(T)								\
	METHOD("int CompareTo(" T " value)", day_compare_to),				\
	METHOD("bool Equals(" T " value)", day_equals),					\
	METHOD("bool Equals(System.Object value)", day_equals),				\
	METHOD("string ToString()", day_to_string),					\
	METHOD("string ToString(string format)", day_to_string),			\
	METHOD("string ToString(" PROVIDER ")", day_to_string),				\
	METHOD("string ToString(string format, " PROVIDER ")", day_to_string),		\
	STATIC(T " Parse(string s)", day_parse),					\
	STATIC(T " Parse(string s, " PROVIDER ")", day_parse),				\
	STATIC(T " Parse(string s, " PROVIDER ", " STYLES ")", day_parse),		\
	STATIC(T " ParseExact(string s, string format)", day_parse_exact),		\
	STATIC(T " ParseExact(string s, string[] formats)", day_parse_exact),		\
	STATIC(T " ParseExact(string s, string format, " PROVIDER ")", day_parse_exact), \
	STATIC(T " ParseExact(string s, string format, " PROVIDER ", " STYLES ")", day_parse_exact), \
	STATIC("bool TryParse(string s, out " T " result)", day_try_parse),		\
	STATIC("bool TryParse(string s, " PROVIDER ", out " T " result)", day_try_parse), \
	STATIC("bool TryParseExact(string s, string format, out " T " result)", day_try_parse_exact), \
	STATIC("bool TryParseExact(string s, string format, " PROVIDER ", " STYLES ", out " T " result)", day_try_parse_exact)

static const struct type_member day_methods[] = {
	METHOD("System.DateOnly AddDays(int value)", day_add_days),
	METHOD("System.DateOnly AddMonths(int value)", day_add_months),
	METHOD("System.DateOnly AddYears(int value)", day_add_years),
	METHOD("datetime ToDateTime(System.TimeOnly time)", day_to_date_time),
	METHOD("datetime ToDateTime(System.TimeOnly time, System.DateTimeKind kind)", day_to_date_time),
	METHOD("string ToLongDateString()", day_to_string),
	METHOD("string ToShortDateString()", day_to_string),
	STATIC("System.DateOnly FromDateTime(datetime dateTime)", day_from_date_time),
	STATIC("System.DateOnly FromDayNumber(int dayNumber)", day_from_number),
	SHARED_METHODS("System.DateOnly"),
	END_OF_MEMBERS
};

static const struct type_member day_properties[] = {
	PROPERTY("int Year {get;}", day_year),
	PROPERTY("int Month {get;}", day_month),
	PROPERTY("int Day {get;}", day_day),
	PROPERTY("System.DayOfWeek DayOfWeek {get;}", day_of_week),
	PROPERTY("int DayOfYear {get;}", day_of_year),
	PROPERTY("int DayNumber {get;}", day_number),
	STATIC_PROPERTY("System.DateOnly MaxValue {get;}", day_max),
	STATIC_PROPERTY("System.DateOnly MinValue {get;}", day_min),
	END_OF_MEMBERS
};

static const struct type_member day_constructors[] = {
	CONSTRUCTOR("new()", day_construct),
	CONSTRUCTOR("new(int year, int month, int day)", day_construct),
	END_OF_MEMBERS
};

static const struct type *const day_interfaces[] = { &type_icomparable, &type_iformattable, NULL };

TYPE(type_dateonly);
const struct type type_dateonly = {
	.name = "System.DateOnly", .kind = V_NATIVE, .base = &type_valuetype, .flags = TYPE_IS_VALUETYPE,
	.interfaces = day_interfaces, .methods = day_methods, .properties = day_properties,
	.constructors = day_constructors, .to_string = day_text, .to_invariant = day_invariant,
	.format = day_format, .equals = day_equal, .compare = day_compare,
	.default_properties = "Year Month Day DayOfWeek DayOfYear DayNumber",
};

static const struct type_member time_methods[] = {
	METHOD("System.TimeOnly Add(timespan value)", time_add),
	METHOD("System.TimeOnly AddHours(double value)", time_add_hours),
	METHOD("System.TimeOnly AddMinutes(double value)", time_add_minutes),
	METHOD("bool IsBetween(System.TimeOnly start, System.TimeOnly end)", time_between),
	METHOD("timespan ToTimeSpan()", time_to_span),
	METHOD("string ToShortTimeString()", day_to_string),
	STATIC("System.TimeOnly FromDateTime(datetime dateTime)", time_from_date_time),
	STATIC("System.TimeOnly FromTimeSpan(timespan timeSpan)", time_from_span),
	SHARED_METHODS("System.TimeOnly"),
	END_OF_MEMBERS
};

static const struct type_member time_properties[] = {
	PROPERTY("int Hour {get;}", time_hour),
	PROPERTY("int Minute {get;}", time_minute),
	PROPERTY("int Second {get;}", time_second),
	PROPERTY("int Millisecond {get;}", time_millisecond),
	PROPERTY("int Microsecond {get;}", time_microsecond),
	PROPERTY("int Nanosecond {get;}", time_nanosecond),
	PROPERTY("long Ticks {get;}", time_ticks),
	STATIC_PROPERTY("System.TimeOnly MaxValue {get;}", time_max),
	STATIC_PROPERTY("System.TimeOnly MinValue {get;}", time_min),
	END_OF_MEMBERS
};

static const struct type_member time_constructors[] = {
	CONSTRUCTOR("new()", time_construct),
	CONSTRUCTOR("new(int hour, int minute)", time_construct),
	CONSTRUCTOR("new(int hour, int minute, int second)", time_construct),
	CONSTRUCTOR("new(int hour, int minute, int second, int millisecond)", time_construct),
	END_OF_MEMBERS
};

TYPE(type_timeonly);
const struct type type_timeonly = {
	.name = "System.TimeOnly", .kind = V_NATIVE, .base = &type_valuetype, .flags = TYPE_IS_VALUETYPE,
	.interfaces = day_interfaces, .methods = time_methods, .properties = time_properties,
	.constructors = time_constructors, .to_string = day_text, .to_invariant = day_invariant,
	.format = day_format, .operate = time_operate, .equals = day_equal, .compare = day_compare,
	.default_properties = "Hour Minute Second Millisecond Microsecond Nanosecond Ticks",
};
