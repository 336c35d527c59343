// Finds out which functions of the program run until the first screen of a new book stands: it starts a finished folder in a
// browser, with the instrumented program in it, and asks. Every other start takes the whole program at once (`public/boot.js`).
import { access } from 'node:fs/promises';
import { serve } from './serve.mjs';

const CHROMIUM = process.env.LASKU_CHROMIUM ?? '/usr/bin/chromium';

/** Stands in for `public/rest.js`: nothing is missing, and the program can be asked. What waits for the rest is not of the start. */
export const RECORDING_REST = `
const given = (imports) => imports;
const begun = ({ exports }) => { window.recorded = exports; };
const program = (url) => WebAssembly.compileStreaming(fetch(url));
const nothing = async () => {};
const never = () => new Promise(() => {});
export { program, nothing as needRest, never as bringRest };
`;

// What differs at the start from one person to the next, and from one moment to the next: a number that is written with fewer
// digits may take another way through the program.
const VISITS = [
  { locale: 'en-GB', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { locale: 'fi-FI', colorScheme: 'dark', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, now: '2027-01-02T03:04:05.006Z' },
  // On a slow device there is time to see the screen before.
  { locale: 'en-US', timezoneId: 'America/New_York', slow: 8, now: '2026-12-31T23:59:59.999Z' },
];

export async function hasBrowser() {
  return access(CHROMIUM).then(() => true, () => false);
}

/** The numbers of the functions that ran. */
export async function recordStart(folder) {
  const { chromium } = await import('playwright-core');
  const server = await serve(folder, { mount: '/sub/' });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  const used = new Set();
  try {
    for (const { slow = 1, now = null, ...settings } of VISITS) {
      const context = await browser.newContext(settings);
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: slow });
      await page.clock.install();
      if (now) await page.clock.setFixedTime(new Date(now));
      await page.goto(server.url);
      await linger(page);
      for (const at of await page.evaluate(ran)) used.add(at);
      await context.close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
  return used;
}

/**
 * Until the screen stands and the page has nothing more to do; then what a hand on its way does before the first press, and what
 * the page does by itself every so often.
 */
async function linger(page) {
  await page.waitForSelector('html[data-opened]', { state: 'attached', timeout: 60_000 });
  await page.getByRole('heading', { level: 1 }).first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(2_000);
  await page.mouse.move(200, 200);
  await page.mouse.move(600, 300, { steps: 10 });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.evaluate(() => {
    for (const kind of ['resize', 'blur', 'focus', 'offline', 'online', 'pagehide', 'pageshow']) window.dispatchEvent(new Event(kind));
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
  await page.clock.runFor(5 * 60_000);
  await page.waitForTimeout(300);
}

function ran() {
  return Object.entries(window.recorded)
    .filter(([field, one]) => field.startsWith('used:') && one.value !== 0)
    .map(([field]) => Number(field.slice('used:'.length)));
}
