/*
 * Enums of .NET and PowerShell that scripts name.
 */
#include "config.h"

#include "lib/types/table.h"

#define ENUM(symbol, full, more, ...)						\
	static const struct type_enum_name symbol##_names[] = { __VA_ARGS__, { NULL, 0 } }; \
	const struct type symbol = {						\
		.name = full, .kind = V_ENUM, .base = &type_enum,		\
		.flags = TYPE_IS_VALUETYPE | (more), .names = symbol##_names,	\
	}

TYPE(type_output_rendering);
ENUM(type_output_rendering, "System.Management.Automation.OutputRendering", 0,
     { "Host", 0 }, { "PlainText", 1 }, { "Ansi", 2 });
TYPE(type_remoting_capability);
ENUM(type_remoting_capability, "System.Management.Automation.RemotingCapability", 0,
     { "None", 0 }, { "PowerShell", 1 }, { "SupportedByCommand", 2 }, { "OwnedByCommand", 3 });
TYPE(type_entry_visibility);
ENUM(type_entry_visibility, "System.Management.Automation.SessionStateEntryVisibility", 0,
     { "Public", 0 }, { "Private", 1 });
TYPE(type_dayofweek);
ENUM(type_dayofweek, "System.DayOfWeek", 0,
     { "Sunday", 0 }, { "Monday", 1 }, { "Tuesday", 2 }, { "Wednesday", 3 }, { "Thursday", 4 },
     { "Friday", 5 }, { "Saturday", 6 });
TYPE(type_datetimekind);
ENUM(type_datetimekind, "System.DateTimeKind", 0,
     { "Unspecified", 0 }, { "Utc", 1 }, { "Local", 2 });
TYPE(type_stringcomparison);
ENUM(type_stringcomparison, "System.StringComparison", 0,
     { "CurrentCulture", 0 }, { "CurrentCultureIgnoreCase", 1 }, { "InvariantCulture", 2 },
     { "InvariantCultureIgnoreCase", 3 }, { "Ordinal", 4 }, { "OrdinalIgnoreCase", 5 });
TYPE(type_stringsplitoptions);
ENUM(type_stringsplitoptions, "System.StringSplitOptions", TYPE_IS_FLAGS,
     { "None", 0 }, { "RemoveEmptyEntries", 1 }, { "TrimEntries", 2 });
TYPE(type_midpointrounding);
ENUM(type_midpointrounding, "System.MidpointRounding", 0,
     { "ToEven", 0 }, { "AwayFromZero", 1 }, { "ToZero", 2 }, { "ToNegativeInfinity", 3 },
     { "ToPositiveInfinity", 4 });
TYPE(type_typecode);
ENUM(type_typecode, "System.TypeCode", 0,
     { "Empty", 0 }, { "Object", 1 }, { "DBNull", 2 }, { "Boolean", 3 }, { "Char", 4 }, { "SByte", 5 },
     { "Byte", 6 }, { "Int16", 7 }, { "UInt16", 8 }, { "Int32", 9 }, { "UInt32", 10 }, { "Int64", 11 },
     { "UInt64", 12 }, { "Single", 13 }, { "Double", 14 }, { "Decimal", 15 }, { "DateTime", 16 },
     { "String", 18 });
TYPE(type_consolecolor);
ENUM(type_consolecolor, "System.ConsoleColor", 0,
     { "Black", 0 }, { "DarkBlue", 1 }, { "DarkGreen", 2 }, { "DarkCyan", 3 }, { "DarkRed", 4 },
     { "DarkMagenta", 5 }, { "DarkYellow", 6 }, { "Gray", 7 }, { "DarkGray", 8 }, { "Blue", 9 },
     { "Green", 10 }, { "Cyan", 11 }, { "Red", 12 }, { "Magenta", 13 }, { "Yellow", 14 },
     { "White", 15 });
TYPE(type_numberstyles);
ENUM(type_numberstyles, "System.Globalization.NumberStyles", TYPE_IS_FLAGS,
     { "None", 0 }, { "AllowLeadingWhite", 1 }, { "AllowTrailingWhite", 2 }, { "AllowLeadingSign", 4 },
     { "Integer", 7 }, { "AllowTrailingSign", 8 }, { "AllowParentheses", 16 },
     { "AllowDecimalPoint", 32 }, { "AllowThousands", 64 }, { "Number", 111 }, { "AllowExponent", 128 },
     { "Float", 167 }, { "AllowCurrencySymbol", 256 }, { "Currency", 383 }, { "Any", 511 },
     { "AllowHexSpecifier", 512 }, { "HexNumber", 515 });
TYPE(type_datetimestyles);
ENUM(type_datetimestyles, "System.Globalization.DateTimeStyles", TYPE_IS_FLAGS,
     { "None", 0 }, { "AllowLeadingWhite", 1 }, { "AllowTrailingWhite", 2 }, { "AllowInnerWhite", 4 },
     { "AllowWhiteSpaces", 7 }, { "NoCurrentDateDefault", 8 }, { "AdjustToUniversal", 16 },
     { "AssumeLocal", 32 }, { "AssumeUniversal", 64 }, { "RoundtripKind", 128 });
TYPE(type_calendarweekrule);
ENUM(type_calendarweekrule, "System.Globalization.CalendarWeekRule", 0,
     { "FirstDay", 0 }, { "FirstFullWeek", 1 }, { "FirstFourDayWeek", 2 });
TYPE(type_normalizationform);
ENUM(type_normalizationform, "System.Text.NormalizationForm", 0,
     { "FormC", 1 }, { "FormD", 2 }, { "FormKC", 5 }, { "FormKD", 6 });
TYPE(type_regexoptions);
ENUM(type_regexoptions, "System.Text.RegularExpressions.RegexOptions", TYPE_IS_FLAGS,
     { "None", 0 }, { "IgnoreCase", 1 }, { "Multiline", 2 }, { "ExplicitCapture", 4 }, { "Compiled", 8 },
     { "Singleline", 16 }, { "IgnorePatternWhitespace", 32 }, { "RightToLeft", 64 },
     { "ECMAScript", 256 }, { "CultureInvariant", 512 }, { "NonBacktracking", 1024 });
TYPE(type_base64options);
ENUM(type_base64options, "System.Base64FormattingOptions", TYPE_IS_FLAGS,
     { "None", 0 }, { "InsertLineBreaks", 1 });
TYPE(type_specialfolder);
ENUM(type_specialfolder, "System.Environment+SpecialFolder", 0,
     { "Desktop", 0 }, { "Programs", 2 }, { "MyDocuments", 5 }, { "Personal", 5 }, { "Favorites", 6 },
     { "Startup", 7 }, { "Recent", 8 }, { "SendTo", 9 }, { "StartMenu", 11 }, { "MyMusic", 13 },
     { "MyVideos", 14 }, { "DesktopDirectory", 16 }, { "Fonts", 20 }, { "Templates", 21 },
     { "CommonStartMenu", 22 }, { "ApplicationData", 26 }, { "LocalApplicationData", 28 },
     { "InternetCache", 32 }, { "Cookies", 33 }, { "History", 34 }, { "CommonApplicationData", 35 },
     { "Windows", 36 }, { "System", 37 }, { "ProgramFiles", 38 }, { "MyPictures", 39 },
     { "UserProfile", 40 }, { "ProgramFilesX86", 42 }, { "CommonProgramFiles", 43 });
TYPE(type_environmenttarget);
ENUM(type_environmenttarget, "System.EnvironmentVariableTarget", 0,
     { "Process", 0 }, { "User", 1 }, { "Machine", 2 });
TYPE(type_uripartial);
ENUM(type_uripartial, "System.UriPartial", 0,
     { "Scheme", 0 }, { "Authority", 1 }, { "Path", 2 }, { "Query", 3 });
TYPE(type_urikind);
ENUM(type_urikind, "System.UriKind", 0,
     { "RelativeOrAbsolute", 0 }, { "Absolute", 1 }, { "Relative", 2 });
TYPE(type_uriformat);
ENUM(type_uriformat, "System.UriFormat", 0,
     { "UriEscaped", 1 }, { "Unescaped", 2 }, { "SafeUnescaped", 3 });
TYPE(type_urihostnametype);
ENUM(type_urihostnametype, "System.UriHostNameType", 0,
     { "Unknown", 0 }, { "Basic", 1 }, { "Dns", 2 }, { "IPv4", 3 }, { "IPv6", 4 });
TYPE(type_addressfamily);
ENUM(type_addressfamily, "System.Net.Sockets.AddressFamily", 0,
     { "Unspecified", 0 }, { "Unix", 1 }, { "InterNetwork", 2 }, { "InterNetworkV6", 23 });
TYPE(type_securityprotocol);
ENUM(type_securityprotocol, "System.Net.SecurityProtocolType", TYPE_IS_FLAGS,
     { "SystemDefault", 0 }, { "Ssl3", 48 }, { "Tls", 192 }, { "Tls11", 768 }, { "Tls12", 3072 },
     { "Tls13", 12288 });
TYPE(type_sslprotocols);
ENUM(type_sslprotocols, "System.Security.Authentication.SslProtocols", TYPE_IS_FLAGS,
     { "None", 0 }, { "Ssl2", 12 }, { "Ssl3", 48 }, { "Tls", 192 }, { "Default", 240 }, { "Tls11", 768 },
     { "Tls12", 3072 }, { "Tls13", 12288 });
TYPE(type_httpstatuscode);
ENUM(type_httpstatuscode, "System.Net.HttpStatusCode", 0,
     { "Continue", 100 }, { "OK", 200 }, { "Created", 201 }, { "Accepted", 202 }, { "NoContent", 204 },
     { "MovedPermanently", 301 }, { "Found", 302 }, { "NotModified", 304 }, { "TemporaryRedirect", 307 },
     { "BadRequest", 400 }, { "Unauthorized", 401 }, { "Forbidden", 403 }, { "NotFound", 404 },
     { "MethodNotAllowed", 405 }, { "RequestTimeout", 408 }, { "Conflict", 409 }, { "Gone", 410 },
     { "TooManyRequests", 429 }, { "InternalServerError", 500 }, { "NotImplemented", 501 },
     { "BadGateway", 502 }, { "ServiceUnavailable", 503 }, { "GatewayTimeout", 504 });
TYPE(type_filemode);
ENUM(type_filemode, "System.IO.FileMode", 0,
     { "CreateNew", 1 }, { "Create", 2 }, { "Open", 3 }, { "OpenOrCreate", 4 }, { "Truncate", 5 },
     { "Append", 6 });
TYPE(type_fileaccess);
ENUM(type_fileaccess, "System.IO.FileAccess", TYPE_IS_FLAGS,
     { "Read", 1 }, { "Write", 2 }, { "ReadWrite", 3 });
TYPE(type_fileshare);
ENUM(type_fileshare, "System.IO.FileShare", TYPE_IS_FLAGS,
     { "None", 0 }, { "Read", 1 }, { "Write", 2 }, { "ReadWrite", 3 }, { "Delete", 4 },
     { "Inheritable", 16 });
TYPE(type_compression_mode);
ENUM(type_compression_mode, "System.IO.Compression.CompressionMode", 0,
     { "Decompress", 0 }, { "Compress", 1 });
TYPE(type_compression_level);
ENUM(type_compression_level, "System.IO.Compression.CompressionLevel", 0,
     { "Optimal", 0 }, { "Fastest", 1 }, { "NoCompression", 2 }, { "SmallestSize", 3 });
TYPE(type_culture_types);
ENUM(type_culture_types, "System.Globalization.CultureTypes", TYPE_IS_FLAGS,
     { "NeutralCultures", 1 }, { "SpecificCultures", 2 }, { "InstalledWin32Cultures", 4 },
     { "AllCultures", 7 }, { "UserCustomCulture", 8 });
TYPE(type_fileattributes);
ENUM(type_fileattributes, "System.IO.FileAttributes", TYPE_IS_FLAGS,
     { "None", 0 }, { "ReadOnly", 1 }, { "Hidden", 2 }, { "System", 4 }, { "Directory", 16 },
     { "Archive", 32 }, { "Device", 64 }, { "Normal", 128 }, { "Temporary", 256 }, { "SparseFile", 512 },
     { "ReparsePoint", 1024 }, { "Compressed", 2048 }, { "Offline", 4096 },
     { "NotContentIndexed", 8192 }, { "Encrypted", 16384 });
TYPE(type_searchoption);
ENUM(type_searchoption, "System.IO.SearchOption", 0,
     { "TopDirectoryOnly", 0 }, { "AllDirectories", 1 });
TYPE(type_seekorigin);
ENUM(type_seekorigin, "System.IO.SeekOrigin", 0, { "Begin", 0 }, { "Current", 1 }, { "End", 2 });
TYPE(type_keystorageflags);
ENUM(type_keystorageflags, "System.Security.Cryptography.X509Certificates.X509KeyStorageFlags", TYPE_IS_FLAGS,
     { "DefaultKeySet", 0 }, { "UserKeySet", 1 }, { "MachineKeySet", 2 }, { "Exportable", 4 },
     { "UserProtected", 8 }, { "PersistKeySet", 16 }, { "EphemeralKeySet", 32 });
#define X509	"System.Security.Cryptography.X509Certificates."
TYPE(type_x509openflags);
ENUM(type_x509openflags, X509 "OpenFlags", TYPE_IS_FLAGS,
     { "ReadOnly", 0 }, { "ReadWrite", 1 }, { "MaxAllowed", 2 }, { "OpenExistingOnly", 4 },
     { "IncludeArchived", 8 });
TYPE(type_x509storename);
ENUM(type_x509storename, X509 "StoreName", 0,
     { "AddressBook", 1 }, { "AuthRoot", 2 }, { "CertificateAuthority", 3 }, { "Disallowed", 4 },
     { "My", 5 }, { "Root", 6 }, { "TrustedPeople", 7 }, { "TrustedPublisher", 8 });
TYPE(type_x509storelocation);
ENUM(type_x509storelocation, X509 "StoreLocation", 0, { "CurrentUser", 1 }, { "LocalMachine", 2 });
TYPE(type_x509findtype);
ENUM(type_x509findtype, X509 "X509FindType", 0,
     { "FindByThumbprint", 0 }, { "FindBySubjectName", 1 }, { "FindBySubjectDistinguishedName", 2 },
     { "FindByIssuerName", 3 }, { "FindByIssuerDistinguishedName", 4 }, { "FindBySerialNumber", 5 },
     { "FindByTimeValid", 6 }, { "FindByTimeNotYetValid", 7 }, { "FindByTimeExpired", 8 },
     { "FindByTemplateName", 9 }, { "FindByApplicationPolicy", 10 }, { "FindByCertificatePolicy", 11 },
     { "FindByExtension", 12 }, { "FindByKeyUsage", 13 }, { "FindBySubjectKeyIdentifier", 14 });
TYPE(type_x509nametype);
ENUM(type_x509nametype, X509 "X509NameType", 0,
     { "SimpleName", 0 }, { "EmailName", 1 }, { "UpnName", 2 }, { "DnsName", 3 },
     { "DnsFromAlternativeName", 4 }, { "UrlName", 5 });
TYPE(type_x509contenttype);
ENUM(type_x509contenttype, "System.Security.Cryptography.X509Certificates.X509ContentType", 0,
     { "Unknown", 0 }, { "Cert", 1 }, { "SerializedCert", 2 }, { "Pfx", 3 }, { "Pkcs12", 3 },
     { "SerializedStore", 4 }, { "Pkcs7", 5 }, { "Authenticode", 6 });
TYPE(type_actionpreference);
ENUM(type_actionpreference, "System.Management.Automation.ActionPreference", 0,
     { "SilentlyContinue", 0 }, { "Stop", 1 }, { "Continue", 2 }, { "Inquire", 3 }, { "Ignore", 4 },
     { "Suspend", 5 }, { "Break", 6 });
TYPE(type_confirmimpact);
ENUM(type_confirmimpact, "System.Management.Automation.ConfirmImpact", 0,
     { "None", 0 }, { "Low", 1 }, { "Medium", 2 }, { "High", 3 });
TYPE(type_errorview);
ENUM(type_errorview, "System.Management.Automation.ErrorView", 0,
     { "NormalView", 0 }, { "CategoryView", 1 }, { "ConciseView", 2 }, { "DetailedView", 3 });
TYPE(type_errorcategory);
ENUM(type_errorcategory, "System.Management.Automation.ErrorCategory", 0,
     { "NotSpecified", 0 }, { "OpenError", 1 }, { "CloseError", 2 }, { "DeviceError", 3 },
     { "DeadlockDetected", 4 }, { "InvalidArgument", 5 }, { "InvalidData", 6 },
     { "InvalidOperation", 7 }, { "InvalidResult", 8 }, { "InvalidType", 9 }, { "MetadataError", 10 },
     { "NotImplemented", 11 }, { "NotInstalled", 12 }, { "ObjectNotFound", 13 },
     { "OperationStopped", 14 }, { "OperationTimeout", 15 }, { "SyntaxError", 16 },
     { "ParserError", 17 }, { "PermissionDenied", 18 }, { "ResourceBusy", 19 },
     { "ResourceExists", 20 }, { "ResourceUnavailable", 21 }, { "ReadError", 22 }, { "WriteError", 23 },
     { "FromStdErr", 24 }, { "SecurityError", 25 }, { "ProtocolError", 26 }, { "ConnectionError", 27 },
     { "AuthenticationError", 28 }, { "LimitsExceeded", 29 }, { "QuotaExceeded", 30 },
     { "NotEnabled", 31 });
TYPE(type_psmembertypes);
ENUM(type_psmembertypes, "System.Management.Automation.PSMemberTypes", TYPE_IS_FLAGS,
     { "AliasProperty", 1 }, { "CodeProperty", 2 }, { "Property", 4 }, { "NoteProperty", 8 },
     { "ScriptProperty", 16 }, { "PropertySet", 32 }, { "Method", 64 }, { "CodeMethod", 128 },
     { "ScriptMethod", 256 }, { "ParameterizedProperty", 512 }, { "MemberSet", 1024 }, { "Event", 2048 },
     { "Dynamic", 4096 }, { "InferredProperty", 8192 }, { "Properties", 8255 }, { "Methods", 448 },
     { "All", 16383 });
TYPE(type_commandtypes);
ENUM(type_commandtypes, "System.Management.Automation.CommandTypes", TYPE_IS_FLAGS,
     { "Alias", 1 }, { "Function", 2 }, { "Filter", 4 }, { "Cmdlet", 8 }, { "ExternalScript", 16 },
     { "Application", 32 }, { "Script", 64 }, { "Configuration", 256 }, { "All", 383 });
TYPE(type_scopeditemoptions);
ENUM(type_scopeditemoptions, "System.Management.Automation.ScopedItemOptions", TYPE_IS_FLAGS,
     { "None", 0 }, { "ReadOnly", 1 }, { "Constant", 2 }, { "Private", 4 }, { "AllScope", 8 },
     { "Unspecified", 16 });
TYPE(type_wildcardoptions);
ENUM(type_wildcardoptions, "System.Management.Automation.WildcardOptions", TYPE_IS_FLAGS,
     { "None", 0 }, { "Compiled", 1 }, { "IgnoreCase", 2 }, { "CultureInvariant", 4 });
TYPE(type_xmlnodetype);
ENUM(type_xmlnodetype, "System.Xml.XmlNodeType", 0,
     { "None", 0 }, { "Element", 1 }, { "Attribute", 2 }, { "Text", 3 }, { "CDATA", 4 },
     { "EntityReference", 5 }, { "Entity", 6 }, { "ProcessingInstruction", 7 }, { "Comment", 8 },
     { "Document", 9 }, { "DocumentType", 10 }, { "DocumentFragment", 11 }, { "Notation", 12 },
     { "Whitespace", 13 }, { "SignificantWhitespace", 14 }, { "EndElement", 15 }, { "EndEntity", 16 },
     { "XmlDeclaration", 17 });
TYPE(type_platformid);
ENUM(type_platformid, "System.PlatformID", 0,
     { "Win32S", 0 }, { "Win32Windows", 1 }, { "Win32NT", 2 }, { "WinCE", 3 }, { "Unix", 4 },
     { "Xbox", 5 }, { "MacOSX", 6 }, { "Other", 7 });
