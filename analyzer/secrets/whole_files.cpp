#include <algorithm>
#include <array>

#include "analyzer/secrets/randomness.h"
#include "analyzer/secrets/readers.h"

namespace plimsoll::secrets {

namespace {

constexpr std::size_t most_finds = 64;

// Calls visit(begin, end) for each line, without its end.
template <class Visit>
void each_line(std::string_view text, Visit&& visit) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    visit(begin, end > begin && text[end - 1] == '\r' ? end - 1 : end);
    begin = end + 1;
  }
}

// A hash of crypt(5): `$6$salt$...`, `$2y$10$...`, `$y$j9T$...`.
bool is_crypt_hash(std::string_view text) {
  constexpr std::size_t shortest = 20;
  if (text.size() < shortest || text.front() != '$') return false;
  const std::size_t method = text.find('$', 1);
  return method != std::string_view::npos && method > 1 && method < 10;
}

void add_whole(const WholeFile& file, std::vector<Found>& finds, std::string shown) {
  Found found{{0, file.text.size()}};
  found.shown = std::move(shown);
  finds.push_back(std::move(found));
}

}  // namespace

void read_netrc(const WholeFile& file, std::vector<Found>& finds) {
  std::string_view before;
  bool anonymous = false;
  for (std::size_t at = 0; at < file.text.size() && finds.size() < most_finds;) {
    at = file.text.find_first_not_of(" \t\r\n", at);
    if (at == std::string_view::npos) return;
    const std::size_t end = std::min(file.text.find_first_of(" \t\r\n", at), file.text.size());
    const std::string_view word = file.text.substr(at, end - at);
    if (before == "login") anonymous = word == "anonymous" || word == "ftp";
    const bool password = before == "password" || before == "passwd";
    if (password && !anonymous && is_real_value(word)) finds.push_back(Found{{at, end}});
    before = word;
    at = end;
  }
}

void read_pgpass(const WholeFile& file, std::vector<Found>& finds) {
  each_line(file.text, [&](std::size_t begin, std::size_t end) {
    const std::string_view line = file.text.substr(begin, end - begin);
    if (line.starts_with('#') || std::count(line.begin(), line.end(), ':') < 4) return;
    std::size_t at = 0;
    for (int i = 0; i < 4; ++i) at = line.find(':', at) + 1;
    if (!is_real_value(line.substr(at)) || finds.size() >= most_finds) return;
    finds.push_back(Found{{begin + at, end}});
  });
}

void read_shadow(const WholeFile& file, std::vector<Found>& finds) {
  each_line(file.text, [&](std::size_t begin, std::size_t end) {
    const std::string_view line = file.text.substr(begin, end - begin);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const std::size_t stop = std::min(line.find(':', colon + 1), line.size());
    std::size_t at = colon + 1;
    while (at < stop && line[at] == '!') ++at;  // locked, the hash is there all the same
    const std::string_view hash = line.substr(at, stop - at);
    if (is_crypt_hash(hash) && finds.size() < most_finds) {
      finds.push_back(Found{{begin + at, begin + stop}});
    }
  });
}

void read_htpasswd(const WholeFile& file, std::vector<Found>& finds) {
  each_line(file.text, [&](std::size_t begin, std::size_t end) {
    const std::string_view line = file.text.substr(begin, end - begin);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 || line.front() == '#') return;
    const std::string_view hash = line.substr(colon + 1);
    const bool known = is_crypt_hash(hash) || hash.starts_with("{SHA}") ||
                       (hash.size() == 13 && all(hash, Letters::Dotted));
    if (known && finds.size() < most_finds) finds.push_back(Found{{begin + colon + 1, end}});
  });
}

void read_chap_secrets(const WholeFile& file, std::vector<Found>& finds) {
  // client server secret addresses
  each_line(file.text, [&](std::size_t begin, std::size_t end) {
    std::size_t at = begin;
    for (int field = 0; field < 3; ++field) {
      at = file.text.find_first_not_of(" \t", at);
      if (at >= end || file.text[at] == '#') return;
      const bool quoted = file.text[at] == '"';
      const std::size_t from = quoted ? at + 1 : at;
      const std::size_t to =
          std::min(file.text.find_first_of(quoted ? "\"" : " \t\r\n", from), end);
      if (field == 2 && is_real_value(file.text.substr(from, to - from)) &&
          finds.size() < most_finds) {
        finds.push_back(Found{{from, to}});
      }
      at = quoted ? to + 1 : to;
    }
  });
}

void read_sasl_passwords(const WholeFile& file, std::vector<Found>& finds) {
  // destination user:password
  each_line(file.text, [&](std::size_t begin, std::size_t end) {
    const std::string_view line = file.text.substr(begin, end - begin);
    const std::size_t blank = line.find_first_of(" \t");
    if (line.starts_with('#') || blank == std::string_view::npos) return;
    const std::size_t colon = line.find(':', blank);
    if (colon == std::string_view::npos || !is_real_value(line.substr(colon + 1))) return;
    if (finds.size() < most_finds) finds.push_back(Found{{begin + colon + 1, end}});
  });
}

void read_single_value(const WholeFile& file, std::vector<Found>& finds) {
  constexpr std::size_t shortest = 8;
  constexpr std::size_t longest = 512;
  const std::size_t begin = file.text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return;
  const std::size_t end = file.text.find_last_not_of(" \t\r\n") + 1;
  const std::string_view value = file.text.substr(begin, end - begin);
  if (value.size() < shortest || value.size() > longest || !all(value, Letters::Printable)) return;
  if (is_real_value(value) && !looks_made_up(value)) finds.push_back(Found{{begin, end}});
}

void read_java_keystore(const WholeFile& file, std::vector<Found>& finds) {
  const std::string_view text = file.text;
  const bool jks = text.starts_with("\xfe\xed\xfe\xed");
  const bool jceks = text.starts_with("\xce\xce\xce\xce");
  if (!jks && !jceks) return;
  const auto number = [&](std::size_t at, std::size_t bytes) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
      const char c = at + i < text.size() ? text[at + i] : '\0';
      value = value << 8 | static_cast<unsigned char>(c);
    }
    return value;
  };
  // Behind magic, version and count the entries: a tag (1 a private key, 2 a certificate, 3 a
  // secret key), a name behind its length, a time, and of a certificate its type and itself.
  constexpr std::size_t most_entries = 1024;
  std::size_t at = 12;
  for (std::size_t entry = 0; entry < most_entries && at + 4 < text.size(); ++entry) {
    const std::size_t tag = number(at, 4);
    if (tag == 1 || tag == 3) {
      add_whole(file, finds, "key store");
      finds.back().encrypted = true;
      return;
    }
    if (tag != 2) return;
    at += 4;
    at += 2 + number(at, 2) + 8;
    if (number(4, 4) == 2) at += 2 + number(at, 2);  // the type, from version 2 on
    at += 4 + number(at, 4);
  }
}

void read_pkcs12(const WholeFile& file, std::vector<Found>& finds) {
  // SEQUENCE of version 3 and then the safe (RFC 7292, 4).
  const std::string_view head = file.text.substr(0, 16);
  constexpr std::string_view version("\x02\x01\x03\x30", 4);
  if (!head.starts_with('\x30') || head.find(version) == std::string_view::npos) return;
  // Bags of keys stand outside of what is encrypted; those of certificates alone hold none
  // (keyBag and pkcs8ShroudedKeyBag, 4.2).
  constexpr std::string_view bag("\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01", 10);
  bool found_key = false;
  for (std::size_t at = file.text.find(bag); at != std::string_view::npos && !found_key;
       at = file.text.find(bag, at + 1)) {
    const char kind = at + bag.size() < file.text.size() ? file.text[at + bag.size()] : '\0';
    found_key = kind == 1 || kind == 2;
  }
  if (!found_key) return;
  add_whole(file, finds, "key store");
  finds.back().encrypted = true;
}

namespace {

struct Magic {
  std::size_t at;
  std::string_view bytes;
  std::string_view shown;
};

template <std::size_t N>
void read_magic(const WholeFile& file, const std::array<Magic, N>& magics, bool encrypted,
                std::vector<Found>& finds) {
  for (const Magic& magic : magics) {
    if (file.text.size() <= magic.at || !file.text.substr(magic.at).starts_with(magic.bytes)) {
      continue;
    }
    add_whole(file, finds, std::string(magic.shown));
    finds.back().encrypted = encrypted;
    return;
  }
}

}  // namespace

void read_password_safe(const WholeFile& file, std::vector<Found>& finds) {
  static constexpr std::array<Magic, 5> magics = {{
      {0, "\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5", "KeePass safe"},
      {0, "\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5", "KeePass safe"},
      {0, "PWS3", "Password Safe"},
      {0, "kych", "macOS key chain"},
      {0, "{\"list\":[{\"data\":\"U2FsdGVkX1", "1Password key chain"},  // "Salted__" in base64
  }};
  read_magic(file, magics, true, finds);
}

void read_capture(const WholeFile& file, std::vector<Found>& finds) {
  static constexpr std::array<Magic, 3> magics = {{
      {0, "\xd4\xc3\xb2\xa1", "captured traffic"},
      {0, "\xa1\xb2\xc3\xd4", "captured traffic"},
      {0, "\x0a\x0d\x0d\x0a", "captured traffic"},
  }};
  constexpr std::size_t header_alone = 24;
  if (file.size > header_alone) read_magic(file, magics, false, finds);
}

void read_database(const WholeFile& file, std::vector<Found>& finds) {
  static constexpr std::array<Magic, 2> magics = {{
      {0, std::string_view("\x01\x0f\x00\x00", 4), "SQL Server database"},  // a page of type 15
      {0, "<gnc-v2", "GnuCash book"},
  }};
  read_magic(file, magics, false, finds);
}

void read_bitlocker_key(const WholeFile& file, std::vector<Found>& finds) {
  // Size, version 1, size of the header (48), size again; each in four bytes, the lowest first.
  const auto number = [&](std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 4; i-- > 0;) {
      value = value << 8 | static_cast<unsigned char>(file.text[at + i]);
    }
    return value;
  };
  constexpr std::size_t header = 48;
  if (file.text.size() <= header) return;
  if (number(0) != file.size || number(4) != 1 || number(8) != header || number(12) != file.size) {
    return;
  }
  add_whole(file, finds, "BitLocker key");
}

}  // namespace plimsoll::secrets
