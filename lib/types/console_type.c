/*
 * Console: text straight to the host and lines from standard input; what it
 * says of the terminal.
 */
#include "config.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/cmdlet.h"
#include "lib/types/io_streams.h"
#include "lib/types/table.h"
#include "lib/types/text_types.h"

static bool write_value(struct type_call *call, const struct value *args, unsigned n, const char *end,
			GError **error)
{
	value_auto text = VALUE_UNSET;
	g_autofree char *line = NULL;

	if (n > 1 && !type_invoke(&type_string, VALUE_UNSET, "Format", args, n, NULL, &text, error))
		return false;
	if (n == 1)
		text = value_str(args[0].kind == V_ARRAY ? value_to_string(args[0], "") : value_to_display(args[0]));
	line = g_strconcat(n ? text.u.str->data : "", end, NULL);
	if (*line)
		host_write(call->host, line);
	return true;
}

MEMBER(console_write)
{
	return write_value(call, args, n, "", error);
}

MEMBER(console_write_line)
{
	return write_value(call, args, n, "\n", error);
}

/* A line of standard input; null at its end. */
MEMBER(console_read_line)
{
	g_autoptr(GString) line = g_string_new(NULL);
	int c = 0;

	host_write(call->host, "");
	while ((c = getchar()) != EOF && c != '\n')
		g_string_append_c(line, c);
	if (c == EOF && !line->len) {
		*ret = VALUE_NULL;
		return true;
	}
	if (line->len && line->str[line->len - 1] == '\r')
		g_string_truncate(line, line->len - 1);
	*ret = value_str(str_new(line->str, line->len));
	return true;
}

static int32_t screen(bool width)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col || !size.ws_row)
		return width ? 80 : 24;
	return width ? size.ws_col : size.ws_row;
}

static struct value color(int64_t number)
{
	return value_enum(type_find("System.ConsoleColor", -1), number);
}

MEMBER_IS(console_width, value_i32(screen(true)))
MEMBER_IS(console_height, value_i32(screen(false)))
MEMBER_IS(console_encoding, encoding_value("utf-8", false))
MEMBER_IS(console_out_redirected, value_bool(!isatty(STDOUT_FILENO)))
MEMBER_IS(console_in_redirected, value_bool(!isatty(STDIN_FILENO)))
MEMBER_IS(console_error_redirected, value_bool(!isatty(STDERR_FILENO)))
MEMBER_IS(console_foreground, color(-1))
MEMBER_IS(console_title, value_text(""))
MEMBER_IS(console_false, value_bool(false))
MEMBER_IS(console_zero, value_i32(0))

/* What was written before gets out before. */
static bool writer_on(struct type_call *call, int fd, struct value *ret)
{
	host_flush(call->host);
	*ret = io_writer_of_descriptor(fd);
	return true;
}

MEMBER(console_out)
{
	return writer_on(call, STDOUT_FILENO, ret);
}

MEMBER(console_error)
{
	return writer_on(call, STDERR_FILENO, ret);
}

/* What sets the terminal's looks changes nothing here. */
MEMBER(console_ignore)
{
	return true;
}

MEMBER(console_beep)
{
	if (isatty(STDOUT_FILENO))
		host_write(call->host, "\a");
	return true;
}

#define VALUES(name, fn)							\
	STATIC("void " name "(string value)", fn),				\
	STATIC("void " name "(char value)", fn),				\
	STATIC("void " name "(char[] buffer)", fn),				\
	STATIC("void " name "(bool value)", fn),				\
	STATIC("void " name "(System.Object value)", fn),			\
	STATIC("void " name "(string format, System.Object arg0)", fn),		\
	STATIC("void " name "(string format, params System.Object[] arg)", fn)
#define SET(signature, get)	{ signature, get, console_ignore, TYPE_STATIC }

static const struct type_member console_methods[] = {
	STATIC("void Beep()", console_beep),
	STATIC("void Beep(int frequency, int duration)", console_beep),
	STATIC("void Clear()", console_ignore),
	STATIC("string ReadLine()", console_read_line),
	STATIC("void ResetColor()", console_ignore),
	STATIC("void SetCursorPosition(int left, int top)", console_ignore),
	VALUES("Write", console_write),
	STATIC("void WriteLine()", console_write_line),
	VALUES("WriteLine", console_write_line),
	END_OF_MEMBERS
};

static const struct type_member console_properties[] = {
	SET("System.ConsoleColor BackgroundColor {get;set;}", console_foreground),
	STATIC_PROPERTY("int BufferHeight {get;}", console_height),
	STATIC_PROPERTY("int BufferWidth {get;}", console_width),
	STATIC_PROPERTY("bool CapsLock {get;}", console_false),
	SET("int CursorLeft {get;set;}", console_zero),
	SET("int CursorTop {get;set;}", console_zero),
	SET("bool CursorVisible {get;set;}", console_false),
	STATIC_PROPERTY("System.IO.TextWriter Error {get;}", console_error),
	STATIC_PROPERTY("System.IO.TextWriter Out {get;}", console_out),
	SET("System.ConsoleColor ForegroundColor {get;set;}", console_foreground),
	SET("System.Text.Encoding InputEncoding {get;set;}", console_encoding),
	STATIC_PROPERTY("bool IsErrorRedirected {get;}", console_error_redirected),
	STATIC_PROPERTY("bool IsInputRedirected {get;}", console_in_redirected),
	STATIC_PROPERTY("bool IsOutputRedirected {get;}", console_out_redirected),
	STATIC_PROPERTY("bool KeyAvailable {get;}", console_false),
	SET("System.Text.Encoding OutputEncoding {get;set;}", console_encoding),
	SET("string Title {get;set;}", console_title),
	SET("bool TreatControlCAsInput {get;set;}", console_false),
	SET("int WindowHeight {get;set;}", console_height),
	SET("int WindowWidth {get;set;}", console_width),
	END_OF_MEMBERS
};

TYPE(type_console);
const struct type type_console = {
	.name = "System.Console", .kind = V_NATIVE, .flags = TYPE_IS_STATIC,
	.methods = console_methods, .properties = console_properties,
};
