import { type FormRules } from '../../../domain/returns/form-rules';
import { type Page } from 'playwright-core';
import { pino } from 'pino';
import { runBatches } from '../../../activities/scans/read-batches';
import { type ApiClient } from '../../support/api';
import { stepClock, testDoc } from '../../support/seed';
import { type Letter, postLetter, scanOf } from '../../returns/returns-fixture';
import { type Stage, type Visitor } from '../support/stage';

/** Two letters on their way back, and the people of the desk. */
export interface Desk {
  own: ApiClient;
  a: Letter;
  b: Letter;
  enter(role: 'operator' | 'manager'): Promise<Visitor>;
}

export async function openDesk(stage: Stage, form?: FormRules): Promise<Desk> {
  const { api } = stage;
  await stepClock(api.t, '2027-02-15T10:00:00+09:00');
  const own = await api.client({ status: 'running', customers: [{}, {}, {}], doc: testDoc(form && { form }) });
  const a = await postLetter(api, own);
  const b = await postLetter(api, own, { index: 1 });
  return { own, a, b, enter: (role) => stage.enter([{ clientId: own.clientId, role }]) };
}

/** What a scanner does: characters in quick succession, then Enter. */
export async function scan(page: Page, code: string): Promise<void> {
  for (const character of code) {
    const digit = /\d/.test(character);
    await page.keyboard.press(digit ? `Digit${character}` : `Key${character}`, { delay: 0 });
  }
  await page.keyboard.press('Enter');
}

/** How long a fast typist holds a key, ms: a scanner is recognised by being faster. */
const HELD_MS = 70;

/** Presses keys at the pace of a person, and counts them; a chord is one. */
export class Keys {
  pressed = 0;

  constructor(private readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key, { delay: HELD_MS });
      this.pressed += 1;
    }
  }

  async type(text: string): Promise<void> {
    await this.press(...text);
  }
}

/** What a worker does with the stacks that have come. */
export const sortStacks = ({ api: { t } }: Stage): Promise<void> =>
  runBatches({ db: t.db, vault: t.vault, log: pino({ level: 'silent' }) });

/** Gives the desk scanned pages, all at once. */
export async function drop(page: Page, codes: string[]): Promise<void> {
  const files = [];
  for (const [index, code] of codes.entries()) {
    files.push({ name: `scan-${index + 1}.png`, mimeType: 'image/png', buffer: await scanOf(code) });
  }
  await page.locator('input[type=file]').setInputFiles(files);
}
