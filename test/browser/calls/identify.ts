import { type Page } from 'playwright-core';
import { type itemsOf } from '../../calls/calls-fixture';

/** Types what the customer says into the two rows of the identity check, by keys. */
export async function identify(page: Page, items: ReturnType<typeof itemsOf>): Promise<void> {
  await page.keyboard.press('i');
  for (const [n, { item, said }] of items.entries()) {
    await page.getByLabel(`項目${n + 1}`).selectOption(item);
    await page.getByLabel('伺った内容').nth(n).fill(said);
  }
  await page.keyboard.press('Enter');
}
