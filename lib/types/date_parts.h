/* What the types of dates and times share. */
#ifndef HMSH_DATE_PARTS_H
#define HMSH_DATE_PARTS_H

#include "lib/datetime.h"
#include "lib/type.h"

/* The DateTimeStyles and the culture of an IFormatProvider among the arguments after the first. */
unsigned date_styles_arg(const struct value *args, unsigned n);
const struct date_culture *date_culture_arg(const struct value *args, unsigned n);
/* A DateTimeOffset of the clock's ticks; what one holds. Yours. */
struct value datetimeoffset_new(int64_t clock, int64_t offset);
bool datetimeoffset_get(struct value v, int64_t *ret_clock, int64_t *ret_offset);

#endif
