/*
 * XML.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_xml_node);
const struct type type_xml_node = {
	.name = "System.Xml.XmlNode", .alias = NULL, .kind = V_NATIVE, 
};
