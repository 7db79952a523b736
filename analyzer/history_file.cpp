#include "analyzer/history_file.h"

#include <algorithm>
#include <string_view>

namespace plimsoll {

namespace {

constexpr std::size_t longest_step_bytes = std::size_t{256} << 10;
constexpr std::size_t longest_text_bytes = std::size_t{2} << 20;

// For a value between double quotes.
std::string quoted_value(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\' || c == '$') text += '\\';
    text += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return text + "\"";
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// A word that is no line of the text.
std::string terminator_for(std::string_view text) {
  std::string word = "END_OF_STEP";
  while (text.find(word) != std::string_view::npos) word += "_";
  return word;
}

std::string run_text(std::string_view script) {
  const std::string end = terminator_for(script);
  std::string text = "RUN <<" + end + "\n" + std::string(script);
  std::replace(text.begin(), text.end(), '\0', ' ');
  return text + "\n" + end + "\n";
}

// "dir:SHA in /app" of classic docker is a directory, "file:SHA in /" may be an archive, which is
// unpacked, and "multi:SHA" anything. BuildKit has the words as they were written; a name without
// an ending may be an archive, too, and what is added to the root is a root file system.
std::string add_text(std::string_view arguments) {
  const std::size_t in = arguments.find(" in ");
  if (arguments.starts_with("dir:") && in != std::string_view::npos) {
    return "ADD directory/ " + std::string(arguments.substr(in + 4)) + "\n";
  }
  const std::size_t blank = arguments.rfind(' ');
  if (blank == std::string_view::npos || arguments.substr(blank + 1) == "/") return {};
  const std::string_view source = arguments.substr(0, arguments.find(' '));
  const std::size_t name = source.rfind('/') + 1;
  const bool plain = name == source.size() || source.find('.', name + 1) != std::string_view::npos;
  return plain ? "ADD " + std::string(arguments) + "\n" : std::string();
}

std::string text_of(const HistoryStep& step) {
  const std::string_view arguments = step.arguments;
  if (arguments.empty() || arguments.size() > longest_step_bytes) return {};
  if (step.keyword == "RUN") return run_text(arguments);
  if (arguments.find_first_of(std::string_view("\n\r\\\0", 4)) != std::string_view::npos) return {};
  if (step.keyword == "ADD") return add_text(arguments);
  if (step.keyword == "USER" || step.keyword == "WORKDIR") {
    return step.keyword + " " + std::string(arguments) + "\n";
  }
  return {};
}

}  // namespace

const HistoryFile::Piece* HistoryFile::at(std::uint32_t offset) const {
  const auto after =
      std::upper_bound(pieces.begin(), pieces.end(), offset,
                       [](std::uint32_t at, const Piece& piece) { return at < piece.span.begin; });
  if (after == pieces.begin()) return nullptr;
  const Piece& piece = *std::prev(after);
  return offset < piece.span.end ? &piece : nullptr;
}

HistoryFile history_file(const Attribution& attribution, const ImageConfig& config) {
  HistoryFile file;
  // Whatever it was built on: a name that no table knows.
  file.text = "FROM base-of-this-image\n";
  for (const std::string& variable : config.env) {
    const std::size_t equals = variable.find('=');
    if (equals == std::string::npos || variable.size() > longest_step_bytes) continue;
    const std::string_view name = std::string_view(variable).substr(0, equals);
    if (!is_name(name)) continue;
    file.text +=
        "ENV " + std::string(name) + "=" + quoted_value(variable.substr(equals + 1)) + "\n";
  }
  for (std::size_t i = 0; i < attribution.steps.size(); ++i) {
    const AttributedStep& step = attribution.steps[i];
    const std::string text = step.base ? std::string() : text_of(step.step);
    if (text.empty() || file.text.size() + text.size() > longest_text_bytes) continue;
    const auto begin = static_cast<std::uint32_t>(file.text.size());
    file.text += text;
    file.pieces.push_back({{begin, static_cast<std::uint32_t>(file.text.size())}, i});
  }
  return file;
}

}  // namespace plimsoll
