import { testDoc } from '../support/seed';
import { type ConsentValue, type ContactPolicy, type PolicyRule, type Purpose } from '../../domain/campaigns/campaign';
import { contactFor, ruleFor } from '../../domain/customers/contact-policy';
import { actingFor, addressedName } from '../../domain/texts/consents';

const policy = (no: PolicyRule = 'override', unknown: PolicyRule = 'contact'): ContactPolicy => ({
  table: {
    service_notice: { mail: { yes: 'contact', unknown, no } },
    offer: { mail: { yes: 'contact', unknown: 'dont', no: 'dont' } },
  },
  overrides: [{ channel: 'mail', contractHashes: ['aa', 'bb'], reason: '約款第12条' }],
});

describe('who may be contacted', () => {
  it.each<[Purpose, ConsentValue, string[], ContactPolicy, 'contact' | 'dont', string]>([
    ['service_notice', 'yes', ['cc'], policy(), 'contact', 'consent_yes'],
    ['service_notice', 'unknown', ['cc'], policy(), 'contact', 'consent_unknown_allowed'],
    ['service_notice', 'unknown', ['cc'], policy('dont', 'dont'), 'dont', 'consent_unknown_not_allowed'],
    ['service_notice', 'no', ['cc'], policy(), 'dont', 'refused'],
    ['service_notice', 'no', ['cc', 'bb'], policy(), 'contact', 'override:約款第12条'],
    ['service_notice', 'no', ['aa'], policy('dont'), 'dont', 'refused'],
    ['service_notice', 'no', ['cc'], policy('contact'), 'dont', 'refused'],
    ['offer', 'yes', ['cc'], policy(), 'contact', 'consent_yes'],
    ['offer', 'unknown', ['cc'], policy(), 'dont', 'consent_unknown_not_allowed'],
    ['offer', 'no', ['aa'], policy(), 'dont', 'refused'],
  ])('%s, consent %s, contracts %j', (purpose, consent, contractHashes, table, rule, reason) => {
    expect(ruleFor(table, { purpose, channel: 'mail', consent, contractHashes })).toEqual({ rule, reason });
  });

  it('contacts no customer where the table leaves a channel out', () => {
    const closed = policy();
    closed.table.offer.mail!.yes = 'dont';
    expect(ruleFor(closed, { purpose: 'offer', channel: 'mail', consent: 'yes', contractHashes: [] })).toEqual({
      rule: 'dont',
      reason: 'not_in_policy',
    });
  });

  it.each(['yes', 'unknown', 'no'] as const)(
    'contacts nowhere on a channel that the table does not name (%s)',
    (consent) => {
      const decided = ruleFor(policy(), {
        purpose: 'service_notice',
        channel: 'post',
        consent,
        contractHashes: ['aa'],
      });
      expect(decided).toEqual({ rule: 'dont', reason: 'not_in_policy' });
    },
  );
});

describe('an override confirmed for one customer', () => {
  const policy = testDoc().policy;
  const asked = { purpose: 'service_notice', channel: 'mail', consent: 'no', contractHashes: [] } as const;
  const granted = [{ channel: 'mail' as const, reason: '約款' }];
  it.each([
    ['counts where the table foresees overrides', {}, 'override:約款'],
    ['counts on its own channel only', { granted: [{ channel: 'sms' as const, reason: '約款' }] }, 'refused'],
    ['counts for no offer', { purpose: 'offer' as const }, 'refused'],
    ['is not needed with a yes', { consent: 'yes' as const }, 'consent_yes'],
  ])('%s', (_what, change, reason) => {
    expect(ruleFor(policy, { ...asked, contractHashes: [], granted, ...change }).reason).toBe(reason);
  });
});

it.each([
  ['ok', 'offer', 'ok'],
  ['no_contact', 'offer', 'no_contact'],
  ['only:offer', 'offer', 'ok'],
  ['only:offer', 'service_notice', 'not_in_scope'],
  ['only:offer+service_notice', 'service_notice', 'ok'],
])('the address %s for %s: %s', (contact, purpose, usable) => {
  expect(contactFor(contact, purpose)).toBe(usable);
});

it.each([
  ['guardian', 'person', '見本 太郎様 成年後見人 後見 花子', '見本 太郎　様'],
  ['lawyer', 'person', '見本 太郎様 代理人弁護士 後見 花子', '見本 太郎　様'],
  ['liquidator', 'company', '見本 太郎 清算人 後見 花子', '見本 太郎'],
  ['heir', 'person', '後見 花子', undefined],
] as const)('writes to a %s of a %s as %s', (relation, forKind, name, above) => {
  const representative = { relation, for: '見本 太郎', forKind };
  expect(addressedName({ name: '後見 花子', representative })).toBe(name);
  expect(actingFor(representative)?.customer).toBe(above);
});
