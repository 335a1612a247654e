/*
 * Time zones by the names of the TZ database (and those of Windows), with the
 * system's own data. Moments are ticks, as in datetime.h. Names for people come
 * from ICU, which is loaded when one is asked for.
 */
#ifndef HMSH_TIMEZONE_H
#define HMSH_TIMEZONE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct timezone_rules;

/* By an IANA or a Windows name; NULL when there is none. Yours. */
struct timezone_rules *timezone_find(const char *id);
/* The session's (TZ, else the system's); UTC when it has none. Yours. */
struct timezone_rules *timezone_local(void);
struct timezone_rules *timezone_ref(struct timezone_rules *zone);
void timezone_unref(struct timezone_rules *zone);

const char *timezone_id(const struct timezone_rules *zone);
/* Local time minus UTC, in ticks. A clock that shows a time twice means the later, standard one. */
int64_t timezone_offset_at_utc(const struct timezone_rules *zone, int64_t utc);
int64_t timezone_offset_at_local(const struct timezone_rules *zone, int64_t local);
int64_t timezone_base_offset(const struct timezone_rules *zone);
bool timezone_is_daylight(const struct timezone_rules *zone, int64_t utc);
/* A time that the clock skips, and one that it shows twice. */
bool timezone_is_invalid(const struct timezone_rules *zone, int64_t local);
bool timezone_is_ambiguous(const struct timezone_rules *zone, int64_t local);
/* The two offsets of an ambiguous time, the smaller first. */
void timezone_ambiguous_offsets(const struct timezone_rules *zone, int64_t local, int64_t ret[2]);
/* Whether its clock was ever changed. */
bool timezone_has_changes(const struct timezone_rules *zone);

enum timezone_name { TIMEZONE_STANDARD, TIMEZONE_DAYLIGHT, TIMEZONE_DISPLAY };
/* As people in the US read it; yours. */
char *timezone_name(const struct timezone_rules *zone, enum timezone_name which);
/* The other system's name of a zone; yours, NULL when there is none. */
char *timezone_windows_id(const char *iana);
char *timezone_iana_id(const char *windows);
/* The names of all zones that people live in; yours. */
char **timezone_ids(void);

#endif
