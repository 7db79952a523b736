// Private keys in their armours. Problem: `-----BEGIN RSA PRIVATE KEY-----` stands in every program
// that reads keys, in every page that tells how to make one, in tests and templates; a key is there
// only if its body is.
//
// Choice: decode the body, from whatever it is wrapped in (lines, `\n` of JSON, the quotes of a
// program's lines), and look at its first bytes: DER begins a SEQUENCE whose length is the body's,
// OpenSSH's form with its own name. So a template, three dots or a body cut short is no key, and
// whether it is encrypted can be read as well.

#include <algorithm>
#include <array>

#include "analyzer/secrets/encodings.h"
#include "analyzer/secrets/readers.h"

namespace plimsoll::secrets {

namespace {

constexpr std::size_t longest_body = 16 * 1024 - 512;  // with its armour within what is at hand

struct Body {
  std::string letters;    // base64 alone
  std::size_t end = 0;    // behind the last of them
  bool complete = false;  // the armour's end follows
};

// The base64 letters from `at` to the next dashes. Between the quotes of a program's lines
// (`"...\n" +`) stands what joins them; the first quote closes a text, for its begin is in front.
Body read_body(std::string_view text, std::size_t at) {
  Body body;
  const std::size_t stop = std::min(text.size(), at + longest_body);
  bool between = false;
  while (at < stop) {
    const char c = text[at];
    if (c == '-') {
      body.complete = text.substr(at).starts_with("----");
      break;
    }
    if (c == '"' || c == '\'') {
      between = !between;
    } else if (c == '\\' && at + 1 < stop) {
      at += text[at + 1] == '\\' ? 0u : 1u;  // `\n`, `\\n`, a backslash at a line's end
    } else if (is_blank(c) || is_line_end(c) || (between && (c == '+' || c == '.' || c == ','))) {
    } else if (belongs(Letters::Base64Padded, c) && !between) {
      body.letters += c;
      body.end = at + 1;
    } else {
      break;
    }
    ++at;
  }
  return body;
}

// Behind the header lines of RFC 1421 (`Proc-Type: 4,ENCRYPTED`).
std::size_t skip_headers(std::string_view text, std::size_t at, bool& encrypted) {
  constexpr std::size_t most_headers = 8;
  for (std::size_t i = 0; i < most_headers; ++i) {
    std::size_t begin = at;
    while (begin < text.size() && (is_line_end(text[begin]) || is_blank(text[begin]))) ++begin;
    if (text.substr(begin).starts_with("\\n")) begin += 2;
    const std::size_t name_end = run_end(text, begin, Letters::Wide, 32);
    if (!text.substr(name_end).starts_with(": ")) return at;
    const std::size_t line_end = std::min(text.find_first_of("\n\\", name_end), text.size());
    encrypted = encrypted ||
                text.substr(begin, line_end - begin).find("ENCRYPTED") != std::string_view::npos;
    at = line_end;
  }
  return at;
}

// The length that a DER SEQUENCE says it has, header included; 0 where it is none (X.690, 8.1).
std::size_t der_length(std::string_view bytes) {
  if (bytes.size() < 4 || bytes[0] != 0x30) return 0;
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i]));
  };
  if (byte(1) < 0x80) return 2 + byte(1);
  if (byte(1) == 0x81) return 3 + byte(2);
  if (byte(1) == 0x82) return 4 + (byte(2) << 8 | byte(3));
  return 0;
}

bool is_key(std::string_view label, const std::string& bytes, const Body& body, bool& encrypted) {
  constexpr std::size_t fewest_bytes = 30;
  if (bytes.size() < fewest_bytes) return false;
  constexpr std::string_view openssh = "openssh-key-v1";
  if (std::string_view(bytes).starts_with(openssh)) {
    // Then NUL, and the cipher's name behind its length in four bytes.
    encrypted = !std::string_view(bytes).substr(openssh.size() + 5).starts_with("none");
    return body.complete;
  }
  if (label.starts_with("OPENSSH")) return false;
  if (encrypted && !label.starts_with("ENCRYPTED")) return body.complete;  // DER under a cipher
  const std::size_t length = der_length(bytes);
  return length != 0 && (bytes.size() == length || (!body.complete && bytes.size() > 256));
}

// Behind the public parts of a secret key packet of version 4 (RFC 4880, 5.5.2); 0 where they are
// of another kind or do not fit.
std::size_t after_public_parts(std::string_view body) {
  constexpr std::size_t head = 6;  // version, time, algorithm
  if (body.size() < head || body[0] != 4) return 0;
  std::size_t at = head;
  const auto byte = [&](std::size_t i) {
    return i < body.size() ? static_cast<std::size_t>(static_cast<unsigned char>(body[i])) : 0;
  };
  const auto skip_numbers = [&](int count) {
    constexpr std::size_t bits = 8;
    for (; count > 0; --count) at += 2 + ((byte(at) << bits | byte(at + 1)) + bits - 1) / bits;
  };
  switch (body[head - 1]) {
    case 1:
    case 2:
    case 3:  // RSA
      skip_numbers(2);
      break;
    case 16:  // Elgamal
      skip_numbers(3);
      break;
    case 17:  // DSA
      skip_numbers(4);
      break;
    case 18:  // ECDH: a curve, a point, parameters of a key derivation
      at += 1 + byte(at);
      skip_numbers(1);
      at += 1 + byte(at);
      break;
    case 19:
    case 22:  // ECDSA, EdDSA
      at += 1 + byte(at);
      skip_numbers(1);
      break;
    default:
      return 0;
  }
  return at < body.size() ? at : 0;
}

// Is the secret half of the first packet under a passphrase? Its length stands in one, two or four
// bytes of the old form, or in one, two or five of the new one (RFC 4880, 4.2).
bool is_pgp_encrypted(std::string_view bytes) {
  const auto first = static_cast<unsigned char>(bytes[0]);
  const auto second = static_cast<unsigned char>(bytes[1]);
  std::size_t head = 0;
  if ((first & 0x40) != 0) {
    head = second < 192 ? 2 : second < 255 ? 3 : 6;
  } else {
    constexpr std::array<std::size_t, 4> sizes = {2, 3, 5, 1};
    head = sizes[first & 3];
  }
  const std::string_view body = bytes.substr(head);
  const std::size_t at = after_public_parts(body);
  return at != 0 && body[at] != 0;  // how the string becomes a key; 0: there is none
}

}  // namespace

std::optional<Found> read_private_key(const Spot& spot) {
  const std::string_view text = spot.text;
  const std::size_t label_begin = spot.at + spot.length + 1;
  if (label_begin >= text.size() || text[label_begin - 1] != ' ') return std::nullopt;
  constexpr std::size_t longest_label = 40;
  const std::size_t dashes = text.substr(label_begin, longest_label).find("-----");
  if (dashes == std::string_view::npos) return std::nullopt;
  const std::string_view label = text.substr(label_begin, dashes);
  if (!label.ends_with("PRIVATE KEY")) return std::nullopt;
  bool encrypted = label.starts_with("ENCRYPTED");
  const std::size_t body_at = skip_headers(text, label_begin + dashes + 5, encrypted);
  const Body body = read_body(text, body_at);
  const auto bytes = decode_base64(body.letters);
  if (!bytes || !is_key(label, *bytes, body, encrypted)) {
    return std::nullopt;
  }
  Found found{{spot.at, body.end}};
  found.encrypted = encrypted;
  found.identity = body.letters;
  found.shown = std::string(label);
  return found;
}

std::optional<Found> read_pgp_key(const Spot& spot) {
  const std::string_view text = spot.text;
  constexpr std::string_view label = " PGP PRIVATE KEY BLOCK-----";
  const std::size_t at = spot.at + spot.length + label.size();
  if (!text.substr(spot.at + spot.length).starts_with(label)) return std::nullopt;
  bool encrypted = false;
  const Body body = read_body(text, skip_headers(text, at, encrypted));
  const auto bytes = decode_base64(body.letters.substr(0, body.letters.find('=')));
  constexpr std::size_t fewest_bytes = 100;
  // A secret key packet is tag 5, in the old form or the new one (RFC 4880, 4.2).
  if (!bytes || bytes->size() < fewest_bytes) return std::nullopt;
  const auto first = static_cast<unsigned char>(bytes->front());
  if ((first & 0xfc) != 0x94 && first != 0xc5) return std::nullopt;
  Found found{{spot.at, body.end}};
  found.identity = body.letters;
  found.encrypted = is_pgp_encrypted(*bytes);
  found.shown = "PGP PRIVATE KEY BLOCK";
  return found;
}

std::optional<Found> read_putty_key(const Spot& spot) {
  const std::string_view text = spot.text;
  constexpr std::size_t longest_head = 4096;  // with the public half
  const std::size_t in_head =
      text.substr(spot.at + spot.length, longest_head).find("Private-Lines:");
  if (in_head == std::string_view::npos) return std::nullopt;
  const std::size_t mark = spot.at + spot.length + in_head;
  const std::size_t lines = text.find('\n', mark);
  if (lines == std::string_view::npos) return std::nullopt;
  const std::size_t end = std::min(text.find("Private-MAC", lines), text.size());
  const std::string_view body = text.substr(lines, std::min(end - lines, longest_body));
  const auto bytes = decode_base64(body);
  constexpr std::size_t fewest_bytes = 24;
  if (!bytes || bytes->size() < fewest_bytes) return std::nullopt;
  Found found{{spot.at, lines + body.size()}};
  const std::string_view head = text.substr(spot.at, mark - spot.at);
  found.encrypted = head.find("Encryption: none") == std::string_view::npos;
  found.identity = std::string(body);
  found.shown = "PuTTY key";
  return found;
}

std::optional<Found> read_encoded_key(const Spot& spot) {
  if (!is_word_start(spot.text, spot.at)) return std::nullopt;
  constexpr std::string_view armour = "-----BEGIN";
  constexpr std::size_t first_line = 64;
  const auto head = decode_base64(spot.text.substr(spot.at, first_line));
  if (!head || head->find("PRIVATE KEY-----") == std::string::npos) return std::nullopt;
  const std::size_t end = run_end(spot.text, spot.at, Letters::Base64Padded, longest_body);
  const auto bytes = decode_base64(spot.text.substr(spot.at, end - spot.at));
  if (!bytes) return std::nullopt;
  Spot inner;
  inner.text = *bytes;
  inner.length = armour.size();
  auto found = read_private_key(inner);
  if (found) found->value = {spot.at, end};
  return found;
}

std::optional<Found> read_openvpn_key(const Spot& spot) {
  constexpr std::string_view label = " OpenVPN Static key V1-----";
  if (!spot.text.substr(spot.at + spot.length).starts_with(label)) return std::nullopt;
  const std::size_t line = spot.text.find('\n', spot.at);
  if (line == std::string_view::npos) return std::nullopt;
  std::size_t at = line;
  std::size_t digits = 0;
  constexpr std::size_t whole_key = 512;
  while (at < spot.text.size() && digits < whole_key) {
    if (belongs(Letters::LowerHex, spot.text[at])) {
      ++digits;
    } else if (!is_line_end(spot.text[at]) && !is_blank(spot.text[at])) {
      break;
    }
    ++at;
  }
  if (digits < whole_key) return std::nullopt;
  Found found{{spot.at, at}};
  found.identity = std::string(spot.text.substr(line, at - line));
  found.shown = "OpenVPN static key";
  return found;
}

}  // namespace plimsoll::secrets
