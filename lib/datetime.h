/*
 * Date-times and time spans: ticks of 100 ns since 0001-01-01 with a kind, and
 * .NET's formats, parsing and calendar. Local time is that of the TZ database.
 */
#ifndef HMSH_DATETIME_H
#define HMSH_DATETIME_H

#include "lib/str.h"

#define TICKS_PER_MS		10000LL
#define TICKS_PER_SECOND	10000000LL
#define TICKS_PER_MINUTE	(60 * TICKS_PER_SECOND)
#define TICKS_PER_HOUR		(60 * TICKS_PER_MINUTE)
#define TICKS_PER_DAY		(24 * TICKS_PER_HOUR)
#define DATE_MAX_TICKS		3155378975999999999LL	/* 9999-12-31T23:59:59.9999999 */
#define DATE_UNIX_EPOCH		621355968000000000LL

enum date_kind { DATE_UNSPECIFIED, DATE_UTC, DATE_LOCAL };

static inline int64_t date_ticks(struct value v)
{
	return (int64_t)(v.u.u & 0x3fffffffffffffffull);
}

static inline enum date_kind date_kind(struct value v)
{
	return (enum date_kind)(v.u.u >> 62);
}

static inline struct value date_value(int64_t ticks, enum date_kind kind)
{
	return (struct value){ .kind = V_DATETIME, .u.u = (uint64_t)ticks | (uint64_t)kind << 62 };
}

static inline struct value timespan_value(int64_t ticks)
{
	return (struct value){ .kind = V_TIMESPAN, .u.i = ticks };
}

struct civil {
	int year, month, day;		/* 1.. */
	int hour, minute, second;
	int fraction;			/* ticks within the second */
	int weekday;			/* 0 = Sunday */
	int yearday;			/* 1.. */
};

void civil_of(int64_t ticks, struct civil *ret);
/* False when it is no date or time of day. Uses the first seven fields. */
bool civil_ticks(const struct civil *civil, int64_t *ret);
int days_in_month(int year, int month);
bool is_leap_year(int year);
/* Adds months (and years as 12 of them), keeping to the month's last day. */
bool date_add_months(int64_t ticks, int months, int64_t *ret);

int64_t date_now_utc(void);
/* Local time minus UTC, in ticks, at a moment given in UTC or in local time. */
int64_t date_offset_at_utc(int64_t utc);
int64_t date_offset_at_local(int64_t local);
/* By kind, as ToLocalTime() and ToUniversalTime(): unspecified counts as the other. */
struct value date_to_local(struct value v);
struct value date_to_utc(struct value v);

/* How a culture writes and reads dates. */
struct date_culture {
	const char *short_date, *long_date, *short_time, *long_time;
	const char *month_day, *year_month;
	const char *const *months, *const *short_months;	/* 12 */
	const char *const *days, *const *short_days;		/* 7, from Sunday */
	const char *am, *pm;
	const char *date_separator, *time_separator;
	bool day_first;
};

extern const struct date_culture date_en_us;		/* what a session has */
extern const struct date_culture date_invariant;

/* v.ToString(format), appended. System.FormatException when the format is none. */
bool datetime_format(GString *out, struct value v, const char *format, size_t len,
		     const struct date_culture *culture, GError **error);
/* The same with an explicit offset for K and z (DateTimeOffset). */
bool datetime_format_offset(GString *out, struct value v, int64_t offset, const char *format,
			    size_t len, const struct date_culture *culture, GError **error);
bool timespan_format(GString *out, struct value v, const char *format, size_t len, GError **error);

enum {		/* DateTimeStyles */
	DATE_ASSUME_LOCAL = 32, DATE_ASSUME_UTC = 64, DATE_ADJUST_UTC = 16, DATE_ROUNDTRIP = 128,
	DATE_ALLOW_WHITE = 7, DATE_NO_CURRENT_DATE = 8,
};

/* DateTime.Parse(); System.FormatException with .NET's words. */
bool datetime_parse(const char *text, size_t len, const struct date_culture *culture,
		    unsigned styles, struct value *ret, GError **error);
/* The same for DateTimeOffset: local ticks and the offset found (or that of local time). */
bool datetime_parse_offset(const char *text, size_t len, const struct date_culture *culture,
			   unsigned styles, int64_t *ret_ticks, int64_t *ret_offset,
			   GError **error);
bool datetime_parse_exact(const char *text, size_t len, const char *format,
			  const struct date_culture *culture, unsigned styles, struct value *ret,
			  GError **error);
bool datetime_parse_exact_offset(const char *text, size_t len, const char *format,
				 const struct date_culture *culture, unsigned styles,
				 int64_t *ret_ticks, int64_t *ret_offset, GError **error);
bool timespan_parse(const char *text, size_t len, struct value *ret, GError **error);

#endif
