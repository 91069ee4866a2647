(component_declaration name: (identifier) @name) @definition.function
(pipeline_declaration name: (identifier) @name) @definition.function
(trainjob_declaration name: (identifier) @name) @definition.function
(workflow_declaration name: (identifier) @name) @definition.function
(template_declaration name: (identifier) @name) @definition.function
(type_declaration name: (identifier) @name) @definition.type
(record_declaration kind: "artifact" name: (identifier) @name) @definition.type
(record_declaration kind: "secret" name: (identifier) @name) @definition.constant
(kind_declaration name: (identifier) @name) @definition.constant
(const_declaration name: (identifier) @name) @definition.constant

(call function: (identifier) @name) @reference.call
(call function: (attribute attribute: (identifier) @name)) @reference.call
(named_type name: (path (identifier) @name .)) @reference.type
