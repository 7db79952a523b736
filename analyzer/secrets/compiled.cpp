#include "analyzer/secrets/compiled.h"

#include <re2/re2.h>

#include <algorithm>

#include "analyzer/base/check.h"
#include "analyzer/digest/sha256.h"
#include "analyzer/secrets/assignment.h"
#include "analyzer/secrets/randomness.h"

namespace plimsoll {

using secrets::belongs;
using secrets::ClassRow;
using secrets::Found;
using secrets::Habitat;
using secrets::Letters;
using secrets::Spot;

namespace {

// Raised when code changes what is found though no row does.
constexpr std::string_view rules_version = "1";

// Words of names that a secret may be assigned to. Four letters at least, which `key` alone lacks:
// so what follows is part of it.
constexpr std::string_view assignment_words =
    "passw secret token redential passphrase key= key: key\" key' key> key\t= pwd= pwd: pwd\" pwd' "
    "pwd\t= pass= pass: pass\" pass' pass> pass\t= _auth= apikey api_key psk= psk\t=";

std::string all_letters(Letters letters) {
  std::string out;
  for (int c = 0; c < 256; ++c) {
    if (belongs(letters, static_cast<char>(c))) out += static_cast<char>(c);
  }
  return out;
}

// Where a token begins that has letters in front of its literal; nothing where there are too few or
// too many. The first of them may belong to an escape (`\n` of JSON): then the next one is meant.
std::optional<std::size_t> token_begin(const ClassRow& row, const Spot& spot) {
  if (row.before == Letters::None) {
    const bool word = belongs(Letters::Alnum, spot.text[spot.at]);
    if (word && !secrets::is_word_start(spot.text, spot.at)) return std::nullopt;
    return spot.at;
  }
  std::size_t begin = spot.at;
  while (begin > 0 && spot.at - begin <= row.before_most &&
         belongs(row.before, spot.text[begin - 1])) {
    --begin;
  }
  if (spot.at - begin == row.before_most + 1u && secrets::is_word_start(spot.text, begin + 1)) {
    ++begin;
  }
  const std::size_t length = spot.at - begin;
  if (length < row.before_least || length > row.before_most) return std::nullopt;
  return begin;
}

}  // namespace

SecretScanner::Compiled::Compiled() {
  digest::Sha256Stream sum;
  sum.update(rules_version);
  for (const auto& table : secrets::class_tables()) {
    for (const ClassRow& row : table) {
      if (row.id == "chosen-password") chosen_ = static_cast<std::uint16_t>(rows.size());
      if (row.id == "generic-secret") generic_ = static_cast<std::uint16_t>(rows.size());
      if (!row.names.empty()) assigned_.push_back(static_cast<std::uint16_t>(rows.size()));
      rows.push_back(&row);
      const bool in_binaries = row.habitat == Habitat::Everywhere && row.names.empty();
      classes.push_back({row.id, row.what, row.certain, in_binaries});
      for (const std::string_view part :
           {row.id, row.literals, row.pattern, row.names, row.files}) {
        sum.update(part);
        sum.update(std::string_view("\0", 1));
      }
      const std::string sizes = std::to_string(static_cast<int>(row.letters)) + ' ' +
                                std::to_string(row.least) + ' ' + std::to_string(row.most);
      sum.update(sizes);
    }
  }
  constexpr std::size_t enough = 16;
  version = digest::to_hex(sum.finish()).substr(0, enough);
  expressions_ = std::vector<std::atomic<const re2::RE2*>>(rows.size());
  add_literals();
  add_files();
}

SecretScanner::Compiled::~Compiled() {
  for (const auto& expression : expressions_) delete expression.load();
}

void SecretScanner::Compiled::add_literals() {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ClassRow& row = *rows[i];
    const std::string next =
        all_letters(row.letters == Letters::None ? Letters::Alnum : row.letters);
    secrets::each_word(row.literals, [&](std::string_view word) {
      std::string literal(word);
      std::replace(literal.begin(), literal.end(), '\t', ' ');
      const auto tag = static_cast<std::uint16_t>(i);
      if (row.habitat == Habitat::Everywhere) for_binaries.add({literal, row.any_case, tag}, next);
      for_texts.add({literal, row.any_case, tag}, next);
      for_settings.add({literal, row.any_case, tag}, next);
    });
  }
  secrets::each_word(assignment_words, [&](std::string_view word) {
    std::string literal(word);
    std::replace(literal.begin(), literal.end(), '\t', ' ');
    for_settings.add({std::move(literal), true, assignment_tag});
  });
  for_binaries.build();
  for_texts.build();
  for_settings.build();
}

void SecretScanner::Compiled::add_files() {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = static_cast<std::uint16_t>(i);
    secrets::each_word(rows[i]->files, [&](std::string_view word) {
      if (word.starts_with("*.")) {
        endings_[word.substr(1)].push_back(row);
      } else if (word.find('/') != std::string_view::npos) {
        path_ends_.emplace_back(word, row);
      } else {
        names_[word].push_back(row);
      }
    });
  }
}

void SecretScanner::Compiled::rows_for(std::string_view path,
                                       std::vector<std::uint16_t>& found) const {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const auto add = [&](const auto& table, std::string_view key) {
    const auto at = table.find(key);
    if (at != table.end()) found.insert(found.end(), at->second.begin(), at->second.end());
  };
  add(names_, name);
  const std::size_t point = name.rfind('.');
  if (point != std::string_view::npos) add(endings_, name.substr(point));
  for (const auto& [end, row] : path_ends_) {
    if (end.ends_with('/')) {
      const std::size_t at = path.rfind(end);
      if (at != std::string_view::npos && (at == 0 || path[at - 1] == '/')) found.push_back(row);
      continue;
    }
    if (path.ends_with(end) && (path.size() == end.size() || end.front() == '/' ||
                                path[path.size() - end.size() - 1] == '/')) {
      found.push_back(row);
    }
  }
}

int SecretScanner::Compiled::exactness(std::uint16_t row) const {
  if (row == generic_ || row == chosen_) return 0;
  if (rows[row]->certain) return 3;
  return rows[row]->names.empty() ? 2 : 1;
}

const re2::RE2& SecretScanner::Compiled::expression(std::uint16_t row) const {
  if (const re2::RE2* made = expressions_[row].load(std::memory_order_acquire)) return *made;
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  constexpr std::int64_t most_memory = 1 << 20;
  options.set_max_mem(most_memory);
  auto made = std::make_unique<const re2::RE2>(
      re2::StringPiece(rows[row]->pattern.data(), rows[row]->pattern.size()), options);
  CHECK(made->ok());
  const re2::RE2* nothing = nullptr;
  if (expressions_[row].compare_exchange_strong(nothing, made.get(), std::memory_order_acq_rel)) {
    return *made.release();
  }
  return *nothing;  // another thread was faster
}

bool SecretScanner::Compiled::matches_pattern(std::uint16_t index, const Spot& spot,
                                              std::size_t begin, Found& found) const {
  constexpr std::size_t longest = 4096;
  const std::string_view text = spot.text;
  const std::size_t stop = std::min(text.size(), spot.at + longest);
  re2::StringPiece groups[2];
  const re2::RE2& expr = expression(index);
  const int count = std::min(expr.NumberOfCapturingGroups(), 1) + 1;
  if (!expr.Match(re2::StringPiece(text.data(), text.size()), begin, stop, re2::RE2::ANCHOR_START,
                  groups, count)) {
    return false;
  }
  const re2::StringPiece& value = count > 1 && groups[1].data() ? groups[1] : groups[0];
  const auto at = static_cast<std::size_t>(value.data() - text.data());
  found.value = {at, at + value.size()};
  return found.value.end >= text.size() || !belongs(Letters::Alnum, text[found.value.end]);
}

bool SecretScanner::Compiled::matches_shape(std::uint16_t index, const Spot& spot,
                                            Found& found) const {
  const ClassRow& row = *rows[index];
  const auto begin = token_begin(row, spot);
  if (!begin) return false;
  if (!row.pattern.empty()) {
    return matches_pattern(index, spot, *begin, found) ||
           (*begin < spot.at && secrets::is_word_start(spot.text, *begin + 1) &&
            matches_pattern(index, spot, *begin + 1, found));
  }
  const std::size_t from = spot.at + spot.length;
  const std::size_t end = secrets::run_end(spot.text, from, row.letters, row.most + std::size_t{1});
  found.value = {*begin, end};
  return end - from >= row.least && end - from <= row.most;
}

std::uint32_t SecretScanner::Compiled::verify(std::uint16_t tag, const Spot& spot,
                                              std::vector<Find>& finds) const {
  constexpr std::uint32_t cheap = 1;
  constexpr std::uint32_t dear = 20;
  if (tag == assignment_tag) {
    if (spot.belief == secrets::Belief::Never) return 0;
    return verify_assignment(spot, finds) ? dear : cheap;
  }
  const ClassRow& row = *rows[tag];
  if (row.read != nullptr) {
    if (auto found = row.read(spot)) finds.push_back({tag, std::move(*found)});
    return row.cost;
  }
  Found found;
  constexpr std::uint32_t letters_a_unit = 128;
  if (!matches_shape(tag, spot, found)) {
    return row.pattern.empty() ? cheap + row.most / letters_a_unit : dear;
  }
  const std::string_view value =
      spot.text.substr(found.value.begin, found.value.end - found.value.begin);
  if (row.proof != nullptr && !row.proof(value)) return dear;
  if (secrets::looks_made_up(value)) return dear;
  if (row.drawn) {
    // What follows the literal, which everybody's tokens share.
    const std::size_t literal_end = spot.at + spot.length;
    const std::size_t from = std::clamp(literal_end, found.value.begin, found.value.end);
    const std::string_view random = spot.text.substr(from, found.value.end - from);
    if (!secrets::looks_drawn(random, secrets::Doubt::Little)) return dear;
  }
  finds.push_back({tag, std::move(found)});
  return dear;
}

bool SecretScanner::Compiled::names_and_fits(std::uint16_t index, std::string_view name,
                                             std::string_view value) const {
  const ClassRow& row = *rows[index];
  if (row.pattern.empty() &&
      (value.size() < row.least || value.size() > row.most || !secrets::all(value, row.letters))) {
    return false;
  }
  bool named = false;
  secrets::each_word(row.names, [&](std::string_view word) {
    named = named || name.find(word) != std::string_view::npos;
  });
  if (!named) return false;
  std::string_view random = value;
  if (!row.pattern.empty()) {
    const re2::RE2& expr = expression(index);
    const int count = std::min(expr.NumberOfCapturingGroups(), 1) + 1;
    re2::StringPiece groups[2];
    if (!expr.Match(re2::StringPiece(value.data(), value.size()), 0, value.size(),
                    re2::RE2::ANCHOR_BOTH, groups, count)) {
      return false;
    }
    if (groups[1].data() != nullptr) random = {groups[1].data(), groups[1].size()};
  }
  if (row.proof != nullptr && !row.proof(value)) return false;
  return !secrets::looks_made_up(random) && (!row.drawn || secrets::looks_drawn(random));
}

// False: no assignment stands there, as far as a quick look goes.
bool SecretScanner::Compiled::verify_assignment(const Spot& spot, std::vector<Find>& finds) const {
  const auto assignment = secrets::read_assignment(spot);
  constexpr std::size_t shortest = 8;
  if (!assignment || assignment->value.end - assignment->value.begin < shortest) {
    return false;
  }
  const std::string_view value = assignment->text(spot);
  std::string name(assignment->name);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c == '-' ? '_' : secrets::to_lower(c); });
  for (const std::uint16_t row : assigned_) {
    if (names_and_fits(row, name, value)) {
      finds.push_back({row, Found{assignment->value}});
      return true;
    }
  }
  switch (secrets::judge_assignment(spot, *assignment)) {
    case secrets::Worth::Drawn:
      finds.push_back({generic_, Found{assignment->value}});
      break;
    case secrets::Worth::Chosen:
      finds.push_back({chosen_, Found{assignment->value}});
      break;
    case secrets::Worth::None:
      break;
  }
  return true;
}

SecretScanner::SecretScanner() : compiled_(std::make_unique<Compiled>()) {}
SecretScanner::~SecretScanner() = default;

Result<std::unique_ptr<SecretScanner>> SecretScanner::make() {
  return std::unique_ptr<SecretScanner>(new SecretScanner());
}

std::span<const SecretClass> SecretScanner::classes() const { return compiled_->classes; }
std::string_view SecretScanner::version() const { return compiled_->version; }

}  // namespace plimsoll
