#include "analyzer/dockerfile/dockerfile.h"

#include <algorithm>
#include <utility>

#include "analyzer/dockerfile/characters.h"
#include "analyzer/dockerfile/letter_case.h"
#include "analyzer/dockerfile/parse.h"
#include "analyzer/dockerfile/read_instruction.h"
#include "analyzer/dockerfile/syntax_directive.h"
#include "analyzer/syntax/syntax.h"

namespace plimsoll {

namespace {

// The longest line that BuildKit reads: its buffer holds 64 KiB.
constexpr std::uint32_t line_limit_bytes = 65'535;

// Whether what follows `before` stands between the shell's `((` and `))`, where `<<` shifts bits.
bool is_within_arithmetic(std::string_view before) {
  const std::size_t open = before.rfind("((");
  if (open == std::string_view::npos) return false;
  const std::size_t close = before.rfind("))");
  return close == std::string_view::npos || close < open;
}

class FileReader {
 public:
  explicit FileReader(const SourceFile& source) : source_(source), text_(source.bytes()) {}

  Dockerfile read(syntax::Parser& parser);

 private:
  Dockerfile unreadable();
  void read_directive(Span span);
  void read_comment(Span span);
  void read_one(syntax::Cursor& cursor);
  bool find_bodies(std::uint32_t at, std::vector<Heredoc>& heredocs);
  std::vector<Heredoc> read_openers(const LogicalLine& line, std::vector<bool>& shifts);
  std::vector<Heredoc> read_heredocs(syntax::Cursor& cursor, const LogicalLine& line);
  void place(Instruction& instruction, const LogicalLine& line, Span span);
  void check_lines();
  [[nodiscard]] std::uint32_t line_of_long_line(std::uint32_t number, std::uint32_t begin) const;
  void check_stages();
  void add(Problem problem) { file_.problems.push_back(std::move(problem)); }
  [[nodiscard]] std::uint32_t line_of(std::uint32_t at) const {
    return source_.lines().line_of(at);
  }
  [[nodiscard]] std::uint32_t last_line_of(Span span) const {
    return line_of(span.empty() ? span.begin : span.end - 1);
  }

  const SourceFile& source_;
  std::string_view text_;
  Dockerfile file_;
  std::vector<Span> pending_comments_;
};

Dockerfile FileReader::read(syntax::Parser& parser) {
  const std::optional<syntax::Tree> tree = parser.parse(text_);
  if (!tree) return unreadable();
  syntax::Cursor cursor(*tree);
  if (cursor.first_child()) {
    do {
      switch (cursor.kind()) {
        case syntax::NodeKind::Directive:
          read_directive(cursor.span());
          break;
        case syntax::NodeKind::Comment:
          read_comment(cursor.span());
          break;
        case syntax::NodeKind::Instruction:
          read_one(cursor);
          break;
        default:
          break;
      }
    } while (cursor.next_sibling());
  }
  file_.syntax = detect_syntax(text_);
  check_stages();
  check_lines();
  for (Problem& problem : file_.problems) {
    if (problem.instruction && problem.line == 0) problem.line = problem.instruction->first_line;
  }
  std::stable_sort(
      file_.problems.begin(), file_.problems.end(),
      [](const Problem& a, const Problem& b) { return a.where.begin < b.where.begin; });
  return std::move(file_);
}

// A file beyond the limits of the parser.
Dockerfile FileReader::unreadable() {
  file_.unread = true;
  Problem problem;
  problem.subject = source_.path();
  problem.detail = "a file of at most 16 MiB";
  problem.refused_at_build = true;
  add(std::move(problem));
  return std::move(file_);
}

void FileReader::read_directive(Span span) {
  const std::string_view line = span.in(text_);
  DockerfileDirective found;
  if (!dockerfile_directive(reinterpret_cast<const std::uint8_t*>(line.data()), line.size(), "#",
                            &found))
    return;
  Directive directive;
  directive.name = lower_case(line.substr(found.name_begin, found.name_size));
  directive.value = line.substr(found.value_begin, found.value_size);
  directive.span = span;
  const auto part = [&](std::size_t begin, std::size_t size) {
    const std::uint32_t at = span.begin + static_cast<std::uint32_t>(begin);
    return Span{at, at + static_cast<std::uint32_t>(size)};
  };
  directive.name_span = part(found.name_begin, found.name_size);
  directive.value_span = part(found.value_begin, found.value_size);

  Problem problem;
  problem.line = line_of(span.begin) - 1;  // BuildKit has not counted the line yet
  problem.refused_in_parser = true;
  if (file_.directive(directive.name)) {
    problem.kind = Problem::Kind::DirectiveDuplicate;
    problem.where = directive.name_span;
    problem.subject = directive.name;
    add(std::move(problem));
  } else if (directive.name == "escape") {
    if (directive.value == "`" || directive.value == "\\") {
      file_.escape = directive.value[0];
    } else {
      problem.kind = Problem::Kind::EscapeInvalid;
      problem.where = directive.value_span;
      problem.subject = directive.value;
      add(std::move(problem));
    }
  }
  file_.directives.push_back(std::move(directive));
}

void FileReader::read_comment(Span span) {
  file_.comments.push_back({span, nullptr});
  const std::string_view text = span.in(text_).substr(1);
  if (skip_space(text, 0) == text.size()) {
    pending_comments_.clear();
  } else {
    pending_comments_.push_back(span);
  }
}

// Finds the bodies of heredocs whose names the scanner could not remember (see scanner_state.h): it
// takes all behind them for one body, so that what follows the last one is not read.
bool FileReader::find_bodies(std::uint32_t at, std::vector<Heredoc>& heredocs) {
  for (Heredoc& heredoc : heredocs) {
    heredoc.body = {at, at};
    for (;;) {
      if (at >= text_.size()) return false;
      const std::size_t newline = std::min(text_.find('\n', at), text_.size());
      std::string_view line = text_.substr(at, newline - at);
      line = line.substr(0, line.find_last_not_of('\r') + 1);
      if (heredoc.chomp) line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
      const auto begin = at;
      at = static_cast<std::uint32_t>(std::min(newline + 1, text_.size()));
      if (line == heredoc.name) {
        heredoc.body.end = begin;
        heredoc.terminator = {begin, static_cast<std::uint32_t>(newline)};
        break;
      }
    }
  }
  if (at == text_.size()) return true;
  file_.unread = true;
  Problem problem;
  problem.where = heredocs.front().opener;
  problem.subject = "<<";
  problem.detail = "fewer heredocs on one line";
  problem.refused_at_build = true;
  add(std::move(problem));
  return true;
}

// The heredocs that `line` opens, without their bodies; `shifts` tells of each whether it stands
// within `$((...))`.
std::vector<Heredoc> FileReader::read_openers(const LogicalLine& line, std::vector<bool>& shifts) {
  std::vector<Heredoc> heredocs;
  if (line.text().find("<<") == std::string_view::npos) return heredocs;
  const ArgumentStart start = heredoc_carrier(line, file_.escape);
  if (!start.heredocs) return heredocs;
  DockerfileHeredocs found{};
  const std::string_view text = line.text();
  const bool good = dockerfile_find_heredocs(reinterpret_cast<const std::uint8_t*>(text.data()),
                                             text.size(), &found);
  for (std::size_t i = 0; i < found.count; ++i) {
    const DockerfileHeredoc& item = found.items[i];
    Heredoc heredoc;
    heredoc.name.assign(reinterpret_cast<const char*>(found.names) + item.name_begin,
                        item.name_size);
    heredoc.expand = item.expand;
    heredoc.chomp = item.chomp;
    heredoc.opener = line.source_span(item.opener_begin, item.opener_end);
    heredocs.push_back(std::move(heredoc));
    shifts.push_back(is_within_arithmetic(text.substr(0, item.opener_begin)));
  }
  dockerfile_free_heredocs(&found);
  if (!good) {
    Problem problem;
    problem.kind = Problem::Kind::Other;
    problem.where = line.source_span(0, text.size());
    problem.subject = "<<";
    problem.detail = "a heredoc name with paired quotes";
    problem.refused_in_parser = true;
    add(std::move(problem));
    return {};
  }
  return heredocs;
}

std::vector<Heredoc> FileReader::read_heredocs(syntax::Cursor& cursor, const LogicalLine& line) {
  std::vector<bool> shifts;
  std::vector<Heredoc> heredocs = read_openers(line, shifts);
  if (heredocs.empty()) return heredocs;
  std::uint32_t at = line.end();
  std::size_t next = 0;
  int depth = 0;
  bool some = cursor.first_child();
  while (some) {
    ++depth;
    do {
      const Span span = cursor.span();
      if (next == heredocs.size() || cursor.kind() == syntax::NodeKind::Instruction) break;
      if (cursor.kind() == syntax::NodeKind::HeredocBody) {
        heredocs[next].body = span;
        at = span.end;
      } else if (cursor.kind() == syntax::NodeKind::HeredocEnd) {
        Heredoc& heredoc = heredocs[next++];
        if (heredoc.body.empty()) heredoc.body = {span.begin, span.begin};
        heredoc.terminator = span;
        at = span.end;
      }
    } while (cursor.next_sibling());
    some = cursor.kind() == syntax::NodeKind::Instruction && cursor.first_child();  // a trigger
  }
  for (; depth > 0; --depth) cursor.parent();
  if (next < heredocs.size() && next == 0 && !find_bodies(line.end(), heredocs)) {
    for (Heredoc& heredoc : heredocs) heredoc.terminator = {};
  } else if (next == 0 && !heredocs.empty()) {
    next = heredocs.size();
  }
  if (next < heredocs.size()) {
    Problem problem;
    problem.kind = Problem::Kind::HeredocUnterminated;
    problem.where = heredocs[next].opener;
    problem.subject = heredocs[next].name;
    problem.in_arithmetic = shifts[next];
    problem.refused_in_parser = true;
    add(std::move(problem));
    for (; next < heredocs.size(); ++next) {
      if (heredocs[next].body.empty()) heredocs[next].body = {at, at};
    }
  }
  return heredocs;
}

void FileReader::place(Instruction& instruction, const LogicalLine& line, Span span) {
  instruction.span = {instruction.keyword_span.begin, line.source_span(0, line.text().size()).end};
  if (!instruction.rest.empty()) instruction.span.end = instruction.rest.span().end;
  for (const Heredoc& heredoc : instruction.heredocs) {
    const Span part = heredoc.terminator.empty() ? heredoc.body : heredoc.terminator;
    instruction.span.end = std::max(instruction.span.end, part.end);
  }
  instruction.lines = span;
  instruction.first_line = line_of(span.begin);
  instruction.last_line = last_line_of(span);
  instruction.index = static_cast<std::uint32_t>(file_.instructions.size());
}

void FileReader::read_one(syntax::Cursor& cursor) {
  const Span span = cursor.span();
  const LogicalLine line(text_, span, file_.escape);
  const std::size_t first_problem = file_.problems.size();
  std::vector<Heredoc> heredocs = read_heredocs(cursor, line);
  auto instruction = read_instruction(line, file_.escape, std::move(heredocs), file_.problems);
  place(*instruction, line, span);
  if (instruction->keyword == Keyword::OnBuild) {
    if (auto& trigger = static_cast<OnBuild&>(*instruction).trigger) place(*trigger, line, span);
  }
  instruction->comments = std::move(pending_comments_);
  pending_comments_.clear();
  instruction->inner_comments = line.comments();
  for (const Span& comment : line.comments())
    file_.comments.push_back({comment, instruction.get()});
  file_.empty_continuations.insert(file_.empty_continuations.end(), line.empty_lines().begin(),
                                   line.empty_lines().end());
  for (std::size_t i = first_problem; i < file_.problems.size(); ++i) {
    file_.problems[i].instruction = instruction.get();
    if (!file_.problems[i].refused_at_build) instruction->broken = true;
  }
  file_.instructions.push_back(std::move(instruction));
}

void FileReader::check_stages() {
  Problem problem;
  if (file_.instructions.empty()) {
    const auto end = static_cast<std::uint32_t>(text_.size());
    problem.kind = Problem::Kind::EmptyFile;
    problem.where = {end, end};
    problem.line = text_.empty() ? 0 : source_.lines().line_count();
    problem.refused_in_parser = true;
    add(std::move(problem));
    return;
  }
  for (const auto& instruction : file_.instructions) {
    if (instruction->keyword == Keyword::From) return;
    if (instruction->keyword == Keyword::Arg) continue;
    problem.kind = Problem::Kind::BeforeFrom;
    problem.where = instruction->keyword_span;
    problem.subject = instruction->name;
    problem.instruction = instruction.get();
    if (!instruction->broken) add(std::move(problem));
    return;
  }
  problem.kind = Problem::Kind::NoStage;
  problem.where = file_.instructions.back()->span;
  problem.subject = file_.instructions.back()->name;
  problem.instruction = file_.instructions.back().get();
  problem.refused_at_build = true;
  add(std::move(problem));
}

void FileReader::check_lines() {
  const LineIndex& lines = source_.lines();
  for (std::uint32_t i = 1; i <= lines.line_count(); ++i) {
    const std::uint32_t begin = lines.line_begin(i);
    std::uint32_t end =
        i < lines.line_count() ? lines.line_begin(i + 1) : static_cast<std::uint32_t>(text_.size());
    if (end > begin && text_[end - 1] == '\n') --end;
    if (end - begin <= line_limit_bytes) continue;
    Problem problem;
    problem.kind = Problem::Kind::LineTooLong;
    problem.where = {begin, end};
    problem.line = line_of_long_line(i, begin);
    problem.refused_in_parser = true;
    add(std::move(problem));
  }
}

// The line that BuildKit names for a line `number` that is too long: the one before it, which it
// has read last; the line itself where it continues an instruction (it is met twice then); and the
// instruction's first line in a heredoc, which has no end for it.
std::uint32_t FileReader::line_of_long_line(std::uint32_t number, std::uint32_t begin) const {
  const auto after = std::upper_bound(
      file_.instructions.begin(), file_.instructions.end(), begin,
      [](std::uint32_t at, const auto& instruction) { return at < instruction->lines.begin; });
  if (after == file_.instructions.begin()) return number - 1;
  const Instruction& instruction = **(after - 1);
  if (begin >= instruction.lines.end || line_of(instruction.lines.begin) == number)
    return number - 1;
  for (const Heredoc& heredoc : instruction.heredocs) {
    if (begin >= heredoc.body.begin) return instruction.first_line;
  }
  return number;
}

}  // namespace

const Problem* Dockerfile::refusal() const {
  const Problem* first = nullptr;
  for (const Problem& problem : problems) {
    if (problem.refused_at_build) continue;
    if (problem.refused_in_parser) return &problem;
    if (!first) first = &problem;
  }
  return first;
}

const Directive* Dockerfile::directive(std::string_view name) const {
  for (const Directive& directive : directives) {
    if (directive.name == name) return &directive;
  }
  return nullptr;
}

std::vector<const Problem*> Dockerfile::problems_of(Problem::Kind kind) const {
  std::vector<const Problem*> found;
  for (const Problem& problem : problems) {
    if (problem.kind == kind) found.push_back(&problem);
  }
  return found;
}

bool Dockerfile::foreign_frontend() const {
  return !syntax.empty() && syntax.find("docker/dockerfile") == std::string::npos;
}

Dockerfile parse_dockerfile(const SourceFile& source, syntax::Parser& parser) {
  return FileReader(source).read(parser);
}

Dockerfile parse_dockerfile(const SourceFile& source) {
  syntax::Parser parser;
  return parse_dockerfile(source, parser);
}

}  // namespace plimsoll
