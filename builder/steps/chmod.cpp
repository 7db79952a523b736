// Symbolic modes mean what the builder's library makes of them, which follows BSD's setmode(3):
//
//   u=rwx,go=rx   +x   g=u-w   a+X   u+s,+t
//
// A clause without a class is for all classes (there is no umask). `X` looks at the mode that the
// file had before everything, and behind `-` it is `x`. `=` clears the set-id bits of the classes
// that it names, and never the sticky bit. `g=u` copies what the user class has at that moment.
//
// A rule is kept as a list of changes in order; to melt them into masks would save nothing.

#include "builder/steps/chmod.h"

#include <string>

namespace plimsoll::builder {

namespace {

constexpr std::uint32_t set_uid = 04000;
constexpr std::uint32_t set_gid = 02000;
constexpr std::uint32_t sticky = 01000;
constexpr std::uint32_t read_bits = 0444;
constexpr std::uint32_t write_bits = 0222;
constexpr std::uint32_t execute_bits = 0111;
constexpr std::uint32_t without_sticky = 06777;
constexpr std::uint32_t all_bits = 07777;
constexpr std::uint32_t builders_umask = 022;
constexpr std::uint32_t default_parent = 0755;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::uint32_t class_of(char letter) {
  switch (letter) {
    case 'u':
      return set_uid | 0700;
    case 'g':
      return set_gid | 0070;
    case 'o':
      return 0007;
    default:
      return without_sticky;
  }
}

tl::unexpected<Error> refused(std::string_view text, const char* why) {
  return failure("--chmod=" + std::string(text) + ": " + why);
}

}  // namespace

Result<ModeRule> ModeRule::parse(std::string_view text) {
  ModeRule rule;
  if (!text.empty() && is_digit(text.front())) {
    std::uint32_t value = 0;
    for (const char c : text) {
      if (c < '0' || c > '7' || value > all_bits) {
        return refused(text, "an octal mode lies between 0 and 7777");
      }
      value = value * 8 + static_cast<std::uint32_t>(c - '0');
    }
    if (value > all_bits) return refused(text, "an octal mode lies between 0 and 7777");
    rule.octal_ = value;
    return rule;
  }
  for (std::size_t at = 0;; ++at) {
    if (!read_clause(text, at, rule)) {
      return refused(text, "write an octal mode such as 755, or a symbolic one such as u=rwX,go+r");
    }
    if (at == text.size()) return rule;
  }
}

// `who` and one or more operations; `at` stops at a comma or the end.
bool ModeRule::read_clause(std::string_view text, std::size_t& at, ModeRule& rule) {
  std::uint32_t who = 0;
  while (at < text.size() && std::string_view("augo").find(text[at]) != std::string_view::npos) {
    who |= class_of(text[at++]);
  }
  do {
    if (at == text.size() || !read_operation(text, at, who, rule)) return false;
  } while (at < text.size() && text[at] != ',');
  return at == text.size() || at + 1 < text.size();
}

bool ModeRule::read_operation(std::string_view text, std::size_t& at, std::uint32_t who,
                              ModeRule& rule) {
  const char op = text[at];
  if (op != '+' && op != '-' && op != '=') return false;
  std::uint32_t bits = 0;
  bool search = false;
  bool assigned = op != '=';  // `u=` clears although it names nothing
  const bool more_than_others = who == 0 || (who & ~0007U) != 0;
  for (++at; at < text.size(); ++at) {
    const char c = text[at];
    if (c == 'r') {
      bits |= read_bits;
    } else if (c == 'w') {
      bits |= write_bits;
    } else if (c == 'x') {
      bits |= execute_bits;
    } else if (c == 'X') {
      search = op != '-';
      if (!search) bits |= execute_bits;
    } else if (c == 's') {
      if (more_than_others) bits |= set_uid | set_gid;
    } else if (c == 't') {
      if (more_than_others) {
        who |= sticky;
        bits |= sticky;
      }
    } else if (c == 'u' || c == 'g' || c == 'o') {
      if (bits != 0) rule.add_permissions(op, who, bits);
      if (search) rule.changes_.push_back({Change::Kind::AddSearch, who ? who & 0111U : 0111U});
      bits = 0;
      search = false;
      assigned = true;
      rule.changes_.push_back(
          {Change::Kind::CopyClass, who ? who & 0777U : 0777U, c, op != '+', op != '-'});
    } else {
      break;
    }
  }
  if (bits != 0 || !assigned) rule.add_permissions(op, who, bits);
  if (search) rule.changes_.push_back({Change::Kind::AddSearch, who ? who & 0111U : 0111U});
  return true;
}

void ModeRule::add_permissions(char op, std::uint32_t who, std::uint32_t bits) {
  if (op == '=') changes_.push_back({Change::Kind::Remove, who ? who : without_sticky});
  changes_.push_back(
      {op == '-' ? Change::Kind::Remove : Change::Kind::Add, who ? who & bits : bits});
}

void ModeRule::copy_class(const Change& change, std::uint32_t& mode) {
  const std::uint32_t value = (change.from == 'u'   ? mode >> 6
                               : change.from == 'g' ? mode >> 3
                                                    : mode) &
                              7U;
  for (const std::uint32_t shift : {6U, 3U, 0U}) {
    if ((change.bits & (7U << shift)) == 0) continue;
    if (change.clears) mode &= ~((change.sets ? 7U : value) << shift);
    if (change.sets) mode |= value << shift;
  }
}

std::uint32_t ModeRule::apply(std::uint32_t mode, bool directory) const {
  if (octal_) return *octal_;
  const std::uint32_t before = mode;
  for (const Change& change : changes_) {
    switch (change.kind) {
      case Change::Kind::Add:
        mode |= change.bits;
        break;
      case Change::Kind::Remove:
        mode &= ~change.bits;
        break;
      case Change::Kind::AddSearch:
        if ((before & execute_bits) != 0 || directory) mode |= change.bits;
        break;
      case Change::Kind::CopyClass:
        copy_class(change, mode);
        break;
    }
  }
  return mode & all_bits;
}

std::uint32_t ModeRule::of_parents() const {
  return octal_ ? *octal_ & 0777U & ~builders_umask : default_parent;
}

}  // namespace plimsoll::builder
