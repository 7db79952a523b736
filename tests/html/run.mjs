// Runs the product.

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';

/** The file that `plimsoll image --format html` gives; PLIMSOLL names the program. */
export function report(folder, archive, ...more) {
  const run = spawnSync(
      process.env.PLIMSOLL,
      ['image', archive, '--format', 'html', '--no-cache', '--isolated', '--exit-zero', ...more],
      {maxBuffer: 1 << 28, cwd: folder});
  assert.equal(run.status, 0, String(run.error ?? run.stderr));
  return run.stdout;
}
