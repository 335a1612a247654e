/*
 * BinaryReader and BinaryWriter: numbers, little end first, and texts after their
 * length. A row says of a kind how many bytes it has.
 */
#include "config.h"

#include "lib/types/io_streams.h"
#include "lib/types/table.h"
#include "lib/types/text_types.h"

struct binary {
	struct native native;
	struct value stream;
};

static struct value stream_of(struct value self)
{
	return ((struct binary *)value_base(self).u.native)->stream;
}

static void binary_free(struct native *native)
{
	value_unref(((struct binary *)native)->stream);
}

MEMBER(binary_construct)
{
	struct binary *binary;

	if (!native_of(args[0], &type_stream))
		return throw_null(error, "input");
	binary = native_new(call->type, sizeof(*binary));
	binary->stream = value_ref(args[0]);
	*ret = value_of(binary);
	return true;
}

MEMBER(binary_close)
{
	return io_close(stream_of(self), error);
}

MEMBER(binary_flush)
{
	return io_flush(stream_of(self), error);
}

MEMBER_IS(binary_stream, value_ref(stream_of(self)))

static const struct type_member binary_properties[] = {
	PROPERTY("System.IO.Stream BaseStream {get;}", binary_stream),
	END_OF_MEMBERS
};

/* -- Reading ----------------------------------------------------------------------------------------- */

static bool read_exactly(struct value self, void *bytes, size_t n, GError **error)
{
	size_t done = 0, got = 1;

	while (done < n && got) {
		if (!io_read(stream_of(self), (char *)bytes + done, n - done, &got, error))
			return false;
		done += got;
	}
	if (done == n)
		return true;
	fault_throw(error, "System.IO.EndOfStreamException", "Unable to read beyond the end of the stream.");
	return false;
}

static bool read_number(struct value self, unsigned size, uint64_t *ret, GError **error)
{
	uint8_t bytes[8];

	if (!read_exactly(self, bytes, size, error))
		return false;
	*ret = 0;
	for (unsigned i = size; i-- > 0;)
		*ret = *ret << 8 | bytes[i];
	return true;
}

#define READ_NUMBER(name, size, expression)					\
	MEMBER(name)								\
	{									\
		uint64_t u;							\
										\
		if (!read_number(self, size, &u, error))			\
			return false;						\
		*ret = (expression);						\
		return true;							\
	}

static double real_of(uint64_t bits, unsigned size)
{
	uint32_t half = (uint32_t)bits;
	float single;
	double real;

	if (size == 4) {
		memcpy(&single, &half, sizeof(single));
		return single;
	}
	memcpy(&real, &bits, sizeof(real));
	return real;
}

READ_NUMBER(read_bool, 1, value_bool(u != 0))
READ_NUMBER(read_byte, 1, value_int(V_U8, (int64_t)u))
READ_NUMBER(read_sbyte, 1, value_int(V_I8, (int8_t)u))
READ_NUMBER(read_i16, 2, value_int(V_I16, (int16_t)u))
READ_NUMBER(read_u16, 2, value_int(V_U16, (int64_t)u))
READ_NUMBER(read_i32, 4, value_i32((int32_t)u))
READ_NUMBER(read_u32, 4, value_int(V_U32, (int64_t)u))
READ_NUMBER(read_i64, 8, value_i64((int64_t)u))
READ_NUMBER(read_u64, 8, value_int(V_U64, (int64_t)u))
READ_NUMBER(read_single, 4, ((struct value){ .kind = V_F32, .u.f = real_of(u, 4) }))
READ_NUMBER(read_double, 8, value_f64(real_of(u, 8)))

MEMBER(read_bytes)
{
	g_autofree uint8_t *bytes = NULL;
	size_t done = 0, got = 1, n_wanted = MAX(args[0].u.i, 0);

	if (args[0].u.i < 0)
		return throw_range(error, "count");
	bytes = g_malloc(n_wanted + 1);
	while (done < n_wanted && got) {
		if (!io_read(stream_of(self), bytes + done, n_wanted - done, &got, error))
			return false;
		done += got;
	}
	*ret = value_of(array_of_bytes(bytes, done));
	return true;
}

/* One character of UTF-8. */
MEMBER(read_char)
{
	uint8_t bytes[4];
	unsigned more;
	const char *p = (const char *)bytes;

	if (!read_exactly(self, bytes, 1, error))
		return false;
	more = bytes[0] >= 0xf0 ? 3 : bytes[0] >= 0xe0 ? 2 : bytes[0] >= 0xc0 ? 1 : 0;
	if (!read_exactly(self, bytes + 1, more, error))
		return false;
	*ret = value_char(text_next(&p, (const char *)bytes + 1 + more));
	return true;
}

#define MAX_TEXT	(1u << 28)

/* The length in groups of seven bits, then as many bytes of UTF-8. */
MEMBER(read_string)
{
	g_autofree char *text = NULL;
	uint64_t len = 0, part = 0x80;

	for (unsigned shift = 0; part & 0x80; shift += 7) {
		if (shift > 28 || !read_number(self, 1, &part, error)) {
			if (shift > 28)
				fault_throw(error, FORMAT_EXCEPTION, "Too many bytes in what should have been a 7-bit encoded integer.");
			return false;
		}
		len |= (part & 0x7f) << shift;
	}
	if (len > MAX_TEXT)
		return throw_range(error, "count");
	text = g_malloc(len + 1);
	if (!read_exactly(self, text, len, error))
		return false;
	*ret = value_str(str_new(text, len));
	return true;
}

static const struct type_member reader_methods[] = {
	METHOD("void Close()", binary_close),
	METHOD("void Dispose()", binary_close),
	METHOD("bool ReadBoolean()", read_bool),
	METHOD("byte ReadByte()", read_byte),
	METHOD("byte[] ReadBytes(int count)", read_bytes),
	METHOD("char ReadChar()", read_char),
	METHOD("double ReadDouble()", read_double),
	METHOD("int16 ReadInt16()", read_i16),
	METHOD("int ReadInt32()", read_i32),
	METHOD("long ReadInt64()", read_i64),
	METHOD("sbyte ReadSByte()", read_sbyte),
	METHOD("float ReadSingle()", read_single),
	METHOD("string ReadString()", read_string),
	METHOD("uint16 ReadUInt16()", read_u16),
	METHOD("uint32 ReadUInt32()", read_u32),
	METHOD("uint64 ReadUInt64()", read_u64),
	END_OF_MEMBERS
};

static const struct type_member reader_constructors[] = {
	CONSTRUCTOR("new(System.IO.Stream input)", binary_construct),
	CONSTRUCTOR("new(System.IO.Stream input, System.Text.Encoding encoding)", binary_construct),
	END_OF_MEMBERS
};

TYPE(type_binary_reader);
const struct type type_binary_reader = {
	.name = "System.IO.BinaryReader", .kind = V_NATIVE, .methods = reader_methods,
	.properties = binary_properties, .constructors = reader_constructors, .free = binary_free,
};

/* -- Writing ------------------------------------------------------------------------------------------ */

static unsigned size_of_kind(enum value_kind kind)
{
	switch (kind) {
	case V_BOOL: case V_I8: case V_U8:
		return 1;
	case V_I16: case V_U16:
		return 2;
	case V_I64: case V_U64: case V_F64:
		return 8;
	default:
		return 4;
	}
}

static uint64_t bits_of(struct value v)
{
	float single = (float)v.u.f;
	uint32_t half;

	if (v.kind != V_F32)
		return v.u.u;
	memcpy(&half, &single, sizeof(half));
	return half;
}

static bool write_text(struct value self, struct string *text, GError **error)
{
	uint8_t length[5];
	unsigned n = 0;
	size_t rest = text->len;

	do {
		length[n++] = (rest & 0x7f) | (rest > 0x7f ? 0x80 : 0);
		rest >>= 7;
	} while (rest);
	return io_write(stream_of(self), length, n, error) &&
	       io_write(stream_of(self), text->data, text->len, error);
}

MEMBER(binary_write)
{
	struct value v = args[0];
	uint64_t bits = bits_of(v);
	uint8_t bytes[8];
	struct string *text;
	bool ok;

	if (v.kind == V_STRING)
		return write_text(self, v.u.str, error);
	if (v.kind == V_ARRAY && v.u.array->packed)
		return io_write(stream_of(self), v.u.array->u.bytes, v.u.array->len, error);
	if (v.kind == V_CHAR || v.kind == V_ARRAY) {
		text = value_to_string(v, "");
		ok = io_write(stream_of(self), text->data, text->len, error);
		str_unref(text);
		return ok;
	}
	for (unsigned i = 0; i < 8; i++)
		bytes[i] = bits >> (8 * i);
	return io_write(stream_of(self), bytes, size_of_kind(v.kind), error);
}

#define WRITE(T)	METHOD("void Write(" T " value)", binary_write)

static const struct type_member writer_methods[] = {
	METHOD("void Close()", binary_close),
	METHOD("void Dispose()", binary_close),
	METHOD("void Flush()", binary_flush),
	WRITE("bool"), WRITE("byte"), WRITE("sbyte"), WRITE("byte[]"), WRITE("char"), WRITE("char[]"),
	WRITE("double"), WRITE("int16"), WRITE("uint16"), WRITE("int"), WRITE("uint32"), WRITE("long"),
	WRITE("uint64"), WRITE("float"), WRITE("string"),
	END_OF_MEMBERS
};

static const struct type_member writer_constructors[] = {
	CONSTRUCTOR("new(System.IO.Stream output)", binary_construct),
	CONSTRUCTOR("new(System.IO.Stream output, System.Text.Encoding encoding)", binary_construct),
	END_OF_MEMBERS
};

TYPE(type_binary_writer);
const struct type type_binary_writer = {
	.name = "System.IO.BinaryWriter", .kind = V_NATIVE, .methods = writer_methods,
	.properties = binary_properties, .constructors = writer_constructors, .free = binary_free,
};
