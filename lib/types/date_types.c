/*
 * DateTime and TimeSpan: ticks, and what .NET counts with them.
 */
#include "config.h"

#include <math.h>

#include "lib/datetime.h"
#include "lib/types/culture.h"
#include "lib/types/date_parts.h"
#include "lib/types/table.h"

/* -- What both share ------------------------------------------------------------------------- */

static struct value text_of(GString *out)
{
	return value_str(str_from_gstring(out));
}

static const struct type *day_of_week(void)
{
	return type_find("System.DayOfWeek", -1);
}

/* -- DateTime: parts --------------------------------------------------------------------------- */

static struct civil civil(struct value v)
{
	struct civil c;

	civil_of(date_ticks(v), &c);
	return c;
}

static struct value same_kind(struct value v, int64_t ticks)
{
	return date_value(ticks, date_kind(v));
}

MEMBER_IS(date_year, value_i32(civil(self).year))
MEMBER_IS(date_month, value_i32(civil(self).month))
MEMBER_IS(date_day, value_i32(civil(self).day))
MEMBER_IS(date_hour, value_i32(civil(self).hour))
MEMBER_IS(date_minute, value_i32(civil(self).minute))
MEMBER_IS(date_second, value_i32(civil(self).second))
MEMBER_IS(date_millisecond, value_i32(civil(self).fraction / 10000))
MEMBER_IS(date_microsecond, value_i32(civil(self).fraction / 10 % 1000))
MEMBER_IS(date_nanosecond, value_i32(civil(self).fraction % 10 * 100))
MEMBER_IS(date_get_ticks, value_i64(date_ticks(self)))
MEMBER_IS(date_day_of_year, value_i32(civil(self).yearday))
MEMBER_IS(date_day_of_week, value_enum(day_of_week(), civil(self).weekday))
MEMBER_IS(date_date, same_kind(self, date_ticks(self) / TICKS_PER_DAY * TICKS_PER_DAY))
MEMBER_IS(date_time_of_day, timespan_value(date_ticks(self) % TICKS_PER_DAY))
MEMBER_IS(date_get_kind, value_enum(type_find("System.DateTimeKind", -1), date_kind(self)))

static bool format_date(struct value self, const char *format, const struct date_culture *culture,
			struct value *ret, GError **error)
{
	GString *out = g_string_new(NULL);

	if (datetime_format(out, self, format, strlen(format), culture, error)) {
		*ret = text_of(out);
		return true;
	}
	g_string_free(out, TRUE);
	return false;
}

#define DATE_FORMAT(name, format)						\
	MEMBER(name)								\
	{									\
		return format_date(self, format, &date_en_us, ret, error);	\
	}

DATE_FORMAT(date_to_short_date, "d")
DATE_FORMAT(date_to_long_date, "D")
DATE_FORMAT(date_to_short_time, "t")
DATE_FORMAT(date_to_long_time, "T")
DATE_FORMAT(date_date_time, "F")

/* ToString(format [, provider]), ToString(provider). */
MEMBER(date_to_string_format)
{
	struct value provider = n > 1 ? args[1] : n && args[0].kind != V_STRING ? args[0] : VALUE_NULL;
	const char *format = n && args[0].kind == V_STRING ? text_arg(args[0]) : "";

	return format_date(self, format, provider_dates(provider), ret, error);
}

/* -- DateTime: arithmetic ------------------------------------------------------------------------- */

static bool check_ticks(int64_t ticks, const char *parameter, GError **error)
{
	if (ticks >= 0 && ticks <= DATE_MAX_TICKS)
		return true;
	fault_throw(error, ARGUMENT_RANGE,
		    "The added or subtracted value results in an un-representable DateTime. (Parameter '%s')",
		    parameter);
	return false;
}

static bool add_ticks(struct value self, __int128 ticks, const char *parameter, struct value *ret,
		      GError **error)
{
	__int128 sum = (__int128)date_ticks(self) + ticks;

	if (!check_ticks(sum < 0 || sum > DATE_MAX_TICKS ? -1 : (int64_t)sum, parameter, error))
		return false;
	*ret = same_kind(self, sum);
	return true;
}

/* Whole units and the rest apart, so that no precision is lost; .NET keeps every tick. */
static bool add_units(struct value self, double units, int64_t scale, struct value *ret, GError **error)
{
	double whole = trunc(units);

	if (isnan(units) || fabs(units) > (double)DATE_MAX_TICKS / scale) {
		fault_throw(error, ARGUMENT_RANGE,
			    isnan(units) ? "Value to add was out of range. (Parameter 'value')"
			    : "The added or subtracted value results in an un-representable DateTime. (Parameter 'value')");
		return false;
	}
	return add_ticks(self, (__int128)whole * scale + (int64_t)((units - whole) * scale), "value", ret, error);
}

#define ADD_UNITS(name, scale)							\
	MEMBER(name)								\
	{									\
		return add_units(self, args[0].u.f, scale, ret, error);		\
	}

ADD_UNITS(date_add_days, TICKS_PER_DAY)
ADD_UNITS(date_add_hours, TICKS_PER_HOUR)
ADD_UNITS(date_add_minutes, TICKS_PER_MINUTE)
ADD_UNITS(date_add_seconds, TICKS_PER_SECOND)
ADD_UNITS(date_add_milliseconds, TICKS_PER_MS)

MEMBER(date_add_ticks)
{
	return add_ticks(self, args[0].u.i, "value", ret, error);
}

MEMBER(date_add)
{
	return add_ticks(self, args[0].u.i, "value", ret, error);
}

static bool add_months(struct value self, int64_t months, const char *parameter, struct value *ret,
		       GError **error)
{
	int64_t ticks;

	if (months < -120000 || months > 120000 || !date_add_months(date_ticks(self), months, &ticks)) {
		fault_throw(error, ARGUMENT_RANGE,
			    "The added or subtracted value results in an un-representable DateTime. (Parameter '%s')",
			    parameter);
		return false;
	}
	*ret = same_kind(self, ticks);
	return true;
}

MEMBER(date_add_months_member)
{
	return add_months(self, args[0].u.i, "months", ret, error);
}

MEMBER(date_add_years)
{
	return add_months(self, args[0].u.i * 12, "value", ret, error);
}

MEMBER(date_subtract)
{
	if (args[0].kind == V_DATETIME) {
		*ret = timespan_value(date_ticks(self) - date_ticks(args[0]));
		return true;
	}
	return add_ticks(self, -(__int128)args[0].u.i, "value", ret, error);
}

MEMBER_IS(date_to_local_time, date_to_local(self))
MEMBER_IS(date_to_universal, date_to_utc(self))

static int compare_dates(struct value a, struct value b)
{
	return (date_ticks(a) > date_ticks(b)) - (date_ticks(a) < date_ticks(b));
}

MEMBER(date_compare_to)
{
	if (args[0].kind != V_DATETIME && !value_is_null(args[0])) {
		fault_throw(error, ARGUMENT, "Object must be of type DateTime.");
		return false;
	}
	*ret = value_i32(value_is_null(args[0]) ? 1 : compare_dates(self, args[0]));
	return true;
}

MEMBER_IS(date_static_compare, value_i32(compare_dates(args[0], args[1])))
MEMBER_IS(date_static_equals, value_bool(compare_dates(args[0], args[1]) == 0))
MEMBER_IS(date_equals, value_bool(args[0].kind == V_DATETIME && compare_dates(self, args[0]) == 0))
MEMBER_IS(date_is_dst, value_bool(date_kind(self) != DATE_UTC &&
				  date_offset_at_local(date_ticks(self)) != date_offset_at_local(
					date_ticks(self) / TICKS_PER_DAY * TICKS_PER_DAY - civil(self).yearday * TICKS_PER_DAY)))

/* -- Other counts ---------------------------------------------------------------------------------- */

#define FILETIME_EPOCH	504911232000000000LL
#define OADATE_EPOCH	599264352000000000LL

MEMBER(date_to_file_time)
{
	int64_t ticks = date_ticks(date_to_utc(self)) - FILETIME_EPOCH;

	if (ticks < 0) {
		fault_throw(error, ARGUMENT_RANGE, "Not a valid Win32 FileTime. (Parameter 'fileTime')");
		return false;
	}
	*ret = value_i64(ticks);
	return true;
}

MEMBER_IS(date_to_file_time_utc, value_i64(date_ticks(date_kind(self) == DATE_LOCAL ? date_to_utc(self) : self) - FILETIME_EPOCH))

static bool from_file_time(int64_t ticks, struct value *ret, GError **error)
{
	if (ticks < 0 || ticks > DATE_MAX_TICKS - FILETIME_EPOCH) {
		fault_throw(error, ARGUMENT_RANGE, "Not a valid Win32 FileTime. (Parameter 'fileTime')");
		return false;
	}
	*ret = date_value(ticks + FILETIME_EPOCH, DATE_UTC);
	return true;
}

MEMBER(date_from_file_time_utc)
{
	return from_file_time(args[0].u.i, ret, error);
}

MEMBER(date_from_file_time)
{
	if (!from_file_time(args[0].u.i, ret, error))
		return false;
	*ret = date_to_local(*ret);
	return true;
}

MEMBER_IS(date_to_oa, value_f64((double)((date_ticks(self) - OADATE_EPOCH) / TICKS_PER_MS) / 86400000.0))

MEMBER(date_from_oa)
{
	double days = args[0].u.f;

	if (isnan(days) || days <= -657435 || days >= 2958466) {
		fault_throw(error, ARGUMENT, "Not a legal OleAut date.");
		return false;
	}
	*ret = date_value(OADATE_EPOCH + (int64_t)llround(days * 86400000.0) * TICKS_PER_MS, DATE_UNSPECIFIED);
	return true;
}

MEMBER_IS(date_to_binary, value_i64((int64_t)self.u.u))
MEMBER_IS(date_from_binary, ((struct value){ .kind = V_DATETIME, .u.u = (uint64_t)args[0].u.i }))

/* -- DateTime: parsing ----------------------------------------------------------------------------------- */

unsigned date_styles_arg(const struct value *args, unsigned n)
{
	for (unsigned i = 1; i < n; i++)
		if (args[i].kind == V_ENUM)
			return args[i].u.i;
	return 0;
}

const struct date_culture *date_culture_arg(const struct value *args, unsigned n)
{
	for (unsigned i = 1; i < n; i++)
		if (args[i].kind == V_NATIVE)
			return provider_dates(args[i]);
	return &date_en_us;
}

MEMBER(date_parse)
{
	if (value_is_null(args[0]))
		return throw_null(error, "s");
	return datetime_parse(args[0].u.str->data, args[0].u.str->len, date_culture_arg(args, n),
			      date_styles_arg(args, n), ret, error);
}

/* By one format or by any of several. */
static bool parse_exact(const struct value *args, unsigned n, struct value *ret, GError **error)
{
	const struct date_culture *culture = date_culture_arg(args + 1, n - 1);
	unsigned styles = date_styles_arg(args, n);
	const char *text = text_arg(args[0]);

	if (value_is_null(args[1]))
		return throw_null(error, "format");
	if (args[1].kind == V_STRING)
		return datetime_parse_exact(text, strlen(text), args[1].u.str->data, culture, styles, ret, error);
	for (uint32_t i = 0; i < args[1].u.array->len; i++)
		if (datetime_parse_exact(text, strlen(text), text_arg(args[1].u.array->u.items[i]), culture,
					 styles, ret, NULL))
			return true;
	fault_throw(error, FORMAT_EXCEPTION, "String '%s' was not recognized as a valid DateTime.", text);
	return false;
}

MEMBER(date_parse_exact_member)
{
	if (value_is_null(args[0]))
		return throw_null(error, "s");
	return parse_exact(args, n, ret, error);
}

static bool give_parsed(bool ok, struct value parsed, struct value reference, struct value *ret)
{
	out_set(reference, ok ? parsed : date_value(0, DATE_UNSPECIFIED));
	*ret = value_bool(ok);
	return true;
}

MEMBER(date_try_parse)
{
	struct value parsed = VALUE_NULL;
	bool ok = args[0].kind == V_STRING &&
		  datetime_parse(args[0].u.str->data, args[0].u.str->len, date_culture_arg(args, n),
				 date_styles_arg(args, n), &parsed, NULL);

	return give_parsed(ok, parsed, args[n - 1], ret);
}

MEMBER(date_try_parse_exact)
{
	struct value parsed = VALUE_NULL;
	bool ok = args[0].kind == V_STRING && parse_exact(args, n - 1, &parsed, NULL);

	return give_parsed(ok, parsed, args[n - 1], ret);
}

/* -- DateTime: statics and constructors ---------------------------------------------------------------------- */

MEMBER_IS(date_now, date_to_local(date_value(date_now_utc(), DATE_UTC)))
MEMBER_IS(date_utc_now, date_value(date_now_utc(), DATE_UTC))
MEMBER_IS(date_today, date_value(date_ticks(date_to_local(date_value(date_now_utc(), DATE_UTC))) /
				 TICKS_PER_DAY * TICKS_PER_DAY, DATE_LOCAL))
MEMBER_IS(date_min, date_value(0, DATE_UNSPECIFIED))
MEMBER_IS(date_max, date_value(DATE_MAX_TICKS, DATE_UNSPECIFIED))
MEMBER_IS(date_epoch, date_value(DATE_UNIX_EPOCH, DATE_UTC))
MEMBER_IS(date_specify_kind, date_value(date_ticks(args[0]), (enum date_kind)args[1].u.i))

MEMBER(date_days_in_month)
{
	if (args[0].u.i < 1 || args[0].u.i > 9999) {
		fault_throw(error, ARGUMENT_RANGE, "Year must be between 1 and 9999.");
		return false;
	}
	if (args[1].u.i < 1 || args[1].u.i > 12) {
		fault_throw(error, ARGUMENT_RANGE, "Month must be between one and twelve. (Parameter 'month')");
		return false;
	}
	*ret = value_i32(days_in_month(args[0].u.i, args[1].u.i));
	return true;
}

MEMBER(date_is_leap)
{
	if (args[0].u.i < 1 || args[0].u.i > 9999) {
		fault_throw(error, ARGUMENT_RANGE, "Year must be between 1 and 9999. (Parameter 'year')");
		return false;
	}
	*ret = value_bool(is_leap_year(args[0].u.i));
	return true;
}

MEMBER(date_new_ticks)
{
	if (args[0].u.i < 0 || args[0].u.i > DATE_MAX_TICKS) {
		fault_throw(error, ARGUMENT_RANGE,
			    "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks. (Parameter 'ticks')");
		return false;
	}
	*ret = date_value(args[0].u.i, n > 1 ? (enum date_kind)args[1].u.i : DATE_UNSPECIFIED);
	return true;
}

/* new(year, month, day[, hour, minute, second[, millisecond]][, kind]). */
MEMBER(date_new)
{
	bool with_kind = args[n - 1].kind == V_ENUM;
	unsigned numbers = n - with_kind;
	int64_t part[7] = { 0 };
	struct civil c;
	int64_t ticks;

	for (unsigned i = 0; i < numbers; i++)
		part[i] = args[i].u.i;
	c = (struct civil){ .year = part[0], .month = part[1], .day = part[2], .hour = part[3],
			    .minute = part[4], .second = part[5] };
	if (part[0] < 1 || part[0] > 9999 || part[1] < 1 || part[1] > 12 || part[2] < 1 ||
	    part[2] > days_in_month(part[0], part[1])) {
		fault_throw(error, ARGUMENT_RANGE,
			    "Year, Month, and Day parameters describe an un-representable DateTime.");
		return false;
	}
	if (part[6] < 0 || part[6] > 999 || !civil_ticks(&c, &ticks)) {
		fault_throw(error, ARGUMENT_RANGE,
			    "Hour, Minute, and Second parameters describe an un-representable DateTime.");
		return false;
	}
	*ret = date_value(ticks + part[6] * TICKS_PER_MS,
			  with_kind ? (enum date_kind)args[n - 1].u.i : DATE_UNSPECIFIED);
	return true;
}

#define PROVIDER	"System.IFormatProvider provider"
#define STYLES		"System.Globalization.DateTimeStyles style"

ADD_UNITS(date_add_microseconds, 10)

/* All that the standard formats make of it. */
MEMBER(date_all_formats)
{
	static const char formats[] = "dDfFgGmMoOrRstTuUyY";
	const char *p = n ? (char[]){ (char)args[0].u.ch, '\0' } : formats;
	struct array *made = array_new(&type_string, strlen(p));

	for (uint32_t i = 0; p[i]; i++) {
		value_auto text = VALUE_NULL;

		if (!format_date(self, (char[]){ p[i], '\0' }, &date_en_us, &text, error)) {
			value_unref(value_of(made));
			return false;
		}
		array_set(made, i, value_ref(text));
	}
	*ret = value_of(made);
	return true;
}

MEMBER_IS(date_type_code, value_enum(type_find("System.TypeCode", -1), 16))

static const struct type_member date_methods[] = {
	METHOD("datetime AddMicroseconds(double value)", date_add_microseconds),
	METHOD("string[] GetDateTimeFormats()", date_all_formats),
	METHOD("string[] GetDateTimeFormats(char format)", date_all_formats),
	METHOD("System.TypeCode GetTypeCode()", date_type_code),
	METHOD("datetime Add(timespan value)", date_add),
	METHOD("datetime AddDays(double value)", date_add_days),
	METHOD("datetime AddHours(double value)", date_add_hours),
	METHOD("datetime AddMilliseconds(double value)", date_add_milliseconds),
	METHOD("datetime AddMinutes(double value)", date_add_minutes),
	METHOD("datetime AddMonths(int months)", date_add_months_member),
	METHOD("datetime AddSeconds(double value)", date_add_seconds),
	METHOD("datetime AddTicks(long value)", date_add_ticks),
	METHOD("datetime AddYears(int value)", date_add_years),
	METHOD("int CompareTo(System.Object value)", date_compare_to),
	METHOD("int CompareTo(datetime value)", date_compare_to),
	METHOD("bool Equals(System.Object value)", date_equals),
	METHOD("bool IsDaylightSavingTime()", date_is_dst),
	METHOD("timespan Subtract(datetime value)", date_subtract),
	METHOD("datetime Subtract(timespan value)", date_subtract),
	METHOD("long ToBinary()", date_to_binary),
	METHOD("long ToFileTime()", date_to_file_time),
	METHOD("long ToFileTimeUtc()", date_to_file_time_utc),
	METHOD("datetime ToLocalTime()", date_to_local_time),
	METHOD("string ToLongDateString()", date_to_long_date),
	METHOD("string ToLongTimeString()", date_to_long_time),
	METHOD("double ToOADate()", date_to_oa),
	METHOD("string ToShortDateString()", date_to_short_date),
	METHOD("string ToShortTimeString()", date_to_short_time),
	METHOD("string ToString()", date_to_string_format),
	METHOD("string ToString(string format)", date_to_string_format),
	METHOD("string ToString(" PROVIDER ")", date_to_string_format),
	METHOD("string ToString(string format, " PROVIDER ")", date_to_string_format),
	METHOD("datetime ToUniversalTime()", date_to_universal),
	STATIC("int Compare(datetime t1, datetime t2)", date_static_compare),
	STATIC("int DaysInMonth(int year, int month)", date_days_in_month),
	STATIC("bool Equals(datetime t1, datetime t2)", date_static_equals),
	STATIC("datetime FromBinary(long dateData)", date_from_binary),
	STATIC("datetime FromFileTime(long fileTime)", date_from_file_time),
	STATIC("datetime FromFileTimeUtc(long fileTime)", date_from_file_time_utc),
	STATIC("datetime FromOADate(double d)", date_from_oa),
	STATIC("bool IsLeapYear(int year)", date_is_leap),
	STATIC("datetime Parse(string s)", date_parse),
	STATIC("datetime Parse(string s, " PROVIDER ")", date_parse),
	STATIC("datetime Parse(string s, " PROVIDER ", System.Globalization.DateTimeStyles styles)", date_parse),
	STATIC("datetime ParseExact(string s, string format, " PROVIDER ")", date_parse_exact_member),
	STATIC("datetime ParseExact(string s, string format, " PROVIDER ", " STYLES ")", date_parse_exact_member),
	STATIC("datetime ParseExact(string s, string[] formats, " PROVIDER ", " STYLES ")", date_parse_exact_member),
	STATIC("datetime SpecifyKind(datetime value, System.DateTimeKind kind)", date_specify_kind),
	STATIC("bool TryParse(string s, out datetime result)", date_try_parse),
	STATIC("bool TryParse(string s, " PROVIDER ", out datetime result)", date_try_parse),
	STATIC("bool TryParse(string s, " PROVIDER ", System.Globalization.DateTimeStyles styles, out datetime result)", date_try_parse),
	STATIC("bool TryParseExact(string s, string format, " PROVIDER ", " STYLES ", out datetime result)", date_try_parse_exact),
	STATIC("bool TryParseExact(string s, string[] formats, " PROVIDER ", " STYLES ", out datetime result)", date_try_parse_exact),
	END_OF_MEMBERS
};

static const struct type_member date_properties[] = {
	PROPERTY("datetime Date {get;}", date_date),
	PROPERTY("int Day {get;}", date_day),
	PROPERTY("System.DayOfWeek DayOfWeek {get;}", date_day_of_week),
	PROPERTY("int DayOfYear {get;}", date_day_of_year),
	PROPERTY("int Hour {get;}", date_hour),
	PROPERTY("System.DateTimeKind Kind {get;}", date_get_kind),
	PROPERTY("int Millisecond {get;}", date_millisecond),
	PROPERTY("int Microsecond {get;}", date_microsecond),
	PROPERTY("int Nanosecond {get;}", date_nanosecond),
	PROPERTY("int Minute {get;}", date_minute),
	PROPERTY("int Month {get;}", date_month),
	PROPERTY("int Second {get;}", date_second),
	PROPERTY("long Ticks {get;}", date_get_ticks),
	PROPERTY("timespan TimeOfDay {get;}", date_time_of_day),
	PROPERTY("int Year {get;}", date_year),
	PROPERTY("string DateTime {get;}", date_date_time),
	{ "datetime MaxValue {get;}", date_max, NULL, TYPE_STATIC },
	{ "datetime MinValue {get;}", date_min, NULL, TYPE_STATIC },
	{ "datetime Now {get;}", date_now, NULL, TYPE_STATIC },
	{ "datetime Today {get;}", date_today, NULL, TYPE_STATIC },
	{ "datetime UnixEpoch {get;}", date_epoch, NULL, TYPE_STATIC },
	{ "datetime UtcNow {get;}", date_utc_now, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

#define DATE_PARTS	"int year, int month, int day"
#define TIME_PARTS	", int hour, int minute, int second"
#define KIND		", System.DateTimeKind kind"

static const struct type_member date_constructors[] = {
	CONSTRUCTOR("new(long ticks)", date_new_ticks),
	CONSTRUCTOR("new(long ticks" KIND ")", date_new_ticks),
	CONSTRUCTOR("new(" DATE_PARTS ")", date_new),
	CONSTRUCTOR("new(" DATE_PARTS TIME_PARTS ")", date_new),
	CONSTRUCTOR("new(" DATE_PARTS TIME_PARTS KIND ")", date_new),
	CONSTRUCTOR("new(" DATE_PARTS TIME_PARTS ", int millisecond)", date_new),
	CONSTRUCTOR("new(" DATE_PARTS TIME_PARTS ", int millisecond" KIND ")", date_new),
	END_OF_MEMBERS
};

static const struct type *const date_interfaces[] = {
	&type_icomparable, &type_iconvertible, &type_iformattable, NULL
};

TYPE(type_datetime);
const struct type type_datetime = {
	.name = "System.DateTime", .alias = "datetime", .kind = V_DATETIME, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE, .interfaces = date_interfaces, .methods = date_methods,
	.properties = date_properties, .constructors = date_constructors,
};

/* -- TimeSpan ------------------------------------------------------------------------------------------------ */

#define SPAN_PART(name, expression)	MEMBER_IS(name, value_i32(expression))
#define SPAN_TOTAL(name, scale)		MEMBER_IS(name, value_f64((double)self.u.i / (double)(scale)))

SPAN_PART(span_days, self.u.i / TICKS_PER_DAY)
SPAN_PART(span_hours, self.u.i / TICKS_PER_HOUR % 24)
SPAN_PART(span_minutes, self.u.i / TICKS_PER_MINUTE % 60)
SPAN_PART(span_seconds, self.u.i / TICKS_PER_SECOND % 60)
SPAN_PART(span_milliseconds, self.u.i / TICKS_PER_MS % 1000)
SPAN_PART(span_microseconds, self.u.i / 10 % 1000)
SPAN_PART(span_nanoseconds, self.u.i % 10 * 100)
SPAN_TOTAL(span_total_days, TICKS_PER_DAY)
SPAN_TOTAL(span_total_hours, TICKS_PER_HOUR)
SPAN_TOTAL(span_total_minutes, TICKS_PER_MINUTE)
SPAN_TOTAL(span_total_seconds, TICKS_PER_SECOND)
SPAN_TOTAL(span_total_milliseconds, TICKS_PER_MS)
SPAN_TOTAL(span_total_microseconds, 10)
SPAN_TOTAL(span_total_nanoseconds, 0.01)
MEMBER_IS(span_ticks, value_i64(self.u.i))
MEMBER_IS(span_zero, timespan_value(0))
MEMBER_IS(span_max, timespan_value(G_MAXINT64))
MEMBER_IS(span_min, timespan_value(G_MININT64))

static bool span_overflow(GError **error)
{
	fault_throw(error, "System.OverflowException",
		    "TimeSpan overflowed because the duration is too long.");
	return false;
}

static bool give_span(__int128 ticks, struct value *ret, GError **error)
{
	if (ticks < G_MININT64 || ticks > G_MAXINT64)
		return span_overflow(error);
	*ret = timespan_value(ticks);
	return true;
}

MEMBER(span_add)
{
	return give_span((__int128)self.u.i + args[0].u.i, ret, error);
}

MEMBER(span_subtract)
{
	return give_span((__int128)self.u.i - args[0].u.i, ret, error);
}

MEMBER(span_negate)
{
	return give_span(-(__int128)self.u.i, ret, error);
}

MEMBER(span_duration)
{
	return give_span(self.u.i < 0 ? -(__int128)self.u.i : self.u.i, ret, error);
}

static bool span_of_double(double ticks, struct value *ret, GError **error)
{
	if (isnan(ticks)) {
		fault_throw(error, ARGUMENT, "TimeSpan does not accept floating point Not-a-Number values.");
		return false;
	}
	if (ticks >= 9223372036854775808.0 || ticks < -9223372036854775808.0)
		return span_overflow(error);
	*ret = timespan_value((int64_t)ticks);
	return true;
}

MEMBER(span_multiply)
{
	return span_of_double(nearbyint((double)self.u.i * args[0].u.f), ret, error);
}

MEMBER(span_divide)
{
	if (args[0].kind == V_TIMESPAN) {
		*ret = value_f64((double)self.u.i / (double)args[0].u.i);
		return true;
	}
	return span_of_double(nearbyint((double)self.u.i / args[0].u.f), ret, error);
}

#define SPAN_FROM(name, scale)							\
	MEMBER(name)								\
	{									\
		if (args[0].kind == V_F64)					\
			return span_of_double(args[0].u.f * (double)(scale), ret, error); \
		return give_span((__int128)args[0].u.i * (scale), ret, error);	\
	}

SPAN_FROM(span_from_days, TICKS_PER_DAY)
SPAN_FROM(span_from_hours, TICKS_PER_HOUR)
SPAN_FROM(span_from_minutes, TICKS_PER_MINUTE)
SPAN_FROM(span_from_seconds, TICKS_PER_SECOND)
SPAN_FROM(span_from_milliseconds, TICKS_PER_MS)
MEMBER_IS(span_from_ticks, timespan_value(args[0].u.i))

/* new(ticks), new(h, m, s), new(d, h, m, s[, ms]). */
MEMBER(span_new)
{
	__int128 ticks = 0;

	if (n == 1)
		return give_span(args[0].u.i, ret, error);
	if (n == 3)
		ticks = (__int128)args[0].u.i * TICKS_PER_HOUR + (__int128)args[1].u.i * TICKS_PER_MINUTE +
			(__int128)args[2].u.i * TICKS_PER_SECOND;
	else
		ticks = (__int128)args[0].u.i * TICKS_PER_DAY + (__int128)args[1].u.i * TICKS_PER_HOUR +
			(__int128)args[2].u.i * TICKS_PER_MINUTE + (__int128)args[3].u.i * TICKS_PER_SECOND +
			(n > 4 ? (__int128)args[4].u.i * TICKS_PER_MS : 0);
	return give_span(ticks, ret, error);
}

MEMBER(span_to_string)
{
	GString *out = g_string_new(NULL);
	const char *format = n ? text_arg(args[0]) : "";

	if (!timespan_format(out, self, format, strlen(format), error)) {
		g_string_free(out, TRUE);
		return false;
	}
	*ret = text_of(out);
	return true;
}

MEMBER(span_parse)
{
	if (value_is_null(args[0]))
		return throw_null(error, "s");
	return timespan_parse(args[0].u.str->data, args[0].u.str->len, ret, error);
}

MEMBER(span_try_parse)
{
	struct value parsed = timespan_value(0);
	bool ok = args[0].kind == V_STRING &&
		  timespan_parse(args[0].u.str->data, args[0].u.str->len, &parsed, NULL);

	out_set(args[n - 1], parsed);
	*ret = value_bool(ok);
	return true;
}

static int compare_spans(struct value a, struct value b)
{
	return (a.u.i > b.u.i) - (a.u.i < b.u.i);
}

MEMBER_IS(span_compare_to, value_i32(args[0].kind == V_TIMESPAN ? compare_spans(self, args[0]) : 1))
MEMBER_IS(span_compare, value_i32(compare_spans(args[0], args[1])))
MEMBER_IS(span_equals, value_bool(args[0].kind == V_TIMESPAN && args[0].u.i == self.u.i))
MEMBER_IS(span_ticks_per_day, value_i64(TICKS_PER_DAY))
MEMBER_IS(span_ticks_per_hour, value_i64(TICKS_PER_HOUR))
MEMBER_IS(span_ticks_per_minute, value_i64(TICKS_PER_MINUTE))
MEMBER_IS(span_ticks_per_second, value_i64(TICKS_PER_SECOND))
MEMBER_IS(span_ticks_per_ms, value_i64(TICKS_PER_MS))

SPAN_FROM(span_from_microseconds, 10)

/* One letter of a format repeated, and the digits it reads; false when they are not there. */
static bool read_part(const char **text, char letter, unsigned count, __int128 *ticks)
{
	static const int64_t scales[] = { ['d'] = TICKS_PER_DAY, ['h'] = TICKS_PER_HOUR, ['m'] = TICKS_PER_MINUTE,
					  ['s'] = TICKS_PER_SECOND };
	unsigned most = letter == 'f' || letter == 'F' ? count : letter == 'd' ? 8 : 2, digits = 0;
	int64_t number = 0;

	while (digits < most && g_ascii_isdigit((*text)[digits]))
		number = number * 10 + (*text)[digits++] - '0';
	*text += digits;
	if (letter == 'f' || letter == 'F') {
		for (unsigned i = digits; i < 7; i++)
			number *= 10;
		*ticks += number;
		return letter == 'F' || digits == count;
	}
	*ticks += (__int128)number * scales[(unsigned char)letter];
	return digits >= MIN(count, 2u) && digits;
}

static bool span_exact(const char *text, const char *format, struct value *ret, GError **error)
{
	__int128 ticks = 0;

	if (!format[0] || (!format[1] && strchr("cgGtT", *format)))
		return timespan_parse(text, strlen(text), ret, error);
	while (*format) {
		unsigned count = 1;

		if (*format == '\\' && format[1]) {
			if (*text++ != format[1])
				return false;
			format += 2;
			continue;
		}
		if (*format == '\'') {
			for (format++; *format && *format != '\''; format++)
				if (*text++ != *format)
					return false;
			format += *format != '\0';
			continue;
		}
		if (*format == '%') {
			format++;
			continue;
		}
		if (!strchr("dhmsfF", *format))
			return false;
		while (format[count] == *format)
			count++;
		if (!read_part(&text, *format, count, &ticks))
			return false;
		format += count;
	}
	return !*text && give_span(ticks, ret, error);
}

static bool span_any_exact(const struct value *args, struct value *ret)
{
	const char *text = text_arg(args[0]);

	if (args[1].kind != V_ARRAY)
		return span_exact(text, text_arg(args[1]), ret, NULL);
	for (uint32_t i = 0; i < args[1].u.array->len; i++)
		if (span_exact(text, text_arg(args[1].u.array->u.items[i]), ret, NULL))
			return true;
	return false;
}

MEMBER(span_parse_exact)
{
	if (value_is_null(args[0]))
		return throw_null(error, "input");
	if (span_any_exact(args, ret))
		return true;
	fault_throw(error, FORMAT_EXCEPTION, "Input string was not in a correct format.");
	return false;
}

MEMBER(span_try_parse_exact)
{
	struct value parsed = timespan_value(0);
	bool ok = args[0].kind == V_STRING && span_any_exact(args, &parsed);

	out_set(args[n - 1], ok ? parsed : timespan_value(0));
	*ret = value_bool(ok);
	return true;
}

static const struct type_member span_methods[] = {
	STATIC("timespan FromMicroseconds(double value)", span_from_microseconds),
	STATIC("timespan ParseExact(string input, string format, " PROVIDER ")", span_parse_exact),
	STATIC("timespan ParseExact(string input, string[] formats, " PROVIDER ")", span_parse_exact),
	STATIC("bool TryParseExact(string input, string format, " PROVIDER ", out timespan result)", span_try_parse_exact),
	STATIC("bool TryParseExact(string input, string[] formats, " PROVIDER ", out timespan result)", span_try_parse_exact),
	METHOD("timespan Add(timespan ts)", span_add),
	METHOD("int CompareTo(System.Object value)", span_compare_to),
	METHOD("timespan Divide(double divisor)", span_divide),
	METHOD("double Divide(timespan ts)", span_divide),
	METHOD("timespan Duration()", span_duration),
	METHOD("bool Equals(System.Object value)", span_equals),
	METHOD("timespan Multiply(double factor)", span_multiply),
	METHOD("timespan Negate()", span_negate),
	METHOD("timespan Subtract(timespan ts)", span_subtract),
	METHOD("string ToString()", span_to_string),
	METHOD("string ToString(string format)", span_to_string),
	METHOD("string ToString(string format, " PROVIDER ")", span_to_string),
	STATIC("int Compare(timespan t1, timespan t2)", span_compare),
	STATIC("timespan FromDays(double value)", span_from_days),
	STATIC("timespan FromHours(double value)", span_from_hours),
	STATIC("timespan FromMilliseconds(double value)", span_from_milliseconds),
	STATIC("timespan FromMinutes(double value)", span_from_minutes),
	STATIC("timespan FromSeconds(double value)", span_from_seconds),
	STATIC("timespan FromTicks(long value)", span_from_ticks),
	STATIC("timespan Parse(string s)", span_parse),
	STATIC("timespan Parse(string input, " PROVIDER ")", span_parse),
	STATIC("bool TryParse(string s, out timespan result)", span_try_parse),
	STATIC("bool TryParse(string input, " PROVIDER ", out timespan result)", span_try_parse),
	END_OF_MEMBERS
};

static const struct type_member span_properties[] = {
	PROPERTY("long Ticks {get;}", span_ticks),
	PROPERTY("int Days {get;}", span_days),
	PROPERTY("int Hours {get;}", span_hours),
	PROPERTY("int Milliseconds {get;}", span_milliseconds),
	PROPERTY("int Microseconds {get;}", span_microseconds),
	PROPERTY("int Nanoseconds {get;}", span_nanoseconds),
	PROPERTY("int Minutes {get;}", span_minutes),
	PROPERTY("int Seconds {get;}", span_seconds),
	PROPERTY("double TotalDays {get;}", span_total_days),
	PROPERTY("double TotalHours {get;}", span_total_hours),
	PROPERTY("double TotalMilliseconds {get;}", span_total_milliseconds),
	PROPERTY("double TotalMicroseconds {get;}", span_total_microseconds),
	PROPERTY("double TotalNanoseconds {get;}", span_total_nanoseconds),
	PROPERTY("double TotalMinutes {get;}", span_total_minutes),
	PROPERTY("double TotalSeconds {get;}", span_total_seconds),
	{ "timespan MaxValue {get;}", span_max, NULL, TYPE_STATIC },
	{ "timespan MinValue {get;}", span_min, NULL, TYPE_STATIC },
	{ "long TicksPerDay {get;}", span_ticks_per_day, NULL, TYPE_STATIC },
	{ "long TicksPerHour {get;}", span_ticks_per_hour, NULL, TYPE_STATIC },
	{ "long TicksPerMillisecond {get;}", span_ticks_per_ms, NULL, TYPE_STATIC },
	{ "long TicksPerMinute {get;}", span_ticks_per_minute, NULL, TYPE_STATIC },
	{ "long TicksPerSecond {get;}", span_ticks_per_second, NULL, TYPE_STATIC },
	{ "timespan Zero {get;}", span_zero, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

static const struct type_member span_constructors[] = {
	CONSTRUCTOR("new(long ticks)", span_new),
	CONSTRUCTOR("new(int hours, int minutes, int seconds)", span_new),
	CONSTRUCTOR("new(int days, int hours, int minutes, int seconds)", span_new),
	CONSTRUCTOR("new(int days, int hours, int minutes, int seconds, int milliseconds)", span_new),
	END_OF_MEMBERS
};

TYPE(type_timespan);
const struct type type_timespan = {
	.name = "System.TimeSpan", .alias = "timespan", .kind = V_TIMESPAN, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE, .interfaces = date_interfaces, .methods = span_methods,
	.properties = span_properties, .constructors = span_constructors,
};
