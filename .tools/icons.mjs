// Draws the icons into public/icons/ with Chromium; run by hand after the mark changed: node .tools/icons.mjs
//
// The mark: one sheet of paper, folded once, standing as the letter L; the amber line is the sum.
import { mkdir, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const MARK = `<g transform="translate(-22 0)">
  <path fill="#fdfcf8" d="M164 92h112v214L164 420z"/>
  <path fill="#bfe0d2" d="M164 420 276 306h128v96a18 18 0 0 1-18 18z"/>
  <path fill="#054931" fill-opacity=".16" d="m276 306-112 114 112-86z"/>
  <path fill="none" stroke="#054931" stroke-opacity=".55" stroke-width="14" stroke-linecap="round" d="M192 144h56M192 182h56M192 220h34"/>
  <path fill="none" stroke="#e08a1e" stroke-width="22" stroke-linecap="round" d="M306 363h60"/></g>`;
const svg = (ground, mark) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
  ${ground}${mark}
</svg>
`;
const ROUND = '<rect width="512" height="512" rx="116" fill="#0e5b3f"/>';
const FULL = '<rect width="512" height="512" fill="#0e5b3f"/>';
// Launchers cut a maskable icon to any shape within a circle of four fifths.
const SAFE = `<g transform="translate(256 256) scale(.84) translate(-256 -256)">${MARK}</g>`;

const folder = 'public/icons';
await mkdir(folder, { recursive: true });
await writeFile(`${folder}/lasku.svg`, svg(ROUND, MARK));

const browser = await chromium.launch({
  executablePath: process.env.LASKU_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const [name, size, picture] of [
  ['lasku-192', 192, svg(ROUND, MARK)],
  ['lasku-512', 512, svg(ROUND, MARK)],
  ['maskable-512', 512, svg(FULL, SAFE)],
  ['apple-touch', 180, svg(FULL, SAFE)],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${picture}`);
  await page.screenshot({ path: `${folder}/${name}.png`, omitBackground: true });
  await page.close();
}
await browser.close();
