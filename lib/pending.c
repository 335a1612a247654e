/* Weak stand-ins for operators under construction: removed when operate_*.c land. */
#include "config.h"

#include "lib/operate.h"

#define PENDING(name, ...) __attribute__((weak)) bool name(__VA_ARGS__, struct value *ret, GError **error) \
	{ fault_throw(error, "System.NotSupportedException", #name " is pending"); return false; }
PENDING(value_format, struct value f, struct value a)
PENDING(value_index, struct value f, struct value a)
PENDING(value_range, struct value f, struct value a)
PENDING(value_split_unary, struct value f)
PENDING(value_join, struct value a, const char *s)
PENDING(value_replace, struct value a, struct value r, bool c, void *h)
PENDING(value_split, struct value a, struct value r, bool c, void *h)
__attribute__((weak)) bool value_index_set(struct value v, struct value i, struct value to, GError **error)
{
	fault_throw(error, "System.NotSupportedException", "pending");
	return false;
}
__attribute__((weak)) bool value_match(int op, struct value a, struct value b, bool c, struct value *ret,
	struct value *m, GError **error)
{
	fault_throw(error, "System.NotSupportedException", "pending");
	return false;
}
