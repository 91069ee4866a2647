; A name is visible in the braces that declare it.
[
  (source_file)
  (component_declaration)
  (pipeline_declaration)
  (trainjob_declaration)
  (workflow_declaration)
  (template_declaration)
  (block)
] @local.scope

(component_declaration name: (identifier) @local.definition)
(pipeline_declaration name: (identifier) @local.definition)
(trainjob_declaration name: (identifier) @local.definition)
(workflow_declaration name: (identifier) @local.definition)
(template_declaration name: (identifier) @local.definition)
(record_declaration name: (identifier) @local.definition)
(kind_declaration name: (identifier) @local.definition)
(const_declaration name: (identifier) @local.definition)
(type_declaration name: (identifier) @local.definition)
(import_declaration alias: (identifier) @local.definition)
(parameter name: (identifier) @local.definition)
(let_statement name: (identifier) @local.definition)
(item_statement name: (identifier) @local.definition)
(for_statement variable: (identifier) @local.definition)

(expression/identifier) @local.reference
(shorthand (identifier) @local.reference)
(attribute object: (identifier) @local.reference)
(call function: (identifier) @local.reference)
(named_type name: (path . (identifier) @local.reference))
