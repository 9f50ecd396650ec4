import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contract } from '../../api/contract';
import { type RouteContract } from '../../api/http/route';
import { GUARDED_HOLDS } from '../../domain/customers/hold-release';
import {
  ACCESS,
  type AccessRule,
  accessRule,
  type Action,
  allowed,
  mayAct,
  REQUESTED,
  type Right,
  type Role,
  ROLE_NAMES,
} from '../../domain/access/access';

const DOC = join(__dirname, '..', '..', 'docs', 'access.md');
const rules = Object.entries<AccessRule>(ACCESS);
const routes = Object.entries<RouteContract>(contract);

test('docs/access.md is the table of the code (UPDATE_DOCS=1 writes it)', () => {
  const text = document();
  if (process.env.UPDATE_DOCS) writeFileSync(DOC, text);
  expect(readFileSync(DOC, 'utf8')).toBe(text);
});

test.each(['', 'campaign', 'campaign.', 'campaign.delete', '*', 'constructor', '__proto__', 'public', 'toString'])(
  'an action that the table does not name is refused: "%s"',
  (name) => {
    for (const role of ROLE_NAMES) {
      expect(allowed(role, name as Action)).toBe(false);
      expect(mayAct({ role, campaigns: null, actions: null }, name as Action)).toBe(false);
    }
    expect(accessRule(name)).toBeUndefined();
  },
);

test('an action with a right of its own takes the right and the role', () => {
  const limits = { campaigns: null, actions: null };
  const may = (role: Role, rights?: Right[]) =>
    mayAct({ role, ...limits, ...(rights && { rights }) }, 'protection_lift.ask');
  expect(may('manager', ['protection.lift'])).toBe(true);
  expect([may('manager'), may('manager', ['personal.protected']), may('operator', ['protection.lift'])]).toEqual([
    false,
    false,
    false,
  ]);
});

test('an unknown role is allowed nothing', () => {
  for (const [action] of rules) expect(allowed('root' as never, action as Action)).toBe(false);
});

test.each<[string, { campaigns: number[] | null; actions: string[] | null }, Action, boolean]>([
  ['a whole grant', { campaigns: null, actions: null }, 'campaign.create', true],
  ['campaigns, an action within one', { campaigns: [1], actions: null }, 'campaign.edit', true],
  ['campaigns, an action on a customer', { campaigns: [1], actions: null }, 'hold.edit', true],
  ['campaigns, an action on the client', { campaigns: [1], actions: null }, 'campaign.create', false],
  ['no campaign at all, an action on the client', { campaigns: [], actions: null }, 'lane.edit', false],
  ['actions, one of them', { campaigns: null, actions: ['campaign.read'] }, 'campaign.read', true],
  ['actions, another', { campaigns: null, actions: ['campaign.read'] }, 'campaign.edit', false],
  ['actions beyond the role', { campaigns: null, actions: ['campaign.approve'] }, 'campaign.approve', false],
  ['no action', { campaigns: null, actions: [] }, 'campaign.read', false],
])('a manager with %s', (_what, limits, action, expected) => {
  expect(mayAct({ role: 'manager', ...limits }, action)).toBe(expected);
});

test('every route names an action of the table or is public, and every action is used', () => {
  const used = new Set<string>(routes.map(([, route]) => route.action));
  for (const action of used) expect(action === 'public' || accessRule(action) !== undefined).toBe(true);
  const decided: string[] = REQUESTED.map((name) => `${name}.decide`);
  const unused = rules.map(([action]) => action).filter((action) => !used.has(action) && !decided.includes(action));
  expect(unused).toEqual([]);
});

test('what is asked for by a request takes two persons', () => {
  for (const name of REQUESTED) {
    expect(accessRule(`${name}.ask`)).toBeDefined();
    expect(accessRule(`${name}.decide`)).toMatchObject({ fourEyes: true });
  }
});

test('read-only roles change nothing, and the administrator sees no customer', () => {
  /** POSTs that only read. */
  const reading = ['previewNotice', 'explainCampaign'];
  const changing = routes
    .filter(([name, route]) => route.write && route.method !== 'get' && !reading.includes(name))
    .map(([, { action }]) => action);
  for (const action of changing) {
    if (action === 'public' || action === 'personal.read' || action === 'customer.search') continue;
    if (ACCESS[action].reach === 'installation') continue;
    expect([action, allowed('client_viewer', action)]).toEqual([action, false]);
  }
  for (const [action, { roles, reach }] of rules) {
    if (!roles.includes('administrator')) continue;
    expect(reach === 'installation' || /^(lane|alert|work)\./.test(action)).toBe(true);
  }
});

/** Text of docs/access.md. */
function document(): string {
  const head = ['action', 'reach', ...ROLE_NAMES, 'two persons', 'access recorded', 'fresh code', 'right'];
  const lines = rules.map(([action, rule]) => {
    const marks = ROLE_NAMES.map((role) => (rule.roles.includes(role) ? '●' : ''));
    const right = rule.right ? `\`${rule.right}\`` : '';
    return [
      `\`${action}\``,
      rule.reach,
      ...marks,
      rule.fourEyes ? '●' : '',
      rule.recorded ? '●' : '',
      rule.freshCode ? '●' : '',
      right,
    ];
  });
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const table = [row(head), row(head.map(() => '---')), ...lines.map(row)];
  const ofAction = rules.map(([action]) => {
    const names = routes
      .filter(([, route]) => route.action === action)
      .map(([, { method, path, freshCode }]) => `\`${method.toUpperCase()} ${path}\`${freshCode ? ' (code)' : ''}`);
    return `- \`${action}\`: ${names.join(', ') || 'decides on a request'}`;
  });
  return `${[
    '# Who may do what',
    '',
    'Written from `domain/access/access.ts` and the routes; a test compares them. What is not listed is refused.',
    '',
    '- **campaign**: in the campaigns of the grant.',
    '- **customer**: on a customer of those campaigns; it takes effect in every campaign that contacts the customer.',
    '- **client**: on what all campaigns of a client share; a grant or key limited to campaigns does not allow it.',
    '- **installation**: on what belongs to no client.',
    '- A key can be limited further: to campaigns, to actions and to a date.',
    '- **two persons**: the person who asked cannot also agree, with any key, session or role.',
    '- **fresh code**: only for a person in a session whose second factor was given in the last 15 minutes; no API key.',
    '- **(code)** after a route: a person in a session needs such a code too; an API key does not.',
    '- **right**: needed in addition to the role; a grant names it, no role includes it.',
    `- \`hold.release\`: a hold for ${GUARDED_HOLDS.map((reason) => `\`${reason}\``).join(', ')} is released, or given to`,
    '  another owner, only by its owner or a manager.',
    '- Ids of another client, or of a campaign outside the grant, are answered as if they did not exist.',
    '',
    ...table,
    '',
    '## Routes',
    '',
    ...ofAction,
  ].join('\n')}\n`;
}
