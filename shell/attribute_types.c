/*
 * Attributes of parameters and variables as types. Their properties live in the
 * objects' shapes; the tables here give them names to be asked for with -is, and to be made by.
 */
#include "config.h"

#include "lib/types/table.h"
#include "shell/parameter_info.h"

#define AUTOMATION(name)	"System.Management.Automation." name "Attribute"

#define ATTRIBUTE(symbol, full, short_name, above)					\
	const struct type symbol = {							\
		.name = full, .alias = short_name, .base = above, .kind = V_OBJECT,	\
		.constructors = constructors,						\
	}

/* Arguments by position, which a row of a table names for each attribute. */
static const struct type_member constructors[] = {
	CONSTRUCTOR("new()", attribute_construct),
	CONSTRUCTOR("new(params System.Object[] arguments)", attribute_construct),
	END_OF_MEMBERS
};

TYPE(type_attribute);
ATTRIBUTE(type_attribute, "System.Attribute", NULL, &type_object);
TYPE(type_internal_attribute);
ATTRIBUTE(type_internal_attribute, "System.Management.Automation.Internal.CmdletMetadataAttribute", NULL,
	  &type_attribute);
TYPE(type_parsing_attribute);
ATTRIBUTE(type_parsing_attribute, "System.Management.Automation.Internal.ParsingBaseAttribute", NULL,
	  &type_internal_attribute);
TYPE(type_validate_arguments);
ATTRIBUTE(type_validate_arguments, AUTOMATION("ValidateArguments"), NULL, &type_internal_attribute);
TYPE(type_validate_elements);
ATTRIBUTE(type_validate_elements, AUTOMATION("ValidateEnumeratedArguments"), NULL, &type_validate_arguments);
TYPE(type_transformation);
ATTRIBUTE(type_transformation, AUTOMATION("ArgumentTransformation"), NULL, &type_internal_attribute);
TYPE(type_converter);
ATTRIBUTE(type_converter, AUTOMATION("ArgumentTypeConverter"), NULL, &type_transformation);
TYPE(type_credential_attribute);
ATTRIBUTE(type_credential_attribute, "System.Management.Automation.CredentialAttribute", "Credential",
	  &type_transformation);

TYPE(type_parameter);
ATTRIBUTE(type_parameter, AUTOMATION("Parameter"), "Parameter", &type_parsing_attribute);
TYPE(type_alias_attribute);
ATTRIBUTE(type_alias_attribute, AUTOMATION("Alias"), "Alias", &type_parsing_attribute);
TYPE(type_cmdlet_common);
ATTRIBUTE(type_cmdlet_common, "System.Management.Automation.CmdletCommonMetadataAttribute", NULL,
	  &type_internal_attribute);
TYPE(type_cmdlet_binding);
ATTRIBUTE(type_cmdlet_binding, AUTOMATION("CmdletBinding"), "CmdletBinding", &type_cmdlet_common);
TYPE(type_output_type);
ATTRIBUTE(type_output_type, AUTOMATION("OutputType"), "OutputType", &type_internal_attribute);
TYPE(type_allow_null);
ATTRIBUTE(type_allow_null, AUTOMATION("AllowNull"), "AllowNull", &type_internal_attribute);
TYPE(type_allow_empty_string);
ATTRIBUTE(type_allow_empty_string, AUTOMATION("AllowEmptyString"), "AllowEmptyString", &type_internal_attribute);
TYPE(type_allow_empty_collection);
ATTRIBUTE(type_allow_empty_collection, AUTOMATION("AllowEmptyCollection"), "AllowEmptyCollection",
	  &type_internal_attribute);
TYPE(type_default_value);
ATTRIBUTE(type_default_value, AUTOMATION("PSDefaultValue"), "PSDefaultValue", &type_parsing_attribute);
TYPE(type_supports_wildcards);
ATTRIBUTE(type_supports_wildcards, AUTOMATION("SupportsWildcards"), "SupportsWildcards", &type_parsing_attribute);
TYPE(type_completer);
ATTRIBUTE(type_completer, AUTOMATION("ArgumentCompleter"), "ArgumentCompleter", &type_attribute);
TYPE(type_completions);
ATTRIBUTE(type_completions, AUTOMATION("ArgumentCompletions"), "ArgumentCompletions", &type_attribute);
TYPE(type_type_name_attribute);
ATTRIBUTE(type_type_name_attribute, AUTOMATION("PSTypeName"), NULL, &type_attribute);

TYPE(type_validate_set);
ATTRIBUTE(type_validate_set, AUTOMATION("ValidateSet"), "ValidateSet", &type_validate_elements);
TYPE(type_validate_range);
ATTRIBUTE(type_validate_range, AUTOMATION("ValidateRange"), "ValidateRange", &type_validate_elements);
TYPE(type_validate_length);
ATTRIBUTE(type_validate_length, AUTOMATION("ValidateLength"), "ValidateLength", &type_validate_elements);
TYPE(type_validate_pattern);
ATTRIBUTE(type_validate_pattern, AUTOMATION("ValidatePattern"), "ValidatePattern", &type_validate_elements);
TYPE(type_validate_script);
ATTRIBUTE(type_validate_script, AUTOMATION("ValidateScript"), "ValidateScript", &type_validate_elements);
TYPE(type_validate_count);
ATTRIBUTE(type_validate_count, AUTOMATION("ValidateCount"), "ValidateCount", &type_validate_arguments);
TYPE(type_validate_drive);
ATTRIBUTE(type_validate_drive, AUTOMATION("ValidateDrive"), "ValidateDrive", &type_validate_arguments);
TYPE(type_validate_user_drive);
ATTRIBUTE(type_validate_user_drive, AUTOMATION("ValidateUserDrive"), "ValidateUserDrive", &type_validate_drive);
TYPE(type_validate_trusted);
ATTRIBUTE(type_validate_trusted, AUTOMATION("ValidateTrustedData"), "ValidateTrustedData",
	  &type_validate_arguments);
TYPE(type_validate_not_null);
ATTRIBUTE(type_validate_not_null, AUTOMATION("ValidateNotNull"), "ValidateNotNull", &type_validate_arguments);
TYPE(type_validate_not_empty);
ATTRIBUTE(type_validate_not_empty, AUTOMATION("ValidateNotNullOrEmpty"), "ValidateNotNullOrEmpty",
	  &type_validate_not_null);
TYPE(type_validate_not_blank);
ATTRIBUTE(type_validate_not_blank, AUTOMATION("ValidateNotNullOrWhiteSpace"), "ValidateNotNullOrWhiteSpace",
	  &type_validate_not_null);
