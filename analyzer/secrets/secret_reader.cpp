// One file, fed in pieces. Problem: a literal may be cut by the border of two pieces, and what
// proves it lies up to 16 KiB behind it and some bytes in front; but copying every byte into a
// buffer of our own would cost as much as looking at it.
//
// Choice: a piece is searched where it lies, but for its last `ahead` bytes: those are held, with
// `behind` bytes in front of them, until more has come. Only the held bytes and as many of the next
// piece are copied. A file that comes whole is never copied at all.

#include <algorithm>
#include <array>

#include "analyzer/base/check.h"
#include "analyzer/digest/sha256.h"
#include "analyzer/secrets/compiled.h"
#include "analyzer/secrets/paths.h"
#include "analyzer/secrets/published.h"
#include "analyzer/secrets/secret_scanner.h"

namespace plimsoll {

using secrets::Belief;
using secrets::Found;
using secrets::Prefilter;
using secrets::Spot;

namespace {

constexpr std::size_t behind = 1024;
constexpr std::size_t ahead = 16 * 1024;
constexpr std::size_t held_room = 64 * 1024;
constexpr std::size_t sniffed = 4096;
constexpr std::size_t positions_room = 2048;
constexpr std::uint64_t largest_settings = 1 << 20;  // files that people write are smaller
constexpr std::uint64_t smallest = 10;
// What may be spent on verifying, in units of some 100 ns (Compiled::verify): more than any file
// that people write takes, and little enough that a file made to be slow is given up soon.
constexpr std::uint64_t work_allowed(std::uint64_t offset) {
  constexpr std::uint64_t at_first = 1 << 18;
  constexpr std::uint64_t settings = std::uint64_t{1} << 20;  // bytes; denser than other texts
  return at_first + std::min(offset, settings) / 2 + offset / 8;
}

enum class Mode : std::uint8_t { Skipped, Unknown, Text, Binary };

bool is_compressed(std::string_view head) {
  for (const std::string_view magic :
       {std::string_view("\x1f\x8b\x08", 3), std::string_view("\x28\xb5\x2f\xfd", 4),
        std::string_view("\xfd"
                         "7zXZ"),
        std::string_view("BZh9"), std::string_view("PK\3\4"), std::string_view("\x89PNG"),
        std::string_view("\xff\xd8\xff"), std::string_view("GIF8"), std::string_view("wOF2")}) {
    if (head.starts_with(magic)) return true;
  }
  return false;
}

bool is_binary(std::string_view head) {
  const auto zeros = std::count(head.begin(), head.end(), '\0');
  return zeros > 0;
}

// UTF-16 with its mark in front (RFC 2781, 3.2), as programs of Windows write settings.
bool is_wide(std::string_view head) {
  return head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff");
}

// Somebody looked at this line and says that it is none: our mark, or those of gitleaks and
// detect-secrets.
bool is_allowed(std::string_view text, std::size_t at) {
  constexpr std::size_t longest = 1024;
  const std::size_t from = at - std::min(at, longest);
  const std::size_t before = text.substr(from, at - from).rfind('\n');
  const std::size_t begin = before == std::string_view::npos ? from : from + before + 1;
  const std::string_view line = text.substr(begin, at - begin + longest);
  constexpr std::array<std::string_view, 3> marks = {"plimsoll:allow-secret", "gitleaks:allow",
                                                     "pragma: allowlist secret"};
  return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) {
    return line.substr(0, line.find('\n')).find(mark) != std::string_view::npos;
  });
}

std::string printable(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c < ' ' || c > '~') c = '?';
  }
  return out;
}

std::string redacted(std::string_view value, const Found& found) {
  const std::string length = ", " + std::to_string(value.size()) + " characters";
  if (!found.shown.empty()) return found.shown;
  constexpr std::size_t most_shown = 4;
  return printable(value.substr(0, std::min(most_shown, value.size() / 4))) + "..." + length;
}

}  // namespace

struct SecretReader::State {
  explicit State(const SecretScanner& scanner_) : scanner(scanner_.compiled()) {}

  struct Kept {
    SecretHit hit;
    std::uint64_t end;
  };

  void search(std::string_view text, std::uint64_t base, std::size_t from, std::size_t to);
  void keep(std::string_view text, std::uint64_t base, SecretScanner::Compiled::Find& find);
  void count_to(std::string_view text, std::uint64_t base, std::uint64_t offset);
  void decide(std::string_view head);
  void take(std::string_view bytes);
  void search_held(bool last);
  void take_wide(std::string_view bytes);
  void read_whole();
  bool begin_reading(std::string_view& bytes);
  void hand_over(std::vector<SecretHit>& hits);

  const SecretScanner::Compiled& scanner;
  std::string path;
  std::uint64_t size = 0;
  secrets::PathVerdict verdict;
  Mode mode = Mode::Skipped;
  const Prefilter* filter = nullptr;
  std::vector<std::uint16_t> whole_rows;
  bool wants_whole = false;
  bool short_text = false;
  bool wide = false;  // of each pair of bytes the letter's half is searched

  std::string held;               // not yet done with, and `behind` bytes before
  std::uint64_t held_offset = 0;  // of its first byte in the file
  std::size_t done = 0;           // literals that begin before this place of `held` are dealt with
  std::uint64_t counted = 0;      // newlines before this offset are in `lines`
  std::uint64_t lines = 0;
  std::uint64_t work = 0;
  std::uint64_t seen = 0;
  std::uint64_t wide_seen = 0;
  char wide_first = '\0';
  bool cut = false;
  std::vector<std::uint32_t> positions;
  std::vector<SecretScanner::Compiled::Find> finds;
  std::vector<Kept> kept;
};

void SecretReader::State::decide(std::string_view head) {
  if (is_compressed(head)) {
    mode = Mode::Skipped;
    return;
  }
  wide = is_wide(head);
  mode = !wide && is_binary(head) ? Mode::Binary : Mode::Text;
  if (mode == Mode::Binary) {
    filter = &scanner.for_binaries();
    return;
  }
  const bool settings = verdict.belief != Belief::Never && size <= largest_settings;
  filter = settings ? &scanner.for_settings() : &scanner.for_texts();
}

void SecretReader::State::count_to(std::string_view text, std::uint64_t base,
                                   std::uint64_t offset) {
  if (offset <= counted) return;
  lines += secrets::count_lines(text.substr(counted - base, offset - counted));
  counted = offset;
}

void SecretReader::State::keep(std::string_view text, std::uint64_t base,
                               SecretScanner::Compiled::Find& find) {
  const Found& found = find.found;
  const std::string_view value =
      text.substr(found.value.begin, found.value.end - found.value.begin);
  digest::Sha256Stream sum;
  sum.update("plimsoll secret 1");
  sum.update(found.identity.empty() ? value : found.identity);
  const digest::Sha256 whole = sum.finish();
  Kept one;
  std::copy_n(whole.begin(), one.hit.fingerprint.size(), one.hit.fingerprint.begin());
  if (secrets::is_published(one.hit.fingerprint)) return;
  if (mode == Mode::Text && !short_text && is_allowed(text, found.value.begin)) return;
  one.hit.secret_class = find.row;
  one.hit.offset = base + found.value.begin;
  one.end = base + found.value.end;
  // One secret is one hit: the class that says more of it stays.
  const auto same = [&](const Kept& other) {
    return other.hit.fingerprint == one.hit.fingerprint ||
           (other.hit.offset < one.end && one.hit.offset < other.end);
  };
  if (std::any_of(kept.begin(), kept.end(), [&](const Kept& other) {
        return same(other) &&
               scanner.exactness(other.hit.secret_class) >= scanner.exactness(find.row);
      })) {
    return;
  }
  std::erase_if(kept, same);
  if (kept.size() >= most_hits) {
    cut = true;
    return;
  }
  one.hit.length = static_cast<std::uint32_t>(value.size());
  one.hit.redacted = redacted(value, found);
  one.hit.encrypted = found.encrypted;
  one.hit.expires_s = found.expires_s;
  if (mode == Mode::Text) {
    count_to(text, base, std::max(counted, one.hit.offset));
    const std::uint64_t behind_it =
        one.hit.offset < counted
            ? secrets::count_lines(text.substr(one.hit.offset - base, counted - one.hit.offset))
            : 0;
    one.hit.line = static_cast<std::uint32_t>(lines - behind_it + 1);
  }
  kept.push_back(std::move(one));
}

void SecretReader::State::search(std::string_view text, std::uint64_t base, std::size_t from,
                                 std::size_t to) {
  Spot spot;
  spot.text = text;
  spot.path = path;
  spot.belief = verdict.belief;
  spot.short_text = short_text;
  while (from < to) {
    from = filter->find(text, from, to, positions, positions_room);
    for (const std::uint32_t at : positions) {
      filter->literals_at(text, at, [&](std::uint16_t tag, std::size_t begin, std::size_t length) {
        spot.at = begin;
        spot.length = length;
        work += scanner.verify(tag, spot, finds);
      });
    }
    for (auto& find : finds) keep(text, base, find);
    finds.clear();
    if (cut || work > work_allowed(base + from)) {
      cut = true;
      return;
    }
  }
}

void SecretReader::State::search_held(bool last) {
  const std::size_t to = last ? held.size() : held.size() - std::min(held.size(), ahead);
  if (to > done) {
    search(held, held_offset, done, to);
    done = to;
  }
  if (last || done <= behind) return;
  const std::size_t drop = done - behind;
  if (mode == Mode::Text) count_to(held, held_offset, held_offset + drop);
  held.erase(0, drop);
  held_offset += drop;
  done -= drop;
}

void SecretReader::State::take(std::string_view bytes) {
  while (!bytes.empty() && !cut) {
    if (held.empty() && bytes.size() > held_room) {
      // Where it lies; the last bytes are held.
      const std::size_t to = bytes.size() - ahead;
      search(bytes, held_offset, 0, to);
      const std::size_t drop = to - behind;
      if (mode == Mode::Text) count_to(bytes, held_offset, held_offset + drop);
      held.assign(bytes.substr(drop));
      held_offset += drop;
      done = behind;
      return;
    }
    const std::size_t room = held_room - held.size();
    if (bytes.size() > held_room && done + ahead <= held.size() + room) {
      // As much as is needed to go on in the piece itself.
      const std::size_t needed = ahead + behind;
      const std::uint64_t piece_offset = held_offset + held.size();
      if (needed <= room && needed < bytes.size() - ahead) {
        held.append(bytes.substr(0, needed));
        search_held(false);
        if (cut) return;
        held.clear();
        // Literals before `behind` bytes of the piece are dealt with.
        const std::size_t to = bytes.size() - ahead;
        search(bytes, piece_offset, behind, to);
        const std::size_t drop = to - behind;
        if (mode == Mode::Text) count_to(bytes, piece_offset, piece_offset + drop);
        held.assign(bytes.substr(drop));
        held_offset = piece_offset + drop;
        done = behind;
        return;
      }
    }
    const std::size_t taken = std::min(room, bytes.size());
    held.append(bytes.substr(0, taken));
    bytes.remove_prefix(taken);
    if (held.size() == held_room) search_held(false);
  }
}

void SecretReader::State::take_wide(std::string_view bytes) {
  // The mark FF FE or FE FF has the place of a letter; letters beyond Latin become what they may.
  constexpr std::size_t chunk = 16 * 1024;
  std::array<char, chunk> letters;
  while (!bytes.empty()) {
    std::size_t count = 0;
    std::size_t read = 0;
    for (; read < bytes.size() && count < chunk; ++read, ++wide_seen) {
      if ((wide_seen & 1) == 0) {
        wide_first = bytes[read];
      } else {
        letters[count++] = wide_first != '\0' ? wide_first : bytes[read];
      }
    }
    take({letters.data(), count});
    bytes.remove_prefix(read);
  }
}

void SecretReader::State::hand_over(std::vector<SecretHit>& hits) {
  std::sort(kept.begin(), kept.end(),
            [](const auto& a, const auto& b) { return a.hit.offset < b.hit.offset; });
  for (Kept& one : kept) {
    if (wide) {
      one.hit.offset *= 2;
      one.hit.length *= 2;
    }
    hits.push_back(std::move(one.hit));
  }
  kept.clear();
}

void SecretReader::State::read_whole() {
  const secrets::WholeFile file{path, held, size};
  for (const std::uint16_t row : whole_rows) {
    std::vector<Found> found;
    scanner.rows[row]->read_file(file, found);
    for (Found& one : found) finds.push_back({row, std::move(one)});
  }
  for (auto& find : finds) keep(held, held_offset, find);
  finds.clear();
}

SecretReader::SecretReader(const SecretScanner& scanner)
    : state_(std::make_unique<State>(scanner)) {
  state_->held.reserve(held_room);
}
SecretReader::~SecretReader() = default;
SecretReader::SecretReader(SecretReader&&) noexcept = default;
SecretReader& SecretReader::operator=(SecretReader&&) noexcept = default;

void SecretReader::begin(std::string_view path, std::uint64_t size) {
  State& state = *state_;
  state.path = path;
  state.size = size;
  state.verdict = secrets::read_path(path);
  state.whole_rows.clear();
  if (!state.verdict.published) state.scanner.rows_for(path, state.whole_rows);
  state.wants_whole = !state.whole_rows.empty();
  const bool read = size >= smallest && (!state.verdict.skipped || state.wants_whole);
  state.mode = read ? Mode::Unknown : Mode::Skipped;
  state.wide = false;
  state.wide_seen = 0;
  state.held.clear();
  state.held_offset = 0;
  state.done = 0;
  state.counted = 0;
  state.lines = 0;
  state.work = 0;
  state.seen = 0;
  state.cut = false;
  state.kept.clear();
}

bool SecretReader::wants_more() const {
  return state_->mode != Mode::Skipped && !state_->cut && state_->seen < state_->size;
}

bool SecretReader::cut_short() const { return state_->cut; }

// Collects what is needed to tell how the file is to be read; true once that is told. `bytes` are
// then those that are not yet dealt with.
bool SecretReader::State::begin_reading(std::string_view& bytes) {
  const bool whole = seen == size;
  if (held.empty() && !wants_whole && (whole || bytes.size() >= sniffed) && !is_wide(bytes)) {
    decide(bytes.substr(0, sniffed));
    if (whole && mode != Mode::Skipped) {
      search(bytes, 0, 0, bytes.size());
      bytes = {};
    }
    return true;
  }
  const std::size_t taken = std::min(held_room - held.size(), bytes.size());
  held.append(bytes.substr(0, taken));
  bytes.remove_prefix(taken);
  const std::size_t enough = wants_whole ? held_room : sniffed;
  if (held.size() < enough && !whole) return false;
  decide(std::string_view(held).substr(0, sniffed));
  if (wide) {
    const std::string raw = std::move(held);
    held.clear();
    held.reserve(held_room);
    take_wide(raw);  // half as long: nothing is searched and dropped yet
  }
  if (wants_whole) read_whole();
  return true;
}

void SecretReader::feed(std::string_view bytes) {
  State& state = *state_;
  if (!wants_more()) return;
  bytes = bytes.substr(0, std::min<std::uint64_t>(bytes.size(), state.size - state.seen));
  state.seen += bytes.size();
  if (state.mode == Mode::Unknown && !state.begin_reading(bytes)) return;
  if (bytes.empty() || state.mode == Mode::Skipped) return;
  if (state.wide) {
    state.take_wide(bytes);
  } else {
    state.take(bytes);
  }
}

void SecretReader::finish(std::vector<SecretHit>& hits) {
  State& state = *state_;
  if (state.mode == Mode::Unknown && !state.held.empty()) {  // shorter than was said
    state.size = state.seen;
    std::string_view nothing;
    (void)state.begin_reading(nothing);
  }
  if (state.mode != Mode::Skipped && !state.cut && !state.held.empty()) state.search_held(true);
  state.hand_over(hits);
  state.held.clear();
  state.mode = Mode::Skipped;
}

std::vector<SecretHit> find_in_text(const SecretScanner& scanner, std::string_view text) {
  constexpr std::size_t longest = 1 << 20;
  text = text.substr(0, longest);
  if (!scanner.may_be_in(text)) return {};
  SecretReader::State state(scanner);
  state.verdict.belief = Belief::Secrets;
  state.short_text = true;
  state.mode = Mode::Text;
  state.filter = &state.scanner.for_settings();
  state.search(text, 0, 0, text.size());
  std::vector<SecretHit> hits;
  state.hand_over(hits);
  return hits;
}

}  // namespace plimsoll
