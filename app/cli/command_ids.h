#pragma once

// The commands and flags of the command line, by number; the table (command_line.h) says the rest.

#include <cstdint>

namespace plimsoll::app {

enum class Command : std::uint8_t {
  Lint,
  Fix,
  Parse,
  Image,
  Build,
  Pull,
  Push,
  Store,
  StoreLs,
  StoreHistory,
  StoreInspect,
  StoreLoad,
  StoreSave,
  StoreImport,
  StoreExport,
  StoreTag,
  StoreRm,
  StorePrune,
  Index,
  IndexCreate,
  Rules,
  Explain,
  Init,
  Migrate,
  Doctor,
  Completions,
  Version,
  Help
};

enum class FlagId : std::uint8_t {
  Configured,  // goes to the configuration as it is: FlagSpec::option
  Config,
  Isolated,
  ShowConfig,
  Format,
  FixFormat,
  Output,
  ExitZero,
  Statistics,
  ShowSuppressed,
  StdinFilename,
  StdinList,
  NoIgnoreFiles,
  Context,
  Jobs,
  Color,
  NoColor,
  Quiet,
  Verbose,
  Diff,
  Unsafe,
  Json,
  Lowered,
  Stdout,
  // Of an image's scan
  AllowWaste,
  Base,
  Ci,
  CiConfig,
  DiveRule,  // named by its flag: --lowestEfficiency
  Dockerfile,
  Image,
  MaxSize,
  MaxWaste,
  MinEfficiency,
  NoSecrets,
  Score,
  Top,
  Verify,
  // Of a build, as buildx spells them
  File,
  Tag,
  Target,
  Platform,
  BuildArg,
  BuildContext,
  Secret,
  Label,
  NoCache,
  Pull,
  Push,
  Load,
  Network,
  Progress,
  Sandbox,
  IidFile,
  MetadataFile,
  Store,
  // Of images
  All,
  AllPlatforms,
  Change,
  Compression,
  DryRun,
  KeepStorage,
  NoTrunc,
  Offline,
  OlderThan,
  Remote,
  Help,
  Version
};

}  // namespace plimsoll::app
