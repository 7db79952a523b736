/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

// The syntax of Dockerfiles as BuildKit reads them. scanner.c does all the lexing; this file only
// says how its tokens nest. Nothing is an `extra`: blanks, comments and continuations are leaves,
// so that the leaves of a tree are the bytes of the file.

module.exports = grammar({
  name: 'dockerfile',

  extras: _ => [],

  externals: $ => [
    $._add, $._arg, $._cmd, $._copy, $._entrypoint, $._env, $._expose, $._from, $._healthcheck,
    $._label, $._maintainer, $._onbuild, $._run, $._shell, $._stopsignal, $._user, $._volume,
    $._workdir, $._unknown,
    $.directive, $.comment, $.line_end, $.blank, $.continuation, $._inner_comment, $.text,
    $._heredoc_line_end, $.heredoc_body, $.heredoc_end,
  ],

  rules: {
    source_file: $ => seq(optional($.blank), repeat(choice(
      $.directive, $.comment, $.line_end, $._instruction,
    ))),

    _instruction: $ => choice(
      $.add_instruction, $.arg_instruction, $.cmd_instruction, $.copy_instruction,
      $.entrypoint_instruction, $.env_instruction, $.expose_instruction, $.from_instruction,
      $.healthcheck_instruction, $.label_instruction, $.maintainer_instruction,
      $.onbuild_instruction, $.run_instruction, $.shell_instruction, $.stopsignal_instruction,
      $.user_instruction, $.volume_instruction, $.workdir_instruction, $.unknown_instruction,
    ),

    add_instruction: $ => seq(alias($._add, 'ADD'), repeat($._part), repeat($._heredoc)),
    arg_instruction: $ => seq(alias($._arg, 'ARG'), repeat($._part)),
    cmd_instruction: $ => seq(alias($._cmd, 'CMD'), repeat($._part)),
    copy_instruction: $ => seq(alias($._copy, 'COPY'), repeat($._part), repeat($._heredoc)),
    entrypoint_instruction: $ => seq(alias($._entrypoint, 'ENTRYPOINT'), repeat($._part)),
    env_instruction: $ => seq(alias($._env, 'ENV'), repeat($._part)),
    expose_instruction: $ => seq(alias($._expose, 'EXPOSE'), repeat($._part)),
    from_instruction: $ => seq(alias($._from, 'FROM'), repeat($._part)),
    healthcheck_instruction: $ => seq(alias($._healthcheck, 'HEALTHCHECK'), repeat($._part)),
    label_instruction: $ => seq(alias($._label, 'LABEL'), repeat($._part)),
    maintainer_instruction: $ => seq(alias($._maintainer, 'MAINTAINER'), repeat($._part)),
    onbuild_instruction: $ => seq(alias($._onbuild, 'ONBUILD'), repeat($._part), repeat($._heredoc)),
    run_instruction: $ => seq(alias($._run, 'RUN'), repeat($._part), repeat($._heredoc)),
    shell_instruction: $ => seq(alias($._shell, 'SHELL'), repeat($._part)),
    stopsignal_instruction: $ => seq(alias($._stopsignal, 'STOPSIGNAL'), repeat($._part)),
    user_instruction: $ => seq(alias($._user, 'USER'), repeat($._part)),
    volume_instruction: $ => seq(alias($._volume, 'VOLUME'), repeat($._part)),
    workdir_instruction: $ => seq(alias($._workdir, 'WORKDIR'), repeat($._part)),
    unknown_instruction: $ => seq(alias($._unknown, $.keyword), repeat($._part)),

    _part: $ => choice($.blank, $.continuation, alias($._inner_comment, $.comment), $.text),
    _heredoc: $ => choice(alias($._heredoc_line_end, $.line_end), $.heredoc_body, $.heredoc_end),
  },
});
