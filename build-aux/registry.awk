# Writes a registry from lines in column 0 of the sources: one pass a kind.
#	awk -v what=CMDLET -v header=lib/cmdlet.h -v ctype='struct cmdlet' -v name=cmdlet_registry -f registry.awk FILES
# The order is that of the files; who looks up sorts once, on first use.
BEGIN { pattern = "^" what "\\(" }
$0 ~ pattern {
	symbol = $0
	sub(pattern, "", symbol)
	sub(/\).*/, "", symbol)
	symbols[++n] = symbol
}
END {
	printf "/* Made by build-aux/registry.awk from the lines %s(...) of the sources. */\n", what
	printf "#include \"config.h\"\n#include \"%s\"\n\n", header
	for (i = 1; i <= n; i++)
		printf "extern const %s %s;\n", ctype, symbols[i]
	printf "\nextern const %s *const %s[];\nconst %s *const %s[] = {\n", ctype, name, ctype, name
	for (i = 1; i <= n; i++)
		printf "\t&%s,\n", symbols[i]
	printf "\tNULL\n};\n"
}
