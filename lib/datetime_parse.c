/*
 * Reading date-times as DateTime.Parse does: the text is cut into numbers,
 * words and separators; times are known by their colons or AM/PM, what remains
 * is a date whose order follows from month names, four-digit years and culture.
 * ParseExact walks a pattern instead.
 */
#include "config.h"

#include "lib/datetime.h"

#include "lib/fault.h"

/* What was found so far. */
struct reading {
	const char *text, *p, *end;
	const struct date_culture *culture;
	int number[3];			/* of the date, in order */
	int digits[3];
	int n;
	int month;			/* by name; 0 = none */
	int month_at;			/* numbers before it */
	int weekday;			/* -1 = none */
	bool has_time, pm, am, dash_time;
	int hour, minute, second, fraction;
	bool has_offset;
	int64_t offset;
	bool out_of_calendar, wrong_weekday;
	int unknown_at;			/* index of an unknown word, or -1 */
};

static int match_name(const struct reading *r, const char *const *names, int n, size_t len)
{
	for (int i = 0; i < n; i++)
		if (strlen(names[i]) == len && g_ascii_strncasecmp(names[i], r->p, len) == 0)
			return i;
	return -1;
}

static void skip_blanks(struct reading *r)
{
	for (;;) {
		if (r->p < r->end && g_ascii_isspace(*r->p))
			r->p++;
		else if (r->end - r->p >= 3 && memcmp(r->p, "\u202f", 3) == 0)
			r->p += 3;
		else if (r->end - r->p >= 2 && memcmp(r->p, "\u00a0", 2) == 0)
			r->p += 2;
		else
			return;
	}
}

static bool read_number(struct reading *r, int *ret, int *digits)
{
	int n = 0, count = 0;

	for (; r->p < r->end && g_ascii_isdigit(*r->p); r->p++, count++)
		if (n < 100000000)
			n = n * 10 + (*r->p - '0');
	*ret = n;
	*digits = count;
	return count > 0;
}

/* A fraction of a second, to seven digits and rounded. */
static int read_fraction(struct reading *r)
{
	double f = 0, unit = 0.1;
	int digits = 0;

	for (; r->p < r->end && g_ascii_isdigit(*r->p); r->p++, unit /= 10, digits++)
		f += (*r->p - '0') * unit;
	return (int)(f * TICKS_PER_SECOND + 0.5);
}

/* AM, PM, A, P where they may stand; leaves anything else alone. */
static bool read_ampm(struct reading *r)
{
	const char *start = r->p;
	size_t len = 0;

	skip_blanks(r);
	while (r->p + len < r->end && g_ascii_isalpha(r->p[len]))
		len++;
	if ((len == 2 && (r->p[1] | 0x20) == 'm') || len == 1) {
		char c = r->p[0] | 0x20;

		if (c == 'a' || c == 'p') {
			r->am = c == 'a';
			r->pm = c == 'p';
			r->p += len;
			return true;
		}
	}
	r->p = start;
	return false;
}

/* +hh:mm, +hhmm, +hh after a time. */
static bool read_offset(struct reading *r)
{
	int sign = *r->p == '-' ? -1 : 1, hours, minutes = 0, digits;

	r->p++;
	if (!read_number(r, &hours, &digits) || digits > 4)
		return false;
	if (digits > 2) {
		minutes = hours % 100;
		hours /= 100;
	} else if (r->p < r->end && *r->p == ':') {
		r->p++;
		if (!read_number(r, &minutes, &digits) || digits > 2)
			return false;
	}
	if (hours > 14 || minutes > 59)
		return false;
	r->has_offset = true;
	r->offset = sign * (hours * TICKS_PER_HOUR + minutes * TICKS_PER_MINUTE);
	return true;
}

/* After "h:": minutes, seconds, fraction. */
static bool read_time(struct reading *r, int hour)
{
	int digits;

	if (r->has_time)
		return false;
	r->has_time = true;
	r->hour = hour;
	if (!read_number(r, &r->minute, &digits) || digits > 2)
		return false;
	if (r->p < r->end && *r->p == ':') {
		r->p++;
		if (!read_number(r, &r->second, &digits) || digits > 2)
			return false;
		if (r->p + 1 < r->end && (*r->p == '.' || *r->p == ',') &&
		    g_ascii_isdigit(r->p[1])) {
			r->p++;
			r->fraction = read_fraction(r);
		}
	}
	read_ampm(r);
	return true;
}

static bool read_word(struct reading *r)
{
	size_t len = 0;
	int i;

	while (r->p + len < r->end &&
	       (g_ascii_isalpha(r->p[len]) || (unsigned char)r->p[len] >= 0x80))
		len++;
	i = match_name(r, r->culture->months, 12, len);
	if (i < 0)
		i = match_name(r, r->culture->short_months, 12, len);
	if (i >= 0 && r->month == 0) {
		r->month = i + 1;
		r->month_at = r->n;
		r->p += len;
		return true;
	}
	i = match_name(r, r->culture->days, 7, len);
	if (i < 0)
		i = match_name(r, r->culture->short_days, 7, len);
	if (i >= 0 && r->weekday < 0) {
		r->weekday = i;
		r->p += len;
		return true;
	}
	if (len == 1 && (*r->p | 0x20) == 't' && (r->n == 3 || r->month) && !r->has_time &&
	    r->p + 1 < r->end && g_ascii_isdigit(r->p[1])) {
		r->p++;
		r->dash_time = true;
		return true;
	}
	if (r->has_time && !r->has_offset &&
	    ((len == 1 && (*r->p | 0x20) == 'z') ||
	     (len == 3 && (g_ascii_strncasecmp(r->p, "GMT", 3) == 0 ||
			   g_ascii_strncasecmp(r->p, "UTC", 3) == 0)))) {
		r->has_offset = true;
		r->offset = 0;
		r->p += len;
		return true;
	}
	/* A T after the date may end the text; that is no word. */
	if (len != 1 || (*r->p | 0x20) != 't' || r->p + 1 < r->end)
		r->unknown_at = (int)(r->p - r->text);
	return false;
}

static bool read_date_number(struct reading *r)
{
	int number, digits;

	read_number(r, &number, &digits);
	if (r->p < r->end && *r->p == ':' && digits <= 2) {
		r->p++;
		return read_time(r, number);
	}
	if (digits <= 2 && !r->has_time) {
		const char *start = r->p;

		if (read_ampm(r)) {
			r->has_time = true;
			r->hour = number;
			return true;
		}
		r->p = start;
	}
	if (r->n == 3 || digits > 4 || r->dash_time)
		return false;
	r->number[r->n] = number;
	r->digits[r->n++] = digits;
	return true;
}

static bool read_all(struct reading *r)
{
	for (;;) {
		skip_blanks(r);
		if (r->p == r->end)
			return true;
		if (g_ascii_isdigit(*r->p)) {
			if (!read_date_number(r))
				return false;
		} else if (r->has_time && !r->has_offset && (*r->p == '+' || *r->p == '-')) {
			if (!read_offset(r))
				return false;
		} else if (*r->p == '/' || *r->p == '-' || *r->p == '.' || *r->p == ',') {
			if (*r->p != ',' && (r->n == 0 && !r->month))
				return false;
			r->p++;
		} else if (g_ascii_isalpha(*r->p) || (unsigned char)*r->p >= 0x80) {
			if (!read_word(r))
				return false;
		} else {
			return false;
		}
	}
}

static int full_year(int year, int digits)
{
	return digits > 2 ? year : year < 50 ? 2000 + year : 1900 + year;
}

/* The numbers in their order: year, month, day. */
static bool assign_date(const struct reading *r, struct civil *c)
{
	const int *n = r->number, *d = r->digits;
	struct civil now;

	civil_of(date_now_utc() + date_offset_at_utc(date_now_utc()), &now);
	c->year = now.year;
	c->day = 1;
	if (r->month) {
		c->month = r->month;
		if (r->n == 1 && (d[0] > 2 || n[0] > 31))
			c->year = full_year(n[0], d[0]);
		else if (r->n == 1)
			c->day = n[0];
		else if (r->n == 2 && d[0] > 2)
			c->year = n[0], c->day = n[1];
		else if (r->n == 2)
			c->day = n[0], c->year = full_year(n[1], d[1]);
		else
			return false;
		return true;
	}
	if (r->n == 3 && d[0] > 2) {
		c->year = n[0];
		c->month = n[1];
		c->day = n[2];
	} else if (r->n == 3) {
		c->month = r->culture->day_first ? n[1] : n[0];
		c->day = r->culture->day_first ? n[0] : n[1];
		c->year = full_year(n[2], d[2]);
	} else if (r->n == 2 && d[0] > 2) {
		c->year = n[0];
		c->month = n[1];
	} else if (r->n == 2 && d[1] > 2) {
		c->month = n[0];
		c->year = n[1];
	} else if (r->n == 2) {
		c->month = r->culture->day_first ? n[1] : n[0];
		c->day = r->culture->day_first ? n[0] : n[1];
	} else {
		return false;
	}
	return true;
}

static bool assign_time(struct reading *r, struct civil *c)
{
	if (r->am || r->pm) {
		if (r->hour < 0 || r->hour > 12)
			return false;
		r->hour = r->hour % 12 + (r->pm ? 12 : 0);
	}
	if (r->has_time && (r->hour > 23 || r->minute > 59 || r->second > 59)) {
		r->out_of_calendar = true;
		return false;
	}
	c->hour = r->hour;
	c->minute = r->minute;
	c->second = r->second;
	c->fraction = r->fraction;
	return true;
}

static bool finish(struct reading *r, unsigned styles, int64_t *ret)
{
	struct civil c = { 0 }, check;
	int64_t now = date_now_utc();

	if (r->n == 0 && !r->month) {
		if (!r->has_time || r->weekday >= 0)
			return false;
		if (styles & DATE_NO_CURRENT_DATE)
			c.year = c.month = c.day = 1;
		else
			civil_of(now + date_offset_at_utc(now), &c);
	} else if (!assign_date(r, &c)) {
		return false;
	}
	if (!assign_time(r, &c) || !civil_ticks(&c, ret))
		return false;
	civil_of(*ret, &check);
	r->wrong_weekday = r->weekday >= 0 && r->weekday != check.weekday;
	return !r->wrong_weekday;
}

static bool not_a_date(const struct reading *r, GError **error)
{
	int len = (int)(r->end - r->text);

	if (r->unknown_at >= 0)
		fault_throw(error, "System.FormatException",
			    "The string '%.*s' was not recognized as a valid DateTime. There is an "
			    "unknown word starting at index '%d'.", len, r->text, r->unknown_at);
	else if (r->out_of_calendar)
		fault_throw(error, "System.FormatException",
			    "The DateTime represented by the string '%.*s' is not supported in "
			    "calendar "
			    "'System.Globalization.GregorianCalendar'.",
			    len, r->text);
	else
		fault_throw(error, "System.FormatException",
			    "String '%.*s' was not recognized as a valid DateTime%s.", len, r->text,
			    r->wrong_weekday ? " because the day of week was incorrect" : "");
	return false;
}

static bool parse(struct reading *r, const char *text, size_t len,
		  const struct date_culture *culture, unsigned styles, int64_t *ret, GError **error)
{
	*r = (struct reading){
		.text = text, .p = text, .end = text + len, .culture = culture, .weekday = -1,
		.unknown_at = -1,
	};
	return (read_all(r) && finish(r, styles, ret)) || not_a_date(r, error);
}

/* What the styles make of the ticks and the offset found. */
static struct value settle(int64_t ticks, bool has_offset, int64_t offset, unsigned styles)
{
	struct value v;

	if (has_offset) {
		v = date_value(CLAMP(ticks - offset, 0, DATE_MAX_TICKS), DATE_UTC);
		if ((styles & DATE_ADJUST_UTC) || ((styles & DATE_ROUNDTRIP) && offset == 0))
			return v;
		return date_to_local(v);
	}
	if (styles & DATE_ASSUME_LOCAL) {
		v = date_value(ticks, DATE_LOCAL);
		return styles & DATE_ADJUST_UTC ? date_to_utc(v) : v;
	}
	if (styles & DATE_ASSUME_UTC) {
		v = date_value(ticks, DATE_UTC);
		return styles & DATE_ADJUST_UTC ? v : date_to_local(v);
	}
	return date_value(ticks, DATE_UNSPECIFIED);
}

bool datetime_parse(const char *text, size_t len, const struct date_culture *culture,
		    unsigned styles, struct value *ret, GError **error)
{
	struct reading r;
	int64_t ticks;

	if (!parse(&r, text, len, culture, styles, &ticks, error))
		return false;
	*ret = settle(ticks, r.has_offset, r.offset, styles);
	return true;
}

bool datetime_parse_offset(const char *text, size_t len, const struct date_culture *culture,
			   unsigned styles, int64_t *ret_ticks, int64_t *ret_offset, GError **error)
{
	struct reading r;

	if (!parse(&r, text, len, culture, styles, ret_ticks, error))
		return false;
	*ret_offset = r.has_offset ? r.offset
		      : styles & DATE_ASSUME_UTC ? 0 : date_offset_at_local(*ret_ticks);
	return true;
}

/* -- ParseExact --------------------------------------------------------------- */

static bool exact_number(struct reading *r, int least, int most, int *ret)
{
	const char *start = r->p;
	int digits = 0;

	*ret = 0;
	while (r->p < r->end && digits < most && g_ascii_isdigit(*r->p)) {
		*ret = *ret * 10 + (*r->p++ - '0');
		digits++;
	}
	return r->p - start >= least;
}

static bool exact_name(struct reading *r, const char *const *names, int n, int *ret)
{
	size_t best = 0;

	for (int i = 0; i < n; i++) {
		size_t len = strlen(names[i]);

		if (len > best && (size_t)(r->end - r->p) >= len &&
		    g_ascii_strncasecmp(names[i], r->p, len) == 0) {
			best = len;
			*ret = i;
		}
	}
	r->p += best;
	return best > 0;
}

static bool exact_ampm(struct reading *r, int n)
{
	char c = r->p < r->end ? *r->p | 0x20 : 0;

	if (c != 'a' && c != 'p')
		return false;
	r->am = c == 'a';
	r->pm = c == 'p';
	r->p++;
	if (n > 1)
		return r->p < r->end && (*r->p++ | 0x20) == 'm';
	return true;
}

static bool exact_zone(struct reading *r, char letter)
{
	if (r->p < r->end && *r->p == 'Z' && letter == 'K') {
		r->p++;
		r->has_offset = true;
		return true;
	}
	if (r->p < r->end && (*r->p == '+' || *r->p == '-'))
		return read_offset(r);
	return letter == 'K';
}

static bool exact_fraction(struct reading *r, int n, bool optional)
{
	int value = 0, digits = 0;

	while (r->p < r->end && digits < n && g_ascii_isdigit(*r->p)) {
		value = value * 10 + (*r->p++ - '0');
		digits++;
	}
	if (digits < n && !optional)
		return false;
	for (; digits < 7; digits++)
		value *= 10;
	r->fraction = value;
	return true;
}

/* One specifier repeated n times, read into `c` and the reading. */
static bool exact_specifier(struct reading *r, struct civil *c, char letter, int n)
{
	int year;

	switch (letter) {
	case 'd':
		if (n <= 2)
			return exact_number(r, n, 2, &c->day);
		return exact_name(r, n == 3 ? r->culture->short_days : r->culture->days, 7,
				  &r->weekday);
	case 'M':
		if (n <= 2)
			return exact_number(r, n, 2, &c->month);
		if (!exact_name(r, n == 3 ? r->culture->short_months : r->culture->months, 12,
				&c->month))
			return false;
		c->month++;
		return true;
	case 'y':
		if (!exact_number(r, n <= 2 ? n : n, n <= 2 ? 2 : n, &year))
			return false;
		c->year = n <= 2 ? full_year(year, 2) : year;
		return true;
	case 'H':
	case 'h':
		return exact_number(r, MIN(n, 2), 2, &r->hour);
	case 'm':
		return exact_number(r, MIN(n, 2), 2, &r->minute);
	case 's':
		return exact_number(r, MIN(n, 2), 2, &r->second);
	case 'f':
	case 'F':
		return exact_fraction(r, n, letter == 'F');
	case 't':
		return exact_ampm(r, n);
	case 'K':
	case 'z':
		return exact_zone(r, letter);
	default:
		return false;
	}
}

static bool exact_char(struct reading *r, char c)
{
	if (r->p == r->end || *r->p != c)
		return false;
	r->p++;
	return true;
}

static bool exact_pattern(struct reading *r, struct civil *c, const char *p)
{
	while (*p) {
		char letter = *p;
		int n = 1;

		if (letter == '\'' || letter == '"') {
			for (p++; *p && *p != letter; p++)
				if (!exact_char(r, *p))
					return false;
			p += *p != '\0';
			continue;
		}
		if (letter == '\\' && p[1]) {
			if (!exact_char(r, p[1]))
				return false;
			p += 2;
			continue;
		}
		if (letter == '%') {
			p++;
			continue;
		}
		if (!strchr("dMyHhmsfFtKz", letter)) {
			if (!exact_char(r, letter))
				return false;
			p++;
			continue;
		}
		while (p[n] == letter)
			n++;
		if (!exact_specifier(r, c, letter, n))
			return false;
		p += n;
	}
	return r->p == r->end;
}

static const char *exact_standard(const char *format, const struct date_culture *culture)
{
	if (!format[0] || format[1])
		return format;
	switch (*format) {
	case 'd':
		return culture->short_date;
	case 'D':
		return culture->long_date;
	case 't':
		return culture->short_time;
	case 'T':
		return culture->long_time;
	case 'o':
	case 'O':
		return "yyyy-MM-dd'T'HH:mm:ss.fffffffK";
	case 's':
		return "yyyy-MM-dd'T'HH:mm:ss";
	case 'u':
		return "yyyy-MM-dd HH:mm:ss'Z'";
	case 'r':
	case 'R':
		return "ddd, dd MMM yyyy HH:mm:ss 'GMT'";
	default:
		return format;
	}
}

/* The clock's ticks; r says what else was found. */
static bool read_exact(struct reading *r, const char *text, size_t len, const char *format,
		       const struct date_culture *culture, unsigned styles, int64_t *ret, GError **error)
{
	struct civil c = { 0 }, today, check;
	int64_t now = date_now_utc();
	bool any_date;

	*r = (struct reading){
		.text = text, .p = text, .end = text + len, .culture = culture, .weekday = -1,
		.unknown_at = -1,
	};
	if (styles & DATE_ALLOW_WHITE) {
		while (r->p < r->end && g_ascii_isspace(*r->p))
			r->p++;
		while (r->end > r->p && g_ascii_isspace(r->end[-1]))
			r->end--;
	}
	if (!exact_pattern(r, &c, exact_standard(format, culture)))
		return not_a_date(r, error);
	any_date = c.year || c.month || c.day;
	civil_of(now + date_offset_at_utc(now), &today);
	if (styles & DATE_NO_CURRENT_DATE)
		today.year = today.month = today.day = 1;
	c.month = c.month ? c.month : any_date ? 1 : today.month;
	c.day = c.day ? c.day : any_date ? 1 : today.day;
	c.year = c.year ? c.year : today.year;
	r->has_time = true;
	if (!assign_time(r, &c) || !civil_ticks(&c, ret)) {
		r->out_of_calendar = false;
		return not_a_date(r, error);
	}
	civil_of(*ret, &check);
	return r->weekday < 0 || r->weekday == check.weekday || not_a_date(r, error);
}

bool datetime_parse_exact(const char *text, size_t len, const char *format,
			  const struct date_culture *culture, unsigned styles, struct value *ret,
			  GError **error)
{
	struct reading r;
	int64_t ticks;

	if (!read_exact(&r, text, len, format, culture, styles, &ticks, error))
		return false;
	*ret = settle(ticks, r.has_offset, r.offset, styles);
	return true;
}

bool datetime_parse_exact_offset(const char *text, size_t len, const char *format,
				 const struct date_culture *culture, unsigned styles,
				 int64_t *ret_ticks, int64_t *ret_offset, GError **error)
{
	struct reading r;

	if (!read_exact(&r, text, len, format, culture, styles, ret_ticks, error))
		return false;
	*ret_offset = r.has_offset ? r.offset
		      : styles & DATE_ASSUME_UTC ? 0 : date_offset_at_local(*ret_ticks);
	return true;
}
