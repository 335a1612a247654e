/*
 * Readers and writers of text. A reader has all of its text when it is first
 * read; a writer writes at once to its stream, or keeps the text.
 */
#include "config.h"

#include "lib/types/io_streams.h"
#include "lib/types/table.h"
#include "lib/types/text_types.h"

struct reader {
	struct native native;
	struct value stream;		/* V_UNSET: a StringReader */
	struct encoding encoding;
	bool detect, is_filled, closed;
	struct string *text;
	size_t at;			/* byte */
};

struct writer {
	struct native native;
	struct value stream;		/* V_UNSET: a StringWriter */
	struct encoding encoding;
	GString *text;			/* of a StringWriter */
	bool auto_flush, closed, started;
	char *new_line;
};

extern const struct type type_text_reader, type_stream_reader, type_string_reader, type_text_writer,
	type_stream_writer, type_string_writer;

/* -- Readers -------------------------------------------------------------------------------------- */

static struct reader *reader_of(struct value v)
{
	return (struct reader *)value_base(v).u.native;
}

static void reader_free(struct native *native)
{
	struct reader *r = (struct reader *)native;

	value_unref(r->stream);
	str_unref(r->text);
}

static bool fill(struct reader *r, GError **error)
{
	g_autoptr(GByteArray) bytes = NULL;
	struct encoding encoding = r->encoding;
	g_autofree char *text = NULL;
	gsize len, n;

	if (r->closed) {
		fault_throw(error, "System.ObjectDisposedException", "Cannot read from a closed TextReader.");
		return false;
	}
	if (r->is_filled)
		return true;
	bytes = g_byte_array_new();
	if (!io_read_rest(r->stream, bytes, error))
		return false;
	n = bytes->len;
	g_byte_array_append(bytes, (const guint8 *)"", 1);
	encoding.given = !r->detect;
	text = encoding_decode(&encoding, (char *)g_byte_array_free(g_steal_pointer(&bytes), FALSE), n, &len);
	r->text = str_new(text, len);
	r->is_filled = true;
	return true;
}

static const char *rest_of(const struct reader *r, const char **ret_end)
{
	*ret_end = r->text->data + r->text->len;
	return r->text->data + r->at;
}

static void advance(struct reader *r, const char *to)
{
	r->at = to - r->text->data;
}

MEMBER(reader_read)
{
	struct reader *r = reader_of(self);
	const char *p, *end;

	if (!fill(r, error))
		return false;
	p = rest_of(r, &end);
	*ret = value_i32(p < end ? (int32_t)text_next(&p, end) : -1);
	advance(r, p);
	return true;
}

MEMBER(reader_peek)
{
	struct reader *r = reader_of(self);
	const char *p, *end;

	if (!fill(r, error))
		return false;
	p = rest_of(r, &end);
	*ret = value_i32(p < end ? (int32_t)text_next(&p, end) : -1);
	return true;
}

MEMBER(reader_read_line)
{
	struct reader *r = reader_of(self);
	const char *p, *end, *stop;

	if (!fill(r, error))
		return false;
	p = stop = rest_of(r, &end);
	*ret = VALUE_NULL;
	if (p == end)
		return true;
	while (stop < end && *stop != '\n' && *stop != '\r')
		stop++;
	*ret = value_str(str_new(p, stop - p));
	if (stop < end)
		stop += *stop == '\r' && stop + 1 < end && stop[1] == '\n' ? 2 : 1;
	advance(r, stop);
	return true;
}

MEMBER(reader_read_rest)
{
	struct reader *r = reader_of(self);
	const char *p, *end;

	if (!fill(r, error))
		return false;
	p = rest_of(r, &end);
	*ret = value_str(str_new(p, end - p));
	advance(r, end);
	return true;
}

/* Read(char[] buffer, index, count) */
MEMBER(reader_read_chars)
{
	struct reader *r = reader_of(self);
	int64_t from = args[1].u.i, count = args[2].u.i, done = 0;
	const char *p, *end;

	if (args[0].kind != V_ARRAY)
		return throw_null(error, "buffer");
	if (from < 0 || count < 0 || from + count > args[0].u.array->len)
		return throw_range(error, "count");
	if (!fill(r, error))
		return false;
	p = rest_of(r, &end);
	while (done < count && p < end) {
		uint32_t c = text_next(&p, end);

		if (c >= 0x10000) {
			array_set(args[0].u.array, from + done++, value_char(0xd7c0 + (c >> 10)));
			if (done == count)
				break;
			c = 0xdc00 + (c & 0x3ff);
		}
		array_set(args[0].u.array, from + done++, value_char(c));
	}
	advance(r, p);
	*ret = value_i32(done);
	return true;
}

MEMBER(reader_at_end)
{
	struct reader *r = reader_of(self);

	if (!fill(r, error))
		return false;
	*ret = value_bool(r->at >= r->text->len);
	return true;
}

MEMBER(reader_close)
{
	struct reader *r = reader_of(self);

	if (r->closed)
		return true;
	r->closed = true;
	return r->stream.kind == V_UNSET || io_close(r->stream, error);
}

/* new(stream or path[, encoding][, detectEncodingFromByteOrderMarks]...) */
MEMBER(reader_construct)
{
	struct reader *r = native_new(call->type, sizeof(*r));

	r->stream = VALUE_UNSET;
	r->detect = true;
	r->encoding.kind = ENCODING_UTF8;
	*ret = value_of(r);
	for (unsigned i = 1; i < n; i++) {
		if (args[i].kind == V_BOOL)
			r->detect = args[i].u.b;
		else if (args[i].kind == V_NATIVE)
			r->encoding = encoding_arg(args[i]);
	}
	if (native_of(args[0], &type_stream)) {
		r->stream = value_ref(args[0]);
		return true;
	}
	if (io_open_file(args[0], 3, 1, &r->stream, error))
		return true;
	r->stream = VALUE_UNSET;
	value_clear(ret);
	return false;
}

MEMBER(reader_of_string)
{
	struct reader *r;

	if (value_is_null(args[0]))
		return throw_null(error, "s");
	r = native_new(call->type, sizeof(*r));
	r->stream = VALUE_UNSET;
	r->text = str_ref(args[0].u.str);
	r->is_filled = true;
	*ret = value_of(r);
	return true;
}

MEMBER_IS(reader_stream, value_ref(reader_of(self)->stream))
MEMBER_IS(reader_encoding, encoding_value("utf-8", true))

static const struct type_member reader_methods[] = {
	METHOD("void Close()", reader_close),
	METHOD("void Dispose()", reader_close),
	METHOD("int Peek()", reader_peek),
	METHOD("int Read()", reader_read),
	METHOD("int Read(char[] buffer, int index, int count)", reader_read_chars),
	METHOD("int ReadBlock(char[] buffer, int index, int count)", reader_read_chars),
	METHOD("string ReadLine()", reader_read_line),
	METHOD("string ReadToEnd()", reader_read_rest),
	END_OF_MEMBERS
};

static const struct type *const disposable[] = { &type_idisposable, NULL };

TYPE(type_text_reader);
const struct type type_text_reader = {
	.name = "System.IO.TextReader", .kind = V_NATIVE, .flags = TYPE_IS_ABSTRACT,
	.interfaces = disposable, .methods = reader_methods,
};

static const struct type_member stream_reader_properties[] = {
	PROPERTY("System.Text.Encoding CurrentEncoding {get;}", reader_encoding),
	PROPERTY("System.IO.Stream BaseStream {get;}", reader_stream),
	PROPERTY("bool EndOfStream {get;}", reader_at_end),
	END_OF_MEMBERS
};

#define ENCODING_ARG	"System.Text.Encoding encoding"
#define DETECT		"bool detectEncodingFromByteOrderMarks"
#define READER(source)								\
	CONSTRUCTOR("new(" source ")", reader_construct),			\
	CONSTRUCTOR("new(" source ", " DETECT ")", reader_construct),		\
	CONSTRUCTOR("new(" source ", " ENCODING_ARG ")", reader_construct),	\
	CONSTRUCTOR("new(" source ", " ENCODING_ARG ", " DETECT ")", reader_construct), \
	CONSTRUCTOR("new(" source ", " ENCODING_ARG ", " DETECT ", int bufferSize)", reader_construct)

static const struct type_member stream_reader_constructors[] = {
	READER("System.IO.Stream stream"), READER("string path"), END_OF_MEMBERS
};

TYPE(type_stream_reader);
const struct type type_stream_reader = {
	.name = "System.IO.StreamReader", .kind = V_NATIVE, .base = &type_text_reader,
	.properties = stream_reader_properties, .constructors = stream_reader_constructors,
	.free = reader_free, .default_properties = "CurrentEncoding BaseStream EndOfStream",
};

static const struct type_member string_reader_constructors[] = {
	CONSTRUCTOR("new(string s)", reader_of_string), END_OF_MEMBERS
};

TYPE(type_string_reader);
const struct type type_string_reader = {
	.name = "System.IO.StringReader", .kind = V_NATIVE, .base = &type_text_reader,
	.constructors = string_reader_constructors, .free = reader_free,
};

/* -- Writers --------------------------------------------------------------------------------------- */

static struct writer *writer_of(struct value v)
{
	return (struct writer *)value_base(v).u.native;
}

static void writer_free(struct native *native)
{
	struct writer *w = (struct writer *)native;

	value_unref(w->stream);
	if (w->text)
		g_string_free(w->text, TRUE);
	g_free(w->new_line);
}

static struct writer *writer_new(const struct type *type)
{
	struct writer *w = native_new(type, sizeof(*w));

	w->stream = VALUE_UNSET;
	w->encoding.kind = ENCODING_UTF8;
	w->new_line = g_strdup("\n");
	return w;
}

static bool write_text(struct writer *w, const char *text, size_t len, GError **error)
{
	g_autoptr(GString) bytes = NULL;

	if (w->closed) {
		fault_throw(error, "System.ObjectDisposedException", "Cannot write to a closed TextWriter.");
		return false;
	}
	if (w->text) {
		g_string_append_len(w->text, text, len);
		return true;
	}
	bytes = g_string_sized_new(len + 4);
	if (!w->started)
		encoding_put_mark(&w->encoding, bytes);
	w->started = true;
	encoding_encode(&w->encoding, text, len, bytes);
	return io_write(w->stream, bytes->str, bytes->len, error);
}

static bool write_value(struct writer *w, struct value v, GError **error)
{
	struct string *text;
	bool ok;

	if (value_is_null(v))
		return true;
	text = v.kind == V_ARRAY ? value_to_string(v, "") : value_to_display(v);
	ok = write_text(w, text->data, text->len, error);
	str_unref(text);
	return ok;
}

/* Write(value), Write(format, arguments...) */
MEMBER(writer_write)
{
	value_auto text = VALUE_UNSET;

	if (n < 2)
		return write_value(writer_of(self), args[0], error);
	return type_invoke(&type_string, VALUE_UNSET, "Format", args, n, NULL, &text, error) &&
	       write_value(writer_of(self), text, error);
}

MEMBER(writer_write_line)
{
	struct writer *w = writer_of(self);

	return (!n || writer_write(call, self, args, n, ret, error)) &&
	       write_text(w, w->new_line, strlen(w->new_line), error);
}

MEMBER(writer_flush)
{
	return true;
}

MEMBER(writer_close)
{
	struct writer *w = writer_of(self);

	if (w->closed)
		return true;
	if (w->stream.kind != V_UNSET && !w->started && w->encoding.mark && !write_text(w, "", 0, error))
		return false;
	w->closed = !w->text;
	return w->stream.kind == V_UNSET || io_close(w->stream, error);
}

MEMBER_IS(writer_new_line, value_text(writer_of(self)->new_line))

MEMBER(writer_set_new_line)
{
	g_free(writer_of(self)->new_line);
	writer_of(self)->new_line = g_strdup(text_arg(args[0]));
	return true;
}

MEMBER_IS(writer_auto_flush, value_bool(writer_of(self)->auto_flush))

MEMBER(writer_set_auto_flush)
{
	writer_of(self)->auto_flush = args[0].u.b;
	return true;
}

MEMBER_IS(writer_stream, value_ref(writer_of(self)->stream))
MEMBER_IS(writer_encoding, encoding_value("utf-8", false))

/* new(stream[, encoding...]), new(path[, append[, encoding...]]) */
MEMBER(writer_construct)
{
	struct writer *w = writer_new(call->type);
	bool append = false;

	*ret = value_of(w);
	for (unsigned i = 1; i < n; i++) {
		if (args[i].kind == V_BOOL)
			append = args[i].u.b;
		else if (args[i].kind == V_NATIVE)
			w->encoding = encoding_arg(args[i]);
	}
	if (native_of(args[0], &type_stream)) {
		w->stream = value_ref(args[0]);
		return true;
	}
	w->started = append;		/* no mark amid a file */
	if (io_open_file(args[0], append ? 6 : 2, 2, &w->stream, error))
		return true;
	w->stream = VALUE_UNSET;
	value_clear(ret);
	return false;
}

MEMBER(writer_of_string)
{
	struct writer *w = writer_new(call->type);

	w->text = g_string_new(NULL);
	*ret = value_of(w);
	return true;
}

struct value io_writer_of_descriptor(int fd)
{
	struct writer *w = writer_new(&type_stream_writer);

	w->stream = io_of_descriptor(fd);
	w->auto_flush = true;
	return value_of(w);
}

static struct string *written_text(struct value self)
{
	struct writer *w = writer_of(self);

	return w->text ? str_new(w->text->str, w->text->len) : str_new(type_of(self)->name, -1);
}

MEMBER_IS(writer_to_string, value_str(written_text(self)))

#define VALUES(name, fn)							\
	METHOD("void " name "(string value)", fn),				\
	METHOD("void " name "(char value)", fn),				\
	METHOD("void " name "(char[] buffer)", fn),				\
	METHOD("void " name "(bool value)", fn),				\
	METHOD("void " name "(System.Object value)", fn),			\
	METHOD("void " name "(string format, System.Object arg0)", fn),		\
	METHOD("void " name "(string format, params System.Object[] arg)", fn)

static const struct type_member writer_methods[] = {
	METHOD("void Close()", writer_close),
	METHOD("void Dispose()", writer_close),
	METHOD("void Flush()", writer_flush),
	VALUES("Write", writer_write),
	METHOD("void WriteLine()", writer_write_line),
	VALUES("WriteLine", writer_write_line),
	END_OF_MEMBERS
};

static const struct type_member writer_properties[] = {
	PROPERTY("System.Text.Encoding Encoding {get;}", writer_encoding),
	SETTABLE("string NewLine {get;set;}", writer_new_line, writer_set_new_line),
	END_OF_MEMBERS
};

TYPE(type_text_writer);
const struct type type_text_writer = {
	.name = "System.IO.TextWriter", .kind = V_NATIVE, .flags = TYPE_IS_ABSTRACT,
	.interfaces = disposable, .methods = writer_methods, .properties = writer_properties,
};

static const struct type_member stream_writer_properties[] = {
	SETTABLE("bool AutoFlush {get;set;}", writer_auto_flush, writer_set_auto_flush),
	PROPERTY("System.IO.Stream BaseStream {get;}", writer_stream),
	END_OF_MEMBERS
};

static const struct type_member stream_writer_constructors[] = {
	CONSTRUCTOR("new(System.IO.Stream stream)", writer_construct),
	CONSTRUCTOR("new(System.IO.Stream stream, " ENCODING_ARG ")", writer_construct),
	CONSTRUCTOR("new(System.IO.Stream stream, " ENCODING_ARG ", int bufferSize)", writer_construct),
	CONSTRUCTOR("new(string path)", writer_construct),
	CONSTRUCTOR("new(string path, bool append)", writer_construct),
	CONSTRUCTOR("new(string path, bool append, " ENCODING_ARG ")", writer_construct),
	CONSTRUCTOR("new(string path, bool append, " ENCODING_ARG ", int bufferSize)", writer_construct),
	END_OF_MEMBERS
};

TYPE(type_stream_writer);
const struct type type_stream_writer = {
	.name = "System.IO.StreamWriter", .kind = V_NATIVE, .base = &type_text_writer,
	.properties = stream_writer_properties, .constructors = stream_writer_constructors,
	.free = writer_free, .default_properties = "AutoFlush BaseStream Encoding NewLine",
};

static const struct type_member string_writer_methods[] = {
	METHOD("string ToString()", writer_to_string), END_OF_MEMBERS
};

static const struct type_member string_writer_constructors[] = {
	CONSTRUCTOR("new()", writer_of_string),
	CONSTRUCTOR("new(System.IFormatProvider formatProvider)", writer_of_string),
	END_OF_MEMBERS
};

TYPE(type_string_writer);
const struct type type_string_writer = {
	.name = "System.IO.StringWriter", .kind = V_NATIVE, .base = &type_text_writer,
	.methods = string_writer_methods, .constructors = string_writer_constructors,
	.free = writer_free, .to_string = written_text,
};
