#include "tests/harness/linted_image.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "analyzer/digest/sha256.h"

namespace plimsoll::harness {

namespace {

class BytesReader final : public image::BlobReader {
 public:
  explicit BytesReader(const std::string& bytes) : bytes_(bytes) {}
  Result<std::size_t> read(char* into, std::size_t room) override {
    const std::size_t size = std::min(room, bytes_.size() - at_);
    std::memcpy(into, bytes_.data() + at_, size);
    at_ += size;
    return size;
  }

 private:
  const std::string& bytes_;
  std::size_t at_ = 0;
};

// An image whose layers lie in memory, uncompressed.
class TextSource final : public image::ImageSource {
 public:
  TextSource(const ImageText& text, std::vector<std::string>& mistakes) : layers_(text.layers) {
    description_.source_kind = text.source;
    description_.shown = text.names.empty() ? "image" : text.names.front();
    description_.names = text.names;
    description_.annotations = text.annotations;
    description_.config_digest = "sha256:" + digest::to_hex(digest::sha256(text.config));
    Result<ImageConfig> config = parse_image_config(text.config);
    if (!config) {
      mistakes.push_back(config.error().message);
      return;
    }
    description_.config = std::move(*config);
    description_.platform = description_.config.platform;
    description_.configured = true;
    for (const std::string& kind : text.notes) {
      image::SourceNote note;
      note.kind = kind;
      note.what = "as the test says";
      description_.notes.push_back(std::move(note));
    }
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      image::LayerBlob layer;
      layer.diff_id = description_.config.diff_ids[i];
      layer.blob.digest = layer.diff_id;
      layer.blob.size = layers_[i].size();
      layer.blob.media_type = "application/vnd.oci.image.layer.v1.tar";
      description_.layers.push_back(std::move(layer));
    }
  }
  const image::ImageDescription& description() const override { return description_; }
  Result<std::unique_ptr<image::BlobReader>> open_layer(std::size_t layer) const override {
    return std::make_unique<BytesReader>(layers_[layer]);
  }

 private:
  const std::vector<std::string>& layers_;
  image::ImageDescription description_;
};

const SecretScanner& secret_scanner() {
  static const std::unique_ptr<SecretScanner> scanner = SecretScanner::make().value();
  return *scanner;
}

image::ImageScan scan(const image::ImageSource& source) {
  image::ScanOptions options;
  options.secrets = &secret_scanner();
  options.interest = &image::file_interest();
  return image::scan_image(source, options);
}

std::vector<image::StackedLayer> stacked(const image::ImageScan& scan) {
  std::vector<image::StackedLayer> layers;
  for (const image::LayerScan& each : scan.layers) layers.push_back({each.layer, each.blob_bytes});
  return layers;
}

Attribution attributed(const image::ImageDescription& description, const ImageText& text,
                       const Linted* file) {
  AttributionInput input;
  input.config = &description.config;
  input.layers = description.layers.size();
  input.annotations = &description.annotations;
  for (std::size_t i = 0; i < std::min(text.base_layers, description.layers.size()); ++i) {
    input.base_diff_ids.push_back(description.config.diff_ids[i]);
  }
  if (file) {
    input.file = AttributedFile{&file->source, &file->dockerfile, &file->facts.graph(),
                                &file->facts.values()};
  }
  return attribute(input);
}

std::optional<BaseAtHand> base_at_hand(const image::ImageDescription& description,
                                       const ImageText& text) {
  if (text.stored_name.empty()) return std::nullopt;
  BaseAtHand base{text.stored_name, {}, {}};
  for (std::size_t i = 0; i < std::min(text.stored_layers, description.layers.size()); ++i) {
    base.diff_ids.push_back(description.config.diff_ids[i]);
  }
  if (base.diff_ids.empty()) base.diff_ids.emplace_back("sha256:another");
  return base;
}

}  // namespace

struct LintedImage::State {
  State(const Scene& scene, const ImageText& image_text, const std::string* file)
      : text(image_text),
        mistakes(text.mistakes),
        source(text, mistakes),
        linted(file ? std::make_unique<Linted>(scene, *file) : nullptr),
        settings(scene.settings),
        scanned(scan(source)),
        tree(stacked(scanned)),
        contents(tree, source.description().config),
        attribution(attributed(source.description(), text, linted.get())),
        base(base_at_hand(source.description(), text)),
        facts{source.description(),
              scanned,
              tree,
              contents,
              attribution,
              settings,
              &secret_scanner(),
              linted ? &linted->facts : nullptr,
              base ? &*base : nullptr},
        result(rules::lint(facts, *scene.selection)) {}

  const ImageText text;
  std::vector<std::string> mistakes;
  const TextSource source;
  const std::unique_ptr<Linted> linted;
  const Settings settings;
  const image::ImageScan scanned;
  const image::ImageTree tree;
  const image::Contents contents;
  const Attribution attribution;
  const std::optional<BaseAtHand> base;
  const ImageFacts facts;
  const rules::LintResult result;
};

LintedImage::LintedImage(const Scene& scene, const ImageText& text, const std::string* dockerfile)
    : state_(std::make_unique<State>(scene, text, dockerfile)) {}

LintedImage::~LintedImage() = default;

const std::vector<std::string>& LintedImage::mistakes() const { return state_->mistakes; }
const Linted* LintedImage::dockerfile() const { return state_->linted.get(); }
const rules::LintResult& LintedImage::result() const { return state_->result; }

}  // namespace plimsoll::harness
