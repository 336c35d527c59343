// Visits with a browser of its own each: a profile on disk, because a private window keeps its database in memory.
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { profileContext } from '../journeys/support/browser.mjs';
import { PROJECT } from './site.mjs';

const TIMEOUT = 900_000;

/** What the app's heading says while it still reads the book. */
async function openingTitle() {
  const texts = JSON.parse(await readFile(join(PROJECT, 'locales/en/workspace.json'), 'utf8'));
  return texts.opening_title ?? '';
}

/** In the page, before anything else: when the first screen stands, which wasm memories there are, which tasks were long. */
function watch({ opening, today }) {
  window.memories = [];
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const own = WebAssembly[name];
    WebAssembly[name] = async (...words) => {
      const made = await own.apply(WebAssembly, words);
      const { memory } = (made.instance ?? made).exports;
      if (memory) window.memories.push(memory);
      return made;
    };
  }
  window.longTasks = [];
  window.longTaskTimes = [];
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) {
      window.longTasks.push(task.duration);
      window.longTaskTimes.push([task.startTime, task.duration]);
    }
  }).observe({ type: 'longtask', buffered: true });
  if (today) {
    const shift = Date.parse(today) - Date.now();
    const Real = Date;
    window.Date = class extends Real {
      constructor(...words) {
        if (words.length > 0) super(...words);
        else super(Real.now() + shift);
      }

      static now() {
        return Real.now() + shift;
      }
    };
  }
  const look = () => {
    const title = document.querySelector('main h1')?.textContent.trim();
    const stands = document.documentElement?.dataset.started !== undefined && title && title !== opening;
    // After the next frame is handed over: what stands in the document is then on the screen.
    if (stands) requestAnimationFrame(() => setTimeout(() => { window.usableAt = performance.now(); }));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** A folder for a browser profile, to be removed. */
export async function makeProfile() {
  const folder = await mkdtemp(join(tmpdir(), 'lasku-bench-profile-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** A copy of a profile, in which the service worker of an address keeps everything and is in control from the next visit on. */
export async function installed(profile, url) {
  const copy = await makeProfile();
  await cp(profile.folder, copy.folder, { recursive: true });
  await visit(copy, url, async (page) => {
    await usable(page);
    await page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready;
      if (active.state !== 'activated') await new Promise((resolve) => active.addEventListener('statechange', resolve, { once: true }));
    });
  }, { worker: true });
  await visit(copy, url, async (page) => {
    await usable(page);
    if (!await page.evaluate(() => navigator.serviceWorker.controller)) throw new Error(`${url} is not served by its service worker`);
  }, { worker: true });
  return copy;
}

/**
 * Opens an address in a browser started for it, does something with the page, and ends the browser. `worker` lets the page
 * register a service worker.
 */
export async function visit(profile, url, act, { today = null, worker = false } = {}) {
  const context = await profileContext(profile.folder, {
    viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'Europe/Helsinki', serviceWorkers: worker ? 'allow' : 'block',
  });
  try {
    context.setDefaultTimeout(TIMEOUT);
    await context.addInitScript(watch, { opening: await openingTitle(), today });
    const page = context.pages()[0] ?? await context.newPage();
    const faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
    const loaded = [];
    page.on('response', (response) => loaded.push(response));
    await page.goto(url);
    try {
      return await act(page, loaded);
    } catch (error) {
      if (faults.length > 0) error.message += `\nin the page: ${faults.join('\n')}`;
      throw error;
    }
  } finally {
    await context.close();
  }
}

/** Waits for the first usable screen. Milliseconds from the beginning of the navigation. */
export async function usable(page) {
  await page.waitForFunction(() => window.usableAt !== undefined);
  return page.evaluate(() => window.usableAt);
}

/** Waits until the measured page can be asked. */
export async function measured(page) {
  await page.waitForFunction(() => window.bench !== undefined);
}

/** What a page holds in memory: the JavaScript heap after collecting garbage, the wasm memories, the renderer as Linux sees it. */
export async function memory(page, profile) {
  await page.waitForTimeout(2_000);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const heap = metrics.find((metric) => metric.name === 'JSHeapUsedSize').value;
  const wasm = await page.evaluate(() => window.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0));
  return { heap, wasm, resident: await rendererOf(profile.folder) };
}

/** Resident bytes of the largest renderer of a profile. */
async function rendererOf(folder) {
  let most = 0;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    try {
      const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split(/[\0 ]/);
      if (!words.includes('--type=renderer') || !words.includes(`--user-data-dir=${folder}`)) continue;
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      most = Math.max(most, Number(status.match(/VmRSS:\s+(\d+) kB/)[1]) * 1024);
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error;
    }
  }
  return most;
}
