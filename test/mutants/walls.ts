import { type Mutant } from './mutant';

/** What keeps two customers, two callers and two clients apart. */
export const WALLS: Mutant[] = [
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
    what: 'an idempotency key of one caller answers another',
    file: 'db/platform/idempotency.ts',
    from: "    .where('caller', '=', request.caller)\n    .where('key', '=', request.key)\n    .executeTakeFirst();",
    to: "    .where('key', '=', request.key)\n    .executeTakeFirst();",
    tests: ['platform/walls/idempotency'],
  },
  {
    what: 'the search function has no wall of its own',
    file: 'db/migrations/0001_baseline.sql',
    from: "and (current_setting('role') <> 'tsunagi_api' or client_id = api_client())\n$$;",
    to: '\n$$;',
    tests: ['platform/walls/row-scope'],
  },
  {
    what: "a client's rows are open in a table of their pauses' customers",
    file: 'db/migrations/0001_baseline.sql',
    from: "if t::text in ('lanes', 'alerts') then own :=",
    to: "if t::text = 'pause_customers' then own := 'true'; end if;\n    if t::text in ('lanes', 'alerts') then own :=",
    tests: ['platform/walls/row-scope'],
  },
  {
    what: 'what belongs to a customer is open to a scope of another campaign',
    file: 'db/migrations/0001_baseline.sql',
    from: "return format('exists (select from audience a where a.customer_id = %s.customer_id)', t);",
    to: "return 'true';",
    tests: ['platform/walls/row-scope'],
  },
];
