import { readFileSync } from 'node:fs';
import { type Page } from 'playwright-core';
import { type Visitor } from './stage';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 at level AA, with the levels and versions below it. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** What axe finds on a page as it is shown now, by WCAG 2.2 AA. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const run = `axe.run(document, { runOnly: ${JSON.stringify(TAGS)} }).then(({ violations }) => violations)`;
  const found = (await page.evaluate(run)) as Violation[];
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')}: ${failureSummary.slice(0, 200)}`),
  );
}

/**
 * What is wrong with the page as it is shown now: WCAG 2.2 AA in light and dark, scrolling sideways, and whatever the
 * browser complained about. A test expects an empty list.
 */
export async function faultsOf({ page, complaints }: Visitor): Promise<string[]> {
  const faults: string[] = [];
  // what lies below the bar of a page that is scrolled would count as hidden
  await page.evaluate('scrollTo(0, 0)');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    faults.push(...(await violations(page)).map((line) => `${colorScheme} ${line}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return [...faults, ...complaints];
}

/** Whether the page scrolls sideways at this width; 320 px is also 1280 px at 400 %. */
export async function overflowAt(page: Page, width: number): Promise<number> {
  const before = page.viewportSize()!;
  await page.setViewportSize({ width, height: 800 });
  const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  await page.setViewportSize(before);
  return over as number;
}
