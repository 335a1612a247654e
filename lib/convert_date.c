/*
 * Conversion to date-times and time spans: text by the invariant culture,
 * whole numbers as ticks.
 */
#include "config.h"

#include "lib/cast.h"
#include "lib/datetime.h"

static const struct fault parse_fault =
	CAST_FAULT("InvalidCastParseTargetInvocationWithFormatProvider");
static const struct fault constructor_fault = CAST_FAULT("InvalidCastConstructorException");

static bool parse_failed(struct value v, const struct type *to, GError *failure, GError **error)
{
	cast_fail_because(&parse_fault, v, to, failure->message, error);
	g_error_free(failure);
	return false;
}

static bool is_ticks(struct value v)
{
	return (v.kind >= V_I8 && v.kind <= V_I64) || v.kind == V_CHAR || v.kind == V_ENUM;
}

bool cast_datetime(struct value v, const struct type *to, struct value *ret, GError **error)
{
	GError *failure = NULL;

	if (v.kind == V_STRING)
		return datetime_parse(v.u.str->data, v.u.str->len, &date_invariant, 0, ret,
				      &failure) ||
		       parse_failed(v, to, failure, error);
	if (!is_ticks(v))
		return cast_by_table(v, to, ret, error);
	if (v.u.i < 0 || v.u.i > DATE_MAX_TICKS)
		return cast_fail_because(&constructor_fault, v, to,
					 "Ticks must be between DateTime.MinValue.Ticks and "
					 "DateTime.MaxValue.Ticks. (Parameter 'ticks')", error);
	*ret = date_value(v.u.i, DATE_UNSPECIFIED);
	return true;
}

bool cast_timespan(struct value v, const struct type *to, struct value *ret, GError **error)
{
	GError *failure = NULL;

	if (v.kind == V_STRING)
		return timespan_parse(v.u.str->data, v.u.str->len, ret, &failure) ||
		       parse_failed(v, to, failure, error);
	if (!is_ticks(v))
		return cast_by_table(v, to, ret, error);
	*ret = timespan_value(v.u.i);
	return true;
}
