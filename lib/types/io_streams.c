/*
 * Stream, MemoryStream, FileStream, GZipStream, DeflateStream. One struct serves
 * all: bytes in memory, or a file's descriptor. A compressing stream keeps what
 * is written until it is closed, then writes it compressed to the one below; a
 * decompressing one has read that one whole when it is first read.
 */
#include "config.h"

#include "lib/types/io_streams.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/stat.h>
#include <zlib.h>

#include "lib/dl.h"
#include "lib/types/file_types.h"
#include "lib/types/table.h"

struct stream {
	struct native native;
	GByteArray *memory;		/* NULL: a file */
	size_t position;		/* in memory */
	int fd;
	char *path;
	bool closed, can_read, can_write, is_fixed;
	/* Compression. */
	struct value below;		/* V_UNSET: none */
	int window;			/* zlib's windowBits */
	int level;
	bool leave_open, is_filled;
};

extern const struct type type_memory_stream, type_file_stream, type_gzip_stream, type_deflate_stream;

static struct stream *stream_of(struct value v)
{
	return (struct stream *)value_base(v).u.native;
}

static void stream_free(struct native *native)
{
	struct stream *s = (struct stream *)native;

	if (s->fd >= 0)
		close(s->fd);
	if (s->memory)
		g_byte_array_unref(s->memory);
	g_free(s->path);
	value_unref(s->below);
}

static struct stream *stream_new(const struct type *type)
{
	struct stream *s = native_new(type, sizeof(*s));

	s->fd = -1;
	s->can_read = s->can_write = true;
	s->below = VALUE_UNSET;
	return s;
}

static bool check_open(const struct stream *s, GError **error)
{
	if (!s->closed)
		return true;
	fault_throw(error, "System.ObjectDisposedException", "Cannot access a closed %s.",
		    s->memory ? "Stream" : "file");
	return false;
}

static bool unsupported(GError **error, const char *what)
{
	fault_throw(error, NOT_SUPPORTED, "Stream does not support %s.", what);
	return false;
}

/* -- Compression -------------------------------------------------------------------------------- */

#define ZLIB_SYMBOLS(X) \
	X(deflateInit2_) X(deflate) X(deflateEnd) X(inflateInit2_) X(inflate) X(inflateEnd)

struct zlib {
	ZLIB_SYMBOLS(DL_FIELD)
};

static bool zlib_open(struct zlib *zlib, GError **error)
{
#define ZLIB_ROW(fn)	{ #fn, offsetof(struct zlib, fn) },
	static const struct dl_symbol symbols[] = { ZLIB_SYMBOLS(ZLIB_ROW) };
#undef ZLIB_ROW

	return dl_open("libz.so.1", "zlib1g", symbols, G_N_ELEMENTS(symbols), zlib, error);
}

static GByteArray *compress_bytes(const struct stream *s, GError **error)
{
	struct zlib zlib;
	z_stream z = { 0 };
	GByteArray *out;
	uint8_t block[16384];
	int status;

	if (!zlib_open(&zlib, error))
		return NULL;
	zlib.deflateInit2_(&z, s->level, Z_DEFLATED, s->window, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, sizeof(z));
	out = g_byte_array_new();
	z.next_in = s->memory->data;
	z.avail_in = s->memory->len;
	do {
		z.next_out = block;
		z.avail_out = sizeof(block);
		status = zlib.deflate(&z, Z_FINISH);
		g_byte_array_append(out, block, sizeof(block) - z.avail_out);
	} while (status == Z_OK);
	zlib.deflateEnd(&z);
	return out;
}

#define MAX_INFLATED	(1u << 30)

static bool decompress_bytes(struct stream *s, const GByteArray *in, GError **error)
{
	struct zlib zlib;
	z_stream z = { 0 };
	uint8_t block[16384];
	int status = Z_OK;

	if (!zlib_open(&zlib, error))
		return false;
	zlib.inflateInit2_(&z, s->window, ZLIB_VERSION, sizeof(z));
	z.next_in = in->data;
	z.avail_in = in->len;
	while (status == Z_OK && s->memory->len < MAX_INFLATED) {
		z.next_out = block;
		z.avail_out = sizeof(block);
		status = zlib.inflate(&z, Z_NO_FLUSH);
		g_byte_array_append(s->memory, block, sizeof(block) - z.avail_out);
	}
	zlib.inflateEnd(&z);
	if (status == Z_STREAM_END || (status == Z_BUF_ERROR && !in->len))
		return true;
	fault_throw(error, "System.IO.InvalidDataException",
		    "The archive entry was compressed using an unsupported compression method.");
	return false;
}

static bool fill(struct stream *s, GError **error)
{
	g_autoptr(GByteArray) in = g_byte_array_new();

	if (s->below.kind == V_UNSET || s->is_filled || !s->can_read)
		return true;
	s->is_filled = true;
	return io_read_rest(s->below, in, error) && decompress_bytes(s, in, error);
}

/* -- What readers and writers ask ------------------------------------------------------------------ */

bool io_read(struct value v, void *bytes, size_t n, size_t *ret_read, GError **error)
{
	struct stream *s = stream_of(v);
	ssize_t got;

	if (!check_open(s, error) || !fill(s, error))
		return false;
	if (!s->can_read)
		return unsupported(error, "reading");
	if (s->memory) {
		*ret_read = s->position < s->memory->len ? MIN(n, s->memory->len - s->position) : 0;
		if (*ret_read)
			memcpy(bytes, s->memory->data + s->position, *ret_read);
		s->position += *ret_read;
		return true;
	}
	do
		got = read(s->fd, bytes, n);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return file_throw(error, s->path, errno);
	*ret_read = got;
	return true;
}

bool io_read_rest(struct value v, GByteArray *bytes, GError **error)
{
	uint8_t block[16384];
	size_t got;

	do {
		if (!io_read(v, block, sizeof(block), &got, error))
			return false;
		g_byte_array_append(bytes, block, got);
	} while (got);
	return true;
}

static bool write_memory(struct stream *s, const void *bytes, size_t n, GError **error)
{
	size_t end = s->position + n;

	if (s->is_fixed && end > s->memory->len) {
		fault_throw(error, NOT_SUPPORTED, "Memory stream is not expandable.");
		return false;
	}
	if (end > G_MAXINT32) {
		fault_throw(error, "System.IO.IOException", "Stream was too long.");
		return false;
	}
	if (end > s->memory->len) {
		size_t before = s->memory->len;

		g_byte_array_set_size(s->memory, end);
		if (s->position > before)
			memset(s->memory->data + before, 0, s->position - before);
	}
	if (n)
		memcpy(s->memory->data + s->position, bytes, n);
	s->position = end;
	return true;
}

bool io_write(struct value v, const void *bytes, size_t n, GError **error)
{
	struct stream *s = stream_of(v);
	const char *p = bytes;

	if (!check_open(s, error))
		return false;
	if (!s->can_write)
		return unsupported(error, "writing");
	if (s->memory)
		return write_memory(s, bytes, n, error);
	while (n) {
		ssize_t put = write(s->fd, p, n);

		if (put < 0 && errno != EINTR)
			return file_throw(error, s->path, errno);
		p += MAX(put, 0);
		n -= MAX(put, 0);
	}
	return true;
}

bool io_flush(struct value v, GError **error)
{
	return check_open(stream_of(v), error);
}

bool io_close(struct value v, GError **error)
{
	struct stream *s = stream_of(v);
	g_autoptr(GByteArray) out = NULL;
	bool ok = true;

	if (s->closed)
		return true;
	s->closed = true;
	if (s->below.kind != V_UNSET && s->can_write) {
		out = compress_bytes(s, error);
		ok = out && io_write(s->below, out->data, out->len, error);
	}
	if (s->below.kind != V_UNSET && !s->leave_open)
		ok = io_close(s->below, ok ? error : NULL) && ok;
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	return ok;
}

static int open_flags(int mode, int access)
{
	static const int modes[] = {
		[1] = O_CREAT | O_EXCL, [2] = O_CREAT | O_TRUNC, [3] = 0, [4] = O_CREAT, [5] = O_TRUNC,
		[6] = O_CREAT | O_APPEND,
	};

	return modes[mode] | (access == 1 ? O_RDONLY : access == 2 ? O_WRONLY : O_RDWR) | O_CLOEXEC;
}

bool io_open_file(struct value path, int mode, int access, struct value *ret, GError **error)
{
	g_autofree char *native = file_path_arg(path, error);
	struct stream *s;
	struct stat st;
	int fd;

	if (!native)
		return false;
	if (mode < 1 || mode > 6)
		return throw_range(error, "mode");
	fd = open(native, open_flags(mode, mode == 6 ? 2 : access), 0666);
	if (fd < 0)
		return file_throw(error, native, errno);
	if (!fstat(fd, &st) && S_ISDIR(st.st_mode)) {
		close(fd);
		return file_throw(error, native, EISDIR);
	}
	s = stream_new(&type_file_stream);
	s->fd = fd;
	s->path = g_steal_pointer(&native);
	s->can_read = mode != 6 && (access & 1);
	s->can_write = mode == 6 || (access & 2);
	*ret = value_of(s);
	return true;
}

struct value io_of_descriptor(int fd)
{
	struct stream *s = stream_new(&type_file_stream);

	s->fd = dup(fd);
	s->path = g_strdup("");
	s->can_read = false;
	return value_of(s);
}

/* -- Members of Stream ------------------------------------------------------------------------------ */

static bool can_seek(const struct stream *s)
{
	return !s->closed && s->below.kind == V_UNSET;
}

static int64_t length_of(const struct stream *s)
{
	struct stat st;

	if (s->memory)
		return s->memory->len;
	return fstat(s->fd, &st) ? 0 : st.st_size;
}

static int64_t position_of(const struct stream *s)
{
	return s->memory ? (int64_t)s->position : lseek(s->fd, 0, SEEK_CUR);
}

MEMBER_IS(stream_can_read, value_bool(!stream_of(self)->closed && stream_of(self)->can_read))
MEMBER_IS(stream_can_write, value_bool(!stream_of(self)->closed && stream_of(self)->can_write))
MEMBER_IS(stream_can_seek, value_bool(can_seek(stream_of(self))))
MEMBER_IS(stream_false, value_bool(false))

static bool check_seek(const struct stream *s, GError **error)
{
	return check_open(s, error) && (can_seek(s) || unsupported(error, "seeking"));
}

MEMBER(stream_length)
{
	if (!check_seek(stream_of(self), error))
		return false;
	*ret = value_i64(length_of(stream_of(self)));
	return true;
}

MEMBER(stream_get_position)
{
	if (!check_seek(stream_of(self), error))
		return false;
	*ret = value_i64(position_of(stream_of(self)));
	return true;
}

static bool move_to(struct stream *s, int64_t to, GError **error)
{
	if (to < 0) {
		fault_throw(error, "System.IO.IOException",
			    "An attempt was made to move the position before the beginning of the stream.");
		return false;
	}
	if (s->memory)
		s->position = to;
	else
		lseek(s->fd, to, SEEK_SET);
	return true;
}

MEMBER(stream_set_position)
{
	return check_seek(stream_of(self), error) && move_to(stream_of(self), args[0].u.i, error);
}

MEMBER(stream_seek)
{
	struct stream *s = stream_of(self);
	int64_t base;

	if (!check_seek(s, error))
		return false;
	base = args[1].u.i == 0 ? 0 : args[1].u.i == 1 ? position_of(s) : length_of(s);
	if (!move_to(s, base + args[0].u.i, error))
		return false;
	*ret = value_i64(base + args[0].u.i);
	return true;
}

MEMBER(stream_set_length)
{
	struct stream *s = stream_of(self);

	if (!check_seek(s, error))
		return false;
	if (args[0].u.i < 0 || args[0].u.i > G_MAXINT32)
		return throw_range(error, "value");
	if (s->memory) {
		size_t before = s->memory->len;

		g_byte_array_set_size(s->memory, args[0].u.i);
		if ((size_t)args[0].u.i > before)
			memset(s->memory->data + before, 0, args[0].u.i - before);
		s->position = MIN(s->position, s->memory->len);
		return true;
	}
	return ftruncate(s->fd, args[0].u.i) == 0 || file_throw(error, s->path, errno);
}

static bool check_span(const struct value *args, unsigned n, int64_t *ret_from, int64_t *ret_n, GError **error)
{
	if (args[0].kind != V_ARRAY || !args[0].u.array->packed)
		return throw_null(error, "buffer");
	*ret_from = n > 1 ? args[1].u.i : 0;
	*ret_n = n > 2 ? args[2].u.i : args[0].u.array->len - *ret_from;
	if (*ret_from >= 0 && *ret_n >= 0 && *ret_from + *ret_n <= args[0].u.array->len)
		return true;
	fault_throw(error, ARGUMENT,
		    "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.");
	return false;
}

MEMBER(stream_read_member)
{
	int64_t from, count;
	size_t got;

	if (!check_span(args, n, &from, &count, error) ||
	    !io_read(self, args[0].u.array->u.bytes + from, count, &got, error))
		return false;
	*ret = value_i32(got);
	return true;
}

MEMBER(stream_read_byte)
{
	uint8_t byte;
	size_t got;

	if (!io_read(self, &byte, 1, &got, error))
		return false;
	*ret = value_i32(got ? byte : -1);
	return true;
}

MEMBER(stream_write_member)
{
	int64_t from, count;

	return check_span(args, n, &from, &count, error) &&
	       io_write(self, args[0].u.array->u.bytes + from, count, error);
}

MEMBER(stream_write_byte)
{
	uint8_t byte = args[0].u.i;

	return io_write(self, &byte, 1, error);
}

MEMBER(stream_copy_to)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	if (!native_of(args[0], &type_stream))
		return throw_null(error, "destination");
	return io_read_rest(self, bytes, error) && io_write(args[0], bytes->data, bytes->len, error);
}

MEMBER(stream_flush_member)
{
	return io_flush(self, error);
}

MEMBER(stream_close_member)
{
	return io_close(self, error);
}

static const struct type_member stream_methods[] = {
	METHOD("void Close()", stream_close_member),
	METHOD("void CopyTo(System.IO.Stream destination)", stream_copy_to),
	METHOD("void CopyTo(System.IO.Stream destination, int bufferSize)", stream_copy_to),
	METHOD("void Dispose()", stream_close_member),
	METHOD("void Flush()", stream_flush_member),
	METHOD("int Read(byte[] buffer, int offset, int count)", stream_read_member),
	METHOD("int ReadByte()", stream_read_byte),
	METHOD("long Seek(long offset, System.IO.SeekOrigin origin)", stream_seek),
	METHOD("void SetLength(long value)", stream_set_length),
	METHOD("void Write(byte[] buffer, int offset, int count)", stream_write_member),
	METHOD("void Write(byte[] buffer)", stream_write_member),
	METHOD("void WriteByte(byte value)", stream_write_byte),
	END_OF_MEMBERS
};

static const struct type_member stream_properties[] = {
	PROPERTY("bool CanRead {get;}", stream_can_read),
	PROPERTY("bool CanSeek {get;}", stream_can_seek),
	PROPERTY("bool CanTimeout {get;}", stream_false),
	PROPERTY("bool CanWrite {get;}", stream_can_write),
	PROPERTY("long Length {get;}", stream_length),
	SETTABLE("long Position {get;set;}", stream_get_position, stream_set_position),
	END_OF_MEMBERS
};

static const struct type *const stream_interfaces[] = { &type_idisposable, NULL };

TYPE(type_stream);
const struct type type_stream = {
	.name = "System.IO.Stream", .kind = V_NATIVE, .flags = TYPE_IS_ABSTRACT,
	.interfaces = stream_interfaces, .methods = stream_methods, .properties = stream_properties,
};

/* -- MemoryStream ------------------------------------------------------------------------------------ */

/* new(), new(capacity), new(buffer[, writable]), new(buffer, index, count[, writable]). */
MEMBER(memory_construct)
{
	struct stream *s = stream_new(call->type);
	int64_t from = 0, count = 0;

	s->memory = g_byte_array_new();
	*ret = value_of(s);
	if (!n || args[0].kind == V_I32)
		return true;
	s->is_fixed = true;
	if (args[n - 1].kind == V_BOOL)
		s->can_write = args[n - 1].u.b;
	if (!check_span(args, n > 2 && args[1].kind == V_I32 ? 3 : 1, &from, &count, error)) {
		value_clear(ret);
		return false;
	}
	g_byte_array_append(s->memory, args[0].u.array->u.bytes + from, count);
	return true;
}

MEMBER(memory_to_array)
{
	GByteArray *memory = stream_of(self)->memory;

	*ret = value_of(array_of_bytes(memory->len ? memory->data : (const uint8_t *)"", memory->len));
	return true;
}

MEMBER(memory_write_to)
{
	GByteArray *memory = stream_of(self)->memory;

	if (!native_of(args[0], &type_stream))
		return throw_null(error, "stream");
	return io_write(args[0], memory->data, memory->len, error);
}

MEMBER_IS(memory_capacity, value_i32(stream_of(self)->memory->len))

static const struct type_member memory_methods[] = {
	METHOD("byte[] GetBuffer()", memory_to_array),
	METHOD("byte[] ToArray()", memory_to_array),
	METHOD("void WriteTo(System.IO.Stream stream)", memory_write_to),
	END_OF_MEMBERS
};

static const struct type_member memory_properties[] = {
	PROPERTY("int Capacity {get;}", memory_capacity),
	END_OF_MEMBERS
};

static const struct type_member memory_constructors[] = {
	CONSTRUCTOR("new()", memory_construct),
	CONSTRUCTOR("new(int capacity)", memory_construct),
	CONSTRUCTOR("new(byte[] buffer)", memory_construct),
	CONSTRUCTOR("new(byte[] buffer, bool writable)", memory_construct),
	CONSTRUCTOR("new(byte[] buffer, int index, int count)", memory_construct),
	CONSTRUCTOR("new(byte[] buffer, int index, int count, bool writable)", memory_construct),
	END_OF_MEMBERS
};

TYPE(type_memory_stream);
const struct type type_memory_stream = {
	.name = "System.IO.MemoryStream", .kind = V_NATIVE, .base = &type_stream,
	.methods = memory_methods, .properties = memory_properties, .constructors = memory_constructors,
	.free = stream_free,
	.default_properties = "CanRead CanSeek CanWrite Capacity Length Position CanTimeout",
};

/* -- FileStream ---------------------------------------------------------------------------------------- */

/* new(path, mode[, access[, share[, bufferSize]]]) */
MEMBER(file_construct)
{
	return io_open_file(args[0], args[1].u.i, n > 2 ? args[2].u.i : 3, ret, error);
}

MEMBER_IS(file_name, value_text(stream_of(self)->path))

static const struct type_member file_properties[] = {
	PROPERTY("string Name {get;}", file_name),
	PROPERTY("bool IsAsync {get;}", stream_false),
	END_OF_MEMBERS
};

#define MODE	"new(string path, System.IO.FileMode mode"
#define ACCESS	MODE ", System.IO.FileAccess access"
#define SHARE	ACCESS ", System.IO.FileShare share"

static const struct type_member file_constructors[] = {
	CONSTRUCTOR(MODE ")", file_construct),
	CONSTRUCTOR(ACCESS ")", file_construct),
	CONSTRUCTOR(SHARE ")", file_construct),
	CONSTRUCTOR(SHARE ", int bufferSize)", file_construct),
	END_OF_MEMBERS
};

TYPE(type_file_stream);
const struct type type_file_stream = {
	.name = "System.IO.FileStream", .kind = V_NATIVE, .base = &type_stream,
	.properties = file_properties, .constructors = file_constructors, .free = stream_free,
	.default_properties = "CanRead CanWrite CanSeek IsAsync Length Name Position CanTimeout",
};

/* -- GZipStream, DeflateStream --------------------------------------------------------------------------- */

enum { GZIP_WINDOW = 15 + 16, RAW_WINDOW = -15 };

/* new(stream, mode or level[, leaveOpen]) */
MEMBER(zip_construct)
{
	static const int levels[] = { Z_DEFAULT_COMPRESSION, Z_BEST_SPEED, Z_NO_COMPRESSION, Z_BEST_COMPRESSION };
	bool by_mode = type_of(args[1]) == type_find("System.IO.Compression.CompressionMode", -1);
	struct stream *s;

	if (!native_of(args[0], &type_stream))
		return throw_null(error, "stream");
	s = stream_new(call->type);
	s->memory = g_byte_array_new();
	s->below = value_ref(args[0]);
	s->window = call->type == &type_gzip_stream ? GZIP_WINDOW : RAW_WINDOW;
	s->can_write = !by_mode || args[1].u.i == 1;
	s->can_read = !s->can_write;
	s->level = by_mode ? Z_DEFAULT_COMPRESSION : levels[args[1].u.i & 3];
	s->leave_open = n > 2 && args[2].u.b;
	*ret = value_of(s);
	return true;
}

MEMBER_IS(zip_base, value_ref(stream_of(self)->below))

static const struct type_member zip_properties[] = {
	PROPERTY("System.IO.Stream BaseStream {get;}", zip_base),
	END_OF_MEMBERS
};

static const struct type_member zip_constructors[] = {
	CONSTRUCTOR("new(System.IO.Stream stream, System.IO.Compression.CompressionMode mode)", zip_construct),
	CONSTRUCTOR("new(System.IO.Stream stream, System.IO.Compression.CompressionMode mode, bool leaveOpen)", zip_construct),
	CONSTRUCTOR("new(System.IO.Stream stream, System.IO.Compression.CompressionLevel compressionLevel)", zip_construct),
	CONSTRUCTOR("new(System.IO.Stream stream, System.IO.Compression.CompressionLevel compressionLevel, bool leaveOpen)", zip_construct),
	END_OF_MEMBERS
};

TYPE(type_gzip_stream);
const struct type type_gzip_stream = {
	.name = "System.IO.Compression.GZipStream", .kind = V_NATIVE, .base = &type_stream,
	.properties = zip_properties, .constructors = zip_constructors, .free = stream_free,
};

TYPE(type_deflate_stream);
const struct type type_deflate_stream = {
	.name = "System.IO.Compression.DeflateStream", .kind = V_NATIVE, .base = &type_stream,
	.properties = zip_properties, .constructors = zip_constructors, .free = stream_free,
};
