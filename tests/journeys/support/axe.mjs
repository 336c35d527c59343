// The accessibility check: axe-core, put into the page as it is, against WCAG 2.2 levels A and AA.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Fails with every violation found. `exclude` names parts left out, by selector; `include` the part looked at. */
export async function axe(page, { include, exclude = [] } = {}) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(source);
  // A colour on its way from one to another is neither.
  const still = page.evaluate(async () => {
    const changes = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(changes.map((one) => one.finished));
  }).catch((error) => { if (!page.isClosed()) throw error; });
  await Promise.race([still, page.waitForTimeout(1_000)]);
  const violations = await page.evaluate(async ({ include, exclude, tags }) => {
    const scope = { include: [[include ?? 'html']], exclude: exclude.map((one) => [one]) };
    const found = await window.axe.run(scope, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
    return found.violations.map((rule) => ({
      id: rule.id,
      help: rule.help,
      nodes: rule.nodes.slice(0, 5).map((node) => `${node.target.join(' ')}\n      ${node.html.slice(0, 160)}\n      ${node.failureSummary.replaceAll('\n', ' ')}`),
      more: Math.max(0, rule.nodes.length - 5),
    }));
  }, { include, exclude, tags: TAGS });
  const text = violations.map((rule) => [
    `  ${rule.id}: ${rule.help}`,
    ...rule.nodes.map((node) => `    ${node}`),
    ...(rule.more ? [`    and ${rule.more} more`] : []),
  ].join('\n')).join('\n');
  assert.equal(violations.length, 0, `accessibility, ${page.url()}:\n${text}`);
}
