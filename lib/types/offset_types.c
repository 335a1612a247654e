/*
 * DateTimeOffset: the clock's ticks with their distance from UTC. Two are equal
 * when they are the same moment.
 */
#include "config.h"

#include <math.h>

#include "lib/datetime.h"
#include "lib/types/culture.h"
#include "lib/types/date_parts.h"
#include "lib/types/table.h"

struct moment_value {
	struct native native;
	int64_t clock;			/* ticks as the clock shows them */
	int64_t offset;			/* ticks, whole minutes */
};

extern const struct type type_datetimeoffset;

#define MAX_OFFSET	(14 * TICKS_PER_HOUR)

static const struct moment_value *moment_of(struct value v)
{
	return (const struct moment_value *)v.u.native;
}

static struct value moment_new(int64_t clock, int64_t offset)
{
	struct moment_value *moment = native_new(&type_datetimeoffset, sizeof(*moment));

	moment->clock = clock;
	moment->offset = offset;
	return value_of(moment);
}

struct value datetimeoffset_new(int64_t clock, int64_t offset)
{
	return moment_new(clock, offset);
}

bool datetimeoffset_get(struct value v, int64_t *ret_clock, int64_t *ret_offset)
{
	const struct moment_value *moment = native_of(v, &type_datetimeoffset);

	if (!moment)
		return false;
	*ret_clock = moment->clock;
	*ret_offset = moment->offset;
	return true;
}

static int64_t utc_of(struct value v)
{
	return moment_of(v)->clock - moment_of(v)->offset;
}

static struct value clock_of(struct value self)
{
	return date_value(moment_of(self)->clock, DATE_UNSPECIFIED);
}

static struct value utc_date(struct value self)
{
	return date_value(utc_of(self), DATE_UTC);
}

static bool check_offset(int64_t offset, GError **error)
{
	if (offset % TICKS_PER_MINUTE) {
		fault_throw(error, ARGUMENT, "Offset must be specified in whole minutes. (Parameter 'offset')");
		return false;
	}
	if (offset < -MAX_OFFSET || offset > MAX_OFFSET) {
		fault_throw(error, ARGUMENT_RANGE, "Offset must be within plus or minus 14 hours. (Parameter 'offset')");
		return false;
	}
	return true;
}

/* Both the clock and UTC have to be within the calendar. */
static bool give(__int128 clock, int64_t offset, const char *parameter, struct value *ret, GError **error)
{
	__int128 utc = clock - offset;

	if (clock < 0 || clock > DATE_MAX_TICKS || utc < 0 || utc > DATE_MAX_TICKS) {
		fault_throw(error, ARGUMENT_RANGE,
			    "The UTC time represented when the offset is applied must be between year 0 and 10,000. (Parameter '%s')",
			    parameter);
		return false;
	}
	*ret = moment_new((int64_t)clock, offset);
	return true;
}

/* -- Parts ------------------------------------------------------------------------------------ */

static struct civil civil(struct value self)
{
	struct civil c;

	civil_of(moment_of(self)->clock, &c);
	return c;
}

MEMBER_IS(moment_year, value_i32(civil(self).year))
MEMBER_IS(moment_month, value_i32(civil(self).month))
MEMBER_IS(moment_day, value_i32(civil(self).day))
MEMBER_IS(moment_hour, value_i32(civil(self).hour))
MEMBER_IS(moment_minute, value_i32(civil(self).minute))
MEMBER_IS(moment_second, value_i32(civil(self).second))
MEMBER_IS(moment_millisecond, value_i32(civil(self).fraction / 10000))
MEMBER_IS(moment_microsecond, value_i32(civil(self).fraction / 10 % 1000))
MEMBER_IS(moment_nanosecond, value_i32(civil(self).fraction % 10 * 100))
MEMBER_IS(moment_day_of_week, value_enum(type_find("System.DayOfWeek", -1), civil(self).weekday))
MEMBER_IS(moment_day_of_year, value_i32(civil(self).yearday))
MEMBER_IS(moment_ticks, value_i64(moment_of(self)->clock))
MEMBER_IS(moment_utc_ticks, value_i64(utc_of(self)))
MEMBER_IS(moment_offset, timespan_value(moment_of(self)->offset))
MEMBER_IS(moment_offset_minutes, value_i32(moment_of(self)->offset / TICKS_PER_MINUTE))
MEMBER_IS(moment_date_time, clock_of(self))
MEMBER_IS(moment_utc_date_time, utc_date(self))
MEMBER_IS(moment_local_date_time, date_to_local(utc_date(self)))
MEMBER_IS(moment_date, date_value(moment_of(self)->clock / TICKS_PER_DAY * TICKS_PER_DAY, DATE_UNSPECIFIED))
MEMBER_IS(moment_time_of_day, timespan_value(moment_of(self)->clock % TICKS_PER_DAY))

/* -- Text ------------------------------------------------------------------------------------- */

static struct string *text_by(struct value self, const struct date_culture *culture)
{
	GString *out = g_string_new(NULL);

	datetime_format_offset(out, clock_of(self), moment_of(self)->offset, "", 0, culture, NULL);
	return str_from_gstring(out);
}

static struct string *moment_text(struct value self)
{
	return text_by(self, &date_en_us);
}

static struct string *moment_invariant(struct value self)
{
	return text_by(self, &date_invariant);
}

static bool moment_format(GString *out, struct value self, const char *format, size_t len, GError **error)
{
	return datetime_format_offset(out, clock_of(self), moment_of(self)->offset, format, len, &date_en_us,
				      error);
}

MEMBER(moment_to_string)
{
	struct value provider = n > 1 ? args[1] : n && args[0].kind != V_STRING ? args[0] : VALUE_NULL;
	const char *format = n && args[0].kind == V_STRING ? text_arg(args[0]) : "";
	GString *out = g_string_new(NULL);

	if (!datetime_format_offset(out, clock_of(self), moment_of(self)->offset, format, strlen(format),
				    provider_dates(provider), error)) {
		g_string_free(out, TRUE);
		return false;
	}
	*ret = value_str(str_from_gstring(out));
	return true;
}

/* -- Arithmetic ------------------------------------------------------------------------------- */

static bool add_ticks(struct value self, __int128 ticks, const char *parameter, struct value *ret,
		      GError **error)
{
	__int128 clock = moment_of(self)->clock + ticks;

	if (clock < 0 || clock > DATE_MAX_TICKS) {
		fault_throw(error, ARGUMENT_RANGE,
			    "The added or subtracted value results in an un-representable DateTime. (Parameter '%s')",
			    parameter);
		return false;
	}
	return give(clock, moment_of(self)->offset, parameter, ret, error);
}

/* What DateTime's member of this name makes of the clock. */
static bool by_date(struct value self, const char *member, const struct value *args, unsigned n,
		    struct value *ret, GError **error)
{
	value_auto moved = VALUE_UNSET;

	return type_invoke(&type_datetime, clock_of(self), member, args, n, NULL, &moved, error) &&
	       give(date_ticks(moved), moment_of(self)->offset, "value", ret, error);
}

#define BY_DATE(name, member)							\
	MEMBER(name)								\
	{									\
		return by_date(self, member, args, n, ret, error);		\
	}

BY_DATE(moment_add, "Add")
BY_DATE(moment_add_days, "AddDays")
BY_DATE(moment_add_hours, "AddHours")
BY_DATE(moment_add_milliseconds, "AddMilliseconds")
BY_DATE(moment_add_minutes, "AddMinutes")
BY_DATE(moment_add_months, "AddMonths")
BY_DATE(moment_add_seconds, "AddSeconds")
BY_DATE(moment_add_ticks, "AddTicks")
BY_DATE(moment_add_years, "AddYears")

static int moment_compare(struct value a, struct value b)
{
	return (utc_of(a) > utc_of(b)) - (utc_of(a) < utc_of(b));
}

static bool moment_equal(struct value a, struct value b)
{
	return utc_of(a) == utc_of(b);
}

MEMBER(moment_subtract)
{
	if (args[0].kind == V_TIMESPAN)
		return add_ticks(self, -(__int128)args[0].u.i, "value", ret, error);
	*ret = timespan_value(utc_of(self) - utc_of(args[0]));
	return true;
}

static bool moment_operate(int op, struct value a, struct value b, struct value *ret, GError **error)
{
	value_auto other = VALUE_UNSET;

	if (!native_of(a, &type_datetimeoffset))
		return false;
	if (op == OP_ADD || (op == OP_SUB && value_base(b).kind == V_TIMESPAN)) {
		if (!value_convert(b, &type_timespan, &other, error))
			return false;
		return add_ticks(a, op == OP_ADD ? other.u.i : -(__int128)other.u.i, "value", ret, error);
	}
	if (op != OP_SUB || !value_convert(b, &type_datetimeoffset, &other, error))
		return false;
	*ret = timespan_value(utc_of(a) - utc_of(other));
	return true;
}

static struct value at_offset(struct value self, int64_t offset)
{
	return moment_new(CLAMP(utc_of(self) + offset, 0, DATE_MAX_TICKS), offset);
}

MEMBER(moment_to_offset)
{
	return check_offset(args[0].u.i, error) &&
	       give((__int128)utc_of(self) + args[0].u.i, args[0].u.i, "offset", ret, error);
}

static int64_t floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

MEMBER_IS(moment_to_local, at_offset(self, date_offset_at_utc(utc_of(self))))
MEMBER_IS(moment_to_universal, at_offset(self, 0))
MEMBER_IS(moment_unix_seconds, value_i64(floor_divide(utc_of(self) - DATE_UNIX_EPOCH, TICKS_PER_SECOND)))
MEMBER_IS(moment_unix_ms, value_i64(floor_divide(utc_of(self) - DATE_UNIX_EPOCH, TICKS_PER_MS)))
MEMBER_IS(moment_compare_to, value_i32(moment_compare(self, args[0])))
MEMBER_IS(moment_static_compare, value_i32(moment_compare(args[0], args[1])))
MEMBER_IS(moment_static_equals, value_bool(moment_equal(args[0], args[1])))
MEMBER_IS(moment_equals, value_bool(native_of(args[0], &type_datetimeoffset) &&
				    moment_equal(self, value_base(args[0]))))
MEMBER_IS(moment_equals_exact, value_bool(moment_equal(self, args[0]) &&
					  moment_of(self)->offset == moment_of(args[0])->offset))

MEMBER(moment_to_file_time)
{
	return type_invoke(&type_datetime, utc_date(self), "ToFileTime", NULL, 0, NULL, ret, error);
}

/* -- Making ------------------------------------------------------------------------------------- */

/* A date's own offset: none of UTC, else that of local time. */
static int64_t offset_of_date(struct value date)
{
	return date_kind(date) == DATE_UTC ? 0 : date_offset_at_local(date_ticks(date));
}

MEMBER(moment_from_date)
{
	int64_t offset = n > 1 ? args[1].u.i : offset_of_date(args[0]);

	if (n > 1 && !check_offset(offset, error))
		return false;
	if (n > 1 && date_kind(args[0]) == DATE_UTC && offset) {
		fault_throw(error, ARGUMENT,
			    "The UTC Offset for Utc DateTime instances must be 0. (Parameter 'offset')");
		return false;
	}
	if (n > 1 && date_kind(args[0]) == DATE_LOCAL && offset != date_offset_at_local(date_ticks(args[0]))) {
		fault_throw(error, ARGUMENT,
			    "The UTC Offset of the local dateTime parameter does not match the offset argument. (Parameter 'offset')");
		return false;
	}
	return give(date_ticks(args[0]), offset, "offset", ret, error);
}

MEMBER(moment_from_ticks)
{
	return check_offset(args[1].u.i, error) && give(args[0].u.i, args[1].u.i, "ticks", ret, error);
}

/* new(year, month, day, hour, minute, second[, millisecond[, microsecond]], offset). */
MEMBER(moment_from_parts)
{
	value_auto date = VALUE_UNSET;

	return check_offset(args[n - 1].u.i, error) &&
	       type_construct(&type_datetime, args, n - 1, NULL, &date, error) &&
	       give(date_ticks(date), args[n - 1].u.i, "offset", ret, error);
}

static bool from_unix(int64_t count, int64_t scale, const char *range, struct value *ret, GError **error)
{
	__int128 ticks = (__int128)count * scale + DATE_UNIX_EPOCH;

	if (ticks < 0 || ticks > DATE_MAX_TICKS) {
		fault_throw(error, ARGUMENT_RANGE, "Valid values are between %s, inclusive. (Parameter '%s')",
			    range, scale == TICKS_PER_SECOND ? "seconds" : "milliseconds");
		return false;
	}
	*ret = moment_new((int64_t)ticks, 0);
	return true;
}

MEMBER(moment_from_unix_seconds)
{
	return from_unix(args[0].u.i, TICKS_PER_SECOND, "-62135596800 and 253402300799", ret, error);
}

MEMBER(moment_from_unix_ms)
{
	return from_unix(args[0].u.i, TICKS_PER_MS, "-62135596800000 and 253402300799999", ret, error);
}

MEMBER(moment_from_file_time)
{
	value_auto date = VALUE_UNSET;

	return type_invoke(&type_datetime, VALUE_UNSET, "FromFileTime", args, 1, NULL, &date, error) &&
	       give(date_ticks(date), offset_of_date(date), "fileTime", ret, error);
}

static struct value moment_now_at(bool local)
{
	int64_t utc = date_now_utc(), offset = local ? date_offset_at_utc(utc) : 0;

	return moment_new(utc + offset, offset);
}

MEMBER_IS(moment_now, moment_now_at(true))
MEMBER_IS(moment_utc_now, moment_now_at(false))
MEMBER_IS(moment_min, moment_new(0, 0))
MEMBER_IS(moment_max, moment_new(DATE_MAX_TICKS, 0))
MEMBER_IS(moment_epoch, moment_new(DATE_UNIX_EPOCH, 0))

/* -- Parsing -------------------------------------------------------------------------------------- */

/* Parse(text[, provider[, styles]]), ParseExact(text, formats, provider[, styles]). */
static bool parse_moment(const struct value *args, unsigned n, struct value *ret, GError **error)
{
	unsigned styles = date_styles_arg(args, n);
	const struct date_culture *culture = date_culture_arg(args, n);
	const char *text = text_arg(args[0]);
	int64_t clock, offset;

	if (value_is_null(args[0]))
		return throw_null(error, "input");
	if (!datetime_parse_offset(text, strlen(text), culture, styles, &clock, &offset, error))
		return false;
	if (styles & DATE_ADJUST_UTC) {
		clock -= offset;
		offset = 0;
	}
	return check_offset(offset, error) && give(clock, offset, "input", ret, error);
}

static bool parse_exact_one(const char *text, const char *format, const struct date_culture *culture,
			    unsigned styles, struct value *ret, GError **error)
{
	int64_t clock, offset;

	return datetime_parse_exact_offset(text, strlen(text), format, culture, styles, &clock, &offset, error) &&
	       give(clock, offset, "input", ret, error);
}

static bool parse_exact(const struct value *args, unsigned n, struct value *ret, GError **error)
{
	const struct date_culture *culture = date_culture_arg(args + 1, n - 1);
	unsigned styles = date_styles_arg(args, n);

	if (value_is_null(args[0]) || value_is_null(args[1]))
		return throw_null(error, value_is_null(args[0]) ? "input" : "format");
	if (args[1].kind == V_STRING)
		return parse_exact_one(text_arg(args[0]), text_arg(args[1]), culture, styles, ret, error);
	for (uint32_t i = 0; i < args[1].u.array->len; i++)
		if (parse_exact_one(text_arg(args[0]), text_arg(args[1].u.array->u.items[i]), culture, styles,
				    ret, NULL))
			return true;
	fault_throw(error, FORMAT_EXCEPTION, "String '%s' was not recognized as a valid DateTime.",
		    text_arg(args[0]));
	return false;
}

MEMBER(moment_parse)
{
	return parse_moment(args, n, ret, error);
}

MEMBER(moment_parse_exact)
{
	return parse_exact(args, n, ret, error);
}

static bool give_tried(bool ok, struct value parsed, struct value reference, struct value *ret)
{
	out_set(reference, ok ? parsed : moment_new(0, 0));
	*ret = value_bool(ok);
	return true;
}

MEMBER(moment_try_parse)
{
	struct value parsed = VALUE_NULL;
	bool ok = parse_moment(args, n - 1, &parsed, NULL);

	return give_tried(ok, parsed, args[n - 1], ret);
}

MEMBER(moment_try_parse_exact)
{
	struct value parsed = VALUE_NULL;
	bool ok = parse_exact(args, n - 1, &parsed, NULL);

	return give_tried(ok, parsed, args[n - 1], ret);
}

/* -- Tables ----------------------------------------------------------------------------------------- */

#define DTO		"System.DateTimeOffset"
#define PROVIDER	"System.IFormatProvider formatProvider"
#define STYLES		"System.Globalization.DateTimeStyles styles"

static const struct type_member moment_methods[] = {
	METHOD(DTO " Add(timespan timeSpan)", moment_add),
	METHOD(DTO " AddDays(double days)", moment_add_days),
	METHOD(DTO " AddHours(double hours)", moment_add_hours),
	METHOD(DTO " AddMilliseconds(double milliseconds)", moment_add_milliseconds),
	METHOD(DTO " AddMinutes(double minutes)", moment_add_minutes),
	METHOD(DTO " AddMonths(int months)", moment_add_months),
	METHOD(DTO " AddSeconds(double seconds)", moment_add_seconds),
	METHOD(DTO " AddTicks(long ticks)", moment_add_ticks),
	METHOD(DTO " AddYears(int years)", moment_add_years),
	METHOD("int CompareTo(" DTO " other)", moment_compare_to),
	METHOD("bool Equals(" DTO " other)", moment_equals),
	METHOD("bool Equals(System.Object obj)", moment_equals),
	METHOD("bool EqualsExact(" DTO " other)", moment_equals_exact),
	METHOD("timespan Subtract(" DTO " value)", moment_subtract),
	METHOD(DTO " Subtract(timespan value)", moment_subtract),
	METHOD("long ToFileTime()", moment_to_file_time),
	METHOD(DTO " ToLocalTime()", moment_to_local),
	METHOD(DTO " ToOffset(timespan offset)", moment_to_offset),
	METHOD("string ToString()", moment_to_string),
	METHOD("string ToString(string format)", moment_to_string),
	METHOD("string ToString(" PROVIDER ")", moment_to_string),
	METHOD("string ToString(string format, " PROVIDER ")", moment_to_string),
	METHOD(DTO " ToUniversalTime()", moment_to_universal),
	METHOD("long ToUnixTimeMilliseconds()", moment_unix_ms),
	METHOD("long ToUnixTimeSeconds()", moment_unix_seconds),
	STATIC("int Compare(" DTO " first, " DTO " second)", moment_static_compare),
	STATIC("bool Equals(" DTO " first, " DTO " second)", moment_static_equals),
	STATIC(DTO " FromFileTime(long fileTime)", moment_from_file_time),
	STATIC(DTO " FromUnixTimeMilliseconds(long milliseconds)", moment_from_unix_ms),
	STATIC(DTO " FromUnixTimeSeconds(long seconds)", moment_from_unix_seconds),
	STATIC(DTO " Parse(string input)", moment_parse),
	STATIC(DTO " Parse(string input, " PROVIDER ")", moment_parse),
	STATIC(DTO " Parse(string input, " PROVIDER ", " STYLES ")", moment_parse),
	STATIC(DTO " ParseExact(string input, string format, " PROVIDER ")", moment_parse_exact),
	STATIC(DTO " ParseExact(string input, string format, " PROVIDER ", " STYLES ")", moment_parse_exact),
	STATIC(DTO " ParseExact(string input, string[] formats, " PROVIDER ", " STYLES ")", moment_parse_exact),
	STATIC("bool TryParse(string input, out " DTO " result)", moment_try_parse),
	STATIC("bool TryParse(string input, " PROVIDER ", out " DTO " result)", moment_try_parse),
	STATIC("bool TryParse(string input, " PROVIDER ", " STYLES ", out " DTO " result)", moment_try_parse),
	STATIC("bool TryParseExact(string input, string format, " PROVIDER ", " STYLES ", out " DTO " result)", moment_try_parse_exact),
	STATIC("bool TryParseExact(string input, string[] formats, " PROVIDER ", " STYLES ", out " DTO " result)", moment_try_parse_exact),
	END_OF_MEMBERS
};

static const struct type_member moment_properties[] = {
	PROPERTY("datetime DateTime {get;}", moment_date_time),
	PROPERTY("datetime UtcDateTime {get;}", moment_utc_date_time),
	PROPERTY("datetime LocalDateTime {get;}", moment_local_date_time),
	PROPERTY("datetime Date {get;}", moment_date),
	PROPERTY("int Day {get;}", moment_day),
	PROPERTY("System.DayOfWeek DayOfWeek {get;}", moment_day_of_week),
	PROPERTY("int DayOfYear {get;}", moment_day_of_year),
	PROPERTY("int Hour {get;}", moment_hour),
	PROPERTY("int Millisecond {get;}", moment_millisecond),
	PROPERTY("int Microsecond {get;}", moment_microsecond),
	PROPERTY("int Nanosecond {get;}", moment_nanosecond),
	PROPERTY("int Minute {get;}", moment_minute),
	PROPERTY("int Month {get;}", moment_month),
	PROPERTY("timespan Offset {get;}", moment_offset),
	PROPERTY("int TotalOffsetMinutes {get;}", moment_offset_minutes),
	PROPERTY("int Second {get;}", moment_second),
	PROPERTY("long Ticks {get;}", moment_ticks),
	PROPERTY("long UtcTicks {get;}", moment_utc_ticks),
	PROPERTY("timespan TimeOfDay {get;}", moment_time_of_day),
	PROPERTY("int Year {get;}", moment_year),
	STATIC_PROPERTY(DTO " MaxValue {get;}", moment_max),
	STATIC_PROPERTY(DTO " MinValue {get;}", moment_min),
	STATIC_PROPERTY(DTO " Now {get;}", moment_now),
	STATIC_PROPERTY(DTO " UnixEpoch {get;}", moment_epoch),
	STATIC_PROPERTY(DTO " UtcNow {get;}", moment_utc_now),
	END_OF_MEMBERS
};

static const struct type_member moment_constructors[] = {
	CONSTRUCTOR("new()", moment_min),
	CONSTRUCTOR("new(datetime dateTime)", moment_from_date),
	CONSTRUCTOR("new(datetime dateTime, timespan offset)", moment_from_date),
	CONSTRUCTOR("new(long ticks, timespan offset)", moment_from_ticks),
	CONSTRUCTOR("new(int year, int month, int day, int hour, int minute, int second, timespan offset)", moment_from_parts),
	CONSTRUCTOR("new(int year, int month, int day, int hour, int minute, int second, int millisecond, timespan offset)", moment_from_parts),
	END_OF_MEMBERS
};

static const struct type *const moment_interfaces[] = { &type_icomparable, &type_iformattable, NULL };

TYPE(type_datetimeoffset);
const struct type type_datetimeoffset = {
	.name = DTO, .kind = V_NATIVE, .base = &type_valuetype, .flags = TYPE_IS_VALUETYPE,
	.interfaces = moment_interfaces, .methods = moment_methods, .properties = moment_properties,
	.constructors = moment_constructors, .to_string = moment_text, .to_invariant = moment_invariant,
	.format = moment_format, .operate = moment_operate, .equals = moment_equal,
	.compare = moment_compare,
	.default_properties = "DateTime UtcDateTime LocalDateTime Date Day DayOfWeek DayOfYear Hour "
			      "Millisecond Microsecond Nanosecond Minute Month Offset TotalOffsetMinutes "
			      "Second Ticks UtcTicks TimeOfDay Year",
};
