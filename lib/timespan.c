/*
 * Time spans as text: the constant, general short and general long formats,
 * custom patterns, and the parsing of [-][d.]h:m[:s[.f]].
 */
#include "config.h"

#include "lib/datetime.h"
#include "lib/fault.h"

static bool bad_format(GError **error)
{
	fault_throw(error, "System.FormatException", "Input string was not in a correct format.");
	return false;
}

/* A span's parts, all non-negative. */
struct parts {
	bool negative;
	uint64_t days;
	unsigned hours, minutes, seconds, fraction;
};

static struct parts parts_of(int64_t ticks)
{
	uint64_t u = ticks < 0 ? -(uint64_t)ticks : (uint64_t)ticks;

	return (struct parts){
		.negative = ticks < 0,
		.days = u / TICKS_PER_DAY,
		.hours = (unsigned)(u / TICKS_PER_HOUR % 24),
		.minutes = (unsigned)(u / TICKS_PER_MINUTE % 60),
		.seconds = (unsigned)(u / TICKS_PER_SECOND % 60),
		.fraction = (unsigned)(u % TICKS_PER_SECOND),
	};
}

static void put_standard(GString *out, const struct parts *p, char letter)
{
	char fraction[8];
	int n = 7;

	if (p->negative)
		g_string_append_c(out, '-');
	if (letter == 'G')
		g_string_append_printf(out, "%" G_GUINT64_FORMAT ":", p->days);
	else if (p->days > 0)
		g_string_append_printf(out, "%" G_GUINT64_FORMAT "%c", p->days,
				       letter == 'c' ? '.' : ':');
	g_string_append_printf(out, letter == 'g' ? "%u:%02u:%02u" : "%02u:%02u:%02u", p->hours,
			       p->minutes, p->seconds);
	if (p->fraction == 0 && letter != 'G')
		return;
	g_snprintf(fraction, sizeof(fraction), "%07u", p->fraction);
	if (letter == 'g')
		while (n > 0 && fraction[n - 1] == '0')
			n--;
	g_string_append_c(out, '.');
	g_string_append_len(out, fraction, n);
}

static bool put_specifier(GString *out, const struct parts *p, char letter, int n)
{
	static const struct { char letter; int most; } widths[] = {
		{ 'd', 8 }, { 'h', 2 }, { 'm', 2 }, { 's', 2 }, { 'f', 7 }, { 'F', 7 },
	};
	char fraction[8];

	for (size_t i = 0; i < G_N_ELEMENTS(widths); i++)
		if (widths[i].letter == letter && n > widths[i].most)
			return false;
	switch (letter) {
	case 'd':
		g_string_append_printf(out, "%0*" G_GUINT64_FORMAT, n, p->days);
		return true;
	case 'h':
		g_string_append_printf(out, "%0*u", n, p->hours);
		return true;
	case 'm':
		g_string_append_printf(out, "%0*u", n, p->minutes);
		return true;
	case 's':
		g_string_append_printf(out, "%0*u", n, p->seconds);
		return true;
	case 'f':
	case 'F':
		g_snprintf(fraction, sizeof(fraction), "%07u", p->fraction);
		if (letter == 'F')
			while (n > 0 && fraction[n - 1] == '0')
				n--;
		g_string_append_len(out, fraction, n);
		return true;
	default:
		return false;
	}
}

static bool put_custom(GString *out, const struct parts *parts, const char *p, const char *end,
		       GError **error)
{
	while (p < end) {
		char c = *p;
		int n = 1;

		if (c == '\'' || c == '"') {
			for (p++; p < end && *p != c; p++)
				g_string_append_c(out, *p);
			if (p++ == end)
				return bad_format(error);
			continue;
		}
		if (c == '\\' || c == '%') {
			if (p + 1 == end || (c == '%' && p[1] == '%'))
				return bad_format(error);
			p++;
			if (c == '\\')
				g_string_append_c(out, *p++);
			continue;
		}
		while (p + n < end && p[n] == c)
			n++;
		if (!put_specifier(out, parts, c, n))
			return bad_format(error);
		p += n;
	}
	return true;
}

bool timespan_format(GString *out, struct value v, const char *format, size_t len, GError **error)
{
	struct parts parts = parts_of(v.u.i);

	if (len > 1)
		return put_custom(out, &parts, format, format + len, error);
	switch (len == 0 ? 'c' : *format) {
	case 'c':
	case 't':
	case 'T':
		put_standard(out, &parts, 'c');
		return true;
	case 'g':
	case 'G':
		put_standard(out, &parts, *format);
		return true;
	default:
		return bad_format(error);
	}
}

/* -- Parsing ------------------------------------------------------------------ */

/* Numbers between separators, and the separators: "1.02:03:04.5" is 1 . 2 : 3 : 4 . 5 */
struct tokens {
	uint64_t numbers[6];
	unsigned digits[6];
	char separators[6];
	unsigned n;
	bool overflow;
};

static bool tokenize(const char *p, const char *end, struct tokens *t)
{
	*t = (struct tokens){ 0 };
	while (t->n < 6) {
		unsigned digits = 0;
		uint64_t number = 0;

		for (; p < end && g_ascii_isdigit(*p); p++, digits++) {
			if (number > 100000000)
				t->overflow = true;
			else
				number = number * 10 + (uint64_t)(*p - '0');
		}
		if (digits == 0)
			return false;
		t->numbers[t->n] = number;
		t->digits[t->n++] = digits;
		if (p == end)
			return true;
		if (t->n == 6 || (*p != '.' && *p != ':'))
			return false;
		t->separators[t->n - 1] = *p++;
	}
	return false;
}

/* The fraction's ticks; more than seven digits are out of range. */
static bool fraction_ticks(const struct tokens *t, unsigned at, uint64_t *ret)
{
	uint64_t f = t->numbers[at];

	if (t->digits[at] > 7)
		return false;
	for (unsigned i = t->digits[at]; i < 7; i++)
		f *= 10;
	*ret = f;
	return true;
}

/* Assigns the numbers to days, hours, minutes, seconds and fraction by their separators. */
static bool assign(const struct tokens *t, uint64_t part[5], bool *range)
{
	char shape[8] = "";
	static const struct { const char *shape; int first; } shapes[] = {
		/* first: the index in part[] of the first number; a trailing '.' starts the
		   fraction */
		{ "", 0 },     { ":", 1 },  { "::", 1 },  { "::.", 1 },  { ":::", 0 },
		{ ":::.", 0 }, { ".:", 0 }, { ".::", 0 }, { ".::.", 0 }, { "::::", 0 },
	};

	for (unsigned i = 0; i + 1 < t->n; i++)
		shape[i] = t->separators[i];
	for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
		if (!g_str_equal(shape, shapes[i].shape))
			continue;
		for (unsigned k = 0; k < t->n; k++)
			part[shapes[i].first + k] = t->numbers[k];
		if (shapes[i].first + t->n == 5 && !fraction_ticks(t, t->n - 1, &part[4]))
			*range = false;
		return true;
	}
	return false;
}

static bool out_of_range(const char *text, size_t len, GError **error)
{
	fault_throw(error, "System.OverflowException",
		    "The TimeSpan string '%.*s' could not be parsed because at least one of the "
		    "numeric "
		    "components is out of range or contains too many digits.",
		    (int)len, text);
	return false;
}

static bool not_a_span(const char *text, size_t len, GError **error)
{
	fault_throw(error, "System.FormatException",
		    "String '%.*s' was not recognized as a valid TimeSpan.", (int)len, text);
	return false;
}

bool timespan_parse(const char *text, size_t len, struct value *ret, GError **error)
{
	const char *p = text, *end = text + len;
	uint64_t part[5] = { 0 };
	struct tokens t;
	bool negative = false, range = true;
	__int128 ticks;

	while (p < end && g_ascii_isspace(*p))
		p++;
	while (end > p && g_ascii_isspace(end[-1]))
		end--;
	if (p < end && *p == '-') {
		negative = true;
		p++;
	}
	if (!tokenize(p, end, &t) || !assign(&t, part, &range))
		return not_a_span(text, len, error);
	if (t.overflow || !range || part[0] > 10675199 || part[1] > 23 || part[2] > 59 ||
	    part[3] > 59)
		return out_of_range(text, len, error);
	ticks = (__int128)part[0] * TICKS_PER_DAY + part[1] * TICKS_PER_HOUR +
		part[2] * TICKS_PER_MINUTE + part[3] * TICKS_PER_SECOND + part[4];
	if (ticks - negative > INT64_MAX)
		return out_of_range(text, len, error);
	*ret = timespan_value((int64_t)(negative ? -ticks : ticks));
	return true;
}
