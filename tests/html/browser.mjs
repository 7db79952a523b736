// Chromium for the tests of the page: headless, with an empty profile, and watched.

import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium} from 'playwright-core';

const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';
const isThere = existsSync(executable);

/**
 * Why tests with a browser do not run; false: they do. Where everything must be there, they fail.
 */
export const skip = isThere || process.env.CI === 'true' ? false : `there is no ${executable}`;

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--disable-dev-shm-usage'
];

/** A browser with a profile of its own; `close` takes both away. */
export async function openBrowser(options = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'plimsoll-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: executable,
    headless: true,
    args: flags,
    viewport: {width: 1280, height: 800},
    ...options,
  });
  const close = async () => {
    await context.close();
    rmSync(profile, {recursive: true, force: true, maxRetries: 5});
  };
  return {context, close};
}

/**
 * Opens a file and waits until the page has read it. `problems` collects whatever a quiet page
 * does not do: messages on the console, errors, dialogs, requests for anything but the file.
 */
export async function openReport(context, file, {scripts = true} = {}) {
  const page = await context.newPage();
  const problems = [];
  const url = `file://${file}`;
  page.on('console', (message) => problems.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`error: ${error.stack}`));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== url) problems.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  if (scripts) await page.waitForFunction(() => document.documentElement.dataset.state);
  return {page, problems};
}

/** Exact bytes of each class in the legend. */
export const legend = (page) => page.$$eval(
    '#legend .chip',
    (chips) =>
        Object.fromEntries(chips.map((chip) => [chip.dataset.class, Number(chip.dataset.bytes)])));

export const shownBytes = (page) => page.$eval('#trail-sum', (sum) => Number(sum.dataset.bytes));

export const trail = (page) =>
    page.$$eval('#trail button', (steps) => steps.map((step) => step.textContent).join(' '));
