import { readFileSync } from 'node:fs';
import { type Page } from 'playwright-core';
import { localDate } from '../../domain/campaigns/calendar';
import { Knowledge } from '../customers/knowledge';
import { type DemoState } from '../demo/state';

interface Mail {
  id: number;
  to: string;
}

const nameOf = (page: Page) => page.locator('meta[name="tsunagi-page"]').getAttribute('content');

/** Opens the page of a customer who was written to by mail and has a birth date, and lets the customer in. */
export async function openNotice(page: Page, desk: { state: DemoState; customers: string }): Promise<void> {
  const { inbox } = desk.state.urls;
  const get = async <Answer>(path: string) => (await (await fetch(new URL(path, inbox))).json()) as Answer;
  const known = new Knowledge(readFileSync(desk.customers), localDate(Date.now(), 'Asia/Tokyo'));
  const { messages } = await get<{ messages: Mail[] }>('/api/messages?limit=200');
  for (const { id } of messages) {
    const { to, text, links } = await get<{ to: string; text: string; links: string[] }>(`/api/messages/${id}`);
    const link = links.find((one) => new URL(one).pathname.startsWith('/m/'));
    const birth = known.atMail(to, text)[0]?.birth;
    if (!link || !birth) continue;
    await page.goto(link);
    if ((await nameOf(page)) !== 'identify' || (await page.locator('[name=birthYear]').count()) === 0) continue;
    const [year, month, day] = birth.split('-');
    await page.locator('[name=birthYear]').fill(year!);
    await page.locator('[name=birthMonth]').fill(month!);
    await page.locator('[name=birthDay]').fill(day!);
    await page.keyboard.press('Enter');
    await page.waitForLoadState('networkidle');
    if ((await nameOf(page)) === 'notice') return;
  }
  throw new Error('no customer of the inbox can open the page');
}
