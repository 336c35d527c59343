// Chromium for the journeys: one browser a file with a fresh context for each journey, or a browser with a profile on disk
// that can be killed.
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

// The requests of service workers are watched like those of pages.
process.env.PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS ??= '1';
const { chromium } = await import('playwright-core');

const launch = {
  executablePath: process.env.LASKU_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
};
let browser = null;

export async function freshContext(settings) {
  browser ??= await chromium.launch(launch);
  return browser.newContext(settings);
}

export async function profileContext(folder, settings) {
  return chromium.launchPersistentContext(folder, { ...launch, ...settings });
}

export async function closeBrowser() {
  await browser?.close();
  browser = null;
}

/** Ends the browser that runs on this profile, and waits until all its processes are gone. */
export async function killBrowser(folder) {
  for (let tries = 0; tries < 100; tries += 1) {
    const running = await processesOn(folder);
    if (running.length === 0) return;
    for (const { pid, main } of running) {
      if (main || tries > 20) end(pid);
    }
    await pause(50);
  }
  throw new Error(`the browser on ${folder} does not end`);
}

function end(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It ended between the look and the kill.
    if (error.code !== 'ESRCH') throw error;
  }
}

/** The processes started with this profile folder; `main` is the browser itself, the others are its children. */
async function processesOn(folder) {
  const found = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    let words;
    try {
      words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split(/[\0 ]/);
    } catch (error) {
      if (error.code === 'ENOENT' || error.code === 'ESRCH') continue;
      throw error;
    }
    if (words.includes(`--user-data-dir=${folder}`)) {
      found.push({ pid: Number(pid), main: !words.some((word) => word.startsWith('--type=')) });
    }
  }
  return found;
}
