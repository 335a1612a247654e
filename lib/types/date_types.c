/*
 * Date-times and time spans.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_datetime);
const struct type type_datetime = {
	.name = "System.DateTime", .alias = "datetime", .kind = V_DATETIME, .base = &type_valuetype, .flags = TYPE_IS_VALUETYPE,
};

TYPE(type_timespan);
const struct type type_timespan = {
	.name = "System.TimeSpan", .alias = "timespan", .kind = V_TIMESPAN, .base = &type_valuetype, .flags = TYPE_IS_VALUETYPE,
};
