/*
 * Cultures: how numbers and dates are written where, and comparers of strings.
 * A session is en-US; other cultures are known by name so that a script can
 * format for them.
 */
#include "config.h"

#include "lib/types/culture.h"

#include "lib/datetime.h"
#include "lib/number.h"
#include "lib/types/table.h"

struct culture {
	const char *name, *display;
	const char *language;		/* two letters */
	int lcid;
	int first_day;			/* of the week */
	const struct number_culture *numbers;
	const struct date_culture *dates;
};

static const char *const german_months[] = {
	"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
	"November", "Dezember",
};
static const char *const german_short_months[] = {
	"Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez",
};
static const char *const german_days[] = {
	"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag",
};
static const char *const german_short_days[] = { "So", "Mo", "Di", "Mi", "Do", "Fr", "Sa" };
static const char *const french_months[] = {
	"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
	"novembre", "décembre",
};
static const char *const french_short_months[] = {
	"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
};
static const char *const french_days[] = {
	"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi",
};
static const char *const french_short_days[] = {
	"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam.",
};

static const struct number_culture german_numbers = {
	.decimal = ",", .group = ".", .infinity = "∞", .nan = "NaN", .currency = "€", .decimals = 3,
	.percent_space = true, .currency_after = true,
};
static const struct number_culture french_numbers = {
	.decimal = ",", .group = "\u202f", .infinity = "∞", .nan = "NaN", .currency = "€", .decimals = 3,
	.percent_space = true, .currency_after = true,
};
static const struct date_culture german_dates = {
	.short_date = "dd.MM.yyyy", .long_date = "dddd, d. MMMM yyyy", .short_time = "HH:mm",
	.long_time = "HH:mm:ss", .month_day = "d. MMMM", .year_month = "MMMM yyyy",
	.months = german_months, .short_months = german_short_months, .days = german_days,
	.short_days = german_short_days, .am = "AM", .pm = "PM", .date_separator = ".",
	.time_separator = ":", .day_first = true,
};
static const struct date_culture french_dates = {
	.short_date = "dd/MM/yyyy", .long_date = "dddd d MMMM yyyy", .short_time = "HH:mm",
	.long_time = "HH:mm:ss", .month_day = "d MMMM", .year_month = "MMMM yyyy",
	.months = french_months, .short_months = french_short_months, .days = french_days,
	.short_days = french_short_days, .am = "AM", .pm = "PM", .date_separator = "/",
	.time_separator = ":", .day_first = true,
};

enum { INVARIANT, EN_US };

static const struct culture cultures[] = {
	[INVARIANT] = { "", "Invariant Language (Invariant Country)", "iv", 127, 0, &number_invariant,
			&date_invariant },
	[EN_US] = { "en-US", "English (United States)", "en", 1033, 0, &number_en_us, &date_en_us },
	{ "en", "English", "en", 9, 0, &number_en_us, &date_en_us },
	{ "de-DE", "German (Germany)", "de", 1031, 1, &german_numbers, &german_dates },
	{ "de", "German", "de", 7, 1, &german_numbers, &german_dates },
	{ "fr-FR", "French (France)", "fr", 1036, 1, &french_numbers, &french_dates },
	{ "fr", "French", "fr", 12, 1, &french_numbers, &french_dates },
};

/* -- CultureInfo and its parts: natives that know their culture --------------------------------------- */

struct culture_native {
	struct native native;
	const struct culture *culture;
	char *name;		/* of a culture that is none of ours */
};

extern const struct type type_number_format, type_date_format, type_textinfo;

static struct culture_native *native(struct value v)
{
	return (struct culture_native *)v.u.native;
}

static void culture_free(struct native *n)
{
	g_free(((struct culture_native *)n)->name);
}

static struct value culture_part(const struct type *type, const struct culture *culture)
{
	struct culture_native *part = native_new(type, sizeof(*part));

	part->culture = culture;
	return value_of(part);
}

static const struct culture *culture_of(struct value provider)
{
	provider = value_base(provider);
	if (provider.kind == V_NATIVE && (native_of(provider, &type_cultureinfo) ||
					  native_of(provider, &type_number_format) ||
					  native_of(provider, &type_date_format)))
		return native(provider)->culture;
	return &cultures[EN_US];
}

const struct number_culture *provider_numbers(struct value provider)
{
	return culture_of(provider)->numbers;
}

const struct date_culture *provider_dates(struct value provider)
{
	return culture_of(provider)->dates;
}

struct value culture_current(void)
{
	return culture_part(&type_cultureinfo, &cultures[EN_US]);
}

struct value culture_invariant(void)
{
	return culture_part(&type_cultureinfo, &cultures[INVARIANT]);
}

static bool is_culture_name(const char *name)
{
	size_t part = strcspn(name, "-");

	if (part < 2 || part > 8)
		return false;
	for (const char *p = name; *p; p++)
		if (!g_ascii_isalnum(*p) && *p != '-')
			return false;
	return true;
}

/* A name in the usual case: language lower, script title, country upper. */
static char *canonical_name(const char *name)
{
	g_auto(GStrv) parts = g_strsplit(name, "-", -1);

	for (unsigned i = 0; parts[i]; i++) {
		char *p = parts[i];
		size_t len = strlen(p);

		for (size_t j = 0; j < len; j++) {
			bool upper = i > 0 && (len <= 2 || (len == 4 && j == 0) || len > 4);

			p[j] = upper ? g_ascii_toupper(p[j]) : g_ascii_tolower(p[j]);
		}
	}
	return g_strjoinv("-", parts);
}

MEMBER(culture_get)
{
	const char *name = text_arg(args[0]);

	for (size_t i = 0; i < G_N_ELEMENTS(cultures); i++) {
		if (g_ascii_strcasecmp(cultures[i].name, name) == 0) {
			*ret = culture_part(&type_cultureinfo, &cultures[i]);
			return true;
		}
	}
	if (!is_culture_name(name)) {
		fault_throw(error, "System.Globalization.CultureNotFoundException",
			    "Culture is not supported. (Parameter 'name')\n%s is an invalid culture identifier.",
			    name);
		return false;
	}
	*ret = culture_part(&type_cultureinfo, &cultures[INVARIANT]);
	native(*ret)->name = canonical_name(name);
	return true;
}

/* Windows' numbers of cultures whose names alone are known here. */
static const struct {
	const char *name;
	int32_t lcid;
} numbers[] = {
	{ "ar", 1 }, { "bg", 2 }, { "ca", 3 }, { "zh-Hans", 4 }, { "cs", 5 }, { "da", 6 }, { "el", 8 },
	{ "es", 10 }, { "fi", 11 }, { "he", 13 }, { "hu", 14 }, { "is", 15 }, { "it", 16 }, { "ja", 17 },
	{ "ko", 18 }, { "nl", 19 }, { "no", 20 }, { "pl", 21 }, { "pt", 22 }, { "rm", 23 }, { "ro", 24 },
	{ "ru", 25 }, { "hr", 26 }, { "sk", 27 }, { "sq", 28 }, { "sv", 29 }, { "th", 30 }, { "tr", 31 },
	{ "ur", 32 }, { "id", 33 }, { "uk", 34 }, { "be", 35 }, { "sl", 36 }, { "et", 37 }, { "lv", 38 },
	{ "lt", 39 }, { "fa", 41 }, { "vi", 42 }, { "hi", 57 }, { "ar-SA", 1025 }, { "bg-BG", 1026 },
	{ "ca-ES", 1027 }, { "zh-TW", 1028 }, { "cs-CZ", 1029 }, { "da-DK", 1030 }, { "el-GR", 1032 },
	{ "es-ES", 3082 }, { "fi-FI", 1035 }, { "he-IL", 1037 }, { "hu-HU", 1038 }, { "is-IS", 1039 },
	{ "it-IT", 1040 }, { "ja-JP", 1041 }, { "ko-KR", 1042 }, { "nl-NL", 1043 }, { "nb-NO", 1044 },
	{ "pl-PL", 1045 }, { "pt-BR", 1046 }, { "ro-RO", 1048 }, { "ru-RU", 1049 }, { "hr-HR", 1050 },
	{ "sk-SK", 1051 }, { "sv-SE", 1053 }, { "th-TH", 1054 }, { "tr-TR", 1055 }, { "id-ID", 1057 },
	{ "uk-UA", 1058 }, { "sl-SI", 1060 }, { "et-EE", 1061 }, { "lv-LV", 1062 }, { "lt-LT", 1063 },
	{ "vi-VN", 1066 }, { "hi-IN", 1081 }, { "zh-CN", 2052 }, { "de-CH", 2055 }, { "en-GB", 2057 },
	{ "es-MX", 2058 }, { "fr-BE", 2060 }, { "it-CH", 2064 }, { "nl-BE", 2067 }, { "pt-PT", 2070 },
	{ "de-AT", 3079 }, { "en-AU", 3081 }, { "fr-CA", 3084 }, { "zh-HK", 3076 }, { "de-LU", 4103 },
	{ "en-CA", 4105 }, { "fr-CH", 4108 }, { "en-NZ", 5129 }, { "en-IE", 6153 }, { "en-ZA", 7177 },
	{ "en-IN", 16393 },
};

static int32_t number_of(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
		if (g_ascii_strcasecmp(numbers[i].name, name) == 0)
			return numbers[i].lcid;
	return 4096;		/* LOCALE_CUSTOM_UNSPECIFIED */
}

MEMBER(culture_by_number)
{
	for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
		if (numbers[i].lcid == args[0].u.i) {
			*ret = culture_part(&type_cultureinfo, &cultures[INVARIANT]);
			native(*ret)->name = g_strdup(numbers[i].name);
			return true;
		}
	}
	for (size_t i = 0; i < G_N_ELEMENTS(cultures); i++) {
		if (cultures[i].lcid == args[0].u.i) {
			*ret = culture_part(&type_cultureinfo, &cultures[i]);
			return true;
		}
	}
	fault_throw(error, "System.Globalization.CultureNotFoundException",
		    "Culture is not supported. (Parameter 'culture')\n%d (0x%04x) is an invalid culture identifier.",
		    (int)args[0].u.i, (unsigned)args[0].u.i);
	return false;
}

static const char *culture_name(struct value self);

/* de-DE: de; de and the invariant culture: the invariant culture. */
MEMBER(culture_parent)
{
	const char *name = culture_name(self), *end = strrchr(name, '-');
	value_auto parent = value_str(str_new(name, end ? end - name : 0));

	return culture_get(call, VALUE_UNSET, &parent, 1, ret, error);
}

MEMBER(culture_calendar)
{
	return type_construct(type_find("System.Globalization.GregorianCalendar", -1), NULL, 0, NULL, ret, error);
}

static const char *culture_name(struct value self)
{
	return native(self)->name ? native(self)->name : native(self)->culture->name;
}

static struct string *culture_text(struct value self)
{
	return str_new(culture_name(self), -1);
}

static bool culture_equals(struct value a, struct value b)
{
	return strcmp(culture_name(a), culture_name(b)) == 0;
}

MEMBER_IS(culture_get_name, value_text(culture_name(self)))
MEMBER_IS(culture_display, value_text(native(self)->name ? native(self)->name : native(self)->culture->display))
MEMBER_IS(culture_language, value_text(native(self)->culture->language))
MEMBER_IS(culture_lcid, value_i32(native(self)->name ? number_of(native(self)->name) : native(self)->culture->lcid))
MEMBER_IS(culture_neutral, value_bool(!strchr(culture_name(self), '-') && *culture_name(self)))
MEMBER_IS(culture_numbers, culture_part(&type_number_format, native(self)->culture))
MEMBER_IS(culture_dates, culture_part(&type_date_format, native(self)->culture))
MEMBER_IS(culture_text_info, culture_part(&type_textinfo, native(self)->culture))
MEMBER_IS(culture_static_current, culture_current())
MEMBER_IS(culture_static_invariant, culture_invariant())

MEMBER(culture_ignore)
{
	return true;
}

static const struct type_member culture_properties[] = {
	{ "cultureinfo DefaultThreadCurrentCulture {get;set;}", culture_static_current, culture_ignore, TYPE_STATIC },
	{ "cultureinfo DefaultThreadCurrentUICulture {get;set;}", culture_static_current, culture_ignore, TYPE_STATIC },
	PROPERTY("System.Globalization.DateTimeFormatInfo DateTimeFormat {get;}", culture_dates),
	PROPERTY("string DisplayName {get;}", culture_display),
	PROPERTY("string EnglishName {get;}", culture_display),
	PROPERTY("bool IsNeutralCulture {get;}", culture_neutral),
	PROPERTY("int LCID {get;}", culture_lcid),
	PROPERTY("string Name {get;}", culture_get_name),
	PROPERTY("string NativeName {get;}", culture_display),
	PROPERTY("System.Globalization.NumberFormatInfo NumberFormat {get;}", culture_numbers),
	PROPERTY("System.Globalization.TextInfo TextInfo {get;}", culture_text_info),
	PROPERTY("string TwoLetterISOLanguageName {get;}", culture_language),
	PROPERTY("System.Globalization.Calendar Calendar {get;}", culture_calendar),
	PROPERTY("string IetfLanguageTag {get;}", culture_get_name),
	PROPERTY("cultureinfo Parent {get;}", culture_parent),
	{ "cultureinfo CurrentCulture {get;set;}", culture_static_current, culture_ignore, TYPE_STATIC },
	{ "cultureinfo CurrentUICulture {get;set;}", culture_static_current, culture_ignore, TYPE_STATIC },
	{ "cultureinfo InstalledUICulture {get;}", culture_static_current, NULL, TYPE_STATIC },
	{ "cultureinfo InvariantCulture {get;}", culture_static_invariant, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

/* Those that have names and numbers here. */
MEMBER(culture_all)
{
	struct array *all = array_new(&type_cultureinfo, G_N_ELEMENTS(cultures) + G_N_ELEMENTS(numbers));

	for (uint32_t i = 0; i < G_N_ELEMENTS(cultures); i++)
		array_set(all, i, culture_part(&type_cultureinfo, &cultures[i]));
	for (uint32_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
		struct value v = culture_part(&type_cultureinfo, &cultures[INVARIANT]);

		native(v)->name = g_strdup(numbers[i].name);
		array_set(all, G_N_ELEMENTS(cultures) + i, v);
	}
	*ret = value_of(all);
	return true;
}

static const struct type_member culture_methods[] = {
	STATIC("cultureinfo[] GetCultures(System.Globalization.CultureTypes types)", culture_all),
	STATIC("cultureinfo CreateSpecificCulture(string name)", culture_get),
	STATIC("cultureinfo GetCultureInfo(string name)", culture_get),
	STATIC("cultureinfo GetCultureInfo(int culture)", culture_by_number),
	END_OF_MEMBERS
};

static const struct type_member culture_constructors[] = {
	CONSTRUCTOR("new(string name)", culture_get),
	CONSTRUCTOR("new(int culture)", culture_by_number),
	END_OF_MEMBERS
};

static const struct type *const provider_interfaces[] = { &type_iformatprovider, NULL };

TYPE(type_cultureinfo);
const struct type type_cultureinfo = {
	.name = "System.Globalization.CultureInfo", .alias = "cultureinfo", .kind = V_NATIVE,
	.interfaces = provider_interfaces, .properties = culture_properties,
	.methods = culture_methods, .constructors = culture_constructors, .free = culture_free,
	.to_string = culture_text, .equals = culture_equals,
};

/* -- NumberFormatInfo, DateTimeFormatInfo ------------------------------------------------------------------ */

#define NUMBER_TEXT(name, field)						\
	MEMBER_IS(name, value_text(native(self)->culture->numbers->field))

NUMBER_TEXT(number_decimal, decimal)
NUMBER_TEXT(number_group, group)
NUMBER_TEXT(number_currency, currency)
NUMBER_TEXT(number_nan, nan)
NUMBER_TEXT(number_infinity, infinity)
MEMBER_IS(number_decimals, value_i32(native(self)->culture->numbers->decimals))
MEMBER_IS(number_invariant_info, culture_part(&type_number_format, &cultures[INVARIANT]))
MEMBER_IS(number_current_info, culture_part(&type_number_format, &cultures[EN_US]))

static const struct type_member number_format_properties[] = {
	PROPERTY("string CurrencyDecimalSeparator {get;}", number_decimal),
	PROPERTY("string CurrencyGroupSeparator {get;}", number_group),
	PROPERTY("string CurrencySymbol {get;}", number_currency),
	PROPERTY("string NaNSymbol {get;}", number_nan),
	PROPERTY("int NumberDecimalDigits {get;}", number_decimals),
	PROPERTY("string NumberDecimalSeparator {get;}", number_decimal),
	PROPERTY("string NumberGroupSeparator {get;}", number_group),
	PROPERTY("string PositiveInfinitySymbol {get;}", number_infinity),
	{ "System.Globalization.NumberFormatInfo CurrentInfo {get;}", number_current_info, NULL, TYPE_STATIC },
	{ "System.Globalization.NumberFormatInfo InvariantInfo {get;}", number_invariant_info, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

TYPE(type_number_format);
const struct type type_number_format = {
	.name = "System.Globalization.NumberFormatInfo", .kind = V_NATIVE, .free = culture_free,
	.interfaces = provider_interfaces, .properties = number_format_properties,
};

#define DATE_TEXT(name, field)							\
	MEMBER_IS(name, value_text(native(self)->culture->dates->field))

DATE_TEXT(date_short, short_date)
DATE_TEXT(date_long, long_date)
DATE_TEXT(date_short_time, short_time)
DATE_TEXT(date_long_time, long_time)
DATE_TEXT(date_month_day, month_day)
DATE_TEXT(date_year_month, year_month)
DATE_TEXT(date_separator, date_separator)
DATE_TEXT(date_time_separator, time_separator)
DATE_TEXT(date_am, am)
DATE_TEXT(date_pm, pm)

static struct value full_pattern(const struct date_culture *dates)
{
	g_autofree char *text = g_strconcat(dates->long_date, " ", dates->long_time, NULL);

	return value_text(text);
}

/* 12 months are 13 entries in .NET, the last one empty. */
static struct value names_array(const char *const *names, unsigned n, bool empty_last)
{
	struct array *array = array_new(&type_string, n + empty_last);

	for (unsigned i = 0; i < n + empty_last; i++)
		array_set(array, i, value_text(i < n ? names[i] : ""));
	return value_of(array);
}

MEMBER_IS(date_full, full_pattern(native(self)->culture->dates))
MEMBER_IS(date_months, names_array(native(self)->culture->dates->months, 12, true))
MEMBER_IS(date_short_months, names_array(native(self)->culture->dates->short_months, 12, true))
MEMBER_IS(date_days, names_array(native(self)->culture->dates->days, 7, false))
MEMBER_IS(date_short_days, names_array(native(self)->culture->dates->short_days, 7, false))
MEMBER_IS(date_first_day, value_enum(type_find("System.DayOfWeek", -1), native(self)->culture->first_day))
MEMBER_IS(date_sortable, value_text("yyyy'-'MM'-'dd'T'HH':'mm':'ss"))
MEMBER_IS(date_universal, value_text("yyyy'-'MM'-'dd HH':'mm':'ss'Z'"))
MEMBER_IS(date_rfc1123, value_text("ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"))
MEMBER_IS(date_invariant_info, culture_part(&type_date_format, &cultures[INVARIANT]))
MEMBER_IS(date_current_info, culture_part(&type_date_format, &cultures[EN_US]))

MEMBER(date_month_name)
{
	if (args[0].u.i < 1 || args[0].u.i > 13)
		return throw_range(error, "month");
	*ret = value_text(args[0].u.i == 13 ? "" : native(self)->culture->dates->months[args[0].u.i - 1]);
	return true;
}

MEMBER(date_short_month_name)
{
	if (args[0].u.i < 1 || args[0].u.i > 13)
		return throw_range(error, "month");
	*ret = value_text(args[0].u.i == 13 ? "" : native(self)->culture->dates->short_months[args[0].u.i - 1]);
	return true;
}

MEMBER_IS(date_day_name, value_text(native(self)->culture->dates->days[(unsigned)args[0].u.i % 7]))
MEMBER_IS(date_short_day_name, value_text(native(self)->culture->dates->short_days[(unsigned)args[0].u.i % 7]))

/* The first day of the year begins a week, but the first four days where weeks begin on Monday. */
MEMBER_IS(date_week_rule, value_enum(type_find("System.Globalization.CalendarWeekRule", -1),
				     native(self)->culture->first_day ? 2 : 0))

static const struct type_member date_format_properties[] = {
	PROPERTY("string[] AbbreviatedDayNames {get;}", date_short_days),
	PROPERTY("string[] AbbreviatedMonthNames {get;}", date_short_months),
	PROPERTY("string AMDesignator {get;}", date_am),
	PROPERTY("System.Globalization.Calendar Calendar {get;}", culture_calendar),
	PROPERTY("System.Globalization.CalendarWeekRule CalendarWeekRule {get;}", date_week_rule),
	PROPERTY("string DateSeparator {get;}", date_separator),
	PROPERTY("string[] DayNames {get;}", date_days),
	PROPERTY("System.DayOfWeek FirstDayOfWeek {get;}", date_first_day),
	PROPERTY("string FullDateTimePattern {get;}", date_full),
	PROPERTY("string LongDatePattern {get;}", date_long),
	PROPERTY("string LongTimePattern {get;}", date_long_time),
	PROPERTY("string MonthDayPattern {get;}", date_month_day),
	PROPERTY("string[] MonthNames {get;}", date_months),
	PROPERTY("string PMDesignator {get;}", date_pm),
	PROPERTY("string RFC1123Pattern {get;}", date_rfc1123),
	PROPERTY("string ShortDatePattern {get;}", date_short),
	PROPERTY("string ShortTimePattern {get;}", date_short_time),
	PROPERTY("string SortableDateTimePattern {get;}", date_sortable),
	PROPERTY("string TimeSeparator {get;}", date_time_separator),
	PROPERTY("string UniversalSortableDateTimePattern {get;}", date_universal),
	PROPERTY("string YearMonthPattern {get;}", date_year_month),
	{ "System.Globalization.DateTimeFormatInfo CurrentInfo {get;}", date_current_info, NULL, TYPE_STATIC },
	{ "System.Globalization.DateTimeFormatInfo InvariantInfo {get;}", date_invariant_info, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

static const struct type_member date_format_methods[] = {
	METHOD("string GetAbbreviatedDayName(System.DayOfWeek dayofweek)", date_short_day_name),
	METHOD("string GetAbbreviatedMonthName(int month)", date_short_month_name),
	METHOD("string GetDayName(System.DayOfWeek dayofweek)", date_day_name),
	METHOD("string GetMonthName(int month)", date_month_name),
	END_OF_MEMBERS
};

TYPE(type_date_format);
const struct type type_date_format = {
	.name = "System.Globalization.DateTimeFormatInfo", .kind = V_NATIVE, .free = culture_free,
	.interfaces = provider_interfaces, .properties = date_format_properties,
	.methods = date_format_methods,
};

/* -- TextInfo ------------------------------------------------------------------------------------------------- */

/* The first letter of each word upper, the rest lower; a word all in capitals stays. */
MEMBER(textinfo_title)
{
	GString *out = g_string_new(NULL);
	const char *p = text_arg(args[0]);

	while (*p) {
		const char *end = p, *q;
		bool capitals = true;
		gunichar c;

		while (*end && (g_unichar_isalpha(c = g_utf8_get_char(end)) || *end == '\'')) {
			capitals &= !g_unichar_islower(c);
			end = g_utf8_next_char(end);
		}
		if (end == p) {
			g_string_append_unichar(out, g_utf8_get_char(p));
			p = g_utf8_next_char(p);
			continue;
		}
		q = g_utf8_next_char(p);
		g_string_append_unichar(out, g_unichar_totitle(g_utf8_get_char(p)));
		capitals &= q < end;
		for (; q < end; q = g_utf8_next_char(q))
			g_string_append_unichar(out, capitals ? g_utf8_get_char(q)
							      : g_unichar_tolower(g_utf8_get_char(q)));
		p = end;
	}
	*ret = value_str(str_from_gstring(out));
	return true;
}

MEMBER_IS(textinfo_upper, value_str(str_upper(args[0].u.str)))
MEMBER_IS(textinfo_lower, value_str(str_lower(args[0].u.str)))
MEMBER_IS(textinfo_separator, value_text(","))

static const struct type_member textinfo_methods[] = {
	METHOD("string ToLower(string str)", textinfo_lower),
	METHOD("string ToTitleCase(string str)", textinfo_title),
	METHOD("string ToUpper(string str)", textinfo_upper),
	END_OF_MEMBERS
};

static const struct type_member textinfo_properties[] = {
	PROPERTY("string CultureName {get;}", culture_get_name),
	PROPERTY("string ListSeparator {get;}", textinfo_separator),
	END_OF_MEMBERS
};

TYPE(type_textinfo);
const struct type type_textinfo = {
	.name = "System.Globalization.TextInfo", .kind = V_NATIVE, .free = culture_free,
	.methods = textinfo_methods, .properties = textinfo_properties,
};

/* -- StringComparer ---------------------------------------------------------------------------------------------- */

struct comparer {
	struct native native;
	bool ordinal, ignore_case;
};

static struct value comparer_new(bool ordinal, bool ignore_case)
{
	struct comparer *comparer = native_new(&type_stringcomparer, sizeof(*comparer));

	comparer->ordinal = ordinal;
	comparer->ignore_case = ignore_case;
	return value_of(comparer);
}

enum { COMPARER_GIVEN = 1, COMPARER_ORDINAL = 2, COMPARER_NOCASE = 4 };

unsigned string_comparer_code(struct value comparer)
{
	struct comparer *c = native_of(comparer, &type_stringcomparer);

	return c ? COMPARER_GIVEN | (c->ordinal ? COMPARER_ORDINAL : 0) | (c->ignore_case ? COMPARER_NOCASE : 0) : 0;
}

int string_comparer_code_order(unsigned code, struct string *a, struct string *b)
{
	if (!(code & COMPARER_ORDINAL))
		return str_compare_culture(a, b, code & COMPARER_NOCASE);
	return code & COMPARER_NOCASE ? text_compare_nocase(a->data, b->data) : str_compare_ordinal(a, b);
}

int string_comparer_order(struct value comparer, struct string *a, struct string *b)
{
	return string_comparer_code_order(string_comparer_code(comparer), a, b);
}

bool string_comparer_ignores_case(struct value comparer)
{
	struct comparer *c = native_of(comparer, &type_stringcomparer);

	return c && c->ignore_case;
}

MEMBER_IS(comparer_ordinal, comparer_new(true, false))
MEMBER_IS(comparer_ordinal_nocase, comparer_new(true, true))
MEMBER_IS(comparer_culture, comparer_new(false, false))
MEMBER_IS(comparer_culture_nocase, comparer_new(false, true))

MEMBER(comparer_compare)
{
	int order = (args[0].kind == V_STRING) - (args[1].kind == V_STRING);

	if (args[0].kind == V_STRING && args[1].kind == V_STRING)
		order = string_comparer_order(self, args[0].u.str, args[1].u.str);
	*ret = value_i32(order);
	return true;
}

MEMBER(comparer_equals)
{
	if (!comparer_compare(call, self, args, n, ret, error))
		return false;
	*ret = value_bool(ret->u.i == 0);
	return true;
}

MEMBER_IS(comparer_hash, value_i32((int32_t)value_hash(args[0], !string_comparer_ignores_case(self))))

static const struct type_member comparer_methods[] = {
	METHOD("int Compare(string x, string y)", comparer_compare),
	METHOD("bool Equals(string x, string y)", comparer_equals),
	METHOD("int GetHashCode(string obj)", comparer_hash),
	END_OF_MEMBERS
};

static const struct type_member comparer_properties[] = {
	{ "System.StringComparer CurrentCulture {get;}", comparer_culture, NULL, TYPE_STATIC },
	{ "System.StringComparer CurrentCultureIgnoreCase {get;}", comparer_culture_nocase, NULL, TYPE_STATIC },
	{ "System.StringComparer InvariantCulture {get;}", comparer_culture, NULL, TYPE_STATIC },
	{ "System.StringComparer InvariantCultureIgnoreCase {get;}", comparer_culture_nocase, NULL, TYPE_STATIC },
	{ "System.StringComparer Ordinal {get;}", comparer_ordinal, NULL, TYPE_STATIC },
	{ "System.StringComparer OrdinalIgnoreCase {get;}", comparer_ordinal_nocase, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

static const struct type *const comparer_interfaces[] = { &type_icomparer, &type_iequalitycomparer, NULL };

TYPE(type_stringcomparer);
const struct type type_stringcomparer = {
	.name = "System.StringComparer", .kind = V_NATIVE, .interfaces = comparer_interfaces,
	.methods = comparer_methods, .properties = comparer_properties,
};
