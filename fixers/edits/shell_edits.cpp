// Appending to a chain.
//
// Problem. `rm -rf /var/lib/apt/lists/*` is to run at the end of a RUN over several lines:
//
//   RUN apt-get update [continued]
//       # the compiler
//       && apt-get install -y gcc [continued]
//       && make
//
// It must not land in the comment, not behind the last line's (missing) backslash, not behind an
// `exit 0`, not in the background; it should look as if the author had written it. And a failing
// `make` must still fail the build: a line added to a script without errexit would hide it.
//
// Choice. The place is the last byte of the shell text that is neither blank, comment nor
// continuation; the words come from looking at how the chain joins its commands so far. Whatever
// stands behind the last command and is not a closing word or bracket makes us give up.
//
// Rejected. Joining and re-printing the RUN: loses comments and layout, and makes every fix a
// rewrite of the whole instruction.

#include "fixers/edits/shell_edits.h"

#include <algorithm>
#include <utility>

#include "analyzer/dockerfile/swallowed.h"

namespace plimsoll::edits {

namespace {

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool touches_comment(const Run& run, Span where) {
  return std::any_of(run.inner_comments.begin(), run.inner_comments.end(),
                     [&](Span comment) { return comment.overlaps(where); });
}

// How the commands of a chain are joined so far.
struct Layout {
  bool broken = false;    // over several lines
  bool leading = true;    // the connector is the first word of a line, not the last
  bool sequence = false;  // `;` under errexit, not `&&`
  std::string indent;
};

// Connectors at the top of the text, without those inside pipelines.
bool joins(const Command& command) {
  return command.scope == 0 && !command.connector_span.empty() &&
         (command.connector == Connector::And || command.connector == Connector::Sequence);
}

Layout layout_of(const Facts& facts, const CommandList& list, Span text) {
  const SourceFile& source = facts.source;
  Layout layout;
  layout.broken = source.at(text).find('\n') != std::string_view::npos;
  std::size_t ands = 0;
  std::size_t sequences = 0;
  const Command* line_starter = nullptr;
  for (const Command& command : list.commands) {
    if (!joins(command)) continue;
    ++(command.connector == Connector::And ? ands : sequences);
    const LineIndex& lines = source.lines();
    const std::uint32_t connector_line = lines.line_of(command.connector_span.begin);
    const Span before{lines.line_begin(connector_line), command.connector_span.begin};
    const bool first = source.at(before).find_first_not_of(" \t") == std::string_view::npos;
    const bool breaks = lines.line_of(command.span.begin) != connector_line;
    if (!first && !breaks) continue;
    layout.leading = first;
    line_starter = &command;
  }
  layout.sequence = sequences > ands && is_yes(list.commands.back().options_in_force.errexit);
  if (line_starter) {
    const Span at = layout.leading ? line_starter->connector_span : line_starter->span;
    layout.indent = indentation(source, at.begin);
  } else if (layout.broken) {
    // Lines are broken within commands only: the first continued line shows the indentation.
    const std::uint32_t line = source.lines().line_of(text.begin) + 1;
    layout.indent = indentation(source, source.lines().line_begin(line));
    if (layout.indent.empty()) layout.indent = "    ";
  }
  return layout;
}

// The end of the last significant byte, or nothing where what stands behind the last command does
// not let another one follow.
std::optional<std::uint32_t> end_of_text(const Facts& facts, const Run& run, const Command& last,
                                         std::uint32_t text_end) {
  const std::string_view bytes = facts.source.bytes();
  std::uint32_t end = last.span.end;
  auto comment = std::upper_bound(run.inner_comments.begin(), run.inner_comments.end(), end,
                                  [](std::uint32_t at, Span span) { return at < span.end; });
  for (std::uint32_t at = end; at < text_end; ++at) {
    if (comment != run.inner_comments.end() && comment->begin <= at) {
      at = comment->end - 1;
      ++comment;
      continue;
    }
    const char c = bytes[at];
    if (is_space(c)) continue;
    if (c == facts.dockerfile.escape) {
      std::uint32_t next = at + 1;
      while (next < text_end && (bytes[next] == ' ' || bytes[next] == '\t' || bytes[next] == '\r'))
        ++next;
      if (next >= text_end || bytes[next] == '\n') continue;
    }
    if (std::string_view("#&|\"'`$\\").find(c) != std::string_view::npos) return std::nullopt;
    end = at + 1;
  }
  return end;
}

// Only blanks and continuations.
bool only_blank(const Facts& facts, Span where) {
  const std::string_view text = facts.source.at(where);
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_space(c) || c == facts.dockerfile.escape; });
}

// Whether a word is an element of an exec form: its span lies within the quotes of JSON.
bool is_element(const Facts& facts, const ShellWord& word) {
  const std::string_view bytes = facts.source.bytes();
  return word.quoted && word.span.begin > 1 && bytes[word.span.begin - 1] == '"' &&
         bytes[word.span.begin - 2] != '\\' && word.span.end < bytes.size() &&
         bytes[word.span.end] == '"';
}

bool leaves_the_shell(const Command& command) {
  return command.is("exit") || command.is("return") || command.is("exec") ||
         command.wrapped_in("exec");
}

// The one heredoc that is the script of `RUN <<EOF`; null for any other RUN.
const Heredoc* script_of(const Run& run, const CommandList& list) {
  if (run.heredocs.size() != 1) return nullptr;
  const Heredoc& heredoc = run.heredocs.front();
  return heredoc.body.contains(list.commands.front().span) ? &heredoc : nullptr;
}

// Whether the commands are what they seem to be: not those of a RUN that has swallowed the
// instruction below it.
bool readable(const Facts& facts, const Run& run, const CommandList& list) {
  return run.command.form == Form::Shell && !run.broken && !list.is_opaque() &&
         !list.commands.empty() &&
         swallowed_lines(facts.source, facts.dockerfile, run).lines.empty();
}

Edits append_to_script(const Facts& facts, const Heredoc& script, const Command& last,
                       std::string_view command) {
  const std::string_view body = facts.source.at(script.body);
  if (!body.ends_with('\n')) return std::nullopt;
  if (script.expand && command.find_first_of("$`\\") != std::string_view::npos) return std::nullopt;
  const std::string_view tail = facts.source.at({last.span.end, script.body.end});
  if (tail.find_first_of("#&|\\") != std::string_view::npos) return std::nullopt;
  const std::string indent(indentation(facts.source, last.span.begin));
  if (is_yes(last.options_in_force.errexit)) {
    return insert(script.body.end,
                  indent + std::string(command) + std::string(line_end(facts.source)));
  }
  // Without errexit the script's status is its last command's, which has to stay what fails it.
  if (last.scope != 0) return std::nullopt;
  return insert(last.span.end, " && " + std::string(command));
}

}  // namespace

Edits append_command(const Facts& facts, const Run& run, std::string_view command) {
  const CommandList& list = facts.commands(run);
  if (!readable(facts, run, list)) return std::nullopt;
  const Command& last = list.commands.back();
  if (last.background || leaves_the_shell(last)) return std::nullopt;
  if (std::any_of(last.redirects.begin(), last.redirects.end(), [](const Redirect& redirect) {
        return redirect.kind == Redirect::Kind::Heredoc;
      })) {
    return std::nullopt;
  }
  if (const Heredoc* script = script_of(run, list)) {
    return append_to_script(facts, *script, last, command);
  }
  if (!run.heredocs.empty()) return std::nullopt;
  const Span text = run.command.span;
  const std::optional<std::uint32_t> end = end_of_text(facts, run, last, text.end);
  if (!end) return std::nullopt;
  const Layout layout = layout_of(facts, list, {text.begin, *end});
  const bool after_semicolon = facts.source.bytes()[*end - 1] == ';';
  const std::string connector = layout.sequence ? ";" : "&&";
  const std::string continuation = std::string(" ") + facts.dockerfile.escape +
                                   std::string(line_end(facts.source)) + layout.indent;
  std::string added;
  if (!layout.broken) {
    added = (layout.sequence ? "; " : " && ") + std::string(command);
  } else if (layout.leading) {
    added = continuation + connector + " " + std::string(command);
  } else {
    added = (layout.sequence ? ";" : " &&") + continuation + std::string(command);
  }
  const Span where{after_semicolon ? *end - 1 : *end, *end};
  return std::vector<Edit>{{where, std::move(added)}};
}

Edits prepend_command(const Facts& facts, const Run& run, std::string_view command) {
  const CommandList& list = facts.commands(run);
  if (!readable(facts, run, list)) return std::nullopt;
  if (const Heredoc* script = script_of(run, list)) {
    if (script->expand && command.find_first_of("$`\\") != std::string_view::npos) {
      return std::nullopt;
    }
    std::uint32_t at = script->body.begin;
    if (facts.source.at(script->body).starts_with("#!")) {
      at = facts.source.lines().line_begin(facts.source.lines().line_of(at) + 1);
    }
    return insert(at, std::string(indentation(facts.source, list.commands.front().span.begin)) +
                          std::string(command) + std::string(line_end(facts.source)));
  }
  // `new && a || b` and `new && a & b` would not mean `new, then the rest`.
  const bool careful =
      std::any_of(list.commands.begin(), list.commands.end(), [](const Command& other) {
        return other.scope == 0 && (other.background || other.connector == Connector::Or);
      });
  return insert(run.command.span.begin, std::string(command) + (careful ? "; " : " && "));
}

Edits insert_after_command(const Facts& facts, const Run& run, const Command& command,
                           std::string_view added) {
  const CommandList& list = facts.commands(run);
  if (!readable(facts, run, list) || command.pipeline_length != 1 || command.background ||
      command.negated || command.connector == Connector::Or || leaves_the_shell(command) ||
      command.span.empty()) {
    return std::nullopt;
  }
  if (std::any_of(command.redirects.begin(), command.redirects.end(),
                  [](const Redirect& r) { return r.kind == Redirect::Kind::Heredoc; })) {
    return std::nullopt;
  }
  const bool in_place = command.scope == 0 || list.scopes[command.scope].kind == Scope::Kind::Group;
  if (!in_place) return std::nullopt;
  const std::vector<const Command*> chain = list.in_scope(command.scope);
  const auto here = std::find_if(chain.begin(), chain.end(), [&](const Command* other) {
    return other->index == command.index;
  });
  const Command* next = here == chain.end() || here + 1 == chain.end() ? nullptr : *(here + 1);
  std::string connector = " && ";
  if (next) {
    if (next->connector == Connector::Or) return std::nullopt;
    if (next->connector == Connector::Sequence) {
      // Without errexit nothing would hold the addition back when the command fails.
      if (is_yes(command.options_in_force.errexit)) connector = "; ";
    } else if (next->connector != Connector::And) {
      return std::nullopt;
    }
  } else if (is_yes(command.options_in_force.errexit) && command.connector == Connector::Sequence) {
    connector = "; ";
  }
  return insert(command.span.end, connector + std::string(added));
}

Edits delete_command(const Facts& facts, const Run& run, const Command& command) {
  const CommandList& list = facts.commands(run);
  if (!readable(facts, run, list) || command.pipeline_length != 1 || command.background) {
    return std::nullopt;
  }
  const std::vector<const Command*> chain = list.in_scope(command.scope);
  const auto here = std::find_if(chain.begin(), chain.end(), [&](const Command* other) {
    return other->index == command.index;
  });
  if (here == chain.end() || chain.size() < 2) return std::nullopt;
  const auto plain = [](const Command& other) {
    return other.connector == Connector::And || other.connector == Connector::Sequence;
  };
  const Command* next = here + 1 == chain.end() ? nullptr : *(here + 1);
  if (next) {
    if (!plain(*next) || next->connector_span.empty()) return std::nullopt;
    // A `(...)` or `[[ ... ]]` between the two is no command of the chain.
    if (!only_blank(facts, {command.span.end, next->connector_span.begin})) return std::nullopt;
  }
  if (here == chain.begin()) {
    if (!next) return std::nullopt;
    const Span where{command.span.begin, next->span.begin};
    if (touches_comment(run, where)) return std::nullopt;
    return remove(where);
  }
  if (!plain(command) || command.connector_span.empty()) return std::nullopt;
  // With the next one on its line and joined alike, the line keeps its begin.
  const LineIndex& lines = facts.source.lines();
  const bool same_line =
      next && next->connector == command.connector &&
      lines.line_of(next->span.begin) == lines.line_of(command.span.begin) &&
      lines.line_of(command.connector_span.begin) != lines.line_of(command.span.begin);
  if (same_line) return remove({command.span.begin, next->span.begin});
  // From behind the command before, so that no blank or continuation is left over.
  const std::string_view bytes = facts.source.bytes();
  std::uint32_t begin = command.connector_span.begin;
  const std::uint32_t limit = (*(here - 1))->span.end;
  while (begin > limit &&
         (is_space(bytes[begin - 1]) ||
          (bytes[begin - 1] == facts.dockerfile.escape &&
           (bytes[begin] == '\n' || bytes[begin] == '\r' || bytes[begin] == ' ')))) {
    --begin;
  }
  const Span where{begin, command.span.end};
  if (touches_comment(run, where)) return std::nullopt;
  return remove(where);
}

Edits add_option(const Facts& facts, const Command& command, std::string_view option) {
  const std::uint32_t at = command.head_word();
  if (at >= command.words.size()) return std::nullopt;
  const ShellWord& word = command.words[at];
  if (!is_element(facts, word)) return insert_after_word(word.span, option);
  return insert(word.span.end, "\", \"" + std::string(option));
}

Edits add_letter(const Facts& facts, const Command& command, char letter) {
  for (const Option& option : command.options) {
    const ShellWord& word = command.words[option.word];
    const bool cluster = word.known && word.text.size() > 1 && word.text[0] == '-' &&
                         ((word.text[1] >= 'a' && word.text[1] <= 'z') ||
                          (word.text[1] >= 'A' && word.text[1] <= 'Z'));
    if (!cluster || facts.source.at(word.span) != word.text) continue;
    const bool first = option.span.begin <= word.span.begin + 1;
    if (!first || option.value || !option.recognised) continue;
    const bool only_flags =
        std::none_of(command.options.begin(), command.options.end(), [&](const Option& other) {
          return other.word == option.word && (other.value || !other.recognised);
        });
    const bool capital = letter >= 'A' && letter <= 'Z';
    return insert(capital && only_flags ? word.span.end : word.span.begin + 1,
                  std::string(1, letter));
  }
  return add_option(facts, command, std::string("-") + letter);
}

Edits remove_options(const Facts& facts, const Command& command,
                     std::initializer_list<std::string_view> names) {
  std::vector<Span> words;
  std::vector<Edits> parts;
  for (const Option& option : command.options) {
    if (std::find(names.begin(), names.end(), option.name) == names.end()) continue;
    if (is_element(facts, command.words[option.word])) return std::nullopt;
    const Span word = command.words[option.word].span;
    if (option.span.begin > word.begin && option.span.end <= word.end) {
      if (option.value) return std::nullopt;
      parts.push_back(remove(option.span));
      continue;
    }
    words.push_back(word);
    if (option.value && option.value_word != option.word) {
      words.push_back(command.words[option.value_word].span);
    }
  }
  if (words.empty() && parts.empty()) return std::nullopt;
  if (!words.empty()) {
    parts.push_back(remove_words(facts.source, std::move(words), facts.dockerfile.escape));
  }
  return all(std::move(parts));
}

Edits replace_program(const Facts& facts, const Command& command, std::string_view program) {
  if (command.program_word >= command.words.size()) return std::nullopt;
  const ShellWord& word = command.words[command.program_word];
  if (word.quoted && !is_element(facts, word)) return std::nullopt;
  if (word.text != command.program) return std::nullopt;
  return replace_word(facts.source, word.span, std::string(program));
}

}  // namespace plimsoll::edits
