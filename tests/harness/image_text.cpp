#include "tests/harness/image_text.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "analyzer/digest/sha256.h"
#include "tests/harness/made_elf.h"

namespace plimsoll::harness {

namespace {

using Json = nlohmann::ordered_json;

std::string octal(std::uint64_t value, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; value /= 8) text[i] = static_cast<char>('0' + value % 8);
  return text;
}

struct Entry {
  std::string name, link, bytes;
  char type = '0';
  std::optional<unsigned> mode;
  std::uint64_t uid = 0, gid = 0, mtime = 1;
  std::uint64_t major = 0, minor = 0;
  std::optional<unsigned> capability;
};

std::string header(const std::string& name, char type, std::uint64_t size, const Entry& entry) {
  std::string block(512, '\0');
  const auto put = [&](std::size_t at, const std::string& text) {
    block.replace(at, text.size(), text);
  };
  put(0, name.substr(0, 100));
  put(100, octal(entry.mode.value_or(type == '5' ? 0755 : type == '2' ? 0777 : 0644), 7));
  put(108, octal(entry.uid, 7));
  put(116, octal(entry.gid, 7));
  put(124, octal(size, 11));
  put(136, octal(entry.mtime, 11));
  put(148, "        ");
  block[156] = type;
  put(157, entry.link.substr(0, 100));
  put(257, std::string("ustar\00000", 8));
  put(329, octal(entry.major, 7));
  put(337, octal(entry.minor, 7));
  std::uint64_t sum = 0;
  for (const char each : block) sum += static_cast<unsigned char>(each);
  put(148, octal(sum, 6) + std::string("\0 ", 2));
  return block;
}

std::string padded(std::string bytes) {
  bytes.resize((bytes.size() + 511) / 512 * 512, '\0');
  return bytes;
}

std::string record(const std::string& key, const std::string& value) {
  std::size_t size = key.size() + value.size() + 3;
  size += std::to_string(size + std::to_string(size).size()).size();
  return std::to_string(size) + " " + key + "=" + value + "\n";
}

std::string tar_of(const Entry& entry) {
  std::string records;
  if (entry.name.size() > 100) records += record("path", entry.name);
  if (entry.capability) {
    // struct vfs_cap_data, second revision: magic and flags, then permitted and inheritable.
    std::string value("\1\0\0\2", 4);
    for (std::size_t i = 0; i < 4; ++i) {
      const bool here = *entry.capability / 32 == i / 2 && i % 2 == 0;
      const std::uint32_t bits = here ? 1U << (*entry.capability % 32) : 0;
      for (unsigned k = 0; k < 4; ++k) value += static_cast<char>((bits >> (8 * k)) & 0xFF);
    }
    records += record("SCHILY.xattr.security.capability", value);
  }
  std::string tar;
  if (!records.empty()) tar += header("pax", 'x', records.size(), {}) + padded(records);
  const bool has_bytes = entry.type == '0';
  tar += header(entry.name, entry.type, has_bytes ? entry.bytes.size() : 0, entry);
  if (has_bytes) tar += padded(entry.bytes);
  return tar;
}

std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char next = text[++i];
    if (next == 'x' && i + 2 < text.size()) {  // \x7F: a byte
      out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
      continue;
    }
    out += next == 'n'   ? '\n'
           : next == 'r' ? '\r'
           : next == '0' ? '\0'
           : next == '1' ? '\1'
           : next == 's' ? ' '
                         : next;
  }
  return out;
}

std::string content(const std::string& word) {
  const std::size_t star = word.rfind('*');
  if (star == std::string::npos) return unescaped(word);
  const std::string part = unescaped(word.substr(0, star));
  std::string all;
  for (long i = std::strtol(word.c_str() + star + 1, nullptr, 10); i > 0; --i) all += part;
  return all;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

bool read_elf_word(const std::string& key, const std::string& value, MadeElf& elf) {
  if (key == "needed") {
    elf.needed = split(value, ',');
  } else if (key == "interpreter") {
    elf.interpreter = value;
  } else if (key == "runpath") {
    elf.run_path = value;
  } else if (key == "machine") {
    elf.machine = static_cast<std::uint16_t>(std::stoul(value));
  } else if (key == "debug") {
    elf.debug_bytes = std::stoul(value);
  } else if (key == "symbols") {
    elf.symbols = true;
  } else {
    return false;
  }
  return true;
}

bool read_attribute(const std::string& key, const std::string& value, Entry& entry) {
  if (key == "mode") {
    entry.mode = static_cast<unsigned>(std::stoul(value, nullptr, 8));
  } else if (key == "uid") {
    entry.uid = std::stoull(value);
  } else if (key == "gid") {
    entry.gid = std::stoull(value);
  } else if (key == "mtime") {
    entry.mtime = std::stoull(value);
  } else if (key == "cap") {
    entry.capability = static_cast<unsigned>(std::stoul(value));
  } else {
    return false;
  }
  return true;
}

class Reader {
 public:
  ImageText read(std::string_view text) {
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
      if (line.empty() || line[0] == '#') continue;
      if (line[0] == ' ') {
        const std::size_t first = line.find_first_not_of(' ');
        if (first != std::string::npos) entry_line(line.substr(first));
      } else {
        image_line(line);
      }
    }
    finish_layer();
    document();
    return std::move(image_);
  }

 private:
  void image_line(const std::string& line) {
    const std::size_t blank = std::min(line.find(' '), line.size());
    const std::string word = line.substr(0, blank);
    const std::string rest = line.substr(std::min(blank + 1, line.size()));
    if (word == "platform") {
      platform_ = rest;
    } else if (word == "name") {
      image_.names.push_back(rest);
    } else if (word == "note") {
      image_.notes.push_back(rest);
    } else if (word == "source") {
      image_.source = rest;
    } else if (word == "config") {
      config_ = Json::parse(rest, nullptr, false);
      if (config_.is_discarded()) mistake(line);
    } else if (word == "annotation") {
      const std::size_t equals = std::min(rest.find('='), rest.size());
      image_.annotations[rest.substr(0, equals)] = rest.substr(std::min(equals + 1, rest.size()));
    } else if (word == "base") {
      image_.base_layers = std::stoul(rest);
    } else if (word == "stored") {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      image_.stored_name = rest.substr(0, end);
      image_.stored_layers = end == rest.size() ? 0 : std::stoul(rest.substr(end));
    } else if (word == "setting") {
      history(rest, true);
    } else if (word == "layer") {
      finish_layer();
      in_layer_ = true;
      history(rest, false);
    } else {
      mistake(line);
    }
  }

  void history(const std::string& created_by, bool empty) {
    if (created_by.empty()) return;
    Json entry = {{"created_by", created_by}};
    if (empty) entry["empty_layer"] = true;
    history_.push_back(std::move(entry));
  }

  void entry_line(const std::string& line) {
    if (line[0] == '|' && open_) {
      open_->bytes += line.substr(std::min<std::size_t>(2, line.size())) + "\n";
      return;
    }
    finish_entry();
    std::istringstream words(line);
    Entry entry;
    words >> entry.name;
    if (entry.name.ends_with('/')) entry.type = '5';
    MadeElf elf;
    bool is_elf = false;
    for (std::string word; words >> word;) {
      const std::size_t equals = std::min(word.find('='), word.size());
      const std::string key = word.substr(0, equals);
      const std::string value = word.substr(std::min(equals + 1, word.size()));
      if (read_attribute(key, value, entry) || (is_elf && read_elf_word(key, value, elf))) continue;
      if (word == "elf") {
        is_elf = true;
      } else if (!kind(word, words, entry)) {
        mistake(line);
      }
    }
    if (is_elf) entry.bytes = elf.bytes();
    if (is_elf && !entry.mode) entry.mode = 0755;
    open_ = std::move(entry);
  }

  static bool kind(const std::string& word, std::istringstream& words, Entry& entry) {
    std::string value;
    if (word == "<<") return true;
    if (word == "=") {
      // A lone "=" at the end of the line is an empty file.
      std::string rest;
      const auto place = words.tellg();
      if (words >> value && value.find("mode=") != 0 && value.find("uid=") != 0) {
        entry.bytes = content(value);
      } else if (place >= 0) {
        words.clear();
        words.seekg(place);
      }
      return true;
    }
    if (!(words >> value)) return false;
    if (word == "->" || word == "==") {
      entry.type = word == "->" ? '2' : '1';
      entry.link = value;
      return true;
    }
    if (word != "c" && word != "b") return false;
    entry.type = word == "c" ? '3' : '4';
    entry.major = std::stoull(value);
    return static_cast<bool>(words >> entry.minor);
  }

  void finish_entry() {
    if (open_) tar_ += tar_of(*open_);
    open_.reset();
  }
  void finish_layer() {
    finish_entry();
    if (in_layer_) image_.layers.push_back(tar_ + std::string(1024, '\0'));
    tar_.clear();
    in_layer_ = false;
  }

  void document() {
    const std::vector<std::string> platform = split(platform_, '/');
    Json document;
    document["os"] = platform.empty() ? "linux" : platform[0];
    document["architecture"] = platform.size() > 1 ? platform[1] : "amd64";
    if (platform.size() > 2) document["variant"] = platform[2];
    if (!config_.is_null() && !config_.is_discarded()) document["config"] = config_;
    Json ids = Json::array();
    for (const std::string& tar : image_.layers)
      ids.push_back("sha256:" + digest::to_hex(digest::sha256(tar)));
    document["rootfs"] = {{"type", "layers"}, {"diff_ids", ids}};
    if (!history_.empty()) document["history"] = history_;
    image_.config = document.dump();
  }

  void mistake(const std::string& line) { image_.mistakes.push_back("cannot read `" + line + "`"); }

  ImageText image_;
  std::string platform_ = "linux/amd64";
  Json config_, history_ = Json::array();
  std::optional<Entry> open_;
  std::string tar_;
  bool in_layer_ = false;
};

}  // namespace

ImageText read_image_text(std::string_view text) { return Reader().read(text); }

}  // namespace plimsoll::harness
