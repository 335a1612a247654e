/*
 * Rules are GLib's reading of the system's files; a name is looked for among
 * those files first, then among the names of Windows that ICU knows.
 */
#include "config.h"

#include "lib/timezone.h"

#include <unicode/ucal.h>
#include <unicode/udat.h>

#include "lib/datetime.h"
#include "lib/dl.h"

#define ZONEINFO	"/usr/share/zoneinfo"

struct timezone_rules {
	unsigned refs;
	char *id;
	GTimeZone *zone;
};

static struct timezone_rules *zone_new(const char *id, GTimeZone *zone)
{
	struct timezone_rules *rules = g_new0(struct timezone_rules, 1);

	rules->refs = 1;
	rules->id = g_strdup(id);
	rules->zone = zone;
	return rules;
}

struct timezone_rules *timezone_ref(struct timezone_rules *zone)
{
	zone->refs++;
	return zone;
}

void timezone_unref(struct timezone_rules *zone)
{
	if (!zone || --zone->refs)
		return;
	g_time_zone_unref(zone->zone);
	g_free(zone->id);
	g_free(zone);
}

/* -- ICU ---------------------------------------------------------------------------------------- */

#define ICU_NAME_OF(name)	#name
#define ICU_NAME(name)		ICU_NAME_OF(name)

struct zone_icu {
	__typeof__(&ucal_open) open;
	__typeof__(&ucal_close) close;
	__typeof__(&ucal_getTimeZoneDisplayName) name;
	__typeof__(&ucal_getWindowsTimeZoneID) to_windows;
	__typeof__(&ucal_getTimeZoneIDForWindowsID) from_windows;
	__typeof__(&udat_open) date_open;
	__typeof__(&udat_close) date_close;
	__typeof__(&udat_format) date_format;
};

static bool icu_open(struct zone_icu *icu)
{
	static const struct dl_symbol symbols[] = {
		{ ICU_NAME(ucal_open), offsetof(struct zone_icu, open) },
		{ ICU_NAME(ucal_close), offsetof(struct zone_icu, close) },
		{ ICU_NAME(ucal_getTimeZoneDisplayName), offsetof(struct zone_icu, name) },
		{ ICU_NAME(ucal_getWindowsTimeZoneID), offsetof(struct zone_icu, to_windows) },
		{ ICU_NAME(ucal_getTimeZoneIDForWindowsID), offsetof(struct zone_icu, from_windows) },
		{ ICU_NAME(udat_open), offsetof(struct zone_icu, date_open) },
		{ ICU_NAME(udat_close), offsetof(struct zone_icu, date_close) },
		{ ICU_NAME(udat_format), offsetof(struct zone_icu, date_format) },
	};

	return dl_open("libicui18n.so.72", "libicu72", symbols, G_N_ELEMENTS(symbols), icu, NULL);
}

/* UTF-16 of a name; yours. */
static UChar *wide(const char *text, int32_t *ret_len)
{
	glong len = 0;
	gunichar2 *units = g_utf8_to_utf16(text, -1, NULL, &len, NULL);

	*ret_len = (int32_t)len;
	return (UChar *)units;
}

static char *narrow(const UChar *units, int32_t len, UErrorCode status)
{
	if (U_FAILURE(status) || len <= 0)
		return NULL;
	return g_utf16_to_utf8((const gunichar2 *)units, len, NULL, NULL, NULL);
}

char *timezone_windows_id(const char *iana)
{
	struct zone_icu icu;
	UErrorCode status = U_ZERO_ERROR;
	UChar found[128];
	int32_t len, n;
	g_autofree UChar *id = wide(iana, &len);

	if (!id || !icu_open(&icu))
		return NULL;
	n = icu.to_windows(id, len, found, G_N_ELEMENTS(found), &status);
	return narrow(found, n, status);
}

char *timezone_iana_id(const char *windows)
{
	struct zone_icu icu;
	UErrorCode status = U_ZERO_ERROR;
	UChar found[128];
	int32_t len, n;
	g_autofree UChar *id = wide(windows, &len);

	if (!id || !icu_open(&icu))
		return NULL;
	n = icu.from_windows(id, len, NULL, found, G_N_ELEMENTS(found), &status);
	return narrow(found, n, status);
}

/* -- Finding -------------------------------------------------------------------------------------- */

/* The zone's file, if the name is one's; else what ignores case; NULL. Yours. */
static char *spelled(const char *id)
{
	g_autofree char *path = g_build_filename(ZONEINFO, id, NULL);
	g_auto(GStrv) ids = NULL;

	if (!g_ascii_isalpha(*id) || strstr(id, ".."))
		return NULL;
	if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
		return g_strdup(id);
	ids = timezone_ids();
	for (char **p = ids; *p; p++)
		if (g_ascii_strcasecmp(*p, id) == 0)
			return g_strdup(*p);
	return NULL;
}

static struct timezone_rules *open_zone(const char *file, const char *id)
{
	GTimeZone *zone = g_time_zone_new_identifier(file);

	return zone ? zone_new(id, zone) : NULL;
}

struct timezone_rules *timezone_find(const char *id)
{
	g_autofree char *own = NULL, *iana = NULL;

	if (g_ascii_strcasecmp(id, "UTC") == 0)
		return zone_new("UTC", g_time_zone_new_utc());
	own = spelled(id);
	if (own)
		return open_zone(own, own);
	iana = timezone_iana_id(id);
	own = iana ? spelled(iana) : NULL;
	return own ? open_zone(own, id) : NULL;
}

struct timezone_rules *timezone_local(void)
{
	const char *tz = g_getenv("TZ");
	g_autofree char *link = NULL;
	struct timezone_rules *zone = NULL;
	const char *name;

	if (tz && *tz) {
		zone = timezone_find(tz + (*tz == ':'));
	} else {
		link = g_file_read_link("/etc/localtime", NULL);
		name = link ? strstr(link, "zoneinfo/") : NULL;
		zone = name ? timezone_find(name + strlen("zoneinfo/")) : NULL;
	}
	return zone ? zone : zone_new("UTC", g_time_zone_new_utc());
}

const char *timezone_id(const struct timezone_rules *zone)
{
	return zone->id;
}

/* The zones that have a place of their own, as the database's table of places lists them. */
char **timezone_ids(void)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	g_autofree char *table = NULL;
	g_auto(GStrv) lines = NULL;

	if (g_file_get_contents(ZONEINFO "/zone.tab", &table, NULL, NULL))
		lines = g_strsplit(table, "\n", -1);
	for (char **p = lines; p && *p; p++) {
		g_auto(GStrv) fields = g_strsplit(*p, "\t", -1);

		if (**p != '#' && g_strv_length(fields) > 2)
			g_ptr_array_add(ids, g_strdup(fields[2]));
	}
	g_ptr_array_add(ids, g_strdup("UTC"));
	g_ptr_array_add(ids, NULL);
	return (char **)g_ptr_array_steal(ids, NULL);
}

/* -- Offsets ---------------------------------------------------------------------------------------- */

static gint64 seconds_of(int64_t ticks)
{
	int64_t rest = ticks - DATE_UNIX_EPOCH;

	return rest / TICKS_PER_SECOND - (rest % TICKS_PER_SECOND < 0);
}

static int64_t offset_of(const struct timezone_rules *zone, int interval)
{
	return g_time_zone_get_offset(zone->zone, interval) * TICKS_PER_SECOND;
}

static int interval_at_utc(const struct timezone_rules *zone, int64_t utc)
{
	return g_time_zone_find_interval(zone->zone, G_TIME_TYPE_UNIVERSAL, seconds_of(utc));
}

int64_t timezone_offset_at_utc(const struct timezone_rules *zone, int64_t utc)
{
	return offset_of(zone, interval_at_utc(zone, utc));
}

bool timezone_is_daylight(const struct timezone_rules *zone, int64_t utc)
{
	return g_time_zone_is_dst(zone->zone, interval_at_utc(zone, utc));
}

/* The offsets under which the clock shows this time: 0, 1 or 2 of them, the smaller first. */
static int offsets_at_local(const struct timezone_rules *zone, int64_t local, int64_t ret[2])
{
	int64_t before = timezone_offset_at_utc(zone, local - TICKS_PER_DAY);
	int64_t after = timezone_offset_at_utc(zone, local + TICKS_PER_DAY);
	int n = 0;

	if (timezone_offset_at_utc(zone, local - MIN(before, after)) == MIN(before, after))
		ret[n++] = MIN(before, after);
	if (before != after && timezone_offset_at_utc(zone, local - MAX(before, after)) == MAX(before, after))
		ret[n++] = MAX(before, after);
	return n;
}

int64_t timezone_offset_at_local(const struct timezone_rules *zone, int64_t local)
{
	int64_t offsets[2];

	return offsets_at_local(zone, local, offsets) ? offsets[0] : timezone_base_offset(zone);
}

bool timezone_is_invalid(const struct timezone_rules *zone, int64_t local)
{
	int64_t offsets[2];

	return offsets_at_local(zone, local, offsets) == 0;
}

bool timezone_is_ambiguous(const struct timezone_rules *zone, int64_t local)
{
	int64_t offsets[2];

	return offsets_at_local(zone, local, offsets) == 2;
}

void timezone_ambiguous_offsets(const struct timezone_rules *zone, int64_t local, int64_t ret[2])
{
	offsets_at_local(zone, local, ret);
}

/* The offset without daylight saving, of this year. */
int64_t timezone_base_offset(const struct timezone_rules *zone)
{
	int64_t now = date_now_utc();
	int interval = interval_at_utc(zone, now);

	if (g_time_zone_is_dst(zone->zone, interval))
		interval = interval_at_utc(zone, now + 183 * TICKS_PER_DAY);
	return offset_of(zone, interval);
}

bool timezone_has_changes(const struct timezone_rules *zone)
{
	return interval_at_utc(zone, date_now_utc()) > 0;
}

/* -- Names -------------------------------------------------------------------------------------------- */

static char *icu_name(const struct zone_icu *icu, const UChar *id, int32_t len, UCalendarDisplayNameType type)
{
	UErrorCode status = U_ZERO_ERROR;
	UCalendar *calendar = icu->open(id, len, "en_US", UCAL_DEFAULT, &status);
	UChar text[256];
	int32_t n;

	if (U_FAILURE(status))
		return NULL;
	n = icu->name(calendar, type, "en_US", text, G_N_ELEMENTS(text), &status);
	icu->close(calendar);
	return narrow(text, n, status);
}

/* By a pattern letter of ICU's date formats: "vvvv" the generic name, "VVV" the city. */
static char *icu_pattern(const struct zone_icu *icu, const UChar *id, int32_t len, const char *pattern)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t n;
	g_autofree UChar *letters = wide(pattern, &n);
	UDateFormat *format = icu->date_open(UDAT_PATTERN, UDAT_PATTERN, "en_US", id, len, letters, n, &status);
	UChar text[256];

	if (U_FAILURE(status))
		return NULL;
	n = icu->date_format(format, (double)g_get_real_time() / 1000, text, G_N_ELEMENTS(text), NULL, &status);
	icu->date_close(format);
	return narrow(text, n, status);
}

/* "(UTC+01:00) Central European Time (Berlin)" */
static char *display_name(const struct timezone_rules *zone, const struct zone_icu *icu, const UChar *id,
			  int32_t len)
{
	g_autofree char *generic = icu_pattern(icu, id, len, "vvvv");
	g_autofree char *city = icu_pattern(icu, id, len, "VVV");
	int64_t minutes = timezone_base_offset(zone) / TICKS_PER_MINUTE;
	g_autofree char *name = g_strdup(generic ? generic : zone->id);

	if (city && !strstr(name, city)) {
		g_free(name);
		name = g_strdup_printf("%s (%s)", generic, city);
	}
	return g_strdup_printf("(UTC%c%02d:%02d) %s", minutes < 0 ? '-' : '+', (int)ABS(minutes) / 60,
			       (int)ABS(minutes) % 60, name);
}

char *timezone_name(const struct timezone_rules *zone, enum timezone_name which)
{
	struct zone_icu icu;
	g_autofree char *iana = NULL;
	g_autofree UChar *id = NULL;
	char *name = NULL;
	int32_t len;

	if (g_str_equal(zone->id, "UTC"))
		return g_strdup(which == TIMEZONE_DISPLAY ? "(UTC) Coordinated Universal Time"
							  : "Coordinated Universal Time");
	if (icu_open(&icu)) {
		iana = timezone_iana_id(zone->id);
		id = wide(iana ? iana : zone->id, &len);
		name = which == TIMEZONE_DISPLAY ? display_name(zone, &icu, id, len)
		       : icu_name(&icu, id, len, which == TIMEZONE_STANDARD ? UCAL_STANDARD : UCAL_DST);
	}
	return name ? name : g_strdup(zone->id);
}
