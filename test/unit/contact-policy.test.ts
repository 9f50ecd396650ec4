import { type ConsentValue, type ContactPolicy, type PolicyRule, type Purpose } from '../../domain/campaign';
import { ruleFor } from '../../domain/contact-policy';

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

  it('contacts nobody where the table leaves a channel out', () => {
    const closed = policy();
    closed.table.offer.mail!.yes = 'dont';
    expect(ruleFor(closed, { purpose: 'offer', channel: 'mail', consent: 'yes', contractHashes: [] })).toEqual({
      rule: 'dont',
      reason: 'not_in_policy',
    });
  });
});
