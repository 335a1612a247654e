/*
 * TimeZoneInfo: the rules of a zone, and the conversion of times between zones.
 */
#include "config.h"

#include "lib/timezone.h"
#include "lib/types/date_parts.h"
#include "lib/types/table.h"

struct zone_value {
	struct native native;
	struct timezone_rules *rules;
};

extern const struct type type_timezoneinfo;

static struct timezone_rules *rules_of(struct value v)
{
	return ((struct zone_value *)value_base(v).u.native)->rules;
}

/* Takes the rules over. */
static struct value zone_value_new(struct timezone_rules *rules)
{
	struct zone_value *zone = native_new(&type_timezoneinfo, sizeof(*zone));

	zone->rules = rules;
	return value_of(zone);
}

static void zone_free(struct native *native)
{
	timezone_unref(((struct zone_value *)native)->rules);
}

static bool is_utc(const struct timezone_rules *zone)
{
	return g_str_equal(timezone_id(zone), "UTC");
}

static bool same_zone(const struct timezone_rules *a, const struct timezone_rules *b)
{
	return g_ascii_strcasecmp(timezone_id(a), timezone_id(b)) == 0;
}

static bool is_local(const struct timezone_rules *zone)
{
	struct timezone_rules *local = timezone_local();
	bool same = same_zone(zone, local);

	timezone_unref(local);
	return same;
}

/* Yours; NULL + TimeZoneNotFoundException. */
static struct timezone_rules *find(const char *id, GError **error)
{
	struct timezone_rules *zone = timezone_find(id);

	if (!zone)
		fault_throw(error, "System.TimeZoneNotFoundException",
			    "The time zone ID '%s' was not found on the local computer.", id);
	return zone;
}

/* -- What it is --------------------------------------------------------------------------------- */

static struct value name_value(struct value self, enum timezone_name which)
{
	g_autofree char *name = timezone_name(rules_of(self), which);

	return value_text(name);
}

static struct string *zone_text(struct value self)
{
	return name_value(self, TIMEZONE_DISPLAY).u.str;
}

static bool zone_has_iana_id(struct value self)
{
	g_autofree char *iana = strchr(timezone_id(rules_of(self)), '/') ? NULL
			      : timezone_iana_id(timezone_id(rules_of(self)));

	return !iana;
}

static bool zone_equal(struct value a, struct value b)
{
	return same_zone(rules_of(a), rules_of(b));
}

MEMBER_IS(zone_id, value_text(timezone_id(rules_of(self))))
MEMBER_IS(zone_iana, value_bool(zone_has_iana_id(self)))
MEMBER_IS(zone_display, name_value(self, TIMEZONE_DISPLAY))
MEMBER_IS(zone_standard, name_value(self, TIMEZONE_STANDARD))
MEMBER_IS(zone_daylight, name_value(self, TIMEZONE_DAYLIGHT))
MEMBER_IS(zone_base_offset, timespan_value(timezone_base_offset(rules_of(self))))
MEMBER_IS(zone_changes, value_bool(timezone_has_changes(rules_of(self))))
MEMBER_IS(zone_to_string, value_str(zone_text(self)))
MEMBER_IS(zone_equals, value_bool(native_of(args[0], &type_timezoneinfo) && zone_equal(self, args[0])))
MEMBER_IS(zone_local, zone_value_new(timezone_local()))
MEMBER_IS(zone_utc, zone_value_new(timezone_find("UTC")))

MEMBER(zone_by_id)
{
	struct timezone_rules *zone;

	if (value_is_null(args[0]))
		return throw_null(error, "id");
	zone = find(text_arg(args[0]), error);
	if (!zone)
		return false;
	*ret = zone_value_new(zone);
	return true;
}

MEMBER(zone_try_by_id)
{
	struct timezone_rules *zone = args[0].kind == V_STRING ? timezone_find(text_arg(args[0])) : NULL;

	out_set(args[1], zone ? zone_value_new(zone) : VALUE_NULL);
	*ret = value_bool(zone != NULL);
	return true;
}

static int compare_zones(const void *a, const void *b)
{
	const struct timezone_rules *x = *(struct timezone_rules *const *)a;
	const struct timezone_rules *y = *(struct timezone_rules *const *)b;
	int64_t difference = timezone_base_offset(x) - timezone_base_offset(y);

	return difference ? (difference > 0) - (difference < 0) : strcmp(timezone_id(x), timezone_id(y));
}

MEMBER(zone_all)
{
	g_auto(GStrv) ids = timezone_ids();
	g_autoptr(GPtrArray) zones = g_ptr_array_new();
	struct list *list = list_new(type_find("System.Collections.ObjectModel.ReadOnlyCollection[System.TimeZoneInfo]", -1),
				     &type_timezoneinfo);

	for (char **p = ids; *p; p++) {
		struct timezone_rules *zone = timezone_find(*p);

		if (zone)
			g_ptr_array_add(zones, zone);
	}
	g_ptr_array_sort(zones, compare_zones);
	for (guint i = 0; i < zones->len; i++)
		list_add(list, zone_value_new(zones->pdata[i]));
	*ret = value_of(list);
	return true;
}

static bool give_id(char *found, struct value reference, struct value *ret)
{
	out_set(reference, found ? value_text(found) : VALUE_NULL);
	*ret = value_bool(found != NULL);
	g_free(found);
	return true;
}

MEMBER(zone_to_windows_id)
{
	return give_id(timezone_windows_id(text_arg(args[0])), args[1], ret);
}

MEMBER(zone_to_iana_id)
{
	return give_id(timezone_iana_id(text_arg(args[0])), args[1], ret);
}

/* -- What its clock shows --------------------------------------------------------------------------- */

/* The moment of a DateTime (its kind counts: none is this zone's clock) or DateTimeOffset. */
static int64_t utc_of(const struct timezone_rules *zone, struct value v)
{
	int64_t clock, offset;

	if (datetimeoffset_get(v, &clock, &offset))
		return clock - offset;
	if (date_kind(v) == DATE_UNSPECIFIED)
		return date_ticks(v) - timezone_offset_at_local(zone, date_ticks(v));
	return date_ticks(date_to_utc(v));
}

/* The time as this zone's clock has it. */
static int64_t clock_of(const struct timezone_rules *zone, struct value v)
{
	int64_t utc;

	if (v.kind == V_DATETIME && date_kind(v) == DATE_UNSPECIFIED)
		return date_ticks(v);
	utc = utc_of(zone, v);
	return utc + timezone_offset_at_utc(zone, utc);
}

static int64_t offset_at(const struct timezone_rules *zone, struct value v)
{
	if (v.kind == V_DATETIME && date_kind(v) == DATE_UNSPECIFIED)
		return timezone_offset_at_local(zone, date_ticks(v));
	return timezone_offset_at_utc(zone, utc_of(zone, v));
}

MEMBER_IS(zone_offset, timespan_value(offset_at(rules_of(self), args[0])))
MEMBER_IS(zone_is_daylight, value_bool(timezone_is_daylight(rules_of(self), utc_of(rules_of(self), args[0]))))
MEMBER_IS(zone_is_invalid, value_bool(date_kind(args[0]) == DATE_UNSPECIFIED &&
				      timezone_is_invalid(rules_of(self), date_ticks(args[0]))))
MEMBER_IS(zone_is_ambiguous, value_bool(timezone_is_ambiguous(rules_of(self), clock_of(rules_of(self), args[0]))))

MEMBER(zone_ambiguous_offsets)
{
	int64_t clock = clock_of(rules_of(self), args[0]), offsets[2];
	struct array *array;

	if (!timezone_is_ambiguous(rules_of(self), clock)) {
		fault_throw(error, ARGUMENT,
			    "The supplied DateTime is not in an ambiguous time range. (Parameter 'dateTime')");
		return false;
	}
	timezone_ambiguous_offsets(rules_of(self), clock, offsets);
	array = array_new(&type_timespan, 2);
	for (unsigned i = 0; i < 2; i++)
		array_set(array, i, timespan_value(offsets[i]));
	*ret = value_of(array);
	return true;
}

/* -- Conversion ------------------------------------------------------------------------------------------ */

static bool check_source(const struct timezone_rules *from, struct value date, GError **error)
{
	bool fits = date_kind(date) == DATE_UNSPECIFIED || (date_kind(date) == DATE_UTC && is_utc(from)) ||
		    (date_kind(date) == DATE_LOCAL && is_local(from));

	if (!fits) {
		fault_throw(error, ARGUMENT,
			    "The conversion could not be completed because the supplied DateTime did not have the Kind property set correctly.  For example, when the Kind property is DateTimeKind.Local, the source time zone must be TimeZoneInfo.Local. (Parameter 'sourceTimeZone')");
		return false;
	}
	if (timezone_is_invalid(from, date_ticks(date))) {
		fault_throw(error, ARGUMENT,
			    "The supplied DateTime represents an invalid time.  For example, when the clock is adjusted forward, any time in the period that is skipped is invalid. (Parameter 'dateTime')");
		return false;
	}
	return true;
}

static struct value at_zone(const struct timezone_rules *zone, int64_t utc)
{
	enum date_kind kind = is_utc(zone) ? DATE_UTC : is_local(zone) ? DATE_LOCAL : DATE_UNSPECIFIED;

	return date_value(CLAMP(utc + timezone_offset_at_utc(zone, utc), 0, DATE_MAX_TICKS), kind);
}

static bool convert_between(struct value date, const struct timezone_rules *from,
			    const struct timezone_rules *to, struct value *ret, GError **error)
{
	if (!check_source(from, date, error))
		return false;
	*ret = at_zone(to, date_ticks(date) - timezone_offset_at_local(from, date_ticks(date)));
	return true;
}

/* From the zone that the date's kind says. */
static bool convert_to(struct value date, const struct timezone_rules *to, struct value *ret, GError **error)
{
	struct timezone_rules *from = date_kind(date) == DATE_UTC ? timezone_find("UTC") : timezone_local();
	bool ok = convert_between(date, from, to, ret, error);

	timezone_unref(from);
	return ok;
}

static struct value moment_at(struct value moment, const struct timezone_rules *to)
{
	int64_t utc = utc_of(to, moment), offset = timezone_offset_at_utc(to, utc);

	return datetimeoffset_new(utc + offset, offset);
}

MEMBER(zone_convert)
{
	if (args[0].kind != V_DATETIME) {
		*ret = moment_at(args[0], rules_of(args[1]));
		return true;
	}
	return n > 2 ? convert_between(args[0], rules_of(args[1]), rules_of(args[2]), ret, error)
		     : convert_to(args[0], rules_of(args[1]), ret, error);
}

MEMBER(zone_convert_by_id)
{
	struct timezone_rules *from = n > 2 ? find(text_arg(args[1]), error) : NULL;
	struct timezone_rules *to = n > 2 && !from ? NULL : find(text_arg(args[n - 1]), error);
	bool ok = to != NULL;

	if (ok && args[0].kind != V_DATETIME)
		*ret = moment_at(args[0], to);
	else if (ok)
		ok = from ? convert_between(args[0], from, to, ret, error) : convert_to(args[0], to, ret, error);
	timezone_unref(from);
	timezone_unref(to);
	return ok;
}

MEMBER(zone_from_utc)
{
	struct timezone_rules *utc = timezone_find("UTC");
	bool ok = convert_between(args[0], utc, rules_of(args[1]), ret, error);

	timezone_unref(utc);
	return ok;
}

MEMBER(zone_to_utc)
{
	struct timezone_rules *utc = timezone_find("UTC");
	bool ok = n > 1 ? convert_between(args[0], rules_of(args[1]), utc, ret, error)
			: convert_to(args[0], utc, ret, error);

	timezone_unref(utc);
	return ok;
}

/* -- Tables ------------------------------------------------------------------------------------------------- */

#define ZONE	"System.TimeZoneInfo"
#define DTO	"System.DateTimeOffset"

static const struct type_member zone_methods[] = {
	METHOD("bool Equals(" ZONE " other)", zone_equals),
	METHOD("bool Equals(System.Object obj)", zone_equals),
	METHOD("timespan[] GetAmbiguousTimeOffsets(datetime dateTime)", zone_ambiguous_offsets),
	METHOD("timespan GetUtcOffset(" DTO " dateTimeOffset)", zone_offset),
	METHOD("timespan GetUtcOffset(datetime dateTime)", zone_offset),
	METHOD("bool HasSameRules(" ZONE " other)", zone_equals),
	METHOD("bool IsAmbiguousTime(" DTO " dateTimeOffset)", zone_is_ambiguous),
	METHOD("bool IsAmbiguousTime(datetime dateTime)", zone_is_ambiguous),
	METHOD("bool IsDaylightSavingTime(" DTO " dateTimeOffset)", zone_is_daylight),
	METHOD("bool IsDaylightSavingTime(datetime dateTime)", zone_is_daylight),
	METHOD("bool IsInvalidTime(datetime dateTime)", zone_is_invalid),
	METHOD("string ToString()", zone_to_string),
	STATIC(DTO " ConvertTime(" DTO " dateTimeOffset, " ZONE " destinationTimeZone)", zone_convert),
	STATIC("datetime ConvertTime(datetime dateTime, " ZONE " destinationTimeZone)", zone_convert),
	STATIC("datetime ConvertTime(datetime dateTime, " ZONE " sourceTimeZone, " ZONE " destinationTimeZone)", zone_convert),
	STATIC(DTO " ConvertTimeBySystemTimeZoneId(" DTO " dateTimeOffset, string destinationTimeZoneId)", zone_convert_by_id),
	STATIC("datetime ConvertTimeBySystemTimeZoneId(datetime dateTime, string destinationTimeZoneId)", zone_convert_by_id),
	STATIC("datetime ConvertTimeBySystemTimeZoneId(datetime dateTime, string sourceTimeZoneId, string destinationTimeZoneId)", zone_convert_by_id),
	STATIC("datetime ConvertTimeFromUtc(datetime dateTime, " ZONE " destinationTimeZone)", zone_from_utc),
	STATIC("datetime ConvertTimeToUtc(datetime dateTime)", zone_to_utc),
	STATIC("datetime ConvertTimeToUtc(datetime dateTime, " ZONE " sourceTimeZone)", zone_to_utc),
	STATIC(ZONE " FindSystemTimeZoneById(string id)", zone_by_id),
	STATIC("System.Collections.ObjectModel.ReadOnlyCollection[" ZONE "] GetSystemTimeZones()", zone_all),
	STATIC("bool TryConvertIanaIdToWindowsId(string ianaId, out string windowsId)", zone_to_windows_id),
	STATIC("bool TryConvertWindowsIdToIanaId(string windowsId, out string ianaId)", zone_to_iana_id),
	STATIC("bool TryFindSystemTimeZoneById(string id, out " ZONE " timeZoneInfo)", zone_try_by_id),
	END_OF_MEMBERS
};

static const struct type_member zone_properties[] = {
	PROPERTY("string Id {get;}", zone_id),
	PROPERTY("bool HasIanaId {get;}", zone_iana),
	PROPERTY("string DisplayName {get;}", zone_display),
	PROPERTY("string StandardName {get;}", zone_standard),
	PROPERTY("string DaylightName {get;}", zone_daylight),
	PROPERTY("timespan BaseUtcOffset {get;}", zone_base_offset),
	PROPERTY("bool SupportsDaylightSavingTime {get;}", zone_changes),
	STATIC_PROPERTY(ZONE " Local {get;}", zone_local),
	STATIC_PROPERTY(ZONE " Utc {get;}", zone_utc),
	END_OF_MEMBERS
};

TYPE(type_timezoneinfo);
const struct type type_timezoneinfo = {
	.name = ZONE, .kind = V_NATIVE, .methods = zone_methods, .properties = zone_properties,
	.free = zone_free, .to_string = zone_text, .equals = zone_equal,
	.default_properties = "Id HasIanaId DisplayName StandardName DaylightName BaseUtcOffset "
			      "SupportsDaylightSavingTime",
};
