#include "analyzer/shell/shell.h"

#include "analyzer/shell/fast_path.h"
#include "analyzer/shell/flow.h"
#include "analyzer/shell/inner_script.h"
#include "analyzer/shell/shell_text.h"
#include "analyzer/shell/tree_path.h"

namespace plimsoll {

struct ShellReader::State {
  script::TreePath tree;
  Counts counts;

  script::TreeReading read(std::string_view text, bool may_be_fast) {
    if (may_be_fast) {
      if (std::optional<script::Statement> fast = script::read_fast(text)) {
        ++counts.fast;
        return {std::move(*fast), {}, CommandList::Opaque::None};
      }
    }
    ++counts.tree;
    return tree.read(text);
  }

  CommandList commands(std::string_view source, const std::vector<Span>& pieces,
                       const ShellSetup& shell, bool may_be_fast) {
    const ShellText text(source, pieces);
    CommandList opaque;
    opaque.span = text.source_span(0, static_cast<std::uint32_t>(text.str().size()));
    opaque.shell = shell_from_shebang(text.str(), shell);
    opaque.scopes.resize(1);
    opaque.scopes[0].span = opaque.span;
    if (!is_posix(opaque.shell.dialect)) {
      opaque.opaque = CommandList::Opaque::NotPosix;
    } else if (text.str().size() > max_shell_text_bytes) {
      opaque.opaque = CommandList::Opaque::TooLong;
    }
    if (opaque.is_opaque()) return opaque;
    const script::ReadScript inner = [&](std::string_view t) { return read(t, may_be_fast); };
    return script::make_commands(text, read(text.str(), may_be_fast), opaque.shell, inner);
  }
};

ShellReader::ShellReader() : state_(std::make_unique<State>()) {}
ShellReader::~ShellReader() = default;
ShellReader::ShellReader(ShellReader&&) noexcept = default;
ShellReader& ShellReader::operator=(ShellReader&&) noexcept = default;

CommandList ShellReader::read(std::string_view source, const std::vector<Span>& pieces,
                              const ShellSetup& shell) {
  return state_->commands(source, pieces, shell, true);
}

CommandList ShellReader::read_by_tree(std::string_view source, const std::vector<Span>& pieces,
                                      const ShellSetup& shell) {
  return state_->commands(source, pieces, shell, false);
}

CommandList ShellReader::read_exec(std::string_view source, const std::vector<ExecWord>& argv) {
  if (argv.empty()) return state_->commands(source, {}, {}, true);
  const std::uint32_t begin = argv.front().span.begin;
  const ShellText text(source, {{begin, argv.back().span.end}});
  script::TreeReading reading;
  reading.exec = true;
  reading.statement.range = {0, argv.back().span.end - begin};
  std::vector<std::string> words;
  for (const ExecWord& element : argv) {
    ShellWord& word = reading.statement.words.emplace_back().word;
    word.text = element.text;
    word.span = {element.span.begin - begin, element.span.end - begin};
    word.quoted = true;  // no shell touches it
    words.push_back(element.text);
  }
  const script::ReadScript inner = [&](std::string_view t) { return state_->read(t, true); };
  CommandList list = script::make_commands(text, std::move(reading), {}, inner);
  const ShellSetup shell = shell_from_argv(words);
  const auto script = script::inner_script_of(list.commands.front());
  if (!script || !is_posix(shell.dialect)) return list;
  const Span place = argv[script->word].span;
  std::vector<Span> pieces;
  if (script::json_pieces(text, {place.begin - begin, place.end - begin}, pieces)) {
    return read(source, pieces, shell);
  }
  list.opaque = CommandList::Opaque::SyntaxError;
  list.commands.clear();
  list.scopes.resize(1);
  return list;
}

ShellReader::Counts ShellReader::counts() const { return state_->counts; }

}  // namespace plimsoll
