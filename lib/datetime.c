/*
 * The calendar: ticks and civil dates by the days-from-civil arithmetic, and
 * local time through the C library's reading of the TZ database.
 */
#include "config.h"

#include "lib/datetime.h"

#include <time.h>

static const char *const months[] = {
	"January", "February", "March", "April", "May", "June", "July", "August", "September",
	"October", "November", "December",
};
static const char *const short_months[] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
};
static const char *const days[] = {
	"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
};
static const char *const short_days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };

/* U+202F stands before AM and PM in English. */
const struct date_culture date_en_us = {
	.short_date = "M/d/yyyy", .long_date = "dddd, MMMM d, yyyy",
	.short_time = "h:mm\u202ftt", .long_time = "h:mm:ss\u202ftt",
	.month_day = "MMMM d", .year_month = "MMMM yyyy",
	.months = months, .short_months = short_months, .days = days, .short_days = short_days,
	.am = "AM", .pm = "PM", .date_separator = "/", .time_separator = ":",
};

const struct date_culture date_invariant = {
	.short_date = "MM/dd/yyyy", .long_date = "dddd, dd MMMM yyyy",
	.short_time = "HH:mm", .long_time = "HH:mm:ss",
	.month_day = "MMMM dd", .year_month = "yyyy MMMM",
	.months = months, .short_months = short_months, .days = days, .short_days = short_days,
	.am = "AM", .pm = "PM", .date_separator = "/", .time_separator = ":",
};

bool is_leap_year(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(int year, int month)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap_year(year) ? 29 : lengths[month - 1];
}

/* Days from 0001-01-01; the year is counted from March so that leap days come last. */
static int64_t days_of(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = y / 400, of_era = y % 400;
	int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return (int64_t)era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 306;
}

void civil_of(int64_t ticks, struct civil *ret)
{
	int64_t day = ticks / TICKS_PER_DAY + 306, rest = ticks % TICKS_PER_DAY;
	int era = (int)(day / 146097), of_era = (int)(day % 146097);
	int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * y + y / 4 - y / 100);
	int month = (5 * of_year + 2) / 153;

	ret->day = of_year - (153 * month + 2) / 5 + 1;
	ret->month = month < 10 ? month + 3 : month - 9;
	ret->year = era * 400 + y + (ret->month <= 2);
	ret->hour = (int)(rest / TICKS_PER_HOUR);
	ret->minute = (int)(rest / TICKS_PER_MINUTE % 60);
	ret->second = (int)(rest / TICKS_PER_SECOND % 60);
	ret->fraction = (int)(rest % TICKS_PER_SECOND);
	ret->weekday = (int)((day - 306 + 1) % 7);
	ret->yearday = (int)(day - 306 - days_of(ret->year, 1, 1)) + 1;
}

bool civil_ticks(const struct civil *c, int64_t *ret)
{
	if (c->year < 1 || c->year > 9999 || c->month < 1 || c->month > 12 || c->day < 1 ||
	    c->day > days_in_month(c->year, c->month) || c->hour < 0 || c->hour > 23 ||
	    c->minute < 0 || c->minute > 59 || c->second < 0 || c->second > 59)
		return false;
	*ret = days_of(c->year, c->month, c->day) * TICKS_PER_DAY + c->hour * TICKS_PER_HOUR +
	       c->minute * TICKS_PER_MINUTE + c->second * TICKS_PER_SECOND + c->fraction;
	return true;
}

bool date_add_months(int64_t ticks, int months_added, int64_t *ret)
{
	struct civil c;
	int64_t month;

	civil_of(ticks, &c);
	month = (int64_t)c.year * 12 + c.month - 1 + months_added;
	if (month < 12 || month >= 120000)
		return false;
	c.year = (int)(month / 12);
	c.month = (int)(month % 12) + 1;
	c.day = MIN(c.day, days_in_month(c.year, c.month));
	return civil_ticks(&c, ret);
}

/* -- Local time --------------------------------------------------------------- */

int64_t date_now_utc(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return DATE_UNIX_EPOCH + now.tv_sec * TICKS_PER_SECOND + now.tv_nsec / 100;
}

int64_t date_offset_at_utc(int64_t utc)
{
	time_t seconds = (utc - DATE_UNIX_EPOCH) / TICKS_PER_SECOND;
	struct tm tm;

	if (!localtime_r(&seconds, &tm))
		return 0;
	return tm.tm_gmtoff * TICKS_PER_SECOND;
}

int64_t date_offset_at_local(int64_t local)
{
	/* The offset of a day before tells standard time where the clock is ambiguous. */
	int64_t guess = date_offset_at_utc(local - TICKS_PER_DAY);
	int64_t offset = date_offset_at_utc(local - guess);

	return date_offset_at_utc(local - offset) == offset ? offset : guess;
}

static int64_t clamp_ticks(int64_t ticks)
{
	return CLAMP(ticks, 0, DATE_MAX_TICKS);
}

struct value date_to_local(struct value v)
{
	if (date_kind(v) == DATE_LOCAL)
		return v;
	return date_value(clamp_ticks(date_ticks(v) + date_offset_at_utc(date_ticks(v))),
			  DATE_LOCAL);
}

struct value date_to_utc(struct value v)
{
	if (date_kind(v) == DATE_UTC)
		return v;
	return date_value(clamp_ticks(date_ticks(v) - date_offset_at_local(date_ticks(v))),
			  DATE_UTC);
}
