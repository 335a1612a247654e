/*
 * Numbers and truth values.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_bool);
const struct type type_bool = {
	.name = "System.Boolean", .alias = "bool", .kind = V_BOOL, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE,
};

TYPE(type_switch);
const struct type type_switch = {
	.name = "System.Management.Automation.SwitchParameter", .alias = "switch", .kind = V_SWITCH, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE,
};

TYPE(type_sbyte);
const struct type type_sbyte = {
	.name = "System.SByte", .alias = "sbyte", .kind = V_I8, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE,
};

TYPE(type_byte);
const struct type type_byte = {
	.name = "System.Byte", .alias = "byte", .kind = V_U8, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE,
};

TYPE(type_int16);
const struct type type_int16 = {
	.name = "System.Int16", .alias = "short int16", .kind = V_I16, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE,
};

TYPE(type_uint16);
const struct type type_uint16 = {
	.name = "System.UInt16", .alias = "ushort uint16", .kind = V_U16, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE,
};

TYPE(type_int32);
const struct type type_int32 = {
	.name = "System.Int32", .alias = "int int32", .kind = V_I32, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE,
};

TYPE(type_uint32);
const struct type type_uint32 = {
	.name = "System.UInt32", .alias = "uint uint32", .kind = V_U32, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE,
};

TYPE(type_int64);
const struct type type_int64 = {
	.name = "System.Int64", .alias = "long int64", .kind = V_I64, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE,
};

TYPE(type_uint64);
const struct type type_uint64 = {
	.name = "System.UInt64", .alias = "ulong uint64", .kind = V_U64, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE,
};

TYPE(type_single);
const struct type type_single = {
	.name = "System.Single", .alias = "float single", .kind = V_F32, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE,
};

TYPE(type_double);
const struct type type_double = {
	.name = "System.Double", .alias = "double", .kind = V_F64, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE,
};

TYPE(type_decimal);
const struct type type_decimal = {
	.name = "System.Decimal", .alias = "decimal", .kind = V_DECIMAL, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE,
};

TYPE(type_bigint);
const struct type type_bigint = {
	.name = "System.Numerics.BigInteger", .alias = "bigint", .kind = V_BIGINT, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE,
};
