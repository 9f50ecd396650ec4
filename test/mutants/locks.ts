import { type Mutant } from './mutant';

const tests = ['platform/walls/locks'];

/** Locks left out: two callers at the same moment each believe to be alone. */
export const LOCKS: Mutant[] = [
  {
    what: 'a message is marked without a check for a pause or stop under way',
    file: 'db/delivery/handovers.ts',
    from: 'and c.epoch = ${message.epoch} for share)',
    to: 'and c.epoch = ${message.epoch})',
    tests,
  },
  {
    what: 'a step reads the campaign without a lock',
    file: 'db/journeys/take-steps.ts',
    from: "    .orderBy('id')\n    .forShare()",
    to: "    .orderBy('id')",
    tests,
  },
  {
    what: 'the campaign is not locked while it is steered',
    file: 'db/campaigns/campaigns.ts',
    from: 'selectCampaign(trx, scope, id).forNoKeyUpdate()',
    to: 'selectCampaign(trx, scope, id)',
    tests,
  },
  {
    what: 'a step does not lock its journeys',
    file: 'db/journeys/take-steps.ts',
    from: "    .orderBy('id')\n    .forNoKeyUpdate()",
    to: "    .orderBy('id')",
    tests,
  },
  {
    what: 'the journey is not locked while an arrival is written',
    file: 'db/journeys/arrivals.ts',
    from: "    .forNoKeyUpdate()\n    .executeTakeFirst();\n  if (!journey) throw new AppError('not_found', { what: 'journey' });",
    to: "    .executeTakeFirst();\n  if (!journey) throw new AppError('not_found', { what: 'journey' });",
    tests,
  },
  {
    what: 'two persons decide one request',
    file: 'db/access/requests.ts',
    from: '    .forNoKeyUpdate()\n    .executeTakeFirst();\n  if (!known)',
    to: '    .executeTakeFirst();\n  if (!known)',
    tests,
  },
  {
    what: 'two persons decide one override',
    file: 'db/customers/overrides.ts',
    from: '  const override = await wanted.forNoKeyUpdate().executeTakeFirstOrThrow();\n  if (override.asked_by === personId)',
    to: '  const override = found;\n  if (override.asked_by === personId)',
    tests,
  },
  {
    what: 'an erasure is carried out again by a worker that read of it before',
    file: 'db/privacy/erasure.ts',
    from: "      .where('id', '=', erasure.id)\n      .where('status', '=', 'approved')\n",
    to: "      .where('id', '=', erasure.id)\n",
    tests,
  },
];
