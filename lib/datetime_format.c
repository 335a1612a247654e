/*
 * Writing date-times: a standard letter stands for a pattern, a pattern is
 * written specifier by specifier.
 */
#include "config.h"

#include "lib/datetime.h"

#include "lib/fault.h"

/* A date-time under a pattern. */
struct moment {
	struct civil c;
	enum date_kind kind;
	bool has_offset;
	int64_t ticks, offset;
	const struct date_culture *culture;
};

static bool bad_format(GError **error)
{
	fault_throw(error, "System.FormatException", "Input string was not in a correct format.");
	return false;
}

static void put_padded(GString *out, int n, int width)
{
	char text[16];
	int at = sizeof(text);

	do {
		text[--at] = '0' + (char)(n % 10);
		n /= 10;
		width--;
	} while (n > 0 || width > 0);
	g_string_append_len(out, text + at, (gssize)sizeof(text) - at);
}

static void put_fraction(GString *out, int fraction, int n, bool optional)
{
	char text[8];

	for (int i = 6; i >= 0; i--) {
		text[i] = '0' + (char)(fraction % 10);
		fraction /= 10;
	}
	if (optional) {
		while (n > 0 && text[n - 1] == '0')
			n--;
		if (n == 0 && out->len > 0 && out->str[out->len - 1] == '.')
			g_string_truncate(out, out->len - 1);
	}
	g_string_append_len(out, text, n);
}

static int64_t offset_of(const struct moment *m)
{
	if (m->has_offset)
		return m->offset;
	if (m->kind == DATE_UTC)
		return 0;
	return date_offset_at_local(m->ticks);
}

static void put_offset(GString *out, const struct moment *m, int n)
{
	int64_t minutes = offset_of(m) / TICKS_PER_MINUTE;
	int hours;

	g_string_append_c(out, minutes < 0 ? '-' : '+');
	minutes = ABS(minutes);
	hours = (int)(minutes / 60);
	put_padded(out, hours, n > 1 ? 2 : 1);
	if (n > 2) {
		g_string_append_c(out, ':');
		put_padded(out, (int)(minutes % 60), 2);
	}
}

static void put_kind(GString *out, const struct moment *m)
{
	if (m->has_offset || m->kind == DATE_LOCAL)
		put_offset(out, m, 3);
	else if (m->kind == DATE_UTC)
		g_string_append_c(out, 'Z');
}

static void put_year(GString *out, int year, int n)
{
	if (n <= 2)
		put_padded(out, year % 100, n);
	else
		put_padded(out, year, n);
}

static void put_ampm(GString *out, const struct moment *m, int n)
{
	const char *text = m->c.hour < 12 ? m->culture->am : m->culture->pm;

	if (n > 1)
		g_string_append(out, text);
	else
		g_string_append_len(out, text, g_utf8_next_char(text) - text);
}

/* One specifier repeated `n` times; false when the letter is none. */
static bool put_specifier(GString *out, const struct moment *m, char letter, int n)
{
	const struct civil *c = &m->c;
	const struct date_culture *culture = m->culture;

	switch (letter) {
	case 'd':
		if (n <= 2)
			put_padded(out, c->day, n);
		else
			g_string_append(out,
					(n == 3 ? culture->short_days : culture->days)[c->weekday]);
		return true;
	case 'M':
		if (n <= 2)
			put_padded(out, c->month, n);
		else
			g_string_append(out, (n == 3 ? culture->short_months
						     : culture->months)[c->month - 1]);
		return true;
	case 'y':
		put_year(out, c->year, n);
		return true;
	case 'h':
		put_padded(out, c->hour % 12 == 0 ? 12 : c->hour % 12, MIN(n, 2));
		return true;
	case 'H':
		put_padded(out, c->hour, MIN(n, 2));
		return true;
	case 'm':
		put_padded(out, c->minute, MIN(n, 2));
		return true;
	case 's':
		put_padded(out, c->second, MIN(n, 2));
		return true;
	case 't':
		put_ampm(out, m, n);
		return true;
	case 'g':
		g_string_append(out, "A.D.");
		return true;
	case 'K':
		put_kind(out, m);
		return true;
	case 'z':
		put_offset(out, m, n);
		return true;
	case ':':
		g_string_append(out, culture->time_separator);
		return true;
	case '/':
		g_string_append(out, culture->date_separator);
		return true;
	default:
		return false;
	}
}

static bool put_pattern(GString *out, const struct moment *m, const char *p, const char *end,
			GError **error)
{
	while (p < end) {
		char c = *p;
		int n = 1;

		switch (c) {
		case '\'':
		case '"':
			for (p++; p < end && *p != c; p++) {
				p += *p == '\\' && p + 1 < end;
				g_string_append_c(out, *p);
			}
			if (p == end)
				return bad_format(error);
			p++;
			continue;
		case '\\':
			if (p + 1 == end)
				return bad_format(error);
			g_string_append_c(out, p[1]);
			p += 2;
			continue;
		case '%':
			if (p + 1 == end || p[1] == '%')
				return bad_format(error);
			p++;
			continue;
		default:
			break;
		}
		while (p + n < end && p[n] == c && c != ':' && c != '/' && c != 'K')
			n++;
		if (c == 'f' || c == 'F') {
			if (n > 7)
				return bad_format(error);
			put_fraction(out, m->c.fraction, n, c == 'F');
		} else if (!put_specifier(out, m, c, n)) {
			n = 1;
			g_string_append_c(out, c);
		}
		p += n;
	}
	return true;
}

/* The pattern of a standard letter, in one or two parts with a blank between. */
static const char *standard_pattern(char letter, const struct date_culture *culture,
				    const char **ret_time)
{
	*ret_time = NULL;
	switch (letter) {
	case 'd':
		return culture->short_date;
	case 'D':
		return culture->long_date;
	case 'f':
		*ret_time = culture->short_time;
		return culture->long_date;
	case 'F':
	case 'U':
		*ret_time = culture->long_time;
		return culture->long_date;
	case 'g':
		*ret_time = culture->short_time;
		return culture->short_date;
	case 'G':
		*ret_time = culture->long_time;
		return culture->short_date;
	case 'm':
	case 'M':
		return culture->month_day;
	case 'o':
	case 'O':
		return "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK";
	case 'r':
	case 'R':
		return "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'";
	case 's':
		return "yyyy'-'MM'-'dd'T'HH':'mm':'ss";
	case 't':
		return culture->short_time;
	case 'T':
		return culture->long_time;
	case 'u':
		return "yyyy'-'MM'-'dd HH':'mm':'ss'Z'";
	case 'y':
	case 'Y':
		return culture->year_month;
	default:
		return NULL;
	}
}

static bool format_moment(GString *out, struct moment *m, const char *format, size_t len,
			  GError **error)
{
	const char *pattern, *time;

	if (len == 0) {
		format = m->has_offset ? "" : "G";
		len = m->has_offset ? 0 : 1;
	}
	if (len == 0)
		return format_moment(out, m, "G", 1, error) &&
		       put_pattern(out, m, " zzz", strchr(" zzz", '\0'), error);
	if (len > 1)
		return put_pattern(out, m, format, format + len, error);
	pattern = standard_pattern(*format, m->culture, &time);
	if (!pattern)
		return bad_format(error);
	if (strchr("oOrRsu", *format))
		m->culture = &date_invariant;
	if (!put_pattern(out, m, pattern, strchr(pattern, '\0'), error))
		return false;
	if (!time)
		return true;
	g_string_append_c(out, ' ');
	return put_pattern(out, m, time, strchr(time, '\0'), error);
}

bool datetime_format(GString *out, struct value v, const char *format, size_t len,
		     const struct date_culture *culture, GError **error)
{
	struct moment m = { .kind = date_kind(v), .ticks = date_ticks(v), .culture = culture };

	if (len == 1 && *format == 'U') {
		m.ticks = date_ticks(date_to_utc(v));
		m.kind = DATE_UTC;
	}
	civil_of(m.ticks, &m.c);
	return format_moment(out, &m, format, len, error);
}

bool datetime_format_offset(GString *out, struct value v, int64_t offset, const char *format,
			    size_t len, const struct date_culture *culture, GError **error)
{
	struct moment m = {
		.ticks = date_ticks(v), .has_offset = true, .offset = offset, .culture = culture,
	};

	if (len == 1 && strchr("rRuU", *format)) {
		m.ticks -= offset;
		m.offset = 0;
	}
	civil_of(m.ticks, &m.c);
	return format_moment(out, &m, format, len, error);
}
