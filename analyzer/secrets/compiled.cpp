#include "analyzer/secrets/compiled.h"

#include <algorithm>

#include "analyzer/digest/sha256.h"
#include "analyzer/secrets/assignment.h"
#include "analyzer/secrets/encodings.h"
#include "analyzer/secrets/hints.h"
#include "analyzer/secrets/published.h"
#include "analyzer/secrets/shapes.h"

namespace plimsoll {

using secrets::belongs;
using secrets::ClassRow;
using secrets::Expression;
using secrets::Found;
using secrets::Habitat;
using secrets::Letters;
using secrets::Spot;

namespace {

// Raised when code changes what is found though no row does.
constexpr std::string_view rules_version = "2";

std::string all_letters(Letters letters) {
  std::string out;
  for (int c = 0; c < 256; ++c) {
    if (belongs(letters, static_cast<char>(c))) out += static_cast<char>(c);
  }
  return out;
}

// `apiKey-x` in small letters as it stands, and with its humps apart: `apikey_x api_key_x`.
std::string both_spellings(std::string_view name) {
  std::string joined;
  std::string apart;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i] == '-' ? '_' : secrets::to_lower(name[i]);
    const bool hump = c != name[i] && c != '_' && i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
    if (hump) apart += '_';
    joined += c;
    apart += c;
  }
  return joined + ' ' + apart;
}

}  // namespace

SecretScanner::Compiled::Compiled() {
  for (const auto& table : secrets::class_tables()) {
    for (const ClassRow& row : table) {
      if (row.id == "chosen-password") chosen_ = static_cast<std::uint16_t>(rows.size());
      if (row.id == "generic-secret") generic_ = static_cast<std::uint16_t>(rows.size());
      if (!row.names.empty()) assigned_.push_back(static_cast<std::uint16_t>(rows.size()));
      rows.push_back(&row);
      const bool in_binaries = row.habitat == Habitat::Everywhere && row.names.empty();
      classes.push_back({row.id, row.what, row.certain, in_binaries});
    }
  }
  expressions_ = std::vector<std::atomic<const Expression*>>(rows.size());
  add_files();
}

std::string SecretScanner::Compiled::version() const {
  digest::Sha256Stream sum;
  sum.update(rules_version);
  for (const ClassRow* row : rows) {
    for (const std::string_view part :
         {row->id, row->literals, row->pattern, row->names, row->files}) {
      sum.update(part);
      sum.update(std::string_view("\0", 1));
    }
    std::string rest;
    for (const int number : {static_cast<int>(row->letters), int{row->least}, int{row->most},
                             static_cast<int>(row->before), int{row->before_least},
                             int{row->before_most}, static_cast<int>(row->habitat),
                             int{row->certain}, int{row->drawn}, int{row->proof != nullptr}}) {
      rest += std::to_string(number) + ' ';
    }
    sum.update(rest);
  }
  sum.update(secrets::published_list());
  constexpr std::size_t enough = 16;
  return digest::to_hex(sum.finish()).substr(0, enough);
}

SecretScanner::Compiled::~Compiled() {
  for (const auto& expression : expressions_) delete expression.load();
}

const secrets::Prefilter& SecretScanner::Compiled::made(Filter& filter, bool texts,
                                                        bool settings) const {
  std::call_once(filter.once, [&] {
    const auto with_blanks = [](std::string_view word) {
      std::string literal(word);
      std::replace(literal.begin(), literal.end(), '\t', ' ');
      return literal;
    };
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const ClassRow& row = *rows[i];
      if (!texts && row.habitat != Habitat::Everywhere) continue;
      const std::string next =
          all_letters(row.letters == Letters::None ? Letters::Alnum : row.letters);
      secrets::each_word(row.literals, [&](std::string_view word) {
        filter.prefilter.add({with_blanks(word), row.any_case, static_cast<std::uint16_t>(i)},
                             next);
      });
    }
    if (settings) {
      secrets::each_word(secrets::assignment_words, [&](std::string_view word) {
        filter.prefilter.add({with_blanks(word), true, assignment_tag});
      });
    }
    filter.prefilter.build();
  });
  return filter.prefilter;
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

const Expression* SecretScanner::Compiled::expression(std::uint16_t row) const {
  if (rows[row]->pattern.empty()) return nullptr;
  if (const Expression* made = expressions_[row].load(std::memory_order_acquire)) return made;
  auto made = std::make_unique<const Expression>(rows[row]->pattern);
  const Expression* nothing = nullptr;
  if (expressions_[row].compare_exchange_strong(nothing, made.get(), std::memory_order_acq_rel)) {
    return made.release();
  }
  return nothing;  // another thread was faster
}

std::uint32_t SecretScanner::Compiled::verify(std::uint16_t tag, const Spot& spot,
                                              std::vector<Find>& finds) const {
  constexpr std::uint32_t cheap = 1;
  constexpr std::uint32_t dear = 20;
  if (tag == assignment_tag) {
    if (spot.belief == secrets::Belief::Never) return 0;
    return cheap + verify_assignment(spot, finds);
  }
  const ClassRow& row = *rows[tag];
  if (row.read != nullptr) {
    if (auto found = row.read(spot)) finds.push_back({tag, std::move(*found)});
    return row.cost;
  }
  const secrets::ShapeAnswer answer = secrets::find_shape(row, spot, expression(tag));
  if (answer.value) finds.push_back({tag, Found{*answer.value}});
  constexpr std::uint32_t letters_a_unit = 128;
  return answer.shaped || !row.pattern.empty() ? dear : cheap + row.most / letters_a_unit;
}

bool SecretScanner::Compiled::names_and_fits(std::uint16_t index, std::string_view name,
                                             std::string_view value) const {
  const ClassRow& row = *rows[index];
  if (row.pattern.empty() && (value.size() < row.least || value.size() > row.most)) return false;
  bool named = false;
  secrets::each_word(row.names, [&](std::string_view word) {
    named = named || name.find(word) != std::string_view::npos;
  });
  return named && secrets::fits_shape(row, value, expression(index));
}

// A value in base64 whose text has a token in it, as Kubernetes keeps its secrets.
bool SecretScanner::Compiled::verify_encoded(const Spot& spot, secrets::Stretch value,
                                             std::vector<Find>& finds) const {
  constexpr std::size_t shortest = 24;
  const std::string_view text = spot.text.substr(value.begin, value.end - value.begin);
  if (text.size() < shortest || !secrets::all(text, Letters::Base64Padded)) return false;
  const auto inner = secrets::decode_base64(text);
  if (!inner || !secrets::all(*inner, Letters::Printable)) return false;
  Spot place;
  place.text = *inner;
  place.belief = secrets::Belief::Never;
  std::vector<std::uint32_t> positions;
  constexpr std::size_t room = 256;
  const secrets::Prefilter& filter = for_texts();
  (void)filter.find(*inner, 0, inner->size(), positions, room);
  std::vector<Find> inside;
  for (const std::uint32_t at : positions) {
    filter.literals_at(*inner, at, [&](std::uint16_t tag, std::size_t begin, std::size_t length) {
      place.at = begin;
      place.length = length;
      verify(tag, place, inside);
    });
  }
  for (Find& one : inside) {
    const secrets::Stretch where = one.found.value;
    if (!rows[one.row]->certain) continue;
    if (one.found.identity.empty()) {
      one.found.identity = inner->substr(where.begin, where.end - where.begin);
    }
    one.found.value = value;
    finds.push_back(std::move(one));
    return true;
  }
  return false;
}

// Says what it cost more than a quick look.
std::uint32_t SecretScanner::Compiled::verify_assignment(const Spot& spot,
                                                         std::vector<Find>& finds) const {
  const auto assignment = secrets::read_assignment(spot);
  constexpr std::size_t shortest = 8;
  if (!assignment || assignment->value.end - assignment->value.begin < shortest) {
    return 0;
  }
  constexpr std::size_t shortest_name = 4;  // `key` alone is no secret's name
  if (assignment->name.size() < shortest_name) return 0;
  const std::string_view value = assignment->text(spot);
  constexpr std::uint32_t dear = 20;
  constexpr std::size_t letters_a_unit = 8;
  const auto cost = dear + static_cast<std::uint32_t>(value.size() / letters_a_unit);
  const std::string name = both_spellings(assignment->name);
  for (const std::uint16_t row : assigned_) {
    if (names_and_fits(row, name, value)) {
      finds.push_back({row, Found{assignment->value}});
      return cost;
    }
  }
  if (verify_encoded(spot, assignment->value, finds)) return cost;
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
  return cost;
}

SecretScanner::SecretScanner() = default;
SecretScanner::~SecretScanner() = default;

Result<std::unique_ptr<SecretScanner>> SecretScanner::make() {
  return std::unique_ptr<SecretScanner>(new SecretScanner());
}

const SecretScanner::Compiled& SecretScanner::compiled() const {
  std::call_once(compiled_once_, [&] { compiled_ = std::make_unique<Compiled>(); });
  return *compiled_;
}

bool SecretScanner::may_be_in(std::string_view text) const {
  std::call_once(hints_once_, [&] { hints_ = std::make_unique<secrets::Hints>(); });
  return hints_->in(text);
}

std::span<const SecretClass> SecretScanner::classes() const { return compiled().classes; }
std::string SecretScanner::version() const { return compiled().version(); }

}  // namespace plimsoll
