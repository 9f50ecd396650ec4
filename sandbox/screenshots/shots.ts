import { type Page } from 'playwright-core';
import { type Role } from '../../domain/access/access';
import { ApiClient } from '../demo/api-client';
import { type DemoState } from '../demo/state';
import { openNotice } from './customer';

/** What a picture is taken of: whose screen, and how to come there. The page shows what is wanted when it resolves. */
export interface Shot {
  /** Of the file, without `.png`. */
  name: string;
  /** Who has signed in; undefined: a page without sign-in. */
  as?: { login: string; role: Role };
  open: (page: Page, at: Desk) => Promise<unknown>;
  width?: number;
  height?: number;
}

/** The desk that is photographed. */
export interface Desk {
  state: DemoState;
  /** The audience file of the demo. */
  customers: string;
}

const MANAGER = { login: 'takase', role: 'manager' } as const;
const OPERATOR = { login: 'hirai', role: 'operator' } as const;
const READER = { login: 'sano', role: 'operator' } as const;
const APPROVER = { login: 'ono', role: 'approver' } as const;
const AUDITOR = { login: 'kuse', role: 'auditor' } as const;
const ADMINISTRATOR = { login: 'admin', role: 'administrator' } as const;

/** Opens a page of the console and waits until it has read what it shows. */
async function shown(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('main h1').first().waitFor();
  await page.waitForLoadState('networkidle');
}

/** A page of the running campaign. */
const ofCampaign = (path: string) => (page: Page, desk: Desk) =>
  shown(page, `/campaigns/${desk.state.campaignId}${path}`);
const at = (path: string) => (page: Page) => shown(page, path);

/** The closed journey with the longest timeline, as the auditor's list has it. */
async function richest({ state }: Desk): Promise<{ journeyId: number; customerId: number }> {
  const client = new ApiClient(state.urls.api, state.keys.auditor);
  const list = `/api/campaigns/${state.campaignId}/journeys?state=closed&outcome=migrated&limit=40`;
  const { items } = await client.call<{ items: { id: number; customerId: number }[] }>(list);
  let best = { journeyId: items[0]!.id, customerId: items[0]!.customerId, length: 0 };
  for (const { id: journeyId, customerId } of items) {
    const { timeline } = await client.call<{ timeline: unknown[] }>(`/api/journeys/${journeyId}`);
    if (timeline.length > best.length) best = { journeyId, customerId, length: timeline.length };
  }
  return best;
}

export const SHOTS: Shot[] = [
  { name: 'sign-in', open: (page) => page.goto('/').then(() => page.getByLabel('ログインID').waitFor()) },
  { name: 'board', as: MANAGER, open: ofCampaign(''), height: 1000 },
  { name: 'people', as: MANAGER, open: ofCampaign('/people') },
  { name: 'campaign-file', as: MANAGER, open: ofCampaign('/file') },
  { name: 'content', as: MANAGER, open: ofCampaign('/content') },
  { name: 'audience', as: MANAGER, open: ofCampaign('/audience') },
  { name: 'steering', as: MANAGER, open: ofCampaign('/steering') },
  { name: 'print-runs', as: MANAGER, open: at('/print-runs') },
  { name: 'lanes', as: MANAGER, open: at('/lanes') },
  { name: 'returns-book', as: OPERATOR, open: at('/returns') },
  { name: 'inquiries', as: OPERATOR, open: at('/inquiries') },
  { name: 'customer', as: OPERATOR, open: async (page, desk) => shown(page, `/customers/${(await richest(desk)).customerId}`) }, // prettier-ignore
  {
    name: 'calls',
    as: OPERATOR,
    open: async (page) => {
      await shown(page, '/calls');
      await page.getByRole('button', { name: '次のお客様' }).press('Enter');
      await page.getByRole('group', { name: 'どなたに' }).waitFor();
    },
  },
  {
    name: 'returns-read',
    as: READER,
    open: async (page) => {
      await shown(page, '/returns?mode=read');
      await page.waitForLoadState('networkidle');
    },
  },
  {
    name: 'decisions',
    as: APPROVER,
    open: async (page) => {
      await shown(page, '/decisions');
      await page.getByRole('button', { name: /計画の新しい版の承認/ }).press('Enter');
      await page.waitForLoadState('networkidle');
    },
  },
  { name: 'journey', as: AUDITOR, open: async (page, desk) => shown(page, `/journeys/${(await richest(desk)).journeyId}`), height: 1000 }, // prettier-ignore
  { name: 'evidence', as: AUDITOR, open: ofCampaign('/evidence') },
  { name: 'accounts', as: ADMINISTRATOR, open: at('/accounts') },
  { name: 'customer-notice', open: (page, desk) => openNotice(page, desk), width: 480, height: 860 },
];
