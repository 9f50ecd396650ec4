import { bookReceivedAnswer, type BookedAnswer, type ReceivedAnswer } from '../../db/calls/received-answer';
import { getCallTask } from '../../db/calls/tasks';
import { readClock } from '../../db/platform/clock';
import { type Scope } from '../../db/platform/scope';
import { type Trx } from '../../db/platform/types';
import { reasonText } from '../../domain/texts/timeline';
import { type Handlers, refused } from '../http/handler';
import { iso } from '../http/wire';
import { type answerRoutes } from './answers-contract';
import { taskOf } from './task-wire';
import { saidItems } from './identity';

/** Calls that come in: what a customer says who calls. */
export const answerHandlers: Handlers<typeof answerRoutes> = {
  async bookAnswer({ deps, trx, scope, actor, params, body }) {
    const { campaignId, saidBy, choices, takeBack, recording } = body;
    const { now } = await readClock(trx);
    const asks: ReceivedAnswer['asks'] = choices ? { choices } : { takeBack: [...new Set(takeBack)] };
    const done = await bookReceivedAnswer(
      trx,
      { vault: deps.vault, scope },
      {
        ...{ campaignId, saidBy, asks, customerId: params.id, personId: actor.personId },
        said: saidItems(body.identity, now),
        ...(recording !== undefined && { recording }),
      },
    );
    if (done.kind === 'refused') {
      const { refusal, entries, now: at } = done;
      return refused(refusal, { campaignId, clientId: scope.clientId, at, entries });
    }
    return { body: await bookedOf(trx, scope, asks, done) };
  },
};

async function bookedOf(trx: Trx, scope: Scope, asks: ReceivedAnswer['asks'], done: BookedAnswer) {
  const { receipt, kept, requested, open, until, taskId } = done;
  const said =
    'choices' in asks
      ? Object.entries(asks.choices).map(([contract, choice]) => ({ contractId: Number(contract), choice }))
      : asks.takeBack.map((contractId) => ({ contractId, choice: 'withdrawn' as const }));
  return {
    receipt,
    kept,
    keptText: kept === null ? null : reasonText(`hold:${kept}`),
    booked: said.filter(({ contractId }) => !requested.includes(contractId)),
    requested: said.filter(({ contractId }) => requested.includes(contractId)),
    openContracts: open,
    changeUntil: iso(until),
    callTask: taskId === null ? null : taskOf(await getCallTask(trx, scope, taskId)),
  };
}
