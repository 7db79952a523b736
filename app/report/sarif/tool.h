#pragma once

// The SARIF objects of a tool and its rules; locations.h says how they are made.

#include "app/report/sarif/locations.h"

namespace plimsoll::app::sarif {

struct ReportingConfiguration {  // 3.50
  std::string level;
  template <class F>
  void fields(F&& f) const {
    f("level", level);
  }
};

struct RuleProperties {  // names that GitHub gives a meaning
  std::vector<std::string> tags;
  OptionalText precision;
  OptionalText problem_severity;
  OptionalText security_severity;
  template <class F>
  void fields(F&& f) const {
    f("tags", tags);
    f("precision", precision);
    f("problem.severity", problem_severity);
    f("security-severity", security_severity);
  }
};

struct ReportingDescriptor {  // 3.49
  std::string id;
  OptionalText name;
  Message short_description;
  Message full_description;
  Message help;
  OptionalText help_uri;
  ReportingConfiguration default_configuration;
  RuleProperties properties;
  template <class F>
  void fields(F&& f) const {
    f("id", id);
    f("name", name);
    f("shortDescription", short_description);
    f("fullDescription", full_description);
    f("help", help);
    f("helpUri", help_uri);
    f("defaultConfiguration", default_configuration);
    f("properties", properties);
  }
};

struct ToolComponent {  // 3.19
  std::string name;
  OptionalText version;
  OptionalText semantic_version;
  OptionalText information_uri;
  std::vector<ReportingDescriptor> rules;
  template <class F>
  void fields(F&& f) const {
    f("name", name);
    f("version", version);
    f("semanticVersion", semantic_version);
    f("informationUri", information_uri);
    f("rules", rules);
  }
};

struct Tool {  // 3.18
  ToolComponent driver;
  template <class F>
  void fields(F&& f) const {
    f("driver", driver);
  }
};

}  // namespace plimsoll::app::sarif
