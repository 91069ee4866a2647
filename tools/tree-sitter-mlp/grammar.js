/**
 * The grammar of mlp for editors; grammar/Mlp.g4 is the compiler's.
 *
 * It accepts what the compiler accepts, and more: commas, line ends and which statement is allowed where are the
 * compiler's business. What depends on line ends here (`(` and `[` after a value, binary `-`) and the text of fences
 * come from src/scanner.c.
 *
 * Words like `stage` are keywords only where they begin a member and a word follows. Where such a word is a name, the
 * keyword is given the name of an identifier.
 */

const PREC = { ternary: 1, or: 2, and: 3, compare: 4, add: 5, multiply: 6, unary: 7, postfix: 8 };

const RESERVED = ["let", "if", "else", "for", "in", "return", "yield", "try", "finally"];
const ITEMS = ["stage", "job", "deployment"];

/** Rules with a comma or a line end between them. */
const members = (rule) => repeat(seq(rule, optional(",")));

/** The words as identifiers. */
const named = ($, words) => words.map((word) => alias(word, $.identifier));

module.exports = grammar({
  name: "mlp",

  word: ($) => $.identifier,

  extras: ($) => [/\s/, $.comment, $.doc_comment, $.block_comment],

  externals: ($) => [
    $._call_paren,
    $._index_bracket,
    $._minus,
    $.fence_start,
    $._fence_text,
    $._fence_placeholder,
    $.fence_end,
    $._never,
  ],

  supertypes: ($) => [$.declaration, $.statement, $.expression],

  inline: ($) => [$._name],

  rules: {
    source_file: ($) => repeat($.declaration),

    comment: () => /\/\/([^\/\n][^\n]*)?|\/\/\/\/[^\n]*/,
    doc_comment: () => /\/\/\/([^\/\n][^\n]*)?/,
    block_comment: () => token(seq("/*", /[^*]*\*+([^\/*][^*]*\*+)*/, "/")),

    identifier: () => /[A-Za-z_][A-Za-z0-9_]*/,
    _name: ($) => field("name", $.identifier),

    // ---- declarations

    declaration: ($) =>
      choice(
        $.import_declaration,
        $.const_declaration,
        $.type_declaration,
        $.record_declaration,
        $.kind_declaration,
        $.component_declaration,
        $.pipeline_declaration,
        $.trainjob_declaration,
        $.workflow_declaration,
        $.template_declaration,
      ),

    decorator: ($) => seq("@", $.path, optional($.arguments)),

    path: ($) => prec.left(seq($.identifier, repeat(seq(".", $.identifier)))),

    import_declaration: ($) =>
      seq(repeat($.decorator), "import", field("module", choice($.path, $.string)), optional(seq("as", field("alias", $.identifier)))),

    const_declaration: ($) =>
      seq(repeat($.decorator), "const", $._name, optional($._annotation), "=", field("value", $.expression)),

    type_declaration: ($) => seq(repeat($.decorator), "type", $._name, "=", optional("|"), field("definition", $._type)),

    record_declaration: ($) =>
      seq(repeat($.decorator), field("kind", choice("artifact", "secret")), $._name, field("fields", $.record)),

    kind_declaration: ($) =>
      seq(
        repeat($.decorator),
        choice("existing", "resource"),
        $._name,
        ":",
        field("kind", $.path),
        optional(field("fields", $.record)),
      ),

    component_declaration: ($) => seq(repeat($.decorator), "component", $._signature),
    pipeline_declaration: ($) => seq(repeat($.decorator), "pipeline", $._signature),
    _signature: ($) =>
      seq(
        $._name,
        optional(field("inputs", $.parameters)),
        optional(seq("->", field("outputs", choice($._type, $.parameters)))),
        optional(field("body", $.block)),
      ),

    trainjob_declaration: ($) =>
      seq(repeat($.decorator), "trainjob", $._name, optional(field("inputs", $.parameters)), field("fields", $.record)),

    workflow_declaration: ($) => seq(repeat($.decorator), "workflow", $._flow),
    template_declaration: ($) => seq(repeat($.decorator), field("kind", choice("stage", "job", "steps")), $._flow),
    _flow: ($) => seq($._name, optional(field("inputs", $.parameters)), field("body", $.block)),

    parameters: ($) => seq($._open_paren, members($.parameter), ")"),
    parameter: ($) => seq(repeat($.decorator), $._name, $._annotation, optional(seq("=", field("default", $.expression)))),

    _annotation: ($) => seq(":", field("type", $._type)),

    // After a name it is a call's, at the beginning of a line it is not.
    _open_paren: ($) => choice(alias($._call_paren, "("), "("),

    // ---- types

    _type: ($) => choice($.union_type, $._type_term),
    union_type: ($) => prec.left(seq($._type_term, repeat1(seq("|", $._type_term)))),

    _type_term: ($) => choice($.named_type, $.record_type, $.literal_type, $.marked_type),
    named_type: ($) => prec.left(seq(field("name", $.path), optional($.type_arguments))),
    literal_type: ($) => choice($.string, seq(optional("-"), $._number), $.boolean),
    // `T?` may be absent, `T*` may arrive at run time.
    marked_type: ($) => prec.left(seq($._type_term, choice("?", "*"))),
    type_arguments: ($) => seq(alias($._index_bracket, "["), members($._type), "]"),

    record_type: ($) => seq("{", members(choice($.type_field, $.type_spread)), "}"),
    type_field: ($) =>
      seq(repeat($.decorator), field("key", $._key), $._annotation, optional(seq("=", field("default", $.expression)))),
    type_spread: ($) => seq("...", $._type),

    // ---- statements

    block: ($) => seq("{", members($.statement), "}"),

    statement: ($) =>
      choice(
        $.let_statement,
        $.if_statement,
        $.for_statement,
        $.try_statement,
        $.return_statement,
        $.yield_statement,
        $.item_statement,
        $.setting,
        $.call_statement,
        $.hook_statement,
        $.code_statement,
      ),

    let_statement: ($) =>
      seq(
        "let",
        $._name,
        optional($._annotation),
        "=",
        choice(
          field("value", choice($.if_statement, $.for_statement, $.try_statement)),
          seq(field("value", $.expression), optional(field("settings", $.record))),
        ),
      ),

    if_statement: ($) =>
      prec.right(
        seq(
          "if",
          field("condition", $.expression),
          field("body", $.block),
          repeat($.else_if_clause),
          optional($.else_clause),
        ),
      ),
    else_if_clause: ($) => seq("else", "if", field("condition", $.expression), field("body", $.block)),
    else_clause: ($) => seq("else", field("body", $.block)),

    for_statement: ($) =>
      seq("for", field("variable", $.identifier), "in", field("items", $.expression), field("body", $.block)),

    try_statement: ($) => seq("try", field("body", $.block), "finally", field("finally", $.block)),

    return_statement: ($) => seq("return", field("value", $.expression)),
    yield_statement: ($) => seq("yield", field("value", $.expression)),

    item_statement: ($) =>
      seq(
        field("kind", choice(...ITEMS)),
        $._name,
        choice(
          field("body", $.block),
          seq("=", field("value", $.expression), optional(field("settings", $.record))),
        ),
      ),

    setting: ($) => seq(field("key", choice($.string, $._word, ...named($, RESERVED))), ":", field("value", $.expression)),

    call_statement: ($) => seq(field("call", alias($._statement_call, $.call)), optional(field("settings", $.record))),
    _statement_call: ($) => seq(field("function", $._target), field("arguments", $.arguments)),
    _target: ($) =>
      choice(
        $._word,
        alias($._target_attribute, $.attribute),
        alias($._target_index, $.index),
        alias($._target_version, $.versioned),
        alias($._statement_call, $.call),
      ),
    _target_attribute: ($) => seq(field("object", $._target), ".", field("attribute", $.identifier)),
    _target_index: ($) => seq(field("object", $._target), alias($._index_bracket, "["), field("index", $.expression), "]"),
    _target_version: ($) => seq(field("object", $._target), $.version),

    hook_statement: ($) => seq(field("name", $._word), field("body", $.block)),

    code_statement: ($) =>
      seq(
        field("language", $.identifier),
        optional(field("module", $.identifier)),
        choice($._fence, field("file", $.string)),
        optional(field("settings", $.record)),
      ),

    // A word at the beginning of a statement.
    _word: ($) => choice($.identifier, ...named($, ITEMS)),

    // ---- expressions

    expression: ($) => choice($.ternary, $.binary, $.unary, $._primary),

    ternary: ($) =>
      prec.right(
        PREC.ternary,
        seq(field("condition", $.expression), "?", field("then", $.expression), ":", field("else", $.expression)),
      ),

    binary: ($) =>
      choice(
        ...[
          [PREC.or, ["||"]],
          [PREC.and, ["&&"]],
          [PREC.compare, ["==", "!=", "<", "<=", ">", ">=", "in"]],
          [PREC.add, ["+", alias($._minus, "-")]],
          [PREC.multiply, ["*", "/", "%"]],
        ].map(([level, operators]) =>
          prec.left(
            level,
            seq(field("left", $.expression), field("operator", operators.length > 1 ? choice(...operators) : operators[0]), field("right", $.expression)),
          ),
        ),
      ),

    unary: ($) => prec(PREC.unary, seq(field("operator", choice("!", "-")), field("operand", $.expression))),

    _primary: ($) =>
      choice(
        $.identifier,
        $._number,
        $.boolean,
        $.null,
        $.string,
        $.list,
        $.record,
        $.parenthesized,
        $.attribute,
        $.call,
        $.index,
        $.versioned,
        $.fence_expression,
      ),

    parenthesized: ($) => seq("(", $.expression, ")"),
    attribute: ($) => prec(PREC.postfix, seq(field("object", $._primary), ".", field("attribute", $.identifier))),
    call: ($) => prec(PREC.postfix, seq(field("function", $._primary), field("arguments", $.arguments))),
    index: ($) =>
      prec(PREC.postfix, seq(field("object", $._primary), alias($._index_bracket, "["), field("index", $.expression), "]")),
    versioned: ($) => prec(PREC.postfix, seq(field("object", $._primary), $.version)),
    version: () => token.immediate(/@[0-9]+/),

    arguments: ($) => seq(alias($._call_paren, "("), members(choice($.expression, $.named_argument)), ")"),
    named_argument: ($) => seq($._name, ":", field("value", $.expression)),

    list: ($) => seq("[", optional(seq($._item, repeat(seq(",", $._item)), optional(","))), "]"),
    _item: ($) => choice($.expression, $.spread),
    spread: ($) => seq("...", $.expression),

    record: ($) => seq("{", members(choice($.member, $.shorthand, $.spread)), "}"),
    member: ($) => seq(field("key", $._key), ":", field("value", $.expression)),
    shorthand: ($) => $.identifier,
    _key: ($) => choice($.identifier, $.string),

    // ---- literals

    _number: ($) => choice($.integer, $.float, $.quantity),
    integer: () => /[0-9]+/,
    float: () => /[0-9]+(\.[0-9]+([eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)/,
    // `500m`, `2Gi`, `1h30m`
    quantity: () => /([0-9]+(\.[0-9]+)?(ms|[dhms]))+|[0-9]+(\.[0-9]+)?([nukMGTPE]|[KMGTPE]i)/,
    boolean: () => choice("true", "false"),
    null: () => "null",

    string: ($) =>
      seq(
        '"',
        repeat(choice($._string_text, $.escape, $.placeholder)),
        token.immediate('"'),
      ),
    // Its precedence keeps `//` in a string from being a comment.
    _string_text: () => token.immediate(prec(1, /[^"\\~\n]+|~/)),
    escape: () => token.immediate(prec(1, /\\[^\n]/)),
    placeholder: ($) => seq(token.immediate(prec(2, "~{")), $.expression, "}"),

    // ---- fences

    fence_expression: ($) => seq(field("language", $.identifier), $._fence),
    _fence: ($) => seq($.fence_start, optional(field("code", $.code)), $.fence_end),
    code: ($) => repeat1(choice($._fence_text, alias($._fence_hole, $.placeholder))),
    _fence_hole: ($) => seq(alias($._fence_placeholder, "~{"), $.expression, "}"),
  },
});
