/*
 * Get-Date, New-TimeSpan, Start-Sleep: moments and lengths of time.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "lib/convert.h"
#include "lib/datetime.h"
#include "lib/operate.h"

#include <math.h>
#include <time.h>

/* -- Get-Date ---------------------------------------------------------------- */

struct get_date_args {
	struct value date, unix_time, year, month, day, hour, minute, second, millisecond, hint,
		format, uformat, utc;
};

enum { SET_NET = 1, SET_UFORMAT = 2, SET_UNIX_NET = 4, SET_UNIX_UFORMAT = 8 };

static const struct param get_date_params[] = {
	{ "Date", "datetime", FIELD(get_date_args, date), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = SET_NET | SET_UFORMAT, .aliases = "LastWriteTime",
	  .help = "The date; now if not given." },
	{ "UnixTimeSeconds", "double", FIELD(get_date_args, unix_time), .pipeline = BY_NAME,
	  .sets = SET_UNIX_NET | SET_UNIX_UFORMAT, .mandatory_sets = SET_UNIX_NET | SET_UNIX_UFORMAT,
	  .aliases = "UnixTime", .help = "The date in seconds since 1970." },
	{ "Year", "int", FIELD(get_date_args, year), .pipeline = BY_NAME, .min = 1, .max = 9999,
	  .help = "Another year." },
	{ "Month", "int", FIELD(get_date_args, month), .pipeline = BY_NAME, .min = 1, .max = 12,
	  .help = "Another month." },
	{ "Day", "int", FIELD(get_date_args, day), .pipeline = BY_NAME, .min = 1, .max = 31,
	  .help = "Another day of the month." },
	{ "Hour", "int", FIELD(get_date_args, hour), .pipeline = BY_NAME, .min = 0, .max = 23,
	  .help = "Another hour." },
	{ "Minute", "int", FIELD(get_date_args, minute), .pipeline = BY_NAME, .min = 0, .max = 59,
	  .help = "Another minute." },
	{ "Second", "int", FIELD(get_date_args, second), .pipeline = BY_NAME, .min = 0, .max = 59,
	  .help = "Another second." },
	{ "Millisecond", "int", FIELD(get_date_args, millisecond), .pipeline = BY_NAME, .min = 0,
	  .max = 999, .help = "Other milliseconds." },
	{ "DisplayHint", "string", FIELD(get_date_args, hint), .pipeline = BY_NAME,
	  .values = "Date Time DateTime", .help = "Which part a display shows." },
	{ "UFormat", "string", FIELD(get_date_args, uformat),
	  .sets = SET_UFORMAT | SET_UNIX_UFORMAT, .mandatory_sets = SET_UFORMAT | SET_UNIX_UFORMAT,
	  .help = "Gives text in the form of the date program: %Y-%m-%d." },
	{ "Format", "string", FIELD(get_date_args, format), .sets = SET_NET | SET_UNIX_NET,
	  .help = "Gives text in that form: yyyy-MM-dd, or FileDate, FileDateTime and their "
		  "Universal forms." },
	{ "AsUTC", "switch", FIELD(get_date_args, utc), .help = "In universal time." },
	{ NULL }
};

static const struct fault bad_date = {
	"ArgumentOutOfRange", "System.ArgumentOutOfRangeException", CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault bad_format = {
	"System.FormatException", "System.FormatException", CATEGORY_NOT_SPECIFIED, NULL };

static struct value start_date(const struct get_date_args *args)
{
	if (args->date.kind == V_DATETIME)
		return args->date;
	if (args->unix_time.kind == V_F64)
		return date_to_local(date_value(DATE_UNIX_EPOCH +
			(int64_t)llround(args->unix_time.u.f * TICKS_PER_SECOND), DATE_UTC));
	return date_to_local(date_value(date_now_utc(), DATE_UTC));
}

static bool set_parts(const struct get_date_args *args, struct value *date)
{
	struct civil civil;
	int64_t ticks;

	civil_of(date_ticks(*date), &civil);
	civil.year = arg_int(args->year, civil.year);
	civil.month = arg_int(args->month, civil.month);
	civil.day = arg_int(args->day, civil.day);
	civil.hour = arg_int(args->hour, civil.hour);
	civil.minute = arg_int(args->minute, civil.minute);
	civil.second = arg_int(args->second, civil.second);
	if (arg_given(args->millisecond))
		civil.fraction = arg_int(args->millisecond, 0) * TICKS_PER_MS;
	if (!civil_ticks(&civil, &ticks))
		return false;
	*date = date_value(ticks, date_kind(*date));
	return true;
}

/* ISO 8601: the week belongs to the year that has its Thursday. */
static void iso_week(int64_t ticks, int *ret_year, int *ret_week)
{
	struct civil civil, thursday;

	civil_of(ticks, &civil);
	civil_of(ticks + (3 - (civil.weekday + 6) % 7) * TICKS_PER_DAY, &thursday);
	*ret_year = thursday.year;
	*ret_week = (thursday.yearday - 1) / 7 + 1;
}

struct uformat_row {
	char key;
	const char *format;	/* .NET's */
};

static const struct uformat_row uformat_rows[] = {
	{ 'A', "dddd" }, { 'a', "ddd" }, { 'B', "MMMM" }, { 'b', "MMM" }, { 'h', "MMM" },
	{ 'c', "ddd dd MMM yyyy HH:mm:ss" }, { 'D', "MM'/'dd'/'yy" }, { 'd', "dd" },
	{ 'F', "yyyy-MM-dd" }, { 'H', "HH" }, { 'I', "hh" }, { 'M', "mm" }, { 'm', "MM" },
	{ 'p', "tt" }, { 'R', "HH:mm" }, { 'r', "hh:mm:ss tt" }, { 'S', "ss" },
	{ 'T', "HH:mm:ss" }, { 'X', "HH:mm:ss" }, { 'x', "MM'/'dd'/'yy" }, { 'Y', "yyyy" },
	{ 'y', "yy" }, { 'Z', "%z" },
};

static bool uformat_number(GString *out, char key, struct value date)
{
	struct civil civil;
	int year, week;

	civil_of(date_ticks(date), &civil);
	iso_week(date_ticks(date), &year, &week);
	switch (key) {
	case 'C': g_string_append_printf(out, "%d", civil.year / 100); break;
	case 'e': g_string_append_printf(out, "%2d", civil.day); break;
	case 'G': g_string_append_printf(out, "%04d", year); break;
	case 'g': g_string_append_printf(out, "%02d", year % 100); break;
	case 'j': g_string_append_printf(out, "%03d", civil.yearday); break;
	case 'k': g_string_append_printf(out, "%2d", civil.hour); break;
	case 'l': g_string_append_printf(out, "%2d", (civil.hour + 11) % 12 + 1); break;
	case 'n': g_string_append_c(out, '\n'); break;
	case 't': g_string_append_c(out, '\t'); break;
	case 'U': case 'W': g_string_append_printf(out, "%d", civil.yearday / 7); break;
	case 'u': g_string_append_printf(out, "%d", civil.weekday ? civil.weekday : 7); break;
	case 'V': g_string_append_printf(out, "%02d", week); break;
	case 'w': g_string_append_printf(out, "%d", civil.weekday); break;
	case 's':
		g_string_append_printf(out, "%lld", (long long)
			((date_ticks(date_to_utc(date)) - DATE_UNIX_EPOCH) / TICKS_PER_SECOND));
		break;
	default:
		return false;
	}
	return true;
}

static void uformat_one(GString *out, char key, struct value date)
{
	if (uformat_number(out, key, date))
		return;
	for (unsigned i = 0; i < G_N_ELEMENTS(uformat_rows); i++) {
		const char *format = uformat_rows[i].format;

		if (uformat_rows[i].key != key)
			continue;
		datetime_format(out, date, format, strlen(format), &date_en_us, NULL);
		return;
	}
	g_string_append_c(out, key);
}

static struct value uformat_text(struct value date, const char *format)
{
	GString *out = g_string_new(NULL);

	if (*format == '+')
		format++;
	for (; *format; format++) {
		if (*format != '%') {
			g_string_append_c(out, *format);
		} else if (format[1]) {
			format++;
			if (*format == '%')
				g_string_append_c(out, '%');
			else
				uformat_one(out, *format, date);
		}
	}
	return value_str(str_from_gstring(out));
}

static const struct {
	const char *name, *format;
	bool universal;
} named_formats[] = {
	{ "FileDate", "yyyyMMdd", false },
	{ "FileDateUniversal", "yyyyMMddZ", true },
	{ "FileDateTime", "yyyyMMddTHHmmssffff", false },
	{ "FileDateTimeUniversal", "yyyyMMddTHHmmssffffZ", true },
};

static enum flow emit_format(struct call *call, struct value date, const char *format)
{
	GString *out;
	GError *error = NULL;

	for (unsigned i = 0; i < G_N_ELEMENTS(named_formats); i++) {
		if (!text_equal_nocase(format, named_formats[i].name))
			continue;
		format = named_formats[i].format;
		if (named_formats[i].universal)
			date = date_to_utc(date);
	}
	out = g_string_new(NULL);
	if (datetime_format(out, date, format, strlen(format), &date_en_us, &error))
		return emit_take(call, value_str(str_from_gstring(out)));
	g_string_free(out, TRUE);
	g_clear_error(&error);
	return call_throw_fault(call, &bad_format, VALUE_NULL, "Input string was not in a correct format.");
}

static enum flow get_date(struct call *call, void *data)
{
	struct get_date_args *args = data;
	struct value date = start_date(args);

	if (!set_parts(args, &date))
		return call_throw_fault(call, &bad_date, VALUE_NULL,
			"Year, Month, and Day parameters describe an un-representable DateTime.");
	if (arg_on(args->utc))
		date = date_to_utc(date);
	if (args->uformat.kind == V_STRING)
		return emit_take(call, uformat_text(date, args->uformat.u.str->data));
	if (args->format.kind == V_STRING)
		return emit_format(call, date, args->format.u.str->data);
	return emit(call, date);
}

static const struct cmdlet_example get_date_examples[] = {
	{ "Get-Date -Format yyyy-MM-dd", "Today as text." },
	{ "(Get-Date).AddDays(-30)", "Thirty days ago." },
	{ NULL }
};

CMDLET(get_date_cmdlet) = {
	.name = "Get-Date", .module = MODULE_UTILITY,
	.synopsis = "Gets the current date and time.",
	.params = get_date_params, .examples = get_date_examples,
	.sets = "DateAndFormat DateAndUFormat UnixTimeSecondsAndFormat UnixTimeSecondsAndUFormat",
	.default_set = "DateAndFormat", .output = "System.DateTime System.String",
	.args_size = sizeof(struct get_date_args), .process = get_date,
};

/* -- New-TimeSpan ---------------------------------------------------------------- */

struct new_timespan_args {
	struct value start, end, days, hours, minutes, seconds, milliseconds;
};

enum { SET_DATES = 1, SET_PARTS = 2 };

static const struct param new_timespan_params[] = {
	{ "Start", "datetime", FIELD(new_timespan_args, start), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = SET_DATES, .aliases = "LastWriteTime",
	  .help = "From when; now if not given." },
	{ "End", "datetime", FIELD(new_timespan_args, end), POSITION(1), .pipeline = BY_NAME,
	  .sets = SET_DATES, .help = "To when; now if not given." },
	{ "Days", "int", FIELD(new_timespan_args, days), .pipeline = BY_NAME, .sets = SET_PARTS,
	  .help = "Days." },
	{ "Hours", "int", FIELD(new_timespan_args, hours), .pipeline = BY_NAME, .sets = SET_PARTS,
	  .help = "Hours." },
	{ "Minutes", "int", FIELD(new_timespan_args, minutes), .pipeline = BY_NAME,
	  .sets = SET_PARTS, .help = "Minutes." },
	{ "Seconds", "int", FIELD(new_timespan_args, seconds), .pipeline = BY_NAME,
	  .sets = SET_PARTS, .help = "Seconds." },
	{ "Milliseconds", "int", FIELD(new_timespan_args, milliseconds), .pipeline = BY_NAME,
	  .sets = SET_PARTS, .help = "Milliseconds." },
	{ NULL }
};

static enum flow new_timespan(struct call *call, void *data)
{
	struct new_timespan_args *args = data;
	int64_t now = date_ticks(date_to_local(date_value(date_now_utc(), DATE_UTC)));
	int64_t ticks;

	if (call_set_is(call, "Time")) {
		ticks = arg_int(args->days, 0) * TICKS_PER_DAY +
			arg_int(args->hours, 0) * TICKS_PER_HOUR +
			arg_int(args->minutes, 0) * TICKS_PER_MINUTE +
			arg_int(args->seconds, 0) * TICKS_PER_SECOND +
			arg_int(args->milliseconds, 0) * TICKS_PER_MS;
	} else {
		int64_t start = args->start.kind == V_DATETIME ? date_ticks(args->start) : now;
		int64_t end = args->end.kind == V_DATETIME ? date_ticks(args->end) : now;

		ticks = end - start;
	}
	return emit(call, timespan_value(ticks));
}

static const struct cmdlet_example new_timespan_examples[] = {
	{ "New-TimeSpan -Start '2024-03-01' -End (Get-Date)", "How long ago a date is." },
	{ NULL }
};

CMDLET(new_timespan_cmdlet) = {
	.name = "New-TimeSpan", .module = MODULE_UTILITY,
	.synopsis = "Creates a TimeSpan object.",
	.params = new_timespan_params, .examples = new_timespan_examples,
	.sets = "Date Time", .default_set = "Date", .output = "System.TimeSpan",
	.args_size = sizeof(struct new_timespan_args), .process = new_timespan,
};

/* -- Start-Sleep -------------------------------------------------------------------- */

struct start_sleep_args {
	struct value seconds, milliseconds, duration;
};

enum { SET_SECONDS = 1, SET_MILLISECONDS = 2, SET_DURATION = 4 };

static const struct param start_sleep_params[] = {
	{ "Seconds", "double", FIELD(start_sleep_args, seconds), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = SET_SECONDS, .mandatory_sets = SET_SECONDS,
	  .min = 0, .max = 2147483, .help = "How long, in seconds." },
	{ "Milliseconds", "int", FIELD(start_sleep_args, milliseconds), .pipeline = BY_NAME,
	  .sets = SET_MILLISECONDS, .mandatory_sets = SET_MILLISECONDS, .min = 0, .max = INT32_MAX,
	  .aliases = "ms", .help = "How long, in milliseconds." },
	{ "Duration", "timespan", FIELD(start_sleep_args, duration), .pipeline = BY_NAME,
	  .sets = SET_DURATION, .mandatory_sets = SET_DURATION, .aliases = "ts",
	  .help = "How long, as a time span." },
	{ NULL }
};

static enum flow start_sleep(struct call *call, void *data)
{
	struct start_sleep_args *args = data;
	int64_t left = arg_int(args->milliseconds, 0);

	if (args->seconds.kind == V_F64)
		left = llround(args->seconds.u.f * 1000);
	if (args->duration.kind == V_TIMESPAN)
		left = args->duration.u.i / TICKS_PER_MS;
	while (left > 0 && !host_interrupted(call_host(call))) {
		int64_t step = MIN(left, 100);
		struct timespec ts = { .tv_nsec = step * 1000000 };

		nanosleep(&ts, NULL);
		left -= step;
	}
	return FLOW_NEXT;
}

static const struct cmdlet_example start_sleep_examples[] = {
	{ "Start-Sleep -Seconds 2", "Waits two seconds." },
	{ NULL }
};

CMDLET(start_sleep_cmdlet) = {
	.name = "Start-Sleep", .aliases = "sleep", .module = MODULE_UTILITY,
	.synopsis = "Suspends the activity for a period of time.",
	.params = start_sleep_params, .examples = start_sleep_examples,
	.sets = "Seconds Milliseconds FromTimeSpan", .default_set = "Seconds",
	.args_size = sizeof(struct start_sleep_args), .process = start_sleep,
};

/* -- Measure-Command ------------------------------------------------------------------ */

struct measure_command_args {
	struct value input, block;
};

static const struct param measure_command_params[] = {
	{ "InputObject", "psobject", FIELD(measure_command_args, input), .pipeline = BY_VALUE,
	  .help = "Objects for the block." },
	{ "Expression", "scriptblock", FIELD(measure_command_args, block), POSITION(0),
	  .flags = PARAM_MANDATORY, .help = "What to measure." },
	{ NULL }
};

static enum flow drop(struct sink *sink, struct value v)
{
	return FLOW_NEXT;
}

static int64_t monotonic_ticks(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * TICKS_PER_SECOND + ts.tv_nsec / 100;
}

static enum flow measure_command(struct call *call, void *data)
{
	struct measure_command_args *args = data;
	struct sink nowhere = { drop };
	int64_t *total = call_state(call), start = monotonic_ticks();
	enum flow flow = block_run(call_host(call), args->block,
				   arg_given(args->input) ? args->input : VALUE_NULL, &nowhere);

	*total += monotonic_ticks() - start;
	return flow;
}

static enum flow measure_command_end(struct call *call, void *data)
{
	return emit(call, timespan_value(*(int64_t *)call_state(call)));
}

static const struct cmdlet_example measure_command_examples[] = {
	{ "Measure-Command { Get-Mailbox }", "How long a command takes." },
	{ NULL }
};

CMDLET(measure_command_cmdlet) = {
	.name = "Measure-Command", .module = MODULE_UTILITY,
	.synopsis = "Measures the time it takes to run script blocks.",
	.params = measure_command_params, .examples = measure_command_examples,
	.output = "System.TimeSpan", .args_size = sizeof(struct measure_command_args),
	.state_size = sizeof(int64_t), .process = measure_command, .end = measure_command_end,
};
