import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { type Action, type Role } from '../domain/access/access';
import { call } from './api/client';
import { session } from './api/session';
import { preferences } from './preferences';
import { Guarded } from './shell/guarded';
import { HOME } from './shell/nav-items';
import { NotFound, PageFailed } from './shell/missing';
import { Shell } from './shell/shell';

/** Filters and cursors of a page, in its address: codes and ids only, never a personal value. */
export type Search = Record<string, string | undefined>;

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: PageFailed });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    const { state } = session();
    if (state?.stage !== 'open' || !state.grant) return;
    throw redirect({ to: await homeOf(state.grant.role), replace: true });
  },
});

/** Where a role's day begins: at its desk, or on the board of the one campaign that is running. */
async function homeOf(role: Role): Promise<string> {
  if (role === 'operator') return preferences().desk;
  if (role !== 'manager' && role !== 'client_viewer') return HOME[role];
  const running = await call('listCampaigns', { query: { status: 'running', limit: 2 } }).catch(() => undefined);
  const [only, another] = running?.body.items ?? [];
  return only && !another ? `/campaigns/${only.id}` : HOME[role];
}

/** The page for those who may; it is still loaded before the page below it is left. */
function guarded(action: Action, Loaded: ReturnType<typeof lazyRouteComponent>) {
  const Page = () => (
    <Guarded action={action}>
      <Loaded />
    </Guarded>
  );
  return Object.assign(Page, { preload: Loaded.preload });
}

/** A page that is loaded when it is opened, for those who may take its action. */
function page<Path extends string>(
  path: Path,
  load: () => Promise<Record<string, unknown>>,
  name: string,
  action?: Action,
) {
  const Loaded = lazyRouteComponent(load as () => Promise<Record<string, () => React.ReactNode>>, name);
  return createRoute({
    getParentRoute: () => root,
    path,
    validateSearch: (given: Record<string, unknown>): Search => given as Search,
    component: action ? guarded(action, Loaded) : Loaded,
  });
}

const tree = root.addChildren([
  home,
  page('/campaigns', () => import('./campaigns/list-page'), 'CampaignsPage'),
  page('/campaigns/new', () => import('./campaigns/file-page'), 'NewCampaignPage'),
  page('/campaigns/$id', () => import('./campaigns/board-page'), 'BoardPage'),
  page('/campaigns/$id/file', () => import('./campaigns/file-page'), 'FilePage'),
  page('/campaigns/$id/content', () => import('./campaigns/content-page'), 'ContentPage', 'campaign.preview'),
  page('/campaigns/$id/audience', () => import('./audience/audience-page'), 'AudiencePage', 'audience.findings'),
  page('/campaigns/$id/versions/$v', () => import('./campaigns/version-page'), 'VersionPage'),
  page('/campaigns/$id/people', () => import('./journeys/people-page'), 'PeoplePage', 'journey.read'),
  page('/campaigns/$id/rehearsals', () => import('./rehearsals/rehearsals-page'), 'RehearsalsPage'),
  page('/campaigns/$id/waves', () => import('./campaigns/waves-page'), 'WavesPage', 'campaign.preview'),
  page('/campaigns/$id/steering', () => import('./campaigns/steering-page'), 'SteeringPage', 'campaign.pause'),
  page('/campaigns/$id/exchange', () => import('./exchange/exchange-page'), 'ExchangePage'),
  page('/campaigns/$id/evidence', () => import('./campaigns/evidence-page'), 'EvidencePage'),
  page('/campaigns/$id/questions', () => import('./campaigns/questions-page'), 'QuestionsPage'),
  page('/journeys/$id', () => import('./journeys/journey-page'), 'JourneyPage', 'journey.read'),
  page('/customers', () => import('./customers/search-page'), 'SearchPage', 'customer.search'),
  page('/customers/$id', () => import('./customers/customer-page'), 'CustomerPage', 'personal.masked'),
  page('/inquiries', () => import('./customers/inquiries-page'), 'InquiriesPage', 'inquiry.read'),
  page('/inquiries/$id', () => import('./customers/inquiry-page'), 'InquiryPage', 'inquiry.read'),
  page('/campaigns/$id/inquiries', () => import('./campaigns/inquiries-page'), 'InquiryFiguresPage', 'inquiry.figures'),
  page('/returns', () => import('./returns/returns-page'), 'ReturnsPage'),
  page('/mail-room', () => import('./returns/mail-room/mail-room-page'), 'MailRoomPage', 'mail_room.read'),
  page('/calls', () => import('./calls/calls-page'), 'CallsPage', 'call.work'),
  page('/decisions', () => import('./access/decisions-page'), 'DecisionsPage', 'decision.read'),
  page('/holds', () => import('./customers/holds-page'), 'HoldsPage', 'hold.read'),
  page('/print-runs', () => import('./print/print-runs-page'), 'PrintRunsPage'),
  page('/print-runs/$id', () => import('./print/print-run-page'), 'PrintRunPage'),
  page('/brand', () => import('./brand/brand-page'), 'BrandPage', 'brand.read'),
  page('/lanes', () => import('./delivery/lanes-page'), 'LanesPage', 'lane.read'),
  page('/alerts', () => import('./platform/alerts-page'), 'AlertsPage', 'alert.read'),
  page('/access-log', () => import('./privacy/access-log-page'), 'AccessLogPage'),
  page('/accounts', () => import('./access/accounts-page'), 'AccountsPage', 'account.read'),
  page('/accounts/$id', () => import('./access/account-page'), 'AccountPage', 'account.read'),
  page('/me', () => import('./access/me-page'), 'MePage'),
  page('/help/$book', () => import('./shell/help-page'), 'HelpPage'),
]);

const plain = (text: string): Search => Object.fromEntries(new URLSearchParams(text));

export const router = createRouter({
  routeTree: tree,
  scrollRestoration: false,
  parseSearch: plain,
  stringifySearch: (search) => {
    const given = Object.entries(search as Search).filter(([, value]) => value !== undefined && value !== '');
    return given.length === 0 ? '' : `?${new URLSearchParams(given as [string, string][])}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
