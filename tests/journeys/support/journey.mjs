// What every journey stands on: the built app under /sub/ of a plain static host, a fresh browser, and a watch that fails
// the journey on any error in the console, any failed request and any request to another origin.
//
//   import { journey, assert } from './support/journey.mjs';
//
//   journey('a clerk finds an account by its number', { size: 'phone', locale: 'fi-FI' }, async ({ page, open, axe, shot }) => {
//     await open('accounts');
//     await page.getByRole('searchbox').fill('1004');
//     await axe();
//     await shot('accounts');
//   });
//
// Options: size 'desktop' | 'phone' | { width, height }; scheme 'light' | 'dark'; locale 'en-GB'; profile true for a browser
// of its own that can be killed and restarted; folder for another build; csp and rewrite as in .tools/serve.mjs; timeout in milliseconds.
// The journey gets: page, context, site, open, axe, shot, offline, online, stored, allow, and with a profile also kill,
// restart and profileFolder. `restart` answers with the new page; the other helpers then mean that page.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../../../.tools/serve.mjs';
import { axe } from './axe.mjs';
import { closeBrowser, freshContext, killBrowser, profileContext } from './browser.mjs';
import { Watch } from './watch.mjs';

export { assert };

export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
/** The build that is tried: dist/, or another folder named by hand. */
export const DIST = process.env.LASKU_DIST ?? join(PROJECT, 'dist');
const OUTPUT = join(PROJECT, 'tests/journeys/output');
const MOUNT = '/sub/';

const SIZES = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
};

after(closeBrowser);

/** Runs one journey as a test of its own, in a browser that knows nothing of the others. */
export function journey(name, options, run) {
  const { size = 'desktop', scheme = 'light', locale = 'en-GB', profile = false, folder = DIST, csp = false, rewrite = false } = options;
  test(name, { timeout: options.timeout ?? 120_000 }, async () => {
    const site = await serve(folder, { mount: MOUNT, csp, rewrite });
    const watch = new Watch(site.origin);
    const settings = {
      viewport: typeof size === 'string' ? SIZES[size] : size,
      isMobile: size === 'phone',
      hasTouch: size === 'phone',
      colorScheme: scheme,
      locale,
      timezoneId: 'Europe/Helsinki',
      reducedMotion: 'reduce',
      acceptDownloads: true,
    };
    const profileFolder = profile ? await mkdtemp(join(tmpdir(), 'lasku-profile-')) : null;
    let context;
    let page;
    const begin = async () => {
      context = profile ? await profileContext(profileFolder, settings) : await freshContext(settings);
      watch.follow(context);
      page = context.pages()[0] ?? await context.newPage();
      return page;
    };
    let failure = null;
    try {
      await begin();
      const helpers = {
        page,
        context,
        site,
        profileFolder,
        /** Opens a page of the app by its address below the root, and waits until the app has drawn it. */
        open: async (path = '', target = page) => {
          if (path && !rewrite) watch.allow(answeredNotFound(site.url, path));
          await target.goto(site.url + path);
          await ready(target);
        },
        /** Fails with a list of what WCAG 2.2 AA has against the page as it is now. */
        axe: (target = page, more = {}) => axe(target, more),
        /** Keeps a picture of the page in tests/journeys/output/. */
        shot: async (picture, target = page) => {
          await mkdir(OUTPUT, { recursive: true });
          const file = basename(process.argv[1], '.test.mjs');
          await target.screenshot({ path: join(OUTPUT, `${file}-${picture}.png`) });
        },
        offline: () => context.setOffline(true),
        online: () => context.setOffline(false),
        /** Waits until the service worker keeps every file, then reloads: from here on the app needs no network. */
        stored: async (target = page) => {
          await target.evaluate(async () => { await navigator.serviceWorker.ready; });
          await target.waitForFunction(async () => (await navigator.serviceWorker.getRegistration()).active?.state === 'activated');
          await target.reload();
          await ready(target);
        },
        /** Excuses a fault this journey provokes, by a pattern of its text. */
        allow: (pattern) => watch.allow(pattern),
        /** Ends the browser's process without a warning, as a power cut does. */
        kill: async () => {
          watch.pause();
          await killBrowser(profileFolder);
        },
        /** Starts the killed browser again on the same profile. */
        restart: async () => {
          watch.resume();
          await begin();
          helpers.page = page;
          helpers.context = context;
          return page;
        },
      };
      await run(helpers);
    } catch (error) {
      failure = error;
      if (page && !page.isClosed()) {
        await mkdir(OUTPUT, { recursive: true });
        const file = name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60);
        await page.screenshot({ path: join(OUTPUT, `failed-${file}.png`), timeout: 5_000 }).catch(() => {});
      }
    } finally {
      watch.pause();
      // A browser that was killed is closed already.
      await context?.close().catch((error) => { failure ??= error; });
      await site.close();
      if (profileFolder) await rm(profileFolder, { recursive: true, force: true, maxRetries: 5 });
    }
    const faults = watch.report();
    if (failure) {
      if (faults) failure.message += `\n\nAlso seen meanwhile:\n${faults}`;
      throw failure;
    }
    assert.equal(faults, '', `the browser reported:\n${faults}`);
  });
}

/**
 * What a deep link costs on a host that knows nothing but 404.html: the link itself is answered with 404, and so is the
 * starter in each folder where the page looks for the app's root.
 */
function answeredNotFound(root, path) {
  const folders = path.split('/').slice(0, -1).map((_, depth, parts) => `${parts.slice(0, depth + 1).join('/')}/`);
  const exactly = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const addresses = [exactly(path), ...folders.map((folder) => `${exactly(folder)}boot-\\w+\\.js`)];
  return new RegExp(`404.*${exactly(root)}(${addresses.join('|')})\\)?$`);
}

/** Waits until the app runs and has drawn its heading. */
export async function ready(page) {
  await page.waitForSelector('html[data-started]', { state: 'attached', timeout: 30_000 });
  await page.getByRole('heading', { level: 1 }).first().waitFor({ timeout: 30_000 });
}
