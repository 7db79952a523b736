#include "analyzer/attribution/history.h"

#include <algorithm>
#include <array>

namespace plimsoll {

namespace {

constexpr std::array<std::string_view, 18> keywords{
    "ADD",    "ARG",   "CMD",         "COPY",  "ENTRYPOINT", "ENV",
    "EXPOSE", "FROM",  "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD",
    "RUN",    "SHELL", "STOPSIGNAL",  "USER",  "VOLUME",     "WORKDIR"};

constexpr std::string_view no_operation = "#(nop)";
constexpr std::string_view buildkit_mark = "# buildkit";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes a keyword and the blanks behind it off; "" for none.
std::string_view take_keyword(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  const auto* const found = std::find(keywords.begin(), keywords.end(), word);
  if (found == keywords.end()) return {};
  text = trimmed(text.substr(word.size()));
  return *found;
}

// "|2 A=1 B=2 /bin/sh -c x": as many words as it says. A value may have blanks, which nobody
// quotes: then the words are those that still look like NAME=.
bool take_build_arguments(std::string_view& text, HistoryStep& step) {
  if (!text.starts_with('|')) return false;
  std::size_t digits = 1;
  std::size_t count = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9' && count < 10'000) {
    count = count * 10 + static_cast<std::size_t>(text[digits++] - '0');
  }
  if (digits == 1 || digits >= text.size() || text[digits] != ' ') return false;
  text = trimmed(text.substr(digits));
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t equals = text.find('=');
    const std::size_t end = std::min(text.find(' '), text.size());
    if (equals == std::string_view::npos || equals > end) break;
    step.build_arguments.emplace_back(text.substr(0, equals),
                                      text.substr(equals + 1, end - equals - 1));
    text = trimmed(text.substr(end));
  }
  return true;
}

// "/bin/sh -c", "/bin/bash -o pipefail -c": up to the first "-c".
bool take_shell(std::string_view& text) {
  constexpr std::string_view usual = "/bin/sh -c ";
  if (text.starts_with(usual)) {
    text = text.substr(usual.size());
    return true;
  }
  const std::string_view program = text.substr(0, text.find(' '));
  const std::string_view name = program.substr(program.rfind('/') + 1);
  if (!name.ends_with("sh") || name.empty()) return false;
  const std::size_t found = text.find(" -c ");
  if (found == std::string_view::npos) return false;
  text = text.substr(found + 4);
  return true;
}

}  // namespace

HistoryStep read_history(const HistoryEntry& entry) {
  HistoryStep step;
  std::string_view text = trimmed(entry.created_by);
  if (text.ends_with(buildkit_mark)) {
    text = trimmed(text.substr(0, text.size() - buildkit_mark.size()));
    step.maker = HistoryMaker::BuildKit;
  }
  if (entry.comment.starts_with("buildkit.")) step.maker = HistoryMaker::BuildKit;
  const std::size_t marker = text.find(no_operation);
  if (marker != std::string_view::npos) {
    step.maker = HistoryMaker::Classic;
    text = trimmed(text.substr(marker + no_operation.size()));
  }
  step.keyword = take_keyword(text);
  const bool run = step.keyword == "RUN" || step.keyword.empty();
  if (run && marker == std::string_view::npos) {
    const bool with_arguments = take_build_arguments(text, step);
    const bool with_shell = take_shell(text);
    if (step.keyword.empty() && (with_arguments || with_shell)) {
      step.keyword = "RUN";
      step.maker = HistoryMaker::Classic;
    }
  }
  step.arguments = trimmed(text);
  return step;
}

std::string shown(const HistoryStep& step, std::size_t columns) {
  std::string text = step.keyword;
  if (!step.arguments.empty()) text += (text.empty() ? "" : " ") + step.arguments;
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  if (text.size() > columns && columns > 3) text = text.substr(0, columns - 3) + "...";
  return text;
}

}  // namespace plimsoll
