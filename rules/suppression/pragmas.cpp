#include "rules/suppression/pragmas.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "rules/selection/selection.h"
#include "rules/table.h"

namespace plimsoll::rules {

namespace {

constexpr std::array<std::string_view, 10> dialect_names{
    "plimsoll",  "hadolint",         "check", "trivy",     "checkov", "kics-scan",
    "nosemgrep", "dockerfile-utils", "tally", "shellcheck"};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// BuildKit's names are words written together: WorkdirRelativePath.
bool is_buildkit_name(std::string_view alias) {
  return !alias.empty() && is_upper(alias.front()) &&
         std::any_of(alias.begin(), alias.end(), is_lower) &&
         std::all_of(alias.begin(), alias.end(), [](char c) { return is_upper(c) || is_lower(c); });
}

// KICS' queries are known by the first eight hexadecimal digits of their identifier.
bool is_query_id(std::string_view alias) {
  return alias.size() == 8 && std::all_of(alias.begin(), alias.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

std::string_view to_string(Dialect dialect) {
  return dialect_names[static_cast<std::size_t>(dialect)];
}

bool known_to(Dialect dialect, const Rule& rule) {
  const auto any = [&](auto is) {
    return std::any_of(rule.aliases.begin(), rule.aliases.end(), is);
  };
  const auto prefixed = [&](std::string_view prefix) {
    return any([&](std::string_view alias) { return alias.starts_with(prefix); });
  };
  switch (dialect) {
    case Dialect::BuildKit:
      return any(is_buildkit_name);
    case Dialect::Trivy:
      return prefixed("DS-");
    case Dialect::Checkov:
      return prefixed("CKV");
    case Dialect::Kics:
      return any(is_query_id);
    case Dialect::Hadolint:
      return prefixed("DL");
    case Dialect::ShellCheck:
      return prefixed("SC");
    // Their own ids have no shape. What breaks the build is never theirs to hide.
    case Dialect::Semgrep:
    case Dialect::DockerfileUtils:
    case Dialect::Tally:
      return rule.severity < Severity::Error;
    case Dialect::Plimsoll:
      return true;
  }
  return false;
}

Pragmas::Pragmas(const SourceFile& source, const Dockerfile& dockerfile, std::int64_t today)
    : source_(source), dockerfile_(dockerfile), today_(today) {
  std::uint32_t next = 0;  // the first instruction behind the comment at hand
  for (const Directive& directive : dockerfile.directives) {
    if (directive.name != "check") continue;
    std::vector<Pragma> found = read_pragmas(source.at(directive.span), directive.span.begin);
    for (Pragma& pragma : found) pragma.scope = Scope::File;
    add(std::move(found), nullptr, next);
    if (directive.value.find("error=true") != std::string::npos) checks_are_errors_ = true;
  }
  for (const Comment& comment : dockerfile.comments) {
    add(read_pragmas(source.at(comment.span), comment.span.begin), comment.inside, next);
  }
  for (const auto& instruction : dockerfile.instructions) {
    if (instruction->keyword == Keyword::Run && !instruction->heredocs.empty()) {
      read_heredocs(*instruction);
    }
  }
  read_stray_nosemgrep();
  index();
}

// Decides what a pragma reaches. `next` only moves forward: comments come in file order.
void Pragmas::place(Pragma& pragma, const Instruction* inside, std::uint32_t& next) {
  const auto& instructions = dockerfile_.instructions;
  const auto size = static_cast<std::uint32_t>(source_.bytes().size());
  const std::uint32_t at = pragma.comment.begin;
  while (next < instructions.size() && instructions[next]->span.begin < at) ++next;
  if (pragma.dialect == Dialect::Plimsoll && pragma.scope == Scope::Instruction && next == 0) {
    pragma.scope = Scope::File;
  }
  if (inside && pragma.scope == Scope::Instruction) pragma.scope = Scope::NextLine;
  switch (pragma.scope) {
    case Scope::File:
      pragma.reach = {0, size + 1};
      break;
    case Scope::Stage: {
      // Above a FROM it is that stage, else the one around.
      std::size_t from = next;
      const auto is_from = [&](std::size_t i) { return instructions[i]->keyword == Keyword::From; };
      if (from >= instructions.size() || inside || !is_from(from)) {
        while (from > 0 && (from >= instructions.size() || !is_from(from))) --from;
      }
      std::size_t end = from + 1;
      while (end < instructions.size() && !is_from(end)) ++end;
      const std::uint32_t begin = from < instructions.size() ? instructions[from]->span.begin : 0;
      pragma.reach = {std::min(begin, at),
                      end < instructions.size() ? instructions[end]->span.begin : size + 1};
      break;
    }
    case Scope::Instruction:
      pragma.reach = {at, next < instructions.size() ? instructions[next]->span.end + 1 : at};
      break;
    case Scope::NextLine: {
      const LineIndex& lines = source_.lines();
      std::uint32_t line = lines.line_of(at) + 1;
      const auto is_comment = [&](std::uint32_t number) {
        const std::string_view text = source_.at(lines.line_span(number));
        const std::size_t first = text.find_first_not_of(" \t");
        return first == std::string_view::npos || text[first] == '#';
      };
      while (line <= lines.line_count() && is_comment(line)) ++line;
      pragma.reach = {at, line <= lines.line_count() ? lines.line_span(line).end : size};
      break;
    }
  }
}

void Pragmas::add(std::vector<Pragma> found, const Instruction* inside, std::uint32_t& next) {
  for (Pragma& pragma : found) {
    place(pragma, inside, next);
    pragma.expired = pragma.until && today_ > *pragma.until;
    pragmas_.push_back(std::move(pragma));
  }
}

// Comment lines in the script of a RUN heredoc speak of the next line of the script.
void Pragmas::read_heredocs(const Instruction& instruction) {
  std::uint32_t next = instruction.index;
  for (const Heredoc& heredoc : instruction.heredocs) {
    const std::string_view body = source_.at(heredoc.body);
    for (std::size_t at = 0; at < body.size();) {
      const std::size_t end = std::min(body.find('\n', at), body.size());
      const std::size_t first = body.find_first_not_of(" \t", at);
      if (first < end && body[first] == '#') {
        const auto begin = heredoc.body.begin + static_cast<std::uint32_t>(first);
        add(read_pragmas(body.substr(first, end - first), begin), &instruction, next);
      }
      at = end + 1;
    }
  }
}

// semgrep looks at the raw line: `RUN make  # nosemgrep: id` is one, too.
void Pragmas::read_stray_nosemgrep() {
  const std::string_view text = source_.bytes();
  for (std::size_t at = text.find("nosemgrep"); at != std::string_view::npos;
       at = text.find("nosemgrep", at + 1)) {
    const auto offset = static_cast<std::uint32_t>(at);
    const auto inside = [&](const Pragma& pragma) { return pragma.comment.contains(offset); };
    if (std::any_of(pragmas_.begin(), pragmas_.end(), inside)) continue;
    const std::size_t hash = text.substr(0, at).find_last_not_of(" \t");
    if (hash == std::string_view::npos || text[hash] != '#') continue;
    const Span line = source_.lines().line_span(source_.lines().line_of(offset));
    const auto begin = static_cast<std::uint32_t>(hash);
    for (Pragma& pragma : read_pragmas(source_.at({begin, line.end}), begin)) {
      pragma.reach = line;
      pragmas_.push_back(std::move(pragma));
    }
  }
}

void Pragmas::index() {
  std::stable_sort(pragmas_.begin(), pragmas_.end(), [](const Pragma& a, const Pragma& b) {
    return a.comment.begin < b.comment.begin;
  });
  for (std::uint32_t i = 0; i < pragmas_.size(); ++i) {
    const Pragma& pragma = pragmas_[i];
    if (!pragma.ignores || pragma.expired || !pragma.malformed.empty()) continue;
    const bool wide = pragma.scope == Scope::File || pragma.scope == Scope::Stage;
    (wide ? wide_ : narrow_).push_back(i);
  }
  for (std::vector<std::uint32_t>* list : {&wide_, &narrow_}) {
    std::stable_sort(list->begin(), list->end(), [&](std::uint32_t a, std::uint32_t b) {
      return pragmas_[a].reach.begin < pragmas_[b].reach.begin;
    });
  }
}

// Whether `pragma` wants a finding of `rule` at `span` silent; counts the hit.
bool Pragmas::silences(Pragma& pragma, Span span, const Rule& rule) {
  const bool overlaps = pragma.scope == Scope::NextLine && pragma.reach.overlaps(span);
  if (!overlaps && !pragma.reach.contains(span.begin)) return false;
  const auto names_rule = [&](const PragmaId& id) {
    return std::find(id.rules.begin(), id.rules.end(), &rule) != id.rules.end();
  };
  if (pragma.everything || pragma.all_but_ids) {
    if (!known_to(pragma.dialect, rule) ||
        std::any_of(pragma.ids.begin(), pragma.ids.end(), names_rule)) {
      return false;
    }
    ++pragma.hits;
    return true;
  }
  bool hit = false;
  for (PragmaId& id : pragma.ids) {
    if (!names_rule(id)) continue;
    ++id.hits;
    hit = true;
  }
  return hit;
}

const Pragma* Pragmas::ask(const std::vector<std::uint32_t>& list, Span span, const Rule& rule) {
  auto at = std::upper_bound(
      list.begin(), list.end(), span.end,
      [&](std::uint32_t position, std::uint32_t i) { return position < pragmas_[i].reach.begin; });
  const Pragma* first = nullptr;
  for (std::size_t asked = 0; at != list.begin() && asked < max_pragmas_asked; ++asked) {
    Pragma& pragma = pragmas_[*--at];
    if (silences(pragma, span, rule)) first = &pragma;
  }
  return first;
}

const Pragma* Pragmas::ignores_everywhere(const Rule& rule) {
  const Pragma* first = nullptr;
  std::size_t asked = 0;
  for (auto at = wide_.rbegin(); at != wide_.rend() && asked < max_pragmas_asked; ++at, ++asked) {
    Pragma& pragma = pragmas_[*at];
    const Span begin{pragma.reach.begin, pragma.reach.begin};
    if (pragma.scope == Scope::File && silences(pragma, begin, rule)) first = &pragma;
  }
  return first;
}

const Pragma* Pragmas::ignores(const Finding& finding, const Rule& rule) {
  const InFile* in_file = std::get_if<InFile>(&finding.primary.where);
  if (!in_file) return ignores_everywhere(rule);
  if (in_file->file != 0) return nullptr;
  // Both are asked, for their hits; the narrower is the one that is named.
  const Pragma* narrow = ask(narrow_, in_file->span, rule);
  const Pragma* wide = ask(wide_, in_file->span, rule);
  return narrow ? narrow : wide;
}

bool Pragmas::honoured() const { return selection_ && selection_->honour_pragmas; }

bool Pragmas::ran(const Rule& rule) const {
  const bool asked = rule.check || (with_image_ && rule.check_image);
  return selection_ && asked && selection_->states[index_of(rule)].on;
}

}  // namespace plimsoll::rules
