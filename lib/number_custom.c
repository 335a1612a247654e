/*
 * Custom number formats: a section is read once for its layout (placeholders,
 * point, scale, groups), then written against the rounded digits.
 */
#include "config.h"

#include "lib/digits.h"

/* The n-th section of "positive;negative;zero"; *found is 0 when the first serves. */
static const char *find_section(const char *format, const char *end, int n, int *found)
{
	const char *p = format;
	int section = n;

	*found = 0;
	if (n == 0)
		return format;
	while (p < end) {
		char c = *p++;

		if (c == '\'' || c == '"') {
			while (p < end && *p != c)
				p++;
			p += p < end;
		} else if (c == '\\') {
			p += p < end;
		} else if (c == ';') {
			if (--section > 0)
				continue;
			if (p < end && *p != ';') {
				*found = n;
				return p;
			}
			return format;
		}
	}
	return format;
}

/* What a section says, counted before anything is written. */
struct layout {
	int digits;		/* placeholders */
	int point;		/* placeholders before the decimal point */
	int first_zero, last_zero;
	int scale;
	bool groups;
	bool scientific;
};

static bool starts_exponent(const char *p, const char *end)
{
	return (p < end && *p == '0') ||
	       (end - p >= 2 && (*p == '+' || *p == '-') && p[1] == '0');
}

static void read_layout(const char *p, const char *end, struct layout *l)
{
	int thousand = -1, thousands = 0;

	*l = (struct layout){ .point = -1, .first_zero = INT_MAX };
	while (p < end && *p != ';') {
		char c = *p++;

		switch (c) {
		case '#':
			l->digits++;
			break;
		case '0':
			if (l->first_zero == INT_MAX)
				l->first_zero = l->digits;
			l->last_zero = ++l->digits;
			break;
		case '.':
			if (l->point < 0)
				l->point = l->digits;
			break;
		case ',':
			if (l->digits == 0 || l->point >= 0)
				break;
			if (thousand == l->digits) {
				thousands++;
				break;
			}
			l->groups |= thousand >= 0;
			thousand = l->digits;
			thousands = 1;
			break;
		case '%':
			l->scale += 2;
			break;
		case '\'':
		case '"':
			while (p < end && *p != c)
				p++;
			p += p < end;
			break;
		case '\\':
			p += p < end;
			break;
		case 'E':
		case 'e':
			if (starts_exponent(p, end)) {
				for (p++; p < end && *p == '0'; p++)
					;
				l->scientific = true;
			}
			break;
		default:
			if ((unsigned char)c == 0xe2 && end - p >= 2 &&
			    memcmp(p, "\x80\xb0", 2) == 0)
				l->scale += 3;		/* per mille */
			break;
		}
	}
	if (l->point < 0)
		l->point = l->digits;
	if (thousand >= 0) {
		if (thousand == l->point)
			l->scale -= thousands * 3;
		else
			l->groups = true;
	}
}

/* Where writing by a layout stands. */
struct writer {
	GString *out;
	const struct number_culture *culture;
	const struct digits *digits;
	const struct layout *l;
	int next;		/* digit */
	int place;		/* of the next digit: whole digits still to come */
	int lead;		/* digits the number has beyond (or short of) the layout */
	int first, last;	/* places that show zeros */
	bool point_written;
};

static void write_digit(struct writer *w, char c)
{
	g_string_append_c(w->out, c);
	if (w->l->groups && w->place > 1 && (w->place - 1) % 3 == 0)
		g_string_append(w->out, w->culture->group);
}

static void write_lead(struct writer *w)
{
	for (; w->lead > 0; w->lead--) {
		write_digit(w, w->next < w->digits->n ? w->digits->d[w->next++] : '0');
		w->place--;
	}
}

static void write_place(struct writer *w)
{
	char c = 0;

	if (w->lead < 0) {
		w->lead++;
		c = w->place <= w->first ? '0' : 0;
	} else if (w->next < w->digits->n) {
		c = w->digits->d[w->next++];
	} else if (w->place > w->last) {
		c = '0';
	}
	if (c)
		write_digit(w, c);
	w->place--;
}

static const char *write_exponent(struct writer *w, const char *p, const char *end, char letter)
{
	bool plus = p < end && *p == '+';
	int width = 0, exponent;

	if (p < end && (*p == '+' || *p == '-'))
		p++;
	for (; p < end && *p == '0'; p++)
		width++;
	exponent = w->digits->n == 0 ? 0 : w->digits->point - w->l->point;
	digits_put_exponent(w->out, exponent, letter, MIN(width, 10), plus);
	return p;
}

static void write_section(struct writer *w, const char *p, const char *end)
{
	bool scientific = w->l->scientific;

	while (p < end && *p != ';') {
		char c = *p++;

		switch (c) {
		case '#':
		case '0':
			write_lead(w);
			write_place(w);
			break;
		case '.':
			write_lead(w);
			if (w->place != 0 || w->point_written)
				break;
			if (w->last < 0 || (w->l->point < w->l->digits && w->next < w->digits->n)) {
				g_string_append(w->out, w->culture->decimal);
				w->point_written = true;
			}
			break;
		case ',':
			break;
		case '\'':
		case '"':
			while (p < end && *p != c)
				g_string_append_c(w->out, *p++);
			p += p < end;
			break;
		case '\\':
			if (p < end)
				g_string_append_c(w->out, *p++);
			break;
		case 'E':
		case 'e':
			if (scientific && starts_exponent(p, end)) {
				p = write_exponent(w, p, end, c);
				scientific = false;
				break;
			}
			g_string_append_c(w->out, c);
			break;
		default:
			g_string_append_c(w->out, c);
			break;
		}
	}
}

void number_put_custom(GString *out, struct value v, const char *format, size_t len,
		       const struct number_culture *culture)
{
	const char *end = format + len, *section;
	struct number number;
	struct digits *digits = &number.digits;
	struct layout l;
	struct writer w;
	gsize at = out->len;
	int found, again;

	number_of(&number, v);
	if (number.binary)
		digits_significant(digits, number.f, number.is_single ? 7 : 15);
	section = find_section(format, end, digits->n == 0 ? 2 : digits->negative ? 1 : 0, &found);
	for (;;) {
		read_layout(section, end, &l);
		if (digits->n == 0)
			break;
		digits->point += l.scale;
		digits_round(digits, l.scientific ? l.digits : digits->point + l.digits - l.point);
		if (digits->n > 0)
			break;
		section = find_section(format, end, 2, &again);
		if (again == found)
			break;
		found = again;
	}
	if (digits->n == 0) {
		digits->point = 0;
		digits->negative &= number.binary;
	}
	w = (struct writer){
		.out = out, .culture = culture, .digits = digits, .l = &l,
		.first = l.first_zero < l.point ? l.point - l.first_zero : 0,
		.last = l.last_zero > l.point ? l.point - l.last_zero : 0,
		.place = l.scientific ? l.point : MAX(digits->point, l.point),
		.lead = l.scientific ? 0 : digits->point - l.point,
	};
	write_section(&w, section, end);
	if (digits->negative && found == 0 && out->len > at)
		g_string_insert_c(out, (gssize)at, '-');
}
