/*
 * A file is read whole and written through one buffer; the encoding is applied
 * where bytes enter or leave.
 */
#include "config.h"

#include "cmdlets/core/textfile.h"

#include "cmdlets/core/arguments.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WRITER_BUFFER = 1 << 16 };

static const struct fault not_found = {
	"FileOpenFailure", "System.IO.FileNotFoundException", CATEGORY_OPEN_ERROR, NULL };
static const struct fault folder_not_found = {
	"FileOpenFailure", "System.IO.DirectoryNotFoundException", CATEGORY_OPEN_ERROR, NULL };
static const struct fault denied = {
	"FileOpenFailure", "System.UnauthorizedAccessException", CATEGORY_OPEN_ERROR,
	"Check who may read and write the file." };
static const struct fault other_failure = {
	"FileOpenFailure", "System.IO.IOException", CATEGORY_OPEN_ERROR, NULL };
static const struct fault no_clobber = {
	"NoClobber", "System.IO.IOException", CATEGORY_RESOURCE_EXISTS,
	"Leave -NoClobber out to replace the file." };

void file_error(GError **error, const char *path, int errnum)
{
	value_auto target = value_text(path);
	g_autofree char *folder = g_path_get_dirname(path);

	switch (errnum) {
	case ENOENT:
	case ENOTDIR:
		if (g_file_test(folder, G_FILE_TEST_IS_DIR))
			fault_set(error, &not_found, target, "Could not find file '%s'.", path);
		else
			fault_set(error, &folder_not_found, target,
				  "Could not find a part of the path '%s'.", path);
		return;
	case EACCES:
	case EPERM:
	case EISDIR:
	case EROFS:
		fault_set(error, &denied, target, "Access to the path '%s' is denied.", path);
		return;
	default:
		fault_set(error, &other_failure, target, "%s : '%s'", g_strerror(errnum), path);
	}
}

GPtrArray *paths_expand(struct call *call, struct value path, struct value literal, enum flow *flow)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
	bool is_literal = arg_given(literal);
	struct value list = is_literal ? literal : path;
	uint32_t n = arg_count(list);

	*flow = FLOW_NEXT;
	for (uint32_t i = 0; i < n && *flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(list, i);
		GError *error = NULL;

		if (!host_expand_path(call_host(call), arg_text(v, ""), is_literal, found, &error))
			*flow = call_error(call, error);
	}
	return found;
}

char *path_to_write(struct call *call, struct value path, struct value literal, enum flow *flow)
{
	value_auto v = arg_at(arg_given(literal) ? literal : path, 0);
	GError *error = NULL;
	char *native = host_native_path(call_host(call), arg_text(v, ""), &error);

	*flow = native ? FLOW_NEXT : call_throw(call, error);
	return native;
}

char *file_read(const char *path, gsize *ret_len, GError **error)
{
	g_autoptr(GError) failed = NULL;
	char *bytes = NULL;

	if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
		file_error(error, path, EISDIR);
		return NULL;
	}
	if (g_file_get_contents(path, &bytes, ret_len, &failed))
		return bytes;
	file_error(error, path, g_error_matches(failed, G_FILE_ERROR, G_FILE_ERROR_NOENT) ? ENOENT :
		   g_error_matches(failed, G_FILE_ERROR, G_FILE_ERROR_ACCES) ? EACCES : EIO);
	return NULL;
}

char *text_file_read(const char *path, const struct encoding *encoding, gsize *ret_len,
		     GError **error)
{
	gsize len = 0;
	char *bytes = file_read(path, &len, error);

	return bytes ? encoding_decode(encoding, bytes, len, ret_len) : NULL;
}

/* -Force writes a file that is read-only. */
static int open_forced(const char *path, int flags)
{
	struct stat st;
	int fd = open(path, flags, 0666);

	if (fd >= 0 || errno != EACCES || stat(path, &st))
		return fd;
	if (chmod(path, st.st_mode | S_IWUSR))
		return -1;
	return open(path, flags, 0666);
}

bool text_writer_open(struct text_writer *writer, const char *path, unsigned flags,
		      const struct encoding *encoding, GError **error)
{
	int mode = O_WRONLY | O_CREAT | O_CLOEXEC;
	struct stat st;
	int fd;

	mode |= flags & WRITE_APPEND ? O_APPEND : flags & WRITE_NO_CLOBBER ? O_EXCL : O_TRUNC;
	fd = flags & WRITE_FORCE ? open_forced(path, mode) : open(path, mode, 0666);
	if (fd < 0 && errno == EEXIST) {
		value_auto target = value_text(path);

		fault_set(error, &no_clobber, target, "The file '%s' already exists.", path);
		return false;
	}
	if (fd < 0) {
		file_error(error, path, errno);
		return false;
	}
	*writer = (struct text_writer){ .fd = fd, .encoding = *encoding,
		.buffer = g_string_sized_new(WRITER_BUFFER), .path = g_strdup(path) };
	if (fstat(fd, &st) || st.st_size == 0)
		encoding_put_mark(encoding, writer->buffer);
	return true;
}

static bool write_all(struct text_writer *writer, GError **error)
{
	const char *p = writer->buffer->str;
	gsize left = writer->buffer->len;

	while (left) {
		ssize_t n = write(writer->fd, p, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			file_error(error, writer->path, errno);
			return false;
		}
		p += n;
		left -= n;
	}
	g_string_truncate(writer->buffer, 0);
	return true;
}

bool text_writer_put(struct text_writer *writer, const char *text, gsize len, GError **error)
{
	encoding_encode(&writer->encoding, text, len, writer->buffer);
	return writer->buffer->len < WRITER_BUFFER || write_all(writer, error);
}

bool text_writer_put_bytes(struct text_writer *writer, const void *bytes, gsize len,
			   GError **error)
{
	g_string_append_len(writer->buffer, bytes, len);
	return writer->buffer->len < WRITER_BUFFER || write_all(writer, error);
}

bool text_writer_close(struct text_writer *writer, GError **error)
{
	bool ok;

	if (!writer->buffer)
		return true;
	ok = write_all(writer, error);
	if (close(writer->fd) && ok) {
		file_error(error, writer->path, errno);
		ok = false;
	}
	g_string_free(writer->buffer, TRUE);
	g_free(writer->path);
	*writer = (struct text_writer){ 0 };
	return ok;
}
