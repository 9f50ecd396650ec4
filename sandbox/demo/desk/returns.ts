import { DeskClient } from '../../operators/desk-client';
import { ReturnDesk } from '../../operators/return-desk';
import { WorkSession } from '../../operators/work-session';
import { type ScenarioContext } from '../scenario';

/** Envelopes left in the mailbag, so that there is something to scan. */
const TO_SCAN = 6;
/** Forms whose two readings differ. */
const DIFFERING = 2;
/** Forms that are accepted two days before. */
const ACCEPTED = 4;

/**
 * The return desk on the afternoon before: most envelopes are booked, a third of the forms has been read once, and of two
 * the readings differ. Repeating it reads nothing twice.
 */
export async function leaveReturns(context: ScenarioContext, at: number): Promise<void> {
  const desk = returnDesk(context);
  const arrived = await desk.mailbag();
  for (const item of arrived.slice(0, Math.max(0, arrived.length - TO_SCAN))) await desk.book(item, at);
  const forms = await desk.toEnter('operator');
  const third = Math.ceil(forms.length / 3);
  const shared = forms.filter(({ protected: hidden }) => !hidden);
  const differing = shared.slice(0, Math.min(DIFFERING, third));
  for (const form of shared.slice(0, differing.length + third)) {
    await desk.enter(form, 'operator', at, false);
  }
  for (const form of differing) await desk.enter(form, 'operator2', at, true);
}

/** A few of the forms that have arrived are read twice and accepted, so that their receipts are printed the day after. */
export async function acceptForms(context: ScenarioContext, at: number): Promise<void> {
  const desk = returnDesk(context);
  const arrived = (await desk.mailbag()).filter(({ kind }) => kind === 'form');
  const forms = arrived.slice(0, Math.min(ACCEPTED, Math.ceil(arrived.length / 3)));
  for (const item of forms) await desk.book(item, at);
  for (const reader of ['operator', 'operator2'] as const) {
    for (const form of await desk.toEnter(reader)) await desk.enter(form, reader, at, false);
  }
}

function returnDesk({ state: { urls, keys }, options }: ScenarioContext): ReturnDesk {
  const session = new WorkSession({ log: QUIET, put: () => undefined });
  const person = (who: 'operator' | 'operator2' | 'manager') => new DeskClient(urls.api, keys[who]);
  const people = { operator: person('operator'), operator2: person('operator2'), manager: person('manager') };
  return new ReturnDesk({ people, shop: new DeskClient(urls.print), session, seed: options.seed });
}

const QUIET = { warn: () => undefined } as unknown as ConstructorParameters<typeof WorkSession>[0]['log'];
