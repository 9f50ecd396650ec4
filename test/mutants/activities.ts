import { type Mutant } from './mutant';

/** What leaves: providers, files, letters, and what Temporal calls. */
export const ACTIVITIES: Mutant[] = [
  {
    what: 'a stopped lane sends what it has claimed',
    file: 'activities/delivery/lane-drain.ts',
    from: 'if (await this.monitor.judgeSendings()) await this.buffer.clear();',
    to: 'await this.monitor.judgeSendings();',
    tests: ['delivery/claims/between-claim-and-mark'],
  },
  {
    what: 'the SMS provider refuses our account, and each message is failed for good',
    file: 'activities/delivery/providers/twilio.ts',
    from: '[401, 403, 404, 408, 409, 425]',
    to: '[408, 409, 425]',
    tests: ['delivery/sms-answers'],
  },
  {
    what: 'claims whose reply was lost are kept for ever',
    file: 'activities/delivery/claim-buffer.ts',
    from: 'if (this.orphaned) {',
    to: 'if (this.orphaned && this.messages.length > 0) {',
    tests: ['delivery/claims/lost-claim'],
  },
  {
    what: "an office's own code gets a barcode",
    file: 'rendering/letter/address-block.ts',
    from: "if (!found || found.source !== 'ken_all') return null;",
    to: 'if (!found) return null;',
    tests: ['print/letter.test'],
  },
  {
    what: 'a gateway that answers 200 with rubbish has delivered',
    file: 'activities/delivery/providers/twilio.ts',
    from: "const ref = typeof body.sid === 'string' && MESSAGE_SID.test(body.sid) ? body.sid : undefined;",
    to: "const ref = typeof body.sid === 'string' ? body.sid : 'none';",
    tests: ['delivery/sms-answers'],
  },
  {
    what: 'a mail that broke off after DATA is sent again',
    file: 'activities/delivery/providers/smtp.ts',
    from: "if (begun) return { kind: 'unknown' };",
    to: '',
    tests: ['delivery/mail/smtp-replies', 'delivery/mail/mail.test'],
  },
  {
    what: 'a server that refuses us as a sender makes every address bad',
    file: 'activities/delivery/providers/smtp.ts',
    from: "if (error.command === 'MAIL FROM' && code >= 500) return { kind: 'unreachable', reason };",
    to: '',
    tests: ['delivery/mail/smtp-replies'],
  },
  {
    what: 'a full mailbox is an address that does not exist',
    file: 'activities/delivery/providers/smtp.ts',
    from: "code >= 500 && code !== 552 && enhanced !== '5.2.2'",
    to: 'code >= 500',
    tests: ['delivery/mail/smtp-replies'],
  },
  {
    what: 'a URL of settings may point into our network',
    file: 'activities/delivery/providers/outgoing.ts',
    from: "if (!isPublic(address, family)) throw new OutgoingRefused('private_address');",
    to: '',
    tests: ['delivery/outgoing'],
  },
  {
    what: 'one journey that cannot be decided fails its neighbours',
    file: 'activities/journey/batch.ts',
    from: 'if (requests.length === 1 || isTransient(reason))',
    to: 'if (requests.length >= 1 || isTransient(reason))',
    tests: ['journeys/batch'],
  },
  {
    what: 'a report whose run has no workflow is put away unheard',
    file: 'activities/print/acknowledgements.ts',
    from: 'if (!signalled) await setLaunched(deps.db, run.runId, false); // the outbox starts it again',
    to: '',
    tests: ['print/print-run-paths', 'print/workflow-print-run'],
  },
  {
    what: 'a workflow that is gone stops the outbox',
    file: 'activities/outbox/signal.ts',
    from: 'if (error instanceof WorkflowNotFoundError) return false;',
    to: '',
    tests: ['journeys/orders/engine'],
  },
];
