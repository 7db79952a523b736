// Credentials that say what they are, in the few lines of a Dockerfile: the rows of the table of
// classes that are certain and begin with a literal. There is no prefilter here, which would take
// longer to build than such a text to read: one pass cuts the text into runs of a token's letters,
// and only in a long run the literals are looked for, by their first letter, where a word begins. A
// looser net (any long random text) would catch check sums and commit ids, which Dockerfiles are
// full of.

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "analyzer/secrets/readers.h"
#include "analyzer/secrets/secrets.h"
#include "analyzer/secrets/shapes.h"

namespace plimsoll {

namespace {

using namespace secrets;

struct Literal {
  std::string_view text;
  const ClassRow* row;
};

// By first letter.
class Literals {
 public:
  Literals() {
    for (const auto& table : class_tables()) {
      for (const ClassRow& row : table) {
        if (!row.certain || row.before != Letters::None || row.read != nullptr) continue;
        each_word(row.literals, [&](std::string_view word) {
          if (belongs(Letters::Alnum, word.front()))
            by_letter(word.front()).push_back({word, &row});
        });
      }
    }
  }
  [[nodiscard]] const std::vector<Literal>& beginning_with(char letter) const {
    return lists_[static_cast<unsigned char>(letter)];
  }

 private:
  std::vector<Literal>& by_letter(char letter) {
    return lists_[static_cast<unsigned char>(letter)];
  }
  std::array<std::vector<Literal>, 256> lists_;
};

bool is_run(char c) { return belongs(Letters::Dotted, c) || c == '$'; }

// Within one run of a token's letters; behind it stands what some patterns end with.
std::optional<Credential> in_run(const Literals& literals, std::string_view text, std::size_t begin,
                                 std::size_t end) {
  for (std::size_t at = begin; at < end; ++at) {
    const std::vector<Literal>& list = literals.beginning_with(text[at]);
    if (list.empty() || !is_word_start(text, at)) continue;
    for (const Literal& literal : list) {
      if (!text.substr(at).starts_with(literal.text)) continue;
      Spot spot;
      spot.text = text;
      spot.at = at;
      spot.length = literal.text.size();
      if (const auto value = find_shape(*literal.row, spot, nullptr).value) {
        return Credential{literal.row->what, value->begin, value->end - value->begin};
      }
    }
  }
  return std::nullopt;
}

// Only long runs of letters can hold a token: most of a text is passed over in one step.
std::optional<Credential> by_literal(std::string_view text) {
  constexpr std::size_t shortest = 20;
  static const Literals literals;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_run(text[end])) ++end;
    if (end - at >= shortest) {
      if (auto found = in_run(literals, text, at, end)) return found;
    }
    at = end + 1;
  }
  return std::nullopt;
}

std::optional<Credential> private_key(std::string_view text) {
  constexpr std::string_view armour = "-----BEGIN ";
  constexpr std::string_view name = "PRIVATE KEY";
  constexpr std::size_t longest_kind = 24;  // "ENCRYPTED ", "OPENSSH "
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const std::size_t from = at - std::min(at, armour.size() + longest_kind);
    const std::size_t begin = text.substr(from, at - from).rfind(armour);
    if (begin == std::string_view::npos) continue;
    return Credential{"a private key", from + begin, at + name.size() - from - begin};
  }
  return std::nullopt;
}

// scheme://user:password@host
std::optional<Credential> url_with_password(std::string_view text) {
  for (std::size_t at = text.find("://"); at != std::string_view::npos;
       at = text.find("://", at + 3)) {
    const auto login = url_login(text, at);
    if (!login || !is_real_login(text, *login)) continue;
    return Credential{"a URL with a password", login->user.begin,
                      login->password.end - login->user.begin};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Credential> find_credential(std::string_view text) {
  std::optional<Credential> first;
  for (auto found : {by_literal(text), private_key(text), url_with_password(text)}) {
    if (found && (!first || found->at < first->at)) first = found;
  }
  return first;
}

}  // namespace plimsoll
