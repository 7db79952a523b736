/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

// The syntax of Dockerfiles as BuildKit reads them. scanner.c does all the lexing and decides what
// each byte belongs to; this file only says how its tokens nest. Nothing is an `extra`: blanks,
// comments and continuations are leaves, so that the leaves of a tree are the bytes of the file.
// Whatever BuildKit would refuse (too many words, unknown flags) has a place here too: problems are
// the analyser's to report, with better words than an ERROR node.

const NAMES = [
  'add', 'arg', 'cmd', 'copy', 'entrypoint', 'env', 'expose', 'from', 'healthcheck', 'label',
  'maintainer', 'onbuild', 'run', 'shell', 'stopsignal', 'user', 'volume', 'workdir',
];

// A keyword, then flags and the arguments that the instruction takes, between blanks and
// continuations, in any number; then heredocs. Which lines open some is the scanner's to say.
const instruction = ($, name, ...parts) => seq(
  alias($[`_${name}`], name.toUpperCase()),
  repeat(choice($._gap, $.flag, ...parts)),
  repeat($._heredoc),
);

// A word, value or name: one leaf, or text and variables.
const whole_or_parts = ($, name) => choice(alias($._whole, name), alias($._parts, name));

module.exports = grammar({
  name: 'dockerfile',

  extras: _ => [],

  externals: $ => [
    ...NAMES.map(name => $[`_${name}`]), $._unknown,
    $.directive, $.comment, $.line_end, $.blank, $.continuation, $._inner_comment,
    $.flag_name, $.flag_value, $.mount_key, $.mount_value, $.key, $._equals, $._comma, $._colon,
    $._at, $._as, $._type, $._whole, $.text, $.variable, $.shell_text,
    $._json_open, $.json_string, $.json_other, $._json_close,
    $._heredoc_line_end, $.heredoc_body, $.heredoc_end,
  ],

  rules: {
    source_file: $ => seq(optional($.blank), repeat(choice(
      $.directive, $.comment, $.line_end, $._instruction,
    ))),

    _instruction: $ => choice(
      ...NAMES.map(name => $[`${name}_instruction`]), $.unknown_instruction,
    ),

    add_instruction: $ => instruction($, 'add', $._path, $.json_array),
    arg_instruction: $ => instruction($, 'arg', $.pair, $.text),
    cmd_instruction: $ => instruction($, 'cmd', $.shell_text, $.json_array, $.text),
    copy_instruction: $ => instruction($, 'copy', $._path, $.json_array),
    entrypoint_instruction: $ => instruction($, 'entrypoint', $.shell_text, $.json_array, $.text),
    env_instruction: $ => instruction($, 'env', $.pair, $._value),
    expose_instruction: $ => instruction($, 'expose', whole_or_parts($, $.port)),
    from_instruction: $ => instruction($, 'from', $.image, alias($._as, 'AS'),
      alias($._type, $.image_alias)),
    healthcheck_instruction: $ => instruction($, 'healthcheck',
      alias($._type, $.healthcheck_type), $.shell_text, $.json_array, $.text),
    label_instruction: $ => instruction($, 'label', $.pair, $._value),
    maintainer_instruction: $ => instruction($, 'maintainer', $._value),
    onbuild_instruction: $ => prec.right(seq(alias($._onbuild, 'ONBUILD'),
      repeat(choice($._gap, $.flag, $.shell_text, $.text)), choice(optional($._instruction), repeat1($._heredoc)))),
    run_instruction: $ => instruction($, 'run', $.shell_text, $.json_array, $.text),
    shell_instruction: $ => instruction($, 'shell', $.shell_text, $.json_array, $.text),
    stopsignal_instruction: $ => instruction($, 'stopsignal', $._value),
    user_instruction: $ => instruction($, 'user', $._value),
    volume_instruction: $ => instruction($, 'volume', $._path, $.json_array),
    workdir_instruction: $ => instruction($, 'workdir', $._value),
    unknown_instruction: $ => seq(alias($._unknown, $.keyword),
      repeat(choice($._gap, $.flag, $.shell_text, $.text)), repeat($._heredoc)),

    _gap: $ => choice($.blank, $.continuation, alias($._inner_comment, $.comment)),

    // --name, --name=value, --mount=key=value,key
    flag: $ => prec.right(seq($.flag_name, optional(seq(
      choice(alias($._equals, '='), $.flag_value),
      repeat(choice($.flag_value, $.mount_field, alias($._comma, ','))),
    )))),
    mount_field: $ => prec.right(choice(
      seq($.mount_key, optional(seq(alias($._equals, '='), optional($.mount_value)))),
      seq(alias($._equals, '='), optional($.mount_value)),
      $.mount_value,
    )),

    // name:tag@digest; further words of FROM are images without either
    image: $ => prec.right(choice(
      seq(whole_or_parts($, $.image_name), optional($._tag), optional($._digest)),
      seq($._tag, optional($._digest)),
      $._digest,
    )),
    _tag: $ => prec.right(seq(alias($._colon, ':'), optional(whole_or_parts($, $.image_tag)))),
    _digest: $ => prec.right(seq(alias($._at, '@'), optional(whole_or_parts($, $.image_digest)))),

    // name=value, or the name alone
    pair: $ => prec.right(choice(
      seq($.key, optional(seq(alias($._equals, '='), optional($._value)))),
      seq(alias($._equals, '='), optional($._value)),
    )),

    _path: $ => whole_or_parts($, $.path),
    _value: $ => whole_or_parts($, $.value),
    _parts: $ => prec.right(repeat1(choice($.text, $.variable))),

    json_array: $ => seq(alias($._json_open, '['),
      repeat(choice($._gap, $.json_string, $.json_other, alias($._comma, ','))),
      alias($._json_close, ']')),

    _heredoc: $ => choice(alias($._heredoc_line_end, $.line_end), $.heredoc_body, $.heredoc_end),
  },
});
