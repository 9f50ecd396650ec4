/**
 * Who may do what: roles × clients × campaigns × actions, in this one table. What it does not name is refused.
 *
 * `reach` is how far an action goes. A grant or key limited to campaigns keeps the actions of `campaign`, which then
 * hold for those campaigns only, and of `customer`: on a customer of those campaigns, with effect in all that contact the
 * same customer. It has none of `client`: they touch what all campaigns of the client share. The actions of
 * `installation` are of no client.
 *
 * `fourEyes`: it takes two persons, and whoever asked for it cannot be the one who agrees. `looks`: what it answers
 * holds personal data in clear, so the look is recorded with its purpose.
 */
export const ROLE_NAMES = [
  'manager',
  'approver',
  'client_approver',
  'operator',
  'auditor',
  'client_viewer',
  'administrator',
] as const;
export type Role = (typeof ROLE_NAMES)[number];

/** What a grant or a key can allow beyond its role. */
export type Right = 'personal.protected';

export interface AccessRule {
  readonly roles: readonly Role[];
  readonly reach: 'campaign' | 'customer' | 'client' | 'installation';
  readonly fourEyes?: true;
  readonly looks?: true;
}

const manager = ['manager'] as const;
const approvers = ['approver', 'client_approver'] as const;
/** Decisions on single rows. */
const desk = ['manager', 'operator'] as const;
const deskReaders = ['manager', 'operator', 'auditor'] as const;
/** Lists of customers, by surrogate id. The administrator runs the installation, not campaigns. */
const readers = ['manager', 'approver', 'client_approver', 'operator', 'auditor'] as const;
/** Figures without a list of customers. */
const viewers = [...readers, 'client_viewer'] as const;

export const ACCESS = {
  'campaign.create': { roles: manager, reach: 'client' },
  'campaign.read': { roles: viewers, reach: 'campaign' },
  'campaign.edit': { roles: manager, reach: 'campaign' },
  'campaign.preview': { roles: readers, reach: 'campaign' },
  'campaign.submit': { roles: manager, reach: 'campaign' },
  'campaign.approve': { roles: approvers, reach: 'campaign', fourEyes: true },
  'campaign.start': { roles: manager, reach: 'campaign', fourEyes: true },
  'campaign.pause': { roles: manager, reach: 'campaign' },
  'campaign.stop': { roles: manager, reach: 'campaign' },
  'campaign.compliance': { roles: readers, reach: 'campaign' },

  'audience.import': { roles: manager, reach: 'client' },
  'audience.findings': { roles: readers, reach: 'campaign' },
  'audience.held': { roles: deskReaders, reach: 'campaign' },
  'audience.decide': { roles: desk, reach: 'campaign' },
  'audience.codes': { roles: ['manager', 'client_approver'], reach: 'campaign' },

  'journey.read': { roles: readers, reach: 'campaign' },
  'journey.steer': { roles: manager, reach: 'campaign' },
  'correction.ask': { roles: manager, reach: 'campaign' },
  'correction.decide': { roles: ['manager', 'approver'], reach: 'campaign', fourEyes: true },

  /** What another person must agree to: read, and the routes that decide, which then ask for the action's own right. */
  'request.read': { roles: readers, reach: 'campaign' },
  'request.decide': { roles: ['manager', 'approver', 'client_approver'], reach: 'campaign', fourEyes: true },

  /** Masked values of a customer, and the same in clear with a purpose; under 支援措置 it takes a right of the grant too. */
  'personal.masked': { roles: deskReaders, reach: 'campaign' },
  'customer.search': { roles: deskReaders, reach: 'campaign' },
  'personal.look': { roles: deskReaders, reach: 'campaign', looks: true },
  /** Files with personal data that leave, and the release they need. */
  'export.ask': { roles: manager, reach: 'campaign' },
  'export.decide': { roles: ['manager', 'approver', 'client_approver'], reach: 'campaign', fourEyes: true },
  'erasure.read': { roles: deskReaders, reach: 'campaign' },
  'erasure.ask': { roles: manager, reach: 'client' },
  'erasure.decide': { roles: ['manager', 'approver'], reach: 'client', fourEyes: true },

  'call.read': { roles: deskReaders, reach: 'campaign' },
  'call.work': { roles: desk, reach: 'customer' },

  'hold.read': { roles: deskReaders, reach: 'campaign' },
  'hold.edit': { roles: desk, reach: 'customer' },
  'representative.read': { roles: deskReaders, reach: 'campaign' },
  'representative.edit': { roles: desk, reach: 'customer' },
  'consent.read': { roles: deskReaders, reach: 'campaign' },
  'consent.edit': { roles: desk, reach: 'customer' },
  'override.read': { roles: readers, reach: 'campaign' },
  'override.ask': { roles: manager, reach: 'campaign' },
  'override.decide': { roles: approvers, reach: 'campaign', fourEyes: true },

  'metrics.read': { roles: ['administrator'], reach: 'installation' },

  'lane.read': { roles: [...deskReaders, 'administrator'], reach: 'client' },
  'lane.open': { roles: manager, reach: 'client' },
  'lane.edit': { roles: ['manager', 'administrator'], reach: 'client' },
  'alert.read': { roles: [...deskReaders, 'administrator'], reach: 'client' },
  'alert.acknowledge': { roles: [...desk, 'administrator'], reach: 'client' },
  'print.read': { roles: readers, reach: 'client' },

  'return.read': { roles: deskReaders, reach: 'campaign' },
  'return.work': { roles: desk, reach: 'customer' },

  'exchange.read': { roles: readers, reach: 'campaign' },
  'exchange.work': { roles: ['manager', 'operator', 'client_approver'], reach: 'customer' },
  'exchange.apply': {
    roles: ['manager', 'approver', 'operator', 'client_approver'],
    reach: 'customer',
    fourEyes: true,
  },

  /** Payloads of Temporal's histories, of all clients: ids and codes, but whoever seals can speak for us there. */
  'codec.decode': { roles: ['auditor', 'administrator'], reach: 'installation' },
  'codec.encode': { roles: ['administrator'], reach: 'installation' },

  'account.read': { roles: ['administrator'], reach: 'installation' },
  'account.edit': { roles: ['administrator'], reach: 'installation' },
} as const satisfies Record<string, AccessRule>;

export type Action = keyof typeof ACCESS;

/**
 * What is asked for by a request that another person decides: `<name>.ask` and `<name>.decide` say who may, and
 * api/carry-out.ts what an approval does.
 */
export const REQUESTED = ['correction', 'erasure', 'export'] as const;
export type Requested = (typeof REQUESTED)[number];

/** The rule of an action; undefined for a name the table does not have. */
export function accessRule(action: string): AccessRule | undefined {
  return Object.hasOwn(ACCESS, action) ? ACCESS[action as Action] : undefined;
}

/** Whether the role may take the action anywhere. False for whatever the table does not name. */
export function allowed(role: Role, action: Action): boolean {
  return accessRule(action)?.roles.includes(role) ?? false;
}

/** What a caller was granted: `campaigns` and `actions` narrow the role, null leaves it whole. */
export interface Grant {
  readonly role: Role;
  readonly campaigns: readonly number[] | null;
  readonly actions: readonly string[] | null;
}

/** Whether a caller may take the action at all; on which rows, its scope says. */
export function mayAct(grant: Grant, action: Action): boolean {
  if (!allowed(grant.role, action)) return false;
  if (grant.actions !== null && !grant.actions.includes(action)) return false;
  const reach = accessRule(action)?.reach;
  return grant.campaigns === null || reach === 'campaign' || reach === 'customer';
}
