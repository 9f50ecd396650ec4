import { type Page } from 'playwright-core';
import { faultsOf, overflowAt } from './check';
import { type Stage, type Visitor } from './stage';

/** A page with its style sheet. */
const MOST_BYTES = 60_000;
/** Where pictures of the pages go, for a person to see; by default nowhere. */
const SHOTS = process.env.SHOTS;

/** A phone on which JavaScript is off. */
export const PHONE = { javaScriptEnabled: false, viewport: { width: 390, height: 844 } };

/** The page's own name, as programs read it. */
export const nameOf = async (page: Page): Promise<string> =>
  (await page.locator('meta[name=tsunagi-page]').getAttribute('content'))!;

/**
 * Holds the page as it is shown now against what every customer page must keep: its weight, no script, WCAG 2.2 AA in light and
 * dark, nothing to scroll sideways at 320 px. `step` numbers its picture. Answers the page's name.
 */
export async function requireSoundPage(stage: Stage, { page }: Visitor, step: string): Promise<string> {
  const name = await nameOf(page);
  const html = await page.content();
  const href = await page.locator('link[rel=stylesheet]').getAttribute('href');
  const styles = await (await page.context().request.get(href!)).text();
  expect(Buffer.byteLength(html) + Buffer.byteLength(styles)).toBeLessThanOrEqual(MOST_BYTES);
  expect(html).not.toMatch(/<script|\son\w+=|style=/);
  const twin = await seenWithJavaScript(stage, html);
  expect({ step, name, faults: await faultsOf(twin) }).toEqual({ step, name, faults: [] });
  expect({ step, name, over: await overflowAt(twin.page, 320) }).toEqual({ step, name, over: 0 });
  await twin.context.close();
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${step}-${name}.png`, fullPage: true });
  return name;
}

/** What the visitor has before them, in a profile where checks can run. */
async function seenWithJavaScript(stage: Stage, html: string): Promise<Visitor> {
  const twin = await stage.open({ viewport: PHONE.viewport });
  const address = `${stage.origin}/m/as-seen`;
  await twin.page.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
  await twin.page.goto(address);
  return twin;
}
