/*
 * Errors of the parser: PowerShell's ids and texts in one table, and the list
 * that one parse fills.
 */
#ifndef HMSH_DIAGNOSTICS_H
#define HMSH_DIAGNOSTICS_H

#include "parser/parse.h"

/* The id is the enumerator's name after PE_; %s stands for an argument. */
#define PARSE_ERRORS(X) \
	X(BadNumericConstant, "The numeric constant %s is not valid.") \
	X(CmdletNotInAllowedListForDataSection, \
	  "The command '%s' is not allowed in restricted language mode or a Data section.") \
	X(ConstructorCantHaveReturnType, "A constructor cannot specify a return type.") \
	X(ControlLeavingFinally, "Flow of control cannot leave a Finally block.") \
	X(DuplicateFormalParameter, "Duplicate parameter $%s in parameter list.") \
	X(DuplicateKeyInHashLiteral, "Duplicate keys '%s' are not allowed in hash literals.") \
	X(DuplicateNamedArgument, "Duplicate named arguments '%s' are not allowed.") \
	X(DuplicateQualifier, "Duplicate '%s' qualifier") \
	X(DuplicateScriptCommandClause, "Script command clause '%s' has already been defined.") \
	X(EmptyCatchNotLast, "Catch block must be the last catch block.") \
	X(EmptyPipeElement, "An empty pipe element is not allowed.") \
	X(EmptyPipelineChainElement, "An empty pipeline chain element is not allowed.") \
	X(BackgroundOperatorInPipelineChain, \
	  "Background operators can only be used at the end of a pipeline chain.") \
	X(EmptyVariableReference, "An empty ${} variable reference was found. A name is required " \
	  "inside the braces.") \
	X(EndSquareBracketExpectedAtEndOfAttribute, \
	  "Missing ] at end of attribute or type literal.") \
	X(EnumeratorValueMustBeConstant, "Enumerator value must be a constant value.") \
	X(ExceptionTypeAlreadyCaught, "Exception type %s is already handled by a previous handler.") \
	X(ExpectedExpression, "An expression was expected after '('.") \
	X(ExpectedValueExpression, \
	  "You must provide a value expression following the '%s' operator.") \
	X(ExpressionsMustBeFirstInPipeline, \
	  "Expressions are only allowed as the first element of a pipeline.") \
	X(FlowControlStatementNotSupportedInDataSection, \
	  "Flow control statements such as Break, Continue, Return, Exit, and Throw are not " \
	  "allowed in restricted language mode or a Data section.") \
	X(AssignmentStatementNotSupportedInDataSection, \
	  "Assignment statements are not allowed in restricted language mode or a Data section.") \
	X(DataSectionStatementNotSupportedInDataSection, \
	  "The data statement is not allowed in restricted language mode or another Data section.") \
	X(DoWhileStatementNotSupportedInDataSection, \
	  "The Do and While statements are not allowed in restricted language mode or a Data " \
	  "section.") \
	X(DotSourcingNotSupportedInDataSection, \
	  "Dot sourcing is not allowed in restricted language mode or a Data section.") \
	X(ExpandableStringNotSupportedInDataSection, \
	  "Expandable strings are not allowed in restricted language mode or a Data section.") \
	X(ForWhileStatementNotSupportedInDataSection, \
	  "For and While statements are not allowed in restricted language mode or a Data section.") \
	X(ForeachStatementNotSupportedInDataSection, \
	  "Foreach statements are not allowed in restricted language mode or a Data section.") \
	X(FunctionDeclarationNotSupportedInDataSection, \
	  "Function declarations are not allowed in restricted language mode or a Data section.") \
	X(MethodCallNotSupportedInDataSection, \
	  "Method calls are not allowed in restricted language mode or a Data section.") \
	X(OperatorNotSupportedInDataSection, \
	  "The '%s' operator is not allowed in restricted language mode or a Data section.") \
	X(ParameterDeclarationNotSupportedInDataSection, \
	  "Parameter declarations are not allowed in restricted language mode or a Data section.") \
	X(PropertyReferenceNotSupportedInDataSection, \
	  "Property references are not allowed in restricted language mode or a Data section.") \
	X(RedirectionNotSupportedInDataSection, \
	  "Redirection is not allowed in restricted language mode or a Data section.") \
	X(ScriptBlockNotSupportedInDataSection, \
	  "Script block literals are not allowed in restricted language mode or a Data section.") \
	X(SwitchStatementNotSupportedInDataSection, \
	  "The switch statement is not allowed in restricted language mode or a Data section.") \
	X(ArrayReferenceNotSupportedInDataSection, \
	  "Array references are not allowed in restricted language mode or a Data section.") \
	X(AttributeNotSupportedInDataSection, \
	  "Attributes are not allowed in restricted language mode or a Data section.") \
	X(TrapStatementNotSupportedInDataSection, \
	  "The Trap statement is not allowed in restricted language mode or a Data section.") \
	X(TryStatementNotSupportedInDataSection, \
	  "The Try statement is not allowed in restricted language mode or a Data section.") \
	X(TypeNotAllowedInDataSection, \
	  "The type %s is not allowed in restricted language mode or a Data section.") \
	X(VariableReferenceNotSupportedInDataSection, \
	  "A variable that cannot be referenced in restricted language mode or a Data section is " \
	  "being referenced. Variables that can be referenced include the following: " \
	  "$PSCulture, $PSUICulture, $true, $false, $null.") \
	X(IfStatementMissingCondition, "Missing condition in if statement after '%s ('.") \
	X(IncompleteDollarSubexpressionReference, "$(subexpression) is missing the closing ')'.") \
	X(IncompleteDollarVariableReference, \
	  "${{variable}} reference starting is missing the closing '}}'.") \
	X(IncompleteMemberDefinition, "Missing a property name or method definition.") \
	X(IncompleteString, "Incomplete string token.") \
	X(InvalidBracedVariableReference, \
	  "Variable reference is not valid. The variable name is missing.") \
	X(InvalidForeachFlag, "The parameter %s is not valid for the foreach statement.") \
	X(InvalidFunctionParameter, "Parameter declarations are a comma-separated list of variable " \
	  "names with optional initializer expressions.") \
	X(InvalidLeftHandSide, "The assignment expression is not valid. The input to an assignment " \
	  "operator must be an object that is able to accept assignments, such as a variable or a " \
	  "property.") \
	X(InvalidParameterForDataSectionStatement, "The \"%s\" parameter of the Data section is " \
	  "not valid. The valid Data section parameter is SupportedCommand.") \
	X(InvalidSwitchFlag, "The parameter %s is not valid for the switch statement.") \
	X(InvalidUnicodeEscapeSequence, "The Unicode escape sequence is not valid. A valid sequence " \
	  "is `u{ followed by one to six hex digits and a closing '}'.") \
	X(InvalidUnicodeEscapeSequenceValue, \
	  "The Unicode escape sequence value is out of range. The maximum value is 0x10FFFF.") \
	X(InvalidVariableReference, \
	  "Variable reference is not valid. The variable name is missing.") \
	X(InvalidVariableReferenceWithDrive, "Variable reference is not valid. ':' was not followed " \
	  "by a valid variable name character. Consider using ${} to delimit the name.") \
	X(KeywordParameterReservedForFutureUse, \
	  "The %s '-%s' parameter is reserved for future use.") \
	X(MemberAlreadyDefined, "The member '%s' is already defined.") \
	X(MethodHasCodePathNotReturn, "Not all code path returns value within method.") \
	X(MissingArgument, "Missing argument in parameter list.") \
	X(MissingArrayIndexExpression, "Array index expression is missing or not valid.") \
	X(MissingAssemblyNameSpecification, \
	  "The type name is missing the assembly name specification.") \
	X(MissingBaseCtorCall, "Missing 'base' after ':' in a base class constructor call.") \
	X(MissingCatchHandlerBlock, "The Catch block is missing its statement block.") \
	X(MissingCatchOrFinally, "The Try statement is missing its Catch or Finally block.") \
	X(MissingColonInTernaryExpression, "Missing ':' in the ternary expression.") \
	X(MissingCurlyBraceInSwitchStatement, "Missing '{' in switch statement.") \
	X(MissingEndCurlyBrace, "Missing closing '}' in statement block or type definition.") \
	X(MissingEndParenthesisAfterForeach, \
	  "Missing closing ')' after expression part of foreach loop.\n" \
	  "The correct form is: foreach ($a in $b) {...}") \
	X(MissingEndParenthesisAfterStatement, \
	  "Missing closing ')' after expression in '%s' statement.") \
	X(MissingEndParenthesisInExpression, "Missing closing ')' in expression.") \
	X(MissingEndParenthesisInFunctionParameterList, "Missing ')' in function parameter list.") \
	X(MissingEndParenthesisInMethodCall, "Missing ')' in method call.") \
	X(MissingEndParenthesisInSubexpression, "Missing closing ')' in subexpression.") \
	X(MissingEndParenthesisInSwitchStatement, "Missing ')' after expression in switch statement.") \
	X(MissingEndSquareBracket, "Missing ']' after array index expression.") \
	X(MissingEqualsInHashLiteral, "Missing '=' operator after key in hash literal.") \
	X(MissingEqualsInUsingAlias, "Missing '=' operator") \
	X(MissingExpression, "Missing expression after '%s' in pipeline element.") \
	X(MissingExpressionAfterKeyword, "Missing expression after '%s' in loop.") \
	X(MissingExpressionAfterOperator, "Missing expression after unary operator '%s'.") \
	X(MissingExpressionAfterToken, "Missing expression after '%s'.") \
	X(MissingExpressionInNamedArgument, "Missing statement after '=' in named argument.") \
	X(MissingFilenameOption, "Cannot process the 'switch' statement because of a missing file " \
	  "name argument to the -file option.") \
	X(MissingFileSpecification, "Missing file specification after redirection operator.") \
	X(MissingFinallyStatementBlock, "The Finally block is missing its statement block.") \
	X(MissingForeachExpression, "Missing expression in foreach loop.\n" \
	  "The correct form is: foreach ($a in $b) {...}") \
	X(MissingForeachStatement, "Missing statement body in foreach loop.\n" \
	  "The correct form is: foreach ($a in $b) {...}") \
	X(MissingFunctionBody, "Missing function body in function declaration.") \
	X(MissingInInForeach, "Missing 'in' after variable in foreach loop.\n" \
	  "The correct form is: foreach ($a in $b) {...}") \
	X(MissingKeyInHashLiteral, "Missing key before '=' in hash literal.") \
	X(MissingLoopStatement, "Missing statement body in %s loop.") \
	X(MissingMethodParameterList, "Missing '(' in class method parameter list.") \
	X(MissingNameAfterKeyword, "Missing name after %s keyword.") \
	X(MissingNamedBlocks, "unexpected token '%s', expected 'begin', 'process', 'end', 'clean', " \
	  "or 'dynamicparam'.") \
	X(MissingNamedStatementBlock, "Missing statement block after '%s'.") \
	X(MissingNamespaceAlias, "Missing namespace alias") \
	X(MissingOpenParenthesisAfterKeyword, "Missing opening '(' after keyword '%s'.") \
	X(MissingOpenParenthesisInIfStatement, "Missing '(' after '%s' in if statement.") \
	X(MissingPropertyName, "Missing property name after reference operator.") \
	X(MissingPropertyTerminator, "Missing ';' or end-of-line in property definition.") \
	X(MissingStatementBlock, "Missing statement block after %s ( condition ).") \
	X(MissingStatementBlockAfterElse, "Missing statement block after 'else' keyword.") \
	X(MissingStatementBlockForDataSection, "The Data section is missing its statement block.") \
	X(MissingStatementInHashLiteral, "Missing statement after '=' in hash literal.") \
	X(MissingSwitchConditionExpression, "Missing condition in switch statement clause.") \
	X(MissingSwitchStatementClause, "Missing statement block in switch statement clause.") \
	X(MissingTerminatorMultiLineComment, \
	  "The terminator '#>' is missing from the multiline comment.") \
	X(MissingThis, "Cannot assign property, use '%s%s'.") \
	X(MissingTypeInStaticPropertyAssignment, "Cannot assign property, use '%s%s'.") \
	X(MissingThrottleLimit, "The ThrottleLimit parameter of the foreach statement is missing a " \
	  "value. Supply a throttle limit to the parameter.") \
	X(MissingTrapStatement, \
	  "The 'trap' statement was incomplete. A trap statement requires a body.") \
	X(MissingTryStatementBlock, "The Try statement is missing its statement block.") \
	X(MissingTypeAlias, "Missing type alias") \
	X(MissingTypeBody, "Missing '%s' body in '%s' declaration.") \
	X(MissingTypeLiteralToken, "Missing type literal.") \
	X(MissingTypename, "Missing type name after '['.") \
	X(MissingUnicodeEscapeSequenceTerminator, \
	  "The Unicode escape sequence is missing the closing '}'.") \
	X(MissingUsingItemName, "Missing using name") \
	X(MissingUsingStatementDirective, "Missing using directive") \
	X(MissingValueForSupportedCommandInDataSectionStatement, "The SupportedCommand parameter of " \
	  "the Data section is missing a value. Supply a cmdlet or function name to the parameter.") \
	X(MissingVariableNameAfterForeach, "Missing variable name after foreach.\n" \
	  "The correct form is: foreach ($a in $b) {...}") \
	X(MissingWhileOrUntilInDoWhile, "Missing while or until keyword in do loop.") \
	X(ModifiersCannotBeCombined, "Modifier '%s' cannot be combined with '%s'") \
	X(MultipleSwitchDefaultClauses, "A switch statement can have only one default clause.") \
	X(MultipleTypeConstraintsOnMethodParam, \
	  "Multiple type constraints are not allowed on a method parameter.") \
	X(NamedBlockNotAllowedInMethod, "A named block is not allowed in a class method.") \
	X(NonStaticMemberAccessInStaticMember, "Cannot access the non-static member '%s' in a " \
	  "static method or initializer of a static property.") \
	X(NonVoidMethodMissingReturnValue, "Invalid return statement within non-void method.") \
	X(NoPropertiesInSplatting, "Cannot expand the splatted variable '@%s'. Splatted variables " \
	  "cannot be used as part of a property or array expression. Assign the result of the " \
	  "expression to a temporary variable then splat the temporary variable instead.") \
	X(OnlyOneParameterListAllowed, "The param statement cannot be used if arguments were " \
	  "specified in the function declaration.") \
	X(OpenBraceNeedsToBeBackTickedInVariableName, "Use `{ instead of { in variable names.") \
	X(OperatorRequiresVariableOrProperty, \
	  "The '%s' operator works only on variables or on properties.") \
	X(OrderedAttributeOnlyOnHashLiteralNode, \
	  "The %s attribute can be specified only on a hash literal node.") \
	X(ParamBlockNotAllowedInMethod, "A param block is not allowed in a class method.") \
	X(ParameterAttributeArgumentNeedsToBeConstant, "Attribute argument must be a constant.") \
	X(ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock, \
	  "Attribute argument must be a constant or a script block.") \
	X(ParameterRequiresArgument, "Parameter %s requires an argument.") \
	X(PipelineValueRequired, "A switch statement must have one of the following:  '-file " \
	  "file_name' or '( expression )'.") \
	X(RedirectionNotSupported, "The '%s' operator is reserved for future use.") \
	X(RedirectionStreamCanOnlyMergeToOutputStream, "Redirection only allows another stream to " \
	  "be merged with the output stream. Please correct the redirection operation to merge into " \
	  "the output stream then try running your script again.") \
	X(RequiresArgumentMustBeConstant, "Argument must be constant.") \
	X(ReservedKeywordNotAllowed, \
	  "The '%s' keyword is not supported in this version of the language.") \
	X(ScriptTooComplicated, \
	  "Processing was stopped because the script is too complex.") \
	X(SplattingNotPermitted, "The splatting operator '@' cannot be used to reference variables " \
	  "in an expression. '@%s' can be used only as an argument to a command. To reference " \
	  "variables in an expression use '$%s'.") \
	X(SplattingNotPermittedInArgumentList, "Splatted variables like '@%s' cannot be part of a " \
	  "comma-separated list of arguments.") \
	X(StaticConstructorCantHaveParameters, \
	  "A static constructor cannot have any parameters.") \
	X(StreamAlreadyRedirected, "The %s for this command is already redirected.") \
	X(TerminatorExpectedAtEndOfString, "The string is missing the terminator: %s.") \
	X(ThrottleLimitRequiresParallelFlag, "The ThrottleLimit parameter is only supported on " \
	  "foreach statements that use the Parallel parameter.") \
	X(TokenAfterEndOfValidScriptText, "Executable script code found in signature block.") \
	X(TooManyDigitsInUnicodeEscapeSequence, "The Unicode escape sequence contains more than the " \
	  "maximum of six hex digits between braces.") \
	X(TooManyTypes, "Only one type may be specified on class members.") \
	X(TypeNameExpected, "Type name expected.") \
	X(TypeNotAllowedBeforeParam, "Unexpected type [%s] was found in the parameter statement.") \
	X(TypeNotAllowedBeforeStatement, "Unexpected type [%s] was found before statement.") \
	X(UnexpectedAttribute, "Unexpected attribute '%s'.") \
	X(UnexpectedCharactersAfterHereStringHeader, "No characters are allowed after a here-string " \
	  "header but before the end of the line.") \
	X(UnexpectedToken, "Unexpected token '%s' in expression or statement.") \
	X(UnrecognizedToken, "Unrecognized token in source text.") \
	X(UnsupportedReservedKeyword, \
	  "The '%s' keyword is not supported in this version of the language.") \
	X(UsingMustBeAtStartOfScript, \
	  "A 'using' statement must appear before any other statements in a script.") \
	X(UsingStatementNotSupported, "This syntax of the 'using' statement is not supported.") \
	X(VariableNotLocal, "Variable is not assigned in the method.") \
	X(VoidMethodHasReturn, "Invalid return statement within void method.") \
	X(VoidTypeConstraintNotAllowed, \
	  "[void] cannot be used as a parameter type, or on the left side of an assignment.") \
	X(InvalidUsingExpression, "Expression is not allowed in a Using expression.") \
	X(WhitespaceBeforeHereStringFooter, "White space is not allowed before the string terminator.") \
	X(WorkflowNotSupportedInPowerShellCore, "Workflow is not supported in PowerShell 6+.")

enum parse_error_id {
#define X(id, text) PE_##id,
	PARSE_ERRORS(X)
#undef X
	PE_COUNT
};

struct diagnostics {
	GPtrArray *errors;	/* of struct parse_error; NULL: only counted */
	struct source *source;
	unsigned count;
	bool stopped;		/* too deep: nothing more is said */
};

/*
 * Adds an error; arguments are strings, as many as the text has. The same text
 * twice at the same place is said once. When nothing but blanks and comments
 * follows `span`, the input is not finished.
 */
void report(struct diagnostics *diag, enum parse_error_id id, struct span span, ...);
/* The same, `until` (an end in the source) being what is looked behind. */
void report_open(struct diagnostics *diag, enum parse_error_id id, struct span span, uint32_t until,
		 ...);
/* Never taken as unfinished input. */
void report_wrong(struct diagnostics *diag, enum parse_error_id id, struct span span, ...);

#endif
