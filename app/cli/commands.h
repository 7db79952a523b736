#pragma once

// One function a command. Each reads its part of the command line, prints, and leaves its exit code
// in the session.

#include "app/cli/session.h"
#include "app/config/configuration.h"

namespace plimsoll::app {

void lint_command(Session& session);
void fix_command(Session& session);
void parse_command(Session& session);
void image_command(Session& session);
void build_command(Session& session);
void pull_command(Session& session);
void push_command(Session& session);
void store_ls_command(Session& session);
void store_history_command(Session& session);
void store_inspect_command(Session& session);
void store_load_command(Session& session);
void store_save_command(Session& session);
void store_import_command(Session& session);
void store_export_command(Session& session);
void store_tag_command(Session& session);
void store_rm_command(Session& session);
void store_prune_command(Session& session);
void index_create_command(Session& session);
void rules_command(Session& session);
void explain_command(Session& session);
void init_command(Session& session);
void migrate_command(Session& session);
void doctor_command(Session& session);

// --show-config of lint and fix: what holds for each path, and where it comes from.
void show_configuration(Session& session, Configurations& configurations);

}  // namespace plimsoll::app
