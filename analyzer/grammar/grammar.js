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

// A repeat in rounds of four. Every round costs hidden nodes, and what is parsed costs by its nodes.
const many = part => seq(
  repeat(seq(part, part, part, part)),
  optional(choice(part, seq(part, part), seq(part, part, part))),
);

// A keyword, then flags and the arguments that the instruction takes; then heredocs. Which lines
// open some is the scanner's to say.
const instruction = ($, name, part) => seq(
  alias($[`_${name}`], name.toUpperCase()),
  many(part),
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
    source_file: $ => {
      const line = seq($._line, $.line_end);
      return seq(
        optional($.blank),
        repeat(seq(line, line, line, line)),
        optional(choice(
          $._line, line, seq(line, $._line), seq(line, line), seq(line, line, $._line),
          seq(line, line, line), seq(line, line, line, $._line),
        )),
      );
    },

    _line: $ => choice($.directive, $.comment, $._instruction),

    _instruction: $ => choice(
      ...NAMES.map(name => $[`${name}_instruction`]), $.unknown_instruction,
    ),

    // What an instruction is made of, blanks and flags included.
    _paths: $ => choice($._gap, $.flag, $._path, $.json_array),
    _ports: $ => choice($._gap, $.flag, whole_or_parts($, $.port)),
    _pairs: $ => choice($._gap, $.flag, $.pair, $._value),
    _values: $ => choice($._gap, $.flag, $._value),
    _command: $ => choice($._gap, $.flag, $.shell_text, $.json_array, $.text),
    _check: $ => choice($._command, alias($._type, $.healthcheck_type)),
    _stage: $ => choice($._gap, $.flag, $.image, alias($._as, 'AS'),
      alias($._type, $.image_alias)),
    _unread: $ => choice($._gap, $.flag, $.shell_text, $.text),

    add_instruction: $ => instruction($, 'add', $._paths),
    arg_instruction: $ => instruction($, 'arg', $._pairs),
    cmd_instruction: $ => instruction($, 'cmd', $._command),
    copy_instruction: $ => instruction($, 'copy', $._paths),
    entrypoint_instruction: $ => instruction($, 'entrypoint', $._command),
    env_instruction: $ => instruction($, 'env', $._pairs),
    expose_instruction: $ => instruction($, 'expose', $._ports),
    from_instruction: $ => instruction($, 'from', $._stage),
    healthcheck_instruction: $ => instruction($, 'healthcheck', $._check),
    label_instruction: $ => instruction($, 'label', $._pairs),
    maintainer_instruction: $ => instruction($, 'maintainer', $._values),
    onbuild_instruction: $ => prec.right(seq(alias($._onbuild, 'ONBUILD'),
      repeat($._unread), choice(optional($._instruction), repeat1($._heredoc)))),
    run_instruction: $ => instruction($, 'run', $._command),
    shell_instruction: $ => instruction($, 'shell', $._command),
    stopsignal_instruction: $ => instruction($, 'stopsignal', $._values),
    user_instruction: $ => instruction($, 'user', $._values),
    volume_instruction: $ => instruction($, 'volume', $._paths),
    workdir_instruction: $ => instruction($, 'workdir', $._values),
    unknown_instruction: $ => seq(alias($._unknown, $.keyword), repeat($._unread),
      repeat($._heredoc)),

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
