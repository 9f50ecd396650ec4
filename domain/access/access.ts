/**
 * The access table: which role may take which action. Actions that are not listed are refused.
 *
 * `reach` is the scope of an action. A grant or API key limited to campaigns keeps actions of reach `campaign`, for
 * those campaigns only, and of reach `customer`, for customers of those campaigns; the latter also affect other
 * campaigns that contact the same customer. It has no action of reach `client`, since those affect what all campaigns
 * of the client share. Actions of reach `installation` belong to no client.
 *
 * `fourEyes`: requires a second person; the person who requests it cannot approve it. `recorded`: the response contains
 * personal data in clear, so access is logged with its purpose. `right`: the grant must name it in addition to the role.
 * `freshCode`: only for a person in a session whose second factor was given in the last minutes (FRESH_MS), never for an
 * API key; a caller who can reset a sign-in can become that person.
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

/**
 * What a grant or a key can allow beyond its role; no role includes one. `personal.protected`: to see customers under
 * 支援措置. `protection.lift`: to ask for the end of a protection, or to agree to it.
 */
export const RIGHTS = ['personal.protected', 'protection.lift'] as const;
export type Right = (typeof RIGHTS)[number];

export interface AccessRule {
  readonly roles: readonly Role[];
  readonly reach: 'campaign' | 'customer' | 'client' | 'installation';
  readonly fourEyes?: true;
  readonly recorded?: true;
  readonly freshCode?: true;
  /** Required in addition to the role. */
  readonly right?: Right;
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
  'campaign.rehearse': { roles: manager, reach: 'campaign' },
  'campaign.submit': { roles: manager, reach: 'campaign' },
  'campaign.approve': { roles: approvers, reach: 'campaign', fourEyes: true },
  'campaign.start': { roles: manager, reach: 'campaign', fourEyes: true },
  'campaign.pause': { roles: manager, reach: 'campaign' },
  'campaign.stop': { roles: manager, reach: 'campaign' },
  /** The completeness statement and its supplements: one person prepares, another signs. */
  'statement.prepare': { roles: manager, reach: 'campaign' },
  'statement.sign': { roles: ['approver'], reach: 'campaign', fourEyes: true },
  /** The same documents with the contract numbers beside the ids. */
  'statement.numbers': { roles: ['manager', 'client_approver', 'auditor'], reach: 'campaign', recorded: true },
  'campaign.compliance': { roles: readers, reach: 'campaign' },
  /** To have the ledger, rows, decisions and completeness verified; the result is for all who read the campaign. */
  'campaign.verify': { roles: ['manager', 'auditor'], reach: 'campaign' },

  /** The client's brand. One person sets it: it takes effect with contents that two persons have approved. */
  'brand.read': { roles: readers, reach: 'client' },
  'brand.edit': { roles: manager, reach: 'client' },

  /** Marked copies of the notices for named test recipients; sent before approval. */
  'proof.read': { roles: readers, reach: 'campaign' },
  'proof.send': { roles: manager, reach: 'campaign' },

  /** Questions to the client about a campaign: QA票. */
  'question.read': { roles: viewers, reach: 'campaign' },
  'question.ask': { roles: manager, reach: 'campaign' },
  'question.answer': { roles: ['client_approver'], reach: 'campaign' },

  'audience.import': { roles: manager, reach: 'client' },
  'audience.findings': { roles: readers, reach: 'campaign' },
  'audience.held': { roles: deskReaders, reach: 'campaign' },
  'audience.decide': { roles: desk, reach: 'campaign' },
  'audience.codes': { roles: ['manager', 'client_approver'], reach: 'campaign' },

  'journey.read': { roles: readers, reach: 'campaign' },
  'journey.steer': { roles: manager, reach: 'campaign' },
  'correction.ask': { roles: manager, reach: 'campaign' },
  'correction.decide': { roles: ['manager', 'approver'], reach: 'campaign', fourEyes: true },

  /**
   * Requests for approval by a second person: reading them, and the routes that decide. Deciding also requires the
   * right of the requested action.
   */
  'request.read': { roles: readers, reach: 'campaign' },
  'request.decide': { roles: ['manager', 'approver', 'client_approver'], reach: 'campaign', fourEyes: true },

  /** What waits for the caller's decision; deciding takes the right of each. */
  'decision.read': { roles: ['manager', 'approver', 'client_approver', 'operator'], reach: 'campaign' },

  /**
   * A customer's values masked, and in clear with a purpose. Customers under 支援措置 additionally require a right of the
   * grant.
   */
  'personal.masked': { roles: deskReaders, reach: 'campaign' },
  'customer.search': { roles: deskReaders, reach: 'campaign' },
  'personal.read': { roles: deskReaders, reach: 'campaign', recorded: true },
  /** Exports of files with personal data, and their approval. */
  'export.ask': { roles: manager, reach: 'campaign' },
  'export.decide': { roles: ['manager', 'approver', 'client_approver'], reach: 'campaign', fourEyes: true },
  'erasure.read': { roles: deskReaders, reach: 'campaign' },
  'erasure.ask': { roles: manager, reach: 'client' },
  'erasure.decide': { roles: ['manager', 'approver'], reach: 'client', fourEyes: true },

  /** Inquiries, without what was said; with it; and what is done about them. */
  'inquiry.read': { roles: deskReaders, reach: 'campaign' },
  'inquiry.open': { roles: deskReaders, reach: 'campaign', recorded: true },
  'inquiry.work': { roles: desk, reach: 'campaign' },
  /** Counts by reason, notice and day. */
  'inquiry.figures': { roles: viewers, reach: 'campaign' },
  /** The register names no customer. */
  'complaint.read': { roles: viewers, reach: 'campaign' },
  'complaint.acknowledge': { roles: ['client_approver'], reach: 'campaign' },

  'call.read': { roles: deskReaders, reach: 'campaign' },
  'call.work': { roles: desk, reach: 'customer' },

  'hold.read': { roles: deskReaders, reach: 'campaign' },
  'hold.edit': { roles: desk, reach: 'customer' },
  /** Holds of GUARDED_HOLDS only by their owner or a manager, see domain/customers/hold-release.ts. */
  'hold.release': { roles: desk, reach: 'customer' },
  /** The lasting mark of a customer under 支援措置. Two persons lift it, each with the right. */
  'protection.read': { roles: deskReaders, reach: 'campaign' },
  'protection.open': { roles: desk, reach: 'customer' },
  'protection_lift.ask': { roles: manager, reach: 'client', right: 'protection.lift' },
  'protection_lift.decide': {
    roles: ['manager', 'approver'],
    reach: 'client',
    fourEyes: true,
    right: 'protection.lift',
  },
  'representative.read': { roles: deskReaders, reach: 'campaign' },
  'representative.edit': { roles: desk, reach: 'customer' },
  /** Who may act for a customer, where two persons' checks did not decide it. */
  'authority.decide': { roles: manager, reach: 'customer' },
  'consent.read': { roles: deskReaders, reach: 'campaign' },
  'consent.edit': { roles: desk, reach: 'customer' },
  'override.read': { roles: readers, reach: 'campaign' },
  'override.ask': { roles: manager, reach: 'campaign' },
  'override.decide': { roles: approvers, reach: 'campaign', fourEyes: true },

  /** What there is to do for the caller; each part takes the right to do it. */
  'work.read': { roles: [...viewers, 'administrator'], reach: 'campaign' },
  /** Who has seen personal data of the client's customers. */
  'access_log.read': { roles: ['auditor'], reach: 'client' },

  /** Names of the people who work for the client. */
  'people.read': { roles: viewers, reach: 'campaign' },

  'metrics.read': { roles: ['administrator'], reach: 'installation' },

  'lane.read': { roles: [...deskReaders, 'administrator'], reach: 'client' },
  'lane.open': { roles: manager, reach: 'client' },
  'lane.edit': { roles: ['manager', 'administrator'], reach: 'client' },
  'alert.read': { roles: [...deskReaders, 'administrator'], reach: 'client' },
  'alert.acknowledge': { roles: [...desk, 'administrator'], reach: 'client' },
  'letter.read': { roles: deskReaders, reach: 'campaign' },
  'print.read': { roles: readers, reach: 'client' },
  /** What shop and carrier report of a run, where it does not come through their folder. */
  'print.work': { roles: desk, reach: 'client' },

  'return.read': { roles: deskReaders, reach: 'campaign' },
  'return.work': { roles: desk, reach: 'customer' },
  /** Sacks and envelopes before they are booked: they are of the client, not of one campaign. */
  'mail_room.read': { roles: deskReaders, reach: 'client' },
  'mail_room.work': { roles: desk, reach: 'client' },

  'exchange.read': { roles: readers, reach: 'campaign' },
  'exchange.format': { roles: manager, reach: 'client' },
  'exchange.work': { roles: ['manager', 'operator', 'client_approver'], reach: 'customer' },
  'exchange.apply': {
    roles: ['manager', 'approver', 'operator', 'client_approver'],
    reach: 'customer',
    fourEyes: true,
  },

  /**
   * Payloads of Temporal's histories, of all clients. They hold only ids and codes, but a caller who can encrypt can
   * forge payloads.
   */
  'codec.decode': { roles: ['auditor', 'administrator'], reach: 'installation' },
  'codec.encode': { roles: ['administrator'], reach: 'installation' },

  'account.read': { roles: ['administrator'], reach: 'installation' },
  'account.edit': { roles: ['administrator'], reach: 'installation', freshCode: true },
} as const satisfies Record<string, AccessRule>;

export type Action = keyof typeof ACCESS;

/** Actions that a second person decides on. `<name>.ask` and `<name>.decide` say who may request and decide them. */
export const REQUESTED = ['correction', 'erasure', 'export', 'protection_lift'] as const;
export type Requested = (typeof REQUESTED)[number];

/** The rule of an action; undefined for an action that is not listed. */
export function accessRule(action: string): AccessRule | undefined {
  return Object.hasOwn(ACCESS, action) ? ACCESS[action as Action] : undefined;
}

/** Whether the role may take the action at all. False for actions that are not listed. */
export function allowed(role: Role, action: Action): boolean {
  return accessRule(action)?.roles.includes(role) ?? false;
}

/** What a caller was granted. `campaigns` and `actions` narrow the role; null means no restriction. */
export interface Grant {
  readonly role: Role;
  readonly campaigns: readonly number[] | null;
  readonly actions: readonly string[] | null;
  /** Absent: none. */
  readonly rights?: readonly Right[];
}

/** Whether a caller may take the action at all. The caller's scope decides on which rows. */
export function mayAct(grant: Grant, action: Action): boolean {
  if (!allowed(grant.role, action)) return false;
  if (grant.actions !== null && !grant.actions.includes(action)) return false;
  const { reach, right } = ruleOf(action);
  if (right !== undefined && !grant.rights?.includes(right)) return false;
  return grant.campaigns === null || reach === 'campaign' || reach === 'customer';
}

const ruleOf = (action: Action): AccessRule => ACCESS[action];

/** What a caller lacks for an action: a right of the grant, or else one of these roles. */
export function lacking(grant: Grant, action: Action): string {
  const { roles, right } = ruleOf(action);
  const rightOnly = right !== undefined && allowed(grant.role, action) && !grant.rights?.includes(right);
  return rightOnly ? right : roles.join(', ');
}
