/*
 * The parser. Cases are found in tests/parser: NAME.ps1 with NAME.ast (the tree's dump) or NAME.err
 * (the errors, one a line), read as bytes, so that any encoding may stand in one. A case without
 * either must parse without an error. PARSER_WRITE=1 writes the expectations anew.
 */
#include "parser/parse.h"

#include <string.h>

/* -- Files ----------------------------------------------------------------- */

static char *tree_path(const char *name)
{
	const char *top = g_getenv("srcdir");
	g_autofree char *path = g_build_filename(top ? top : ".", name, NULL);

	return g_canonicalize_filename(path, NULL);
}

static char *with_suffix(const char *path, const char *suffix)
{
	return g_strdup_printf("%.*s%s", (int)strlen(path) - 4, path, suffix);
}

static char *error_lines(struct source *source, const GPtrArray *errors)
{
	GString *out = g_string_new(NULL);
	guint i;

	for (i = 0; i < errors->len; i++) {
		const struct parse_error *error = errors->pdata[i];
		uint32_t line, column;

		source_position(source, error->span.start, &line, &column);
		g_string_append_printf(out, "%u:%u %s%s: %s\n", line, column, error->id,
				       error->incomplete ? " (incomplete)" : "", error->message);
	}
	return g_string_free(out, FALSE);
}

/* Says only where two texts part: trees are long. */
static void compare_lines(const char *path, const char *text, const char *want)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1), wanted = g_strsplit(want, "\n", -1);
	size_t i = 0;

	while (lines[i] && wanted[i] && !strcmp(lines[i], wanted[i]))
		i++;
	if (lines[i] || wanted[i])
		g_test_message("%s:%zu", path, i + 1);
	g_assert_cmpstr(lines[i], ==, wanted[i]);
}

/* Compares with the file, or writes it. */
static void expect(const char *path, const char *text)
{
	g_autofree char *want = NULL;

	if (g_getenv("PARSER_WRITE")) {
		g_assert_true(g_file_set_contents(path, text, -1, NULL));
		return;
	}
	g_assert_true(g_file_get_contents(path, &want, NULL, NULL));
	compare_lines(path, text, want);
}

static void test_case(const void *data)
{
	const char *path = data;
	g_autofree char *ast = with_suffix(path, ".ast"), *err = with_suffix(path, ".err");
	g_autoptr(GPtrArray) errors = parse_errors_new();
	g_autoptr(GString) dump = g_string_new(NULL);
	g_autofree char *lines = NULL;
	struct source *source = source_load(path, NULL);
	struct ast_tree *tree;

	g_assert_nonnull(source);
	tree = parse(source, errors);
	lines = error_lines(source, errors);
	if (g_file_test(err, G_FILE_TEST_EXISTS))
		expect(err, lines);
	else
		g_assert_cmpstr(lines, ==, "");
	if (g_file_test(ast, G_FILE_TEST_EXISTS)) {
		ast_dump(tree, NULL, dump);
		expect(ast, dump->str);
	}
	ast_tree_unref(tree);
	source_unref(source);
}

static void add_cases(GPtrArray *paths)
{
	g_autofree char *folder = tree_path("tests/parser");
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	g_assert_nonnull(dir);
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *id = g_strconcat("/parser/", name, NULL);
		char *path;

		if (!g_str_has_suffix(name, ".ps1"))
			continue;
		path = g_build_filename(folder, name, NULL);
		g_ptr_array_add(paths, path);
		g_test_add_data_func(id, path, test_case);
	}
	g_dir_close(dir);
}

/* -- Errors of short texts ------------------------------------------------- */

static const struct {
	const char *text, *id;		/* id NULL: parses */
	bool incomplete;
} short_texts[] = {
	{ "if ($true) { 1", "MissingEndCurlyBrace", true },
	{ "1 +", "ExpectedValueExpression", true },
	{ "1 + # comment", "ExpectedValueExpression", true },
	{ "\"open", "TerminatorExpectedAtEndOfString", true },
	{ "'open", "TerminatorExpectedAtEndOfString", true },
	{ "@'\nopen", "TerminatorExpectedAtEndOfString", true },
	{ "@\"", "TerminatorExpectedAtEndOfString", true },
	{ "(1", "MissingEndParenthesisInExpression", true },
	{ "a |", "EmptyPipeElement", true },
	{ "a &&", "EmptyPipelineChainElement", true },
	{ "a `", "IncompleteString", true },
	{ "<# open", "MissingTerminatorMultiLineComment", true },
	{ "@{ a = 1", "MissingEndCurlyBrace", true },
	{ "$a[1", "MissingEndSquareBracket", true },
	{ "f -x:", "ParameterRequiresArgument", true },
	{ "a,", "MissingArgument", true },
	{ "try { 1 }", "MissingCatchOrFinally", true },
	{ "1 2", "UnexpectedToken", false },
	{ "a )", "UnexpectedToken", false },
	{ "if () { }", "IfStatementMissingCondition", false },
	{ "[int]::", "MissingPropertyName", true },
	{ "\"`u{110000}\"", "InvalidUnicodeEscapeSequenceValue", false },
	{ "\"`u{1234567}\"", "TooManyDigitsInUnicodeEscapeSequence", false },
	{ "\"$a: b\"", "InvalidVariableReferenceWithDrive", false },
	{ "function f($a, $a) { }", "DuplicateFormalParameter", false },
	{ "@{ a = 1; A = 2 }", "DuplicateKeyInHashLiteral", false },
	{ "try { } finally { return }", "ControlLeavingFinally", false },
	{ "try { } finally { foreach ($i in 1) { break } }", NULL, false },
	{ "try { } finally { & { return } }", NULL, false },
	{ "try { } catch [Exception] { } catch [System.Exception] { }",
	  "ExceptionTypeAlreadyCaught", false },
	{ "class C { [int] M() { if (1) { return 1 } } }", "MethodHasCodePathNotReturn", false },
	{ "class C { [int] M() { if (1) { return 1 } else { throw } } }", NULL, false },
	{ "class C { $p; M() { $p = 1 } }", "MissingThis", false },
	{ "class C { static $p; M() { $p = 1 } }", "MissingTypeInStaticPropertyAssignment", false },
	{ "class C { [int] M() { return $x } }", "VariableNotLocal", false },
	{ "class C { [int] M($x) { return $x } }", NULL, false },
	{ "class C { M() { return 1 } }", "VoidMethodHasReturn", false },
	{ "class C { M() { }; }", "IncompleteMemberDefinition", false },
	{ "class K { static M() { $this.x } }", "NonStaticMemberAccessInStaticMember", false },
	{ "class K { static $p = $this }", "NonStaticMemberAccessInStaticMember", false },
	{ "class K { static M() { & { $this } } }", NULL, false },
	{ "class K { } enum K { A }", "MemberAlreadyDefined", false },
	{ "class K { } function f { class K { } }", NULL, false },
	{ "class K { M() { begin { } } }", "NamedBlockNotAllowedInMethod", false },
	{ "$script: = 1", "InvalidVariableReference", false },
	{ "switch -file x (2) { }", "PipelineValueRequired", false },
	{ "[void]$x = 1", "VoidTypeConstraintNotAllowed", false },
	{ "$a, $b += 1", "InvalidLeftHandSide", false },
	{ "function f() { param($a) }", NULL, false },
	{ "function f($b) { param($a) }", "OnlyOneParameterListAllowed", false },
	{ "data { foo }", "CmdletNotInAllowedListForDataSection", false },
	{ "data -supportedcommand foo { foo }", NULL, false },
	{ "data { $x }", "VariableReferenceNotSupportedInDataSection", false },
	{ "process { } 1", "MissingNamedBlocks", false },
	{ "5uy", NULL, false },
	{ "300uy", "BadNumericConstant", false },
	{ "0x11111111111111111", "BadNumericConstant", false },
	{ "f 2>&1 2>x", "StreamAlreadyRedirected", false },
	{ "f 1>&2", "RedirectionNotSupported", false },
	{ "f @a.b", "NoPropertiesInSplatting", false },
	{ "f @a,1", "SplattingNotPermittedInArgumentList", false },
	{ "[ordered]$a", "OrderedAttributeOnlyOnHashLiteralNode", false },
	{ "try { } catch [int], { }", "MissingTypeLiteralToken", false },
	{ "function f { param([ValidateSet($x)]$a) }",
	  "ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock", false },
	{ "function f { param([ValidateScript({ $_ })] [ValidateRange(0, [int]::MaxValue)]$a) }",
	  NULL, false },
	{ "enum E { A = $x }", "EnumeratorValueMustBeConstant", false },
	{ "class C { M($a) { } M($b) { } }", "MemberAlreadyDefined", false },
	{ "class C { M([int]$a) { } M([string]$a) { } }", NULL, false },
	{ "@{ a = 1 b = 2 }", "UnexpectedToken", false },
	{ "1 && ; 2", "EmptyPipelineChainElement", false },
	{ "foreach -parallel ($i in 1) { }", "KeywordParameterReservedForFutureUse", false },
	{ "# SIG # Begin signature block\n1", "TokenAfterEndOfValidScriptText", false },
	{ "1\n# SIG # Begin signature block", NULL, false },
	{ "using namespace System; 1", NULL, false },
	{ "1; using namespace System", "UsingMustBeAtStartOfScript", false },
};

/* What is missing is no second parent of what is there: the tree would be walked for ever. */
static void test_missing_operands(void)
{
	static const char *const pieces[] = { "||", "&&", "1?", "!?", ",?", "1 ?? ", "$a=", "[?" };

	for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autoptr(GPtrArray) errors = parse_errors_new();
		g_autoptr(GString) text = g_string_new("1");
		struct source *source;

		for (unsigned n = 0; n < 200; n++)
			g_string_append(text, pieces[i]);
		source = source_new(text->str, text->len, NULL);
		ast_tree_unref(parse(source, errors));
		source_unref(source);
	}
}

static void test_short_texts(void)
{
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(short_texts); i++) {
		g_autoptr(GPtrArray) errors = parse_errors_new();
		struct source *source = source_new(short_texts[i].text, -1, NULL);
		struct ast_tree *tree = parse(source, errors);
		const struct parse_error *first = errors->len ? errors->pdata[0] : NULL;

		g_test_message("%s", short_texts[i].text);
		g_assert_cmpstr(first ? first->id : NULL, ==, short_texts[i].id);
		g_assert_cmpint(parse_errors_incomplete(errors), ==, short_texts[i].incomplete);
		ast_tree_unref(tree);
		source_unref(source);
	}
}

/* -- Sources --------------------------------------------------------------- */

static void check_decoded(const char *bytes, size_t len, const char *text)
{
	struct source *source = source_decode(bytes, len, NULL);

	g_assert_cmpstr(source->text, ==, text);
	g_assert_cmpint(source->len, ==, strlen(text));
	source_unref(source);
}

static void test_encodings(void)
{
	check_decoded("a\xC3\xA9", 3, "a\xC3\xA9");
	check_decoded("\xEF\xBB\xBF" "a", 4, "a");
	check_decoded("\xFF\xFE" "a\0\xE9\0", 6, "a\xC3\xA9");
	check_decoded("\xFE\xFF\0a\0\xE9", 6, "a\xC3\xA9");
	check_decoded("\xFF\xFE\x3D\xD8\x00\xDE", 6, "\xF0\x9F\x98\x80");
	check_decoded("\xFF\xFE\0\0a\0\0\0", 8, "a");
	/* Not UTF-8, so Windows-1252: typographic quotes, the euro sign. */
	check_decoded("\x93" "a\x94\x80", 4, "\xE2\x80\x9C" "a\xE2\x80\x9D\xE2\x82\xAC");
	check_decoded("", 0, "");
}

static void test_positions(void)
{
	struct source *source = source_new("a\r\n\xF0\x9F\x98\x80" "b\rc\n", -1, NULL);
	uint32_t line, column;
	struct span span;

	g_assert_cmpint(source_line_count(source), ==, 4);
	source_position(source, 7, &line, &column);
	g_assert_cmpint(line, ==, 2);
	g_assert_cmpint(column, ==, 3);
	span = source_line_span(source, 2);
	g_assert_cmpint(span.start, ==, 3);
	g_assert_cmpint(span.end, ==, 8);
	span = source_line_span(source, 4);
	g_assert_cmpint(span.start, ==, span.end);
	span = source_line_span(source, 5);
	g_assert_cmpint(span.start, ==, source->len);
	source_unref(source);
}

/* -- Trees ----------------------------------------------------------------- */

static void test_find(void)
{
	struct source *source = source_new("Get-Item -Path $x.Name | f", -1, NULL);
	struct ast_tree *tree = parse(source, NULL);
	struct ast *path[16];
	uint32_t count = ast_path_at(tree, 19, path, G_N_ELEMENTS(path));

	g_assert_cmpint(ast_find_at(tree, 16)->kind, ==, AST_VARIABLE);
	g_assert_cmpint(ast_find_at(tree, 20)->kind, ==, AST_STRING);
	g_assert_cmpint(ast_find_at(tree, 12)->kind, ==, AST_COMMAND_PARAMETER);
	g_assert_cmpint(count, ==, 6);
	g_assert_cmpint(path[3]->kind, ==, AST_COMMAND);
	g_assert_cmpint(path[4]->kind, ==, AST_MEMBER);
	ast_tree_unref(tree);
	source_unref(source);
}

static void test_requirements(void)
{
	struct source *source = source_new("#requires -Version 5.1\n1\n#Requires -Modules a, b "
					   "-RunAsAdministrator\n# requires -x\n", -1, NULL);
	g_autoptr(GPtrArray) errors = parse_errors_new();
	struct ast_tree *tree = parse(source, errors);

	g_assert_cmpint(errors->len, ==, 0);
	g_assert_cmpint(tree->comment_count, ==, 3);
	g_assert_cmpint(tree->requirement_count, ==, 3);
	g_assert_cmpint(tree->requirements[0].kind, ==, REQUIRE_VERSION);
	g_assert_cmpint(tree->requirements[1].kind, ==, REQUIRE_MODULES);
	g_assert_cmpint(tree->requirements[1].value->kind, ==, AST_ARRAY_LITERAL);
	g_assert_cmpint(tree->requirements[2].kind, ==, REQUIRE_ADMINISTRATOR);
	ast_tree_unref(tree);
	source_unref(source);
}

/* -- Limits ---------------------------------------------------------------- */

static void check_deep(const char *prefix, const char *unit, unsigned times)
{
	g_autoptr(GPtrArray) errors = parse_errors_new();
	g_autoptr(GString) text = g_string_new(prefix);
	struct source *source;
	struct ast_tree *tree;
	bool found = false;
	guint i;

	while (times--)
		g_string_append(text, unit);
	source = source_new(text->str, text->len, NULL);
	tree = parse(source, errors);
	for (i = 0; i < errors->len; i++)
		found |= !strcmp(((struct parse_error *)errors->pdata[i])->id,
				 "ScriptTooComplicated");
	g_assert_true(found);
	ast_tree_unref(tree);
	source_unref(source);
}

static void test_depth(void)
{
	check_deep("", "(", 10000);
	check_deep("", "{", 10000);
	check_deep("", "@{a=", 10000);
	check_deep("", "$a=", 10000);
	check_deep("", "!", 10000);
	check_deep("", "[int]", 10000);
	check_deep("", "if(1){", 10000);
	check_deep("", "\"$(", 10000);
	check_deep("", "[a[", 10000);
	check_deep("1", "+1", 10000);
	check_deep("$a", ".b", 10000);
	check_deep("a", "&&a", 10000);
}

int main(int argc, char **argv)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	add_cases(paths);
	g_test_add_func("/parser/short-texts", test_short_texts);
	g_test_add_func("/parser/missing-operands", test_missing_operands);
	g_test_add_func("/parser/encodings", test_encodings);
	g_test_add_func("/parser/positions", test_positions);
	g_test_add_func("/parser/find", test_find);
	g_test_add_func("/parser/requirements", test_requirements);
	g_test_add_func("/parser/depth", test_depth);
	return g_test_run();
}
