import { type Role } from '../../domain/access/access';
import { postLetter } from '../returns/returns-fixture';
import { type ApiClient } from '../support/api';
import { describeBrowser } from './support/chromium';
import { faultsOf, overflowAt } from './support/check';
import { openStage, type Stage } from './support/stage';

/** The pages of each role, of a running campaign with a letter under way. */
const PAGES: Record<Exclude<Role, 'client_approver'>, string[]> = {
  manager: [
    '/campaigns',
    '/campaigns/new',
    '/campaigns/{campaign}',
    '/campaigns/{campaign}/file',
    '/campaigns/{campaign}/content',
    '/campaigns/{campaign}/audience',
    '/campaigns/{campaign}/people',
    '/campaigns/{campaign}/waves',
    '/campaigns/{campaign}/steering',
    '/campaigns/{campaign}/exchange',
    '/campaigns/{campaign}/questions',
    '/campaigns/{campaign}/inquiries',
    '/campaigns/{campaign}/evidence',
    '/alerts',
    '/lanes',
    '/brand',
    '/print-runs',
    '/decisions',
  ],
  approver: ['/decisions', '/campaigns/{campaign}/content'],
  operator: [
    '/returns',
    '/calls',
    '/inquiries',
    '/customers',
    '/customers/{customer}',
    '/journeys/{journey}',
    '/holds',
    '/campaigns/{campaign}/audience',
  ],
  auditor: ['/access-log', '/journeys/{journey}', '/campaigns/{campaign}/evidence', '/campaigns/{campaign}/people'],
  client_viewer: [
    '/campaigns',
    '/campaigns/{campaign}',
    '/campaigns/{campaign}/evidence',
    '/campaigns/{campaign}/questions',
  ],
  administrator: ['/accounts', '/accounts/{person}', '/alerts', '/lanes', '/me'],
};

describeBrowser('every page', () => {
  let stage: Stage;
  let own: ApiClient;
  const ids: Record<string, number> = {};

  beforeAll(async () => {
    stage = await openStage();
    own = await stage.api.client({ status: 'running' });
    const letter = await postLetter(stage.api, own);
    Object.assign(ids, {
      campaign: own.campaignId,
      customer: own.customers[0]!.id,
      journey: letter.journeyId,
      person: own.keys.operator.personId,
    });
  });
  afterAll(() => stage.close());

  test.each(Object.entries(PAGES))(
    'of the %s meets WCAG 2.2 AA in both languages, light and dark, and does not scroll sideways at 320 px',
    async (role, pages) => {
      const clientId = role === 'administrator' ? null : own.clientId;
      const faults: Record<string, unknown> = {};
      for (const locale of ['ja-JP', 'en-GB']) {
        const visitor = await stage.enter([{ clientId, role: role as Role }], { locale });
        for (const pattern of pages) {
          const { page } = visitor;
          await page.goto(pattern.replace(/\{(\w+)\}/, (_, name: string) => String(ids[name])));
          await page.locator('h1').first().waitFor();
          await page.waitForLoadState('networkidle');
          const found = await faultsOf(visitor);
          visitor.complaints.length = 0;
          const over = await overflowAt(page, 320);
          if (over > 0) found.push(`scrolls ${over} px sideways at 320 px`);
          if (found.length > 0) faults[`${pattern} ${locale}`] = found;
        }
        await visitor.context.close();
      }
      expect(faults).toEqual({});
    },
    240_000,
  );
});
