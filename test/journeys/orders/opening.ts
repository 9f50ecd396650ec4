import { acknowledges, answers, delivers, handedOver } from './ways';
import { type Scenario } from './world';

/** Customers who can be written to by post only, and called besides. */
export const byPost = { mail: null, channels: ['post' as const] };
export const called = { mail: null, channels: ['post' as const, 'phone' as const] };

/** The notice by post, as a scenario states its contacts. */
export const letter = 'notice/post handed_over';

/** The customer has the letter since 3 February. */
export async function written(s: Scenario): Promise<void> {
  await handedOver(s, 'notice', 'post', '02-01 15:00');
  await s.goTo('02-03');
}

/** The same, and it is 10 February. */
export async function writtenByThe10th(s: Scenario): Promise<void> {
  await handedOver(s, 'notice', 'post', '02-01 15:00');
  await s.at('02-10');
}

/** The customer answers on the page, and the journey reads it. */
export async function web(s: Scenario, when: string, pick: 'migrate' | 'cancel' = 'migrate'): Promise<void> {
  await s.at(when);
  await answers(s, pick);
  await s.catchUp();
}

/** Results go to the client's system, which refuses them on the day given. */
export async function refused(s: Scenario, when: string): Promise<void> {
  const delivery = await delivers(s);
  await s.at(when);
  await acknowledges(s, delivery, false);
  await s.catchUp();
}
