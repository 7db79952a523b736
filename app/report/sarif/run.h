#pragma once

// The SARIF objects that speak of a run as a whole; locations.h says how they are made.

#include "app/report/sarif/locations.h"

namespace plimsoll::app::sarif {

struct NotificationLocation {  // 3.28, without a region
  PhysicalLocation physical_location;
  template <class F>
  void fields(F&& f) const {
    f("physicalLocation", physical_location);
  }
};

struct Notification {  // 3.58
  std::string level;
  Message message;
  std::vector<NotificationLocation> locations;
  template <class F>
  void fields(F&& f) const {
    f("level", level);
    f("message", message);
    f("locations", locations);
  }
};

struct Invocation {  // 3.20; without times, so that equal runs give equal bytes
  bool execution_successful = true;
  std::optional<int> exit_code;
  std::optional<ArtifactLocation> working_directory;
  std::vector<Notification> tool_execution_notifications;
  template <class F>
  void fields(F&& f) const {
    f("executionSuccessful", execution_successful);
    f("exitCode", exit_code);
    f("workingDirectory", working_directory);
    f("toolExecutionNotifications", tool_execution_notifications);
  }
};

struct Hashes {  // 3.24.11
  std::string sha_256;
  template <class F>
  void fields(F&& f) const {
    f("sha-256", sha_256);
  }
};

struct Artifact {  // 3.24
  ArtifactLocation location;
  std::optional<std::uint64_t> length;  // bytes
  std::vector<std::string> roles;
  std::optional<Hashes> hashes;
  template <class F>
  void fields(F&& f) const {
    f("location", location);
    f("length", length);
    f("roles", roles);
    f("hashes", hashes);
  }
};

struct MappedTo {  // an artifactLocation that is a base alone
  std::string uri_base_id;
  template <class F>
  void fields(F&& f) const {
    f("uriBaseId", uri_base_id);
  }
};

struct VersionControlDetails {  // 3.23
  std::string repository_uri;
  OptionalText revision_id;
  OptionalText branch;
  MappedTo mapped_to;
  template <class F>
  void fields(F&& f) const {
    f("repositoryUri", repository_uri);
    f("revisionId", revision_id);
    f("branch", branch);
    f("mappedTo", mapped_to);
  }
};

struct RunAutomationDetails {  // 3.17
  std::string id;              // ends with a slash: a category without a run's own name
  template <class F>
  void fields(F&& f) const {
    f("id", id);
  }
};

}  // namespace plimsoll::app::sarif
