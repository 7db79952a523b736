#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "app/cli/commands.h"
#include "app/cli/open_store.h"
#include "app/cli/stored.h"
#include "app/cli/visible.h"
#include "app/report/json_writer.h"
#include "builder/export/export.h"
#include "builder/store/names.h"

// `plimsoll store ls`, `history` and `inspect`: what there is.

namespace plimsoll::app {
namespace {

using builder::NamedImage;
using builder::Store;
using builder::StoredImage;

struct Member {
  std::string digest;
  std::string platform;
  std::string created;
  std::uint64_t size = 0;  // of its blobs
};

struct Listed {
  std::string name;
  Descriptor descriptor;
  std::vector<Member> members;
  std::uint64_t size = 0;  // of the blobs of all members, each once
  std::string created;     // the latest
  std::string damage;      // why it cannot be read
};

Listed listed(const Store& store, const NamedImage& named) {
  Listed image;
  image.name = builder::familiar_name(named.name);
  image.descriptor = named.descriptor;
  const Result<std::vector<Descriptor>> members = builder::members_of(store, {named.descriptor});
  if (!members) {
    image.damage = members.error().message;
    return image;
  }
  std::set<std::string> seen;
  for (const Descriptor& descriptor : *members) {
    const Result<StoredImage> stored = store.image(descriptor);
    if (!stored) {
      image.damage = stored.error().message;
      continue;
    }
    Member member{descriptor.digest, stored->config.platform.to_string(), stored->config.created,
                  0};
    for (const Descriptor& layer : stored->manifest.layers) {
      member.size += layer.size;
      if (seen.insert(layer.digest).second) image.size += layer.size;
    }
    image.created = std::max(image.created, member.created);
    image.members.push_back(std::move(member));
  }
  return image;
}

std::string json_of(const std::vector<Listed>& images) {
  std::string text;
  JsonWriter json(text);
  json.begin_array();
  for (const Listed& image : images) {
    json.new_line().begin_object().field("name", image.name);
    json.field("digest", image.descriptor.digest).field("mediaType", image.descriptor.media_type);
    json.field("size", image.size).field("created", image.created);
    json.key("images").begin_array();
    for (const Member& member : image.members) {
      json.begin_object().field("platform", member.platform).field("digest", member.digest);
      json.field("size", member.size).field("created", member.created).end_object();
    }
    json.end_array();
    if (!image.damage.empty()) json.field("damage", image.damage);
    json.end_object();
  }
  if (!images.empty()) json.new_line();
  json.end_array();
  return text + "\n";
}

std::string raw_json(std::string_view text) {
  const auto parsed = nlohmann::ordered_json::parse(text, nullptr, false);
  return parsed.is_discarded() ? "null" : parsed.dump(2, ' ', true);
}

std::string indented(const std::string& text) {
  std::string result;
  for (const char letter : text) {
    result += letter;
    if (letter == '\n') result += "    ";
  }
  return result;
}

// What the files of a layer take, as `docker history` counts; what the manifest says of a layer
// that cannot be unpacked.
std::uint64_t content_bytes(Store& store, const Descriptor& layer, const std::string& diff_id) {
  const Result<builder::StoredLayer> stored = store.layer(layer, diff_id);
  if (!stored) return layer.size;
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < stored->index->size(); ++i) {
    if (stored->index->kind_at(i) == builder::EntryKind::File) bytes += stored->index->at(i).size;
  }
  return bytes;
}

struct Line {
  HistoryEntry entry;
  std::uint64_t size = 0;
  std::string layer;  // the diffID; "" of an entry without one
};

// Newest first. Layers that the history does not tell of have lines of their own.
std::vector<Line> history_of(Store& store, const StoredImage& image) {
  std::vector<Line> lines;
  std::size_t next = 0;
  const auto with_layer = [&](HistoryEntry entry) {
    const std::string& diff_id = image.config.diff_ids[next];
    lines.push_back(
        {std::move(entry), content_bytes(store, image.manifest.layers[next], diff_id), diff_id});
    ++next;
  };
  for (const HistoryEntry& entry : image.config.history) {
    if (entry.empty_layer || next == image.config.diff_ids.size()) {
      lines.push_back({entry, 0, ""});
    } else {
      with_layer(entry);
    }
  }
  while (next < image.config.diff_ids.size()) with_layer({});
  std::reverse(lines.begin(), lines.end());
  return lines;
}

std::string cut(std::string text, std::size_t width) {
  for (char& letter : text) {
    if (letter == '\n' || letter == '\t') letter = ' ';
  }
  text = visible(text);
  if (text.size() <= width) return text;
  std::size_t end = width - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

void print_history_json(Session& session, const std::vector<Line>& lines) {
  std::string text;
  JsonWriter json(text);
  json.begin_array();
  for (const Line& line : lines) {
    json.new_line().begin_object().field("created", line.entry.created);
    json.field("createdBy", line.entry.created_by).field("size", line.size);
    json.field("layer", line.layer).field("comment", line.entry.comment).end_object();
  }
  json.new_line().end_array();
  session.print(text + "\n");
}

}  // namespace

void store_ls_command(Session& session) {
  const Result<Store> store = open_store_to_look(session);
  if (!store) return session.fail("", store.error().message);
  const Result<std::vector<NamedImage>> names = store->names();
  if (!names) return session.fail("", names.error().message);
  std::vector<Listed> images;
  for (const NamedImage& named : *names) {
    const std::vector<std::string>& wanted = session.line.operands;
    const bool asked = std::any_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
      const std::string familiar = builder::familiar_name(named.name);
      return builder::normal_name(word) == named.name ||
             familiar.substr(0, familiar.rfind(':')) == word;
    });
    if (wanted.empty() || asked) images.push_back(listed(*store, named));
  }
  std::stable_sort(images.begin(), images.end(),
                   [](const Listed& a, const Listed& b) { return a.name < b.name; });
  if (session.line.has(FlagId::Json)) return session.print(json_of(images));
  if (images.empty()) return;
  std::vector<std::vector<std::string>> rows = {{"NAME", "PLATFORM", "DIGEST", "SIZE", "CREATED"}};
  for (const Listed& image : images) {
    std::string platforms;
    for (const Member& member : image.members) {
      platforms += (platforms.empty() ? "" : ",") + visible(member.platform);
    }
    rows.push_back({visible(image.name), platforms.empty() ? "-" : platforms,
                    shown_digest(session, image.descriptor.digest), human_bytes(image.size),
                    day_of(image.created)});
  }
  print_table(session, rows);
  for (const Listed& image : images) {
    if (!image.damage.empty()) session.partial(image.name, image.damage);
  }
}

void store_history_command(Session& session) {
  if (session.line.operands.size() != 1) {
    return session.fail("", "name one image\n  plimsoll store history NAME");
  }
  Result<Store> store = open_store_to_look(session);
  if (!store) return session.fail("", store.error().message);
  const Result<StoredImage> image = stored_image(session, *store, session.line.operands[0]);
  if (!image) return session.fail("", image.error().message);
  const std::vector<Line> lines = history_of(*store, *image);
  if (session.line.has(FlagId::Json)) return print_history_json(session, lines);
  constexpr std::size_t narrow = 60;
  const std::size_t width = session.line.has(FlagId::NoTrunc) ? SIZE_MAX : narrow;
  std::vector<std::vector<std::string>> rows = {{"LAYER", "CREATED", "SIZE", "CREATED BY"}};
  for (const Line& line : lines) {
    std::string by = cut(line.entry.created_by, width);
    if (by.empty()) by = cut(line.entry.comment, width);
    rows.push_back({line.layer.empty() ? "-" : shown_digest(session, line.layer),
                    day_of(line.entry.created), human_bytes(line.size), by.empty() ? "-" : by});
  }
  print_table(session, rows);
}

void store_inspect_command(Session& session) {
  if (session.line.operands.empty()) {
    return session.fail("", "name an image\n  plimsoll store inspect NAME...");
  }
  const Result<Store> store = open_store_to_look(session);
  if (!store) return session.fail("", store.error().message);
  std::string text;
  JsonWriter json(text);
  json.begin_array();
  for (const std::string& name : session.line.operands) {
    const Result<Descriptor> root = stored(*store, name);
    const Result<StoredImage> image = stored_image(session, *store, name);
    if (!root || !image) {
      session.fail("", root ? image.error().message : root.error().message);
      continue;
    }
    const Result<std::string> manifest =
        store->read_blob(image->descriptor.digest, max_manifest_bytes);
    const Result<std::string> config =
        store->read_blob(image->manifest.config.digest, max_config_bytes);
    if (!manifest || !config) continue;  // they were read a moment ago
    json.new_line().begin_object();
    json.new_line().field("name", name).new_line().field("digest", root->digest);
    json.new_line().field("platform", image->config.platform.to_string());
    if (root->digest != image->descriptor.digest) {
      const Result<std::string> index = store->read_blob(root->digest, max_manifest_bytes);
      json.new_line().key("index").raw(index ? indented(raw_json(*index)) : "null");
      json.new_line().field("manifestDigest", image->descriptor.digest);
    }
    json.new_line().key("manifest").raw(indented(raw_json(*manifest)));
    json.new_line().key("config").raw(indented(raw_json(*config)));
    json.new_line().end_object();
  }
  json.new_line().end_array();
  if (session.exit_code() == ExitCode::Clean || text.size() > 4) session.print(text + "\n");
}

}  // namespace plimsoll::app
