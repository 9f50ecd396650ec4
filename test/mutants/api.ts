import { type Mutant } from './mutant';

/** Who is let in, and to what. */
export const API: Mutant[] = [
  {
    what: "a customer's proof opens every page of the campaign",
    file: 'api/customer-pages/session.ts',
    from: '`${link.campaignId}\\n${link.customerId}\\n${link.kind}\\n${link.version}`',
    to: '`${link.campaignId}\\n${link.kind}\\n${link.version}`',
    tests: ['customers/pages/two-customers'],
  },
  {
    what: "a form's key is not bound to the link",
    file: 'api/customer-pages/session.ts',
    from: 'if (!same(signature, vault.sign(`key\\n${nameOf(link)}\\n${basis}\\n${nonce}`))) return undefined;',
    to: 'if (!signature) return undefined;',
    tests: ['customers/page-answer'],
  },
  {
    what: 'double quotes are not escaped on the pages',
    file: 'api/customer-pages/html.ts',
    from: `/[&<>"']/g`,
    to: `/[&<>']/g`,
    tests: ['customers/pages/page-escape'],
  },
  {
    what: 'IPv6 networks of a whole provider are counted as one',
    file: 'api/http/rate-limit.ts',
    from: 'new Address6(`${ip}/56`)',
    to: 'new Address6(`${ip}/32`)',
    tests: ['platform/limits'],
  },
  {
    what: 'a receipt without the signature of the provider counts',
    file: 'api/webhooks/sms.ts',
    from: "if (!SMS_TOKEN || !signed(SMS_TOKEN)) throw new AppError('forbidden');",
    to: '',
    tests: ['delivery/sms-webhook'],
  },
  {
    what: 'a page of another site acts in a session',
    file: 'api/sign-in/visit.ts',
    from: "if (!SAFE.has(req.method) && !trusted && !isOwnAct(deps.config, deps.vault, req, token))\n    throw new AppError('csrf_refused');",
    to: '',
    tests: ['access/sign-in-sessions'],
  },
  {
    what: 'an API key resets accounts',
    file: 'api/http/auth.ts',
    from: 'if (accessRule(action)?.freshCode) await requireFreshSession(deps, actor);',
    to: '',
    tests: ['access/sign-in-accounts'],
  },
  {
    what: 'an edit of an old version overwrites a newer one',
    file: 'api/http/writes.ts',
    from: 'return version === undefined ? -1 : Number(version);',
    to: 'return Number(version ?? 1);',
    tests: ['campaigns/lifecycle', 'platform/contract'],
  },
  {
    what: 'a page that shows what is out of date takes an answer',
    file: 'api/customer-pages/choose.ts',
    from: 'if (key.basis !== declared.basis) return { page: answeredPage(view, true), status: 409 };',
    to: '',
    tests: ['customers/page-answer'],
  },
  {
    what: 'a caller sees rows that no scope limits',
    file: 'api/http/caller-deps.ts',
    from: "db: deps.scoped.db(reach === 'customer' ? { ...scope, campaigns: null } : scope)",
    to: 'db: deps.db',
    tests: ['access/caller-deps'],
  },
  {
    what: 'a body that never ends is waited for',
    file: 'api/http/body.ts',
    from: 'await Promise.race([runMiddleware(raw, req, res), late]);',
    to: 'late.catch(() => undefined);\n    await runMiddleware(raw, req, res);',
    tests: ['platform/walls/slow-bodies'],
  },
];
