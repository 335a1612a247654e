/*
 * Calendars, which here are the Gregorian one, and the weeks of ISO 8601.
 */
#include "config.h"

#include "lib/datetime.h"
#include "lib/types/table.h"

static struct civil civil(struct value date)
{
	struct civil c;

	civil_of(date_ticks(date), &c);
	return c;
}

static int64_t day_ticks(int year, int month, int day)
{
	struct civil c = { .year = year, .month = month, .day = day };
	int64_t ticks = 0;

	civil_ticks(&c, &ticks);
	return ticks;
}

static bool check_year(struct value year, GError **error)
{
	if (year.u.i >= 1 && year.u.i <= 9999)
		return true;
	fault_throw(error, ARGUMENT_RANGE, "Valid values are between 1 and 9999, inclusive. (Parameter 'year')");
	return false;
}

/* -- ISO weeks ------------------------------------------------------------------------------------- */

/* Monday is 1, Sunday 7. */
static int iso_weekday(const struct civil *c)
{
	return c->weekday ? c->weekday : 7;
}

static int weeks_in_year(int year)
{
	struct civil first, last;

	civil_of(day_ticks(year, 1, 1), &first);
	civil_of(day_ticks(year, 12, 31), &last);
	return iso_weekday(&first) == 4 || iso_weekday(&last) == 4 ? 53 : 52;
}

/* The week, and the year it belongs to. */
static int iso_week(struct value date, int *ret_year)
{
	struct civil c = civil(date);
	int week = (c.yearday - iso_weekday(&c) + 10) / 7;

	*ret_year = c.year;
	if (week < 1) {
		*ret_year = c.year - 1;
		return weeks_in_year(c.year - 1);
	}
	if (week > weeks_in_year(c.year)) {
		*ret_year = c.year + 1;
		return 1;
	}
	return week;
}

/* The Monday of the year's first week. */
static int64_t year_start(int year)
{
	struct civil c;
	int64_t ticks = day_ticks(year, 1, 4);

	civil_of(ticks, &c);
	return ticks - (iso_weekday(&c) - 1) * TICKS_PER_DAY;
}

MEMBER(iso_get_week)
{
	int year;

	*ret = value_i32(iso_week(args[0], &year));
	return true;
}

MEMBER(iso_get_year)
{
	int year;

	iso_week(args[0], &year);
	*ret = value_i32(year);
	return true;
}

MEMBER(iso_weeks_in_year)
{
	if (!check_year(args[0], error))
		return false;
	*ret = value_i32(weeks_in_year(args[0].u.i));
	return true;
}

MEMBER(iso_year_start)
{
	if (!check_year(args[0], error))
		return false;
	*ret = date_value(year_start(args[0].u.i), DATE_UNSPECIFIED);
	return true;
}

MEMBER(iso_year_end)
{
	if (!check_year(args[0], error))
		return false;
	*ret = date_value(year_start(args[0].u.i) + (weeks_in_year(args[0].u.i) * 7 - 1) * TICKS_PER_DAY,
			  DATE_UNSPECIFIED);
	return true;
}

MEMBER(iso_to_date_time)
{
	int64_t day = args[2].u.i ? args[2].u.i : 7;

	if (!check_year(args[0], error))
		return false;
	if (args[1].u.i < 1 || args[1].u.i > 53) {
		fault_throw(error, ARGUMENT_RANGE,
			    "The week parameter must be in the range 1 through 53. (Parameter 'week')");
		return false;
	}
	*ret = date_value(year_start(args[0].u.i) + ((args[1].u.i - 1) * 7 + day - 1) * TICKS_PER_DAY,
			  DATE_UNSPECIFIED);
	return true;
}

static const struct type_member iso_methods[] = {
	STATIC("int GetWeekOfYear(datetime date)", iso_get_week),
	STATIC("int GetWeeksInYear(int year)", iso_weeks_in_year),
	STATIC("int GetYear(datetime date)", iso_get_year),
	STATIC("datetime GetYearEnd(int year)", iso_year_end),
	STATIC("datetime GetYearStart(int year)", iso_year_start),
	STATIC("datetime ToDateTime(int year, int week, System.DayOfWeek dayOfWeek)", iso_to_date_time),
	END_OF_MEMBERS
};

TYPE(type_isoweek);
const struct type type_isoweek = {
	.name = "System.Globalization.ISOWeek", .kind = V_NATIVE, .flags = TYPE_IS_STATIC,
	.methods = iso_methods,
};

/* -- Calendar --------------------------------------------------------------------------------------- */

extern const struct type type_gregorian;

MEMBER(calendar_new)
{
	*ret = value_of(native_new(&type_gregorian, sizeof(struct native)));
	return true;
}

MEMBER_IS(calendar_year, value_i32(civil(args[0]).year))
MEMBER_IS(calendar_month, value_i32(civil(args[0]).month))
MEMBER_IS(calendar_day, value_i32(civil(args[0]).day))
MEMBER_IS(calendar_day_of_year, value_i32(civil(args[0]).yearday))
MEMBER_IS(calendar_day_of_week, value_enum(type_find("System.DayOfWeek", -1), civil(args[0]).weekday))
MEMBER_IS(calendar_hour, value_i32(civil(args[0]).hour))
MEMBER_IS(calendar_minute, value_i32(civil(args[0]).minute))
MEMBER_IS(calendar_second, value_i32(civil(args[0]).second))
MEMBER_IS(calendar_era, value_i32(1))
MEMBER_IS(calendar_min, date_value(0, DATE_UNSPECIFIED))
MEMBER_IS(calendar_max, date_value(DATE_MAX_TICKS, DATE_UNSPECIFIED))
MEMBER_IS(calendar_two_digits, value_i32(2049))
MEMBER_IS(calendar_true, value_bool(true))
MEMBER_IS(calendar_months, value_i32(12))

MEMBER(calendar_is_leap)
{
	if (!check_year(args[0], error))
		return false;
	*ret = value_bool(is_leap_year(args[0].u.i));
	return true;
}

MEMBER(calendar_days_in_year)
{
	if (!check_year(args[0], error))
		return false;
	*ret = value_i32(is_leap_year(args[0].u.i) ? 366 : 365);
	return true;
}

MEMBER(calendar_days_in_month)
{
	return type_invoke(&type_datetime, VALUE_UNSET, "DaysInMonth", args, 2, NULL, ret, error);
}

/* Days of the year's first week that lie in the year before, by the first day of a week. */
static int first_gap(const struct civil *c, int first_day)
{
	int january_first = ((c->weekday - (c->yearday - 1)) % 7 + 7) % 7;

	return ((january_first - first_day) % 7 + 7) % 7;
}

/* By a rule that asks for at least so many days in the first week. */
static int week_by_days(struct value date, int first_day, int least)
{
	struct civil c = civil(date);
	int gap = first_gap(&c, first_day), day = c.yearday - 1 + gap;

	if (7 - gap < least)
		day -= 7;
	if (day >= 0) {
		int week = day / 7 + 1, length = is_leap_year(c.year) ? 366 : 365;
		int next_gap = (gap + length) % 7;
		bool in_next = 7 - next_gap >= least && c.yearday > length - next_gap && next_gap;

		return in_next ? 1 : week;
	}
	return week_by_days(date_value(date_ticks(date) - c.yearday * TICKS_PER_DAY, DATE_UNSPECIFIED),
			    first_day, least);
}

MEMBER(calendar_week)
{
	struct civil c = civil(args[0]);

	switch (args[1].u.i) {
	case 0:		/* FirstDay: January 1 is in week 1 */
		*ret = value_i32((c.yearday - 1 + first_gap(&c, args[2].u.i)) / 7 + 1);
		return true;
	case 1:		/* FirstFullWeek */
		*ret = value_i32(week_by_days(args[0], args[2].u.i, 7));
		return true;
	case 2:		/* FirstFourDayWeek */
		*ret = value_i32(week_by_days(args[0], args[2].u.i, 4));
		return true;
	default:
		fault_throw(error, ARGUMENT_RANGE,
			    "Valid values are between FirstDay and FirstFourDayWeek, inclusive. (Parameter 'rule')");
		return false;
	}
}

/* AddDays(time, days) and its kin are DateTime's. */
#define ADDER(name, member)							\
	MEMBER(name)								\
	{									\
		return type_invoke(&type_datetime, args[0], member, args + 1, 1, NULL, ret, error); \
	}

ADDER(calendar_add_days, "AddDays")
ADDER(calendar_add_hours, "AddHours")
ADDER(calendar_add_minutes, "AddMinutes")
ADDER(calendar_add_months, "AddMonths")
ADDER(calendar_add_seconds, "AddSeconds")
ADDER(calendar_add_years, "AddYears")

MEMBER(calendar_add_weeks)
{
	struct value days = value_i32(args[1].u.i * 7);

	return type_invoke(&type_datetime, args[0], "AddDays", &days, 1, NULL, ret, error);
}

MEMBER(calendar_to_date_time)
{
	return type_construct(&type_datetime, args, 7, NULL, ret, error);
}

static const struct type_member calendar_methods[] = {
	METHOD("datetime AddDays(datetime time, int days)", calendar_add_days),
	METHOD("datetime AddHours(datetime time, int hours)", calendar_add_hours),
	METHOD("datetime AddMinutes(datetime time, int minutes)", calendar_add_minutes),
	METHOD("datetime AddMonths(datetime time, int months)", calendar_add_months),
	METHOD("datetime AddSeconds(datetime time, int seconds)", calendar_add_seconds),
	METHOD("datetime AddWeeks(datetime time, int weeks)", calendar_add_weeks),
	METHOD("datetime AddYears(datetime time, int years)", calendar_add_years),
	METHOD("int GetDayOfMonth(datetime time)", calendar_day),
	METHOD("System.DayOfWeek GetDayOfWeek(datetime time)", calendar_day_of_week),
	METHOD("int GetDayOfYear(datetime time)", calendar_day_of_year),
	METHOD("int GetDaysInMonth(int year, int month)", calendar_days_in_month),
	METHOD("int GetDaysInYear(int year)", calendar_days_in_year),
	METHOD("int GetEra(datetime time)", calendar_era),
	METHOD("int GetHour(datetime time)", calendar_hour),
	METHOD("int GetMinute(datetime time)", calendar_minute),
	METHOD("int GetMonth(datetime time)", calendar_month),
	METHOD("int GetMonthsInYear(int year)", calendar_months),
	METHOD("int GetSecond(datetime time)", calendar_second),
	METHOD("int GetWeekOfYear(datetime time, System.Globalization.CalendarWeekRule rule, System.DayOfWeek firstDayOfWeek)", calendar_week),
	METHOD("int GetYear(datetime time)", calendar_year),
	METHOD("bool IsLeapYear(int year)", calendar_is_leap),
	METHOD("datetime ToDateTime(int year, int month, int day, int hour, int minute, int second, int millisecond)", calendar_to_date_time),
	END_OF_MEMBERS
};

static const struct type_member calendar_properties[] = {
	PROPERTY("datetime MinSupportedDateTime {get;}", calendar_min),
	PROPERTY("datetime MaxSupportedDateTime {get;}", calendar_max),
	PROPERTY("bool IsReadOnly {get;}", calendar_true),
	PROPERTY("int TwoDigitYearMax {get;}", calendar_two_digits),
	END_OF_MEMBERS
};

static const struct type_member calendar_constructors[] = {
	CONSTRUCTOR("new()", calendar_new),
	END_OF_MEMBERS
};

TYPE(type_calendar);
const struct type type_calendar = {
	.name = "System.Globalization.Calendar", .kind = V_NATIVE, .flags = TYPE_IS_ABSTRACT,
	.methods = calendar_methods, .properties = calendar_properties,
};

TYPE(type_gregorian);
const struct type type_gregorian = {
	.name = "System.Globalization.GregorianCalendar", .kind = V_NATIVE, .base = &type_calendar,
	.constructors = calendar_constructors,
};
