#include "builder/events.h"

namespace plimsoll::builder {

Events::Events(const Host& host, const OnBuildEvent& on_event)
    : host_(host), on_event_(on_event), began_(host.now()) {}

std::uint32_t Events::announce(std::string name, std::uint32_t line) {
  const std::lock_guard lock(mutex_);
  steps_.push_back({std::move(name), line, {}});
  return steps();
}

const std::string& Events::name_of(std::uint32_t step) {
  const std::lock_guard lock(mutex_);
  return steps_[step - 1].name;
}

double Events::since(std::chrono::steady_clock::time_point began) const {
  return std::chrono::duration<double>(host_.now() - began).count();
}

void Events::send(const BuildEvent& event) const {
  if (on_event_) on_event_(event);
}

void Events::start(std::uint32_t step) {
  const std::lock_guard lock(mutex_);
  Known& known = steps_[step - 1];
  known.began = host_.now();
  BuildEvent event;
  event.kind = BuildEvent::Kind::StepStarted;
  event.step = step;
  event.steps = steps();
  event.line = known.line;
  event.name = known.name;
  send(event);
}

void Events::end(std::uint32_t step, BuildEvent::Kind how, std::string_view message) {
  const std::lock_guard lock(mutex_);
  if (how == BuildEvent::Kind::StepCached) ++cached_;
  BuildEvent event;
  event.kind = how;
  event.step = step;
  event.text = message;
  event.seconds = since(steps_[step - 1].began);
  send(event);
}

void Events::output(std::uint32_t step, bool is_error, std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  BuildEvent event;
  event.kind = BuildEvent::Kind::Output;
  event.step = step;
  event.is_error = is_error;
  event.text = bytes;
  event.seconds = since(steps_[step - 1].began);
  send(event);
}

void Events::note(std::string_view text) {
  const std::lock_guard lock(mutex_);
  if (!noted_.emplace(text).second) return;
  BuildEvent event;
  event.text = text;
  event.seconds = since(began_);
  send(event);
}

}  // namespace plimsoll::builder
