#pragma once

// One function a command. Each reads its part of the command line, prints, and leaves its exit code
// in the session.

#include "app/cli/session.h"
#include "app/config/configuration.h"

namespace plimsoll::app {

void lint_command(Session& session);
void fix_command(Session& session);
void parse_command(Session& session);
void build_command(Session& session);
void rules_command(Session& session);
void explain_command(Session& session);
void init_command(Session& session);
void migrate_command(Session& session);
void doctor_command(Session& session);

// --show-config of lint and fix: what holds for each path, and where it comes from.
void show_configuration(Session& session, Configurations& configurations);

}  // namespace plimsoll::app
