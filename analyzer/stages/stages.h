#pragma once

// The stages of a Dockerfile and what ties them: what each FROM, COPY --from and mount from= names,
// which stage is the target, and what of all that is in the image in the end.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/answer.h"
#include "analyzer/dockerfile/dockerfile.h"
#include "analyzer/stages/invocation.h"

namespace plimsoll {

struct Stage;

// What a FROM, a `COPY --from` or a mount's `from=` names, as BuildKit resolves it: FROM sees the
// names of earlier stages; the others see a number as an index, else all names of the file.
struct Reference {
  enum class Kind : std::uint8_t {
    Stage,         // `stage` says which; it stands earlier in the file
    LaterStage,    // a stage further down: BuildKit refuses it
    Self,          // the very stage that refers
    MissingIndex,  // a number, and there are not so many stages
    NamedContext,  // given by --build-context
    Scratch,       // FROM scratch
    Image,         // anything else: an image reference (it may still be a misspelt stage)
    Unknown        // depends on an ARG without a known value
  };
  Kind kind = Kind::Unknown;
  const Stage* stage = nullptr;  // for Stage, LaterStage and Self
  std::string text;              // expanded, where that is known; else as written
  Span where;                    // the words that name it

  [[nodiscard]] bool is_stage() const { return stage != nullptr; }
};

// What becomes of the layers of a stage. Ships: they are in the image that results. Builds: the
// target needs them, but only files copied from them reach the image. Unused: built by nothing.
enum class Use : std::uint8_t { Unused, Builds, Ships };

struct Stage {
  std::uint32_t index = 0;
  const From* from = nullptr;
  std::string name;  // lower case; "" without alias
  Reference base;
  std::vector<const Instruction*> instructions;  // after FROM, in order
  Use use = Use::Unused;
  std::vector<std::uint32_t> needs;  // stages needed besides the base: COPY and mount edges

  // The stage that FROM names, or null.
  [[nodiscard]] const Stage* parent() const {
    return base.kind == Reference::Kind::Stage ? base.stage : nullptr;
  }
  [[nodiscard]] bool ships() const { return use == Use::Ships; }
};

// A FROM chain longer than this is cut off: what lies beyond is an unknown base.
inline constexpr std::uint32_t max_stage_depth = 256;

// A stage and those that it is built from, the lowest first; never empty.
[[nodiscard]] std::vector<const Stage*> chain_of(const Stage& stage);
// Their instructions, in the order in which they take effect; triggers of ONBUILD are left out.
[[nodiscard]] std::vector<const Instruction*> chain_instructions(const Stage& stage);

// One `COPY --from=` or `--mount=from=`, triggers of ONBUILD included.
struct Edge {
  const Stage* by = nullptr;                 // the stage that refers
  const Instruction* instruction = nullptr;  // Copy or Run (inside ONBUILD: the trigger)
  const Mount* mount = nullptr;              // null for COPY
  Reference to;
  bool in_trigger = false;  // of ONBUILD: the names are those of the file that builds on this one
};

class StageGraph {
 public:
  // What FROM's image reads after expansion, or nothing where that is unknown.
  using ExpandFrom = std::function<std::optional<std::string>(const From&)>;

  // Refers to `dockerfile` and `invocation`, which must outlive it. Linear in the number of
  // instructions.
  StageGraph(const Dockerfile& dockerfile, const Invocation& invocation, const ExpandFrom& expand);
  StageGraph(const StageGraph&) = delete;
  StageGraph& operator=(const StageGraph&) = delete;

  [[nodiscard]] const std::vector<Stage>& stages() const { return stages_; }
  [[nodiscard]] const std::vector<Edge>& edges() const { return edges_; }
  // The edge of this COPY or mount; null where it names nothing.
  [[nodiscard]] const Edge* edge(const Instruction& instruction,
                                 const Mount* mount = nullptr) const;

  // The stage that an instruction (or a trigger) stands in, its FROM included; null before FROM.
  [[nodiscard]] const Stage* stage_of(const Instruction& instruction) const;
  // By name (any case), the last of that name; null when there is none.
  [[nodiscard]] const Stage* named(std::string_view name) const;
  // The last stage, or what --target names; null when there is none such.
  [[nodiscard]] const Stage* target() const { return target_; }

  // Whether this instruction's layer or setting is in the resulting image.
  [[nodiscard]] bool ships(const Instruction& instruction) const;
  // Whether files of this stage reach the shipped image: it ships, or a shipped COPY takes from it.
  [[nodiscard]] bool feeds_image(const Stage& stage) const;
  // Stages on a cycle of FROM, COPY and mount edges, ascending; BuildKit refuses such a file.
  [[nodiscard]] const std::vector<const Stage*>& on_cycle() const { return on_cycle_; }
  // `stage` and all that is built on it by FROM, ascending.
  [[nodiscard]] std::vector<const Stage*> with_descendants(const Stage& stage) const;

 private:
  void collect_stages(const Dockerfile& dockerfile, const ExpandFrom& expand);
  void collect_edges(const Instruction& instruction, Stage& by);
  void add_edge(Edge edge, Stage& by);
  void need_triggers(Stage& stage);
  void find_target();
  void mark_uses();
  void find_cycles();
  [[nodiscard]] Reference resolve_from(const From& from, const ExpandFrom& expand) const;
  [[nodiscard]] Reference resolve(std::string_view text, Span where, const Stage& by) const;
  [[nodiscard]] bool is_named_context(std::string_view name) const;

  const Invocation& invocation_;
  std::vector<Stage> stages_;
  std::vector<Edge> edges_;             // in file order
  std::vector<std::int32_t> stage_at_;  // by instruction index; -1 before FROM
  std::map<std::string, std::uint32_t, std::less<>> by_name_;  // the last of that name
  std::vector<bool> feeds_;                                    // by stage index
  const Stage* target_ = nullptr;
  std::vector<const Stage*> on_cycle_;
};

}  // namespace plimsoll
