import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bookAcknowledged } from '../../../activities/print/posted';
import { renderRun } from '../../../activities/print/render';
import { keepAcknowledgement } from '../../../db/print/posted';
import { PUBLIC_PRICES } from '../../../domain/print/price-lists';
import { acknowledge, handOver, openRun, printScene, type PrintScene, removeScene, runOf } from '../../print/fixture';
import { stepClock } from '../../support/seed';
import { queueMessage } from '../../support/seeding/messages';
import { faultsOf, overflowAt } from '../support/check';
import { describeBrowser } from '../support/chromium';
import { openStage, type Stage } from '../support/stage';

const { validUntil: _, clientId: __, ...needed } = PUBLIC_PRICES[0]!;
const AGREED = { ...needed, source: '契約料金 2026年4月', validFrom: '2026-04-01', smsPart: 8, callMinute: 10.5 };
const DAY = Date.parse('2027-02-03T03:00:00Z');

describeBrowser('the costs of a campaign', () => {
  let stage: Stage;
  let scene: PrintScene;
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-prices-'));
  beforeAll(async () => {
    const file = join(dir, 'prices.json');
    writeFileSync(file, JSON.stringify([AGREED]));
    stage = await openStage({ PUBLIC_URL: 'https://closing.example', PRICE_FILE: file });
    const { t } = stage.api;
    scene = await printScene(t, [{}, {}]);
    const runId = await openRun(t, scene);
    await renderRun(scene.deps, runId);
    await handOver(t, scene, runId);
    await stepClock(t, '2027-02-03T12:00:00+09:00');
    await keepAcknowledgement(t.db, acknowledge(scene, (await runOf(t, runId)).key));
    await bookAcknowledged(scene.deps, runId);
    // an SMS of three parts, and one that left before parts were kept; a call of 61 seconds
    for (const [index, parts] of [3, null].entries()) {
      const { journeyId, customerId } = scene.letters[index]!;
      const sms = { channel: 'sms' as const, step: 'sms', notice: 'sms', laneId: scene.laneId, dueAt: DAY };
      const { messageId } = await queueMessage(t, scene, { ...sms, journeyId, customerId });
      const left = { status: 'handed_over' as const, handed_over_at: new Date(DAY), sms_parts: parts };
      await t.db.updateTable('messages').set(left).where('id', '=', messageId).execute();
    }
    const of = { client_id: scene.clientId, campaign_id: scene.campaignId };
    const call = { event: 'a', kind: 'ended' as const, direction: 'out' as const, seconds: 61, at: new Date(DAY) };
    await t.db
      .insertInto('phone_events')
      .values({ ...of, ...call })
      .execute();
  });
  afterAll(async () => {
    removeScene(scene);
    rmSync(dir, { recursive: true, force: true });
    await stage.close();
  });

  test('are shown by channel, with the price list, and what has no price says so', async () => {
    const visitor = await stage.enter([{ clientId: scene.clientId, role: 'auditor' }]);
    const { page } = visitor;
    await page.goto(`/campaigns/${scene.campaignId}/evidence`);
    const card = page.locator('section').filter({ has: page.getByRole('heading', { name: '費用', exact: true }) });
    const row = async (name: RegExp) => {
      const cells = card.getByRole('row', { name }).getByRole('cell');
      await cells.first().waitFor();
      return (await cells.allTextContents()).slice(-3);
    };
    expect(await row(/郵便（普通郵便/)).toEqual(['2', '—', '220円']);
    expect(await row(/メール/)).toEqual(['0', '—', '料金が未登録']);
    expect(await row(/SMS（2件の課金通数）/)).toEqual(['4', '8円', '32円']);
    expect(await row(/電話（発信1件の通話分数）/)).toEqual(['2', '10.5円', '21円']);
    await card.getByText('273円').waitFor();
    await card.getByText('契約料金 2026年4月').waitFor();
    expect(await faultsOf(visitor)).toEqual([]);
    expect(await overflowAt(page, 320)).toBe(0);
    await card.scrollIntoViewIfNeeded();
    if (process.env.SHOTS) await card.screenshot({ path: `${process.env.SHOTS}/costs.png` });
  });
});
