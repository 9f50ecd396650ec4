import { type Mutant } from './mutant';

/** Rules whose breach a customer or an auditor would notice. */
export const RULES: Mutant[] = [
  {
    what: 'the silent are closed at apply-by although there is grace',
    file: 'domain/journeys/decide.ts',
    from: "if (facts.now > closingInstant(doc)) return close('deadline_passed');",
    to: "if (facts.now > doc.dates.applyBy) return close('deadline_passed');",
    tests: ['journeys/decisions/silent-in-grace'],
  },
  {
    what: 'the end of grace is left out of the last instant',
    file: 'domain/journeys/outcome.ts',
    from: 'return Math.max(doc.dates.applyBy, doc.dates.graceUntil ?? 0);',
    to: 'return doc.dates.applyBy;',
    tests: ['journeys/decisions/silent-in-grace'],
  },
  {
    what: 'a person who was stopped is written to again after taking an answer back',
    file: 'db/journeys/late-answers.ts',
    from: 'const mayContact = sends && !stopped && now <= closingInstant(doc);',
    to: 'const mayContact = sends && now <= closingInstant(doc);',
    tests: ['journeys/steering'],
  },
  {
    what: 'whom a person has stopped goes on where an answer was taken back',
    file: 'domain/journeys/decide.ts',
    from: "if (facts.stopped) return close('stopped_by_person');",
    to: "if (facts.stopped && facts.contracts.every(({ choice }) => choice === null)) return close('stopped_by_person');",
    tests: ['journeys/decisions/silent-in-grace'],
  },
  {
    what: 'a claimed message leaves although an unread answer is there',
    file: 'db/delivery/handovers.ts',
    from: '\n        and j.arrival_seq = j.read_seq)',
    to: ')',
    tests: ['delivery/claims/between-claim-and-mark'],
  },
  {
    what: 'a claimed message leaves although its refusal has been read',
    file: 'db/delivery/handovers.ts',
    from: '      and not ${messageRefused}\n',
    to: '',
    tests: ['delivery/claims/between-claim-and-mark'],
  },
  {
    what: 'a recalled letter begins a wait',
    file: 'domain/journeys/step-due.ts',
    from: "!['withdrawn', 'failed', 'recalled'].includes(status)",
    to: "!['withdrawn', 'failed'].includes(status)",
    tests: ['journeys/decisions/silent-in-grace'],
  },
  {
    what: 'a stopped lane sends what it has claimed',
    file: 'activities/delivery/lane-drain.ts',
    from: 'if (await this.monitor.judgeSendings()) await this.buffer.clear();',
    to: 'await this.monitor.judgeSendings();',
    tests: ['delivery/claims/between-claim-and-mark'],
  },
  {
    what: 'images are removed under a complaint',
    file: 'db/privacy/retention.ts',
    from: "and h.released_at is null and h.reason in ('lawyer', 'dispute', 'complaint', 'antisocial')) as free\n      from return_scans",
    to: "and h.released_at is null and h.reason in ('lawyer', 'dispute', 'antisocial')) as free\n      from return_scans",
    tests: ['privacy/retention-run'],
  },
  {
    what: 'the SMS provider refuses our account, and each message is failed for good',
    file: 'activities/delivery/providers/twilio.ts',
    from: '[401, 403, 404, 408, 409, 425]',
    to: '[408, 409, 425]',
    tests: ['delivery/sms-answers'],
  },
  {
    what: 'keyed hashes are the same for every client',
    file: 'db/privacy/vault.ts',
    from: 'shortMac(this.subkeys.index, `${clientId}\\n${kind}\\n${value}`)',
    to: 'shortMac(this.subkeys.index, `${clientId && 0}\\n${kind}\\n${value}`)',
    tests: ['audience/again'],
  },
  {
    what: 'double quotes are not escaped on the pages',
    file: 'api/customer-pages/html.ts',
    from: `/[&<>"']/g`,
    to: `/[&<>']/g`,
    tests: ['customers/pages/page-escape'],
  },
];
