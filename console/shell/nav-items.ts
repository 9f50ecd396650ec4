import { type Action, type Role } from '../../domain/access/access';
import { type Reply } from '../api/client';

export interface NavItem {
  to: string;
  word:
    | 'campaigns'
    | 'decisions'
    | 'alerts'
    | 'returns'
    | 'calls'
    | 'inquiries'
    | 'customers'
    | 'holds'
    | 'printRuns'
    | 'lanes'
    | 'brand'
    | 'accessLog'
    | 'accounts';
  group: 'progress' | 'desks' | 'evidence' | 'administration';
  /** The action that shows it. */
  action: Action;
  /** After `g`. */
  key?: string;
  /** What waits there. */
  waits?: (work: Reply<'getWork'>) => number | undefined;
}

export const NAV: readonly NavItem[] = [
  {
    to: '/campaigns',
    word: 'campaigns',
    group: 'progress',
    action: 'campaign.read',
    key: 'c',
  },
  {
    to: '/decisions',
    word: 'decisions',
    group: 'progress',
    action: 'decision.read',
    key: 'd',
    waits: (work) => work.decisions?.mine,
  },
  {
    to: '/alerts',
    word: 'alerts',
    group: 'progress',
    action: 'alert.read',
    key: 'a',
    waits: (work) => work.alerts?.open,
  },
  {
    to: '/returns',
    word: 'returns',
    group: 'desks',
    action: 'return.work',
    key: 'r',
    waits: ({ returns }) => returns && returns.toEnter + returns.pages,
  },
  { to: '/calls', word: 'calls', group: 'desks', action: 'call.work', key: 't', waits: (work) => work.calls?.due },
  {
    to: '/inquiries',
    word: 'inquiries',
    group: 'desks',
    action: 'inquiry.read',
    key: 'i',
    waits: (work) => work.inquiries?.open,
  },
  { to: '/customers', word: 'customers', group: 'desks', action: 'customer.search', key: 'u' },
  { to: '/holds', word: 'holds', group: 'desks', action: 'hold.read', key: 'h', waits: (work) => work.holds?.due },
  { to: '/print-runs', word: 'printRuns', group: 'desks', action: 'print.read', key: 'p' },
  { to: '/lanes', word: 'lanes', group: 'administration', action: 'lane.read', key: 'l' },
  { to: '/brand', word: 'brand', group: 'administration', action: 'brand.edit', key: 'k' },
  { to: '/access-log', word: 'accessLog', group: 'evidence', action: 'access_log.read', key: 'o' },
  { to: '/accounts', word: 'accounts', group: 'administration', action: 'account.read', key: 'n' },
];

/** Where a role begins its day. */
export const HOME: Record<Role, string> = {
  manager: '/campaigns',
  approver: '/decisions',
  client_approver: '/decisions',
  operator: '/returns',
  auditor: '/campaigns',
  client_viewer: '/campaigns',
  administrator: '/accounts',
};

/** The handbook of the client's people, whatever page they are on. */
export const CLIENT_HANDBOOK = 'client';

/** The handbook of each first part of a path, for everyone else. */
export const HANDBOOKS: Record<string, string> = {
  campaigns: 'campaigns',
  decisions: 'decisions',
  alerts: 'campaigns',
  returns: 'returns',
  calls: 'calls',
  inquiries: 'inquiries',
  customers: 'customers',
  journeys: 'customers',
  holds: 'customers',
  'print-runs': 'returns',
  brand: 'campaigns',
  lanes: 'administration',
  'access-log': 'evidence',
  accounts: 'administration',
};
