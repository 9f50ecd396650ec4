import { phoneText } from '../../db/audience/lookups';
import { isIdentified } from '../../db/calls/caller-checks';
import { needsOf } from '../../db/calls/followups';
import { type Lease } from '../../db/calls/lease';
import { numberOf } from '../../db/calls/numbers';
import { attemptsOf, endTaskWithoutNumber } from '../../db/calls/tasks';
import { campaignDoc } from '../../db/campaigns/campaigns';
import { type Addressee, addresseeOf, requireOpened } from '../../db/customers/addressee';
import { consentsInForce } from '../../db/customers/consents';
import { loadPageCustomer } from '../../db/customers/page';
import { requireVisible } from '../../db/customers/protection';
import { ledgerOf } from '../../db/journeys/journeys';
import { type Trx } from '../../db/platform/types';
import { type Vault } from '../../db/privacy/vault';
import { contractsOf, defectsOf } from '../../db/print/runs';
import { DEFECT_STEP, type Text } from '../../domain/campaigns/campaign';
import { defectText } from '../../domain/returns/defect-text';
import { recordAccess } from '../../db/privacy/access-log';
import { callEffects } from '../../domain/calls/call-effects';
import { callableUntil } from '../../domain/calls/call-hours';
import { type Band, type CallResult } from '../../domain/calls/call-rules';
import { calendarOf } from '../../domain/campaigns/holidays';
import { callEffectText } from '../../domain/texts/calls';
import { renderScript } from '../../rendering/render';
import { renderReplies, renderVoicemail } from '../../rendering/script';
import { type AppDeps } from '../http/deps';
import { type Call } from '../http/handler';
import { iso } from '../http/wire';
import { eventOf } from '../journeys/timeline';
import { type callRoutes } from './contract';

/** What a handler that leases calls passes on. */
export type LeasingCall = Pick<Call<(typeof callRoutes)['leaseCallTask']>, 'actor' | 'scope'> & {
  deps: Pick<AppDeps, 'db' | 'vault'>;
};

/** What the desk shows of earlier contacts. */
const LAST = 6;
const CONTACTS =
  /^(handed_over|doubtful|bounced|not_sent|call_attempt|call_received)$|^arrival\.(?!not_sent|bounce|call_ended)/;

/** Decrypts what the caller needs and records the access. Ends the task if there is no number after all. */
export async function openLease(trx: Trx, { deps, actor, scope }: LeasingCall, lease: Lease) {
  const { task, now, doc, journey, lane, send } = lease;
  await requireVisible(trx, actor, task.customer_id);
  const addressee = (await addresseeOf(trx, deps.vault, [task.customer_id], now)).get(task.customer_id);
  requireOpened(addressee);
  const number = numberOf(addressee);
  if (!addressee || !number) return endTaskWithoutNumber(trx, task, now);
  const written = await campaignDoc(trx, task.campaign_id, lease.version);
  const whose = { clientId: task.client_id, campaignId: task.campaign_id, customerId: task.customer_id };
  const { contracts } = await loadPageCustomer(trx, deps.vault, whose);
  const identified = await isIdentified(trx, task);
  const attempts = await attemptsOf(trx, task.id);
  const about = { campaign: task.campaign_id, callTask: task.id };
  const seen = { what: 'call', purpose: 'call', reference: `call:${task.id}`, customer: task.customer_id } as const;
  const events = (await ledgerOf(trx, journey)).map(eventOf);
  await recordAccess(trx, { scope, actor, ...seen, fields: ['name', 'kana', 'phone', 'representatives'], about });
  const { name, kana, representative } = addressee;
  return {
    leaseUntil: iso(lease.leaseUntil),
    campaign: doc.name,
    applyBy: iso(doc.dates.applyBy),
    name,
    kana: kana ?? null,
    number,
    numberText: phoneText(number),
    representative: representative ? briefOf(representative) : null,
    script: renderScript(written, lease.notice, { name, ...(await toAsk(trx, deps.vault, lease)) }),
    voicemail: renderVoicemail(written, lease.notice),
    replies: renderReplies(written, lease.notice, { name }),
    needs: await needsOf(trx, task.customer_id),
    promised: task.promised && !task.inbound,
    identified,
    contracts: identified
      ? contracts.map(({ id: contractId, tail, product }) => ({ contractId, number: tail, product }))
      : [],
    attempts: attempts.map(({ no, at, band, result, inbound }) => ({
      no,
      inbound,
      at: iso(at),
      band: band as Band,
      result: result as CallResult,
    })),
    allowed: { until: iso(callableUntil(now, send, lane)) },
    callback: { zone: doc.zone, lastDispatch: iso(doc.dates.lastDispatch), quiet: doc.quietHours.phone ?? null },
    consents: await consentsInForce(trx, task.customer_id, lease.purpose),
    last: lastContacts(events),
    effects: effectsOf(lease, attempts, representative),
  };
}

/** What a form lacked about which is called, as questions. */
async function toAsk(trx: Trx, vault: Vault, { step, journey }: Lease): Promise<{ defects?: Text }> {
  if (step !== DEFECT_STEP) return {};
  const form = (await defectsOf(trx, [journey.id])).get(journey.id)?.at(-1);
  if (!form || form.defects.length === 0) return {};
  const asked = (await contractsOf(trx, vault, [journey.id])).get(journey.id) ?? [];
  const contracts = asked.map((contract, index) => ({ ...contract, no: index + 1 }));
  return { defects: { ja: defectText(form, contracts, 'ja', true), en: defectText(form, contracts, 'en', true) } };
}

function lastContacts(events: ReturnType<typeof eventOf>[]) {
  return events
    .filter(({ kind }) => CONTACTS.test(kind))
    .slice(-LAST)
    .reverse()
    .map(({ at, kind, what, reasonText, entry }) => {
      return { at, kind, channel: typeof entry.channel === 'string' ? entry.channel : null, what, reasonText };
    });
}

function effectsOf(
  { task, doc, step, journey, now }: Lease,
  calls: Awaited<ReturnType<typeof attemptsOf>>,
  representative: Addressee['representative'],
) {
  const effects = callEffects({
    ...{ doc, step, calendar: calendarOf(doc), following: journey.step },
    ...{ at: task.leased_at ?? now, nextAt: task.next_at, inbound: task.inbound },
    ...{ attempts: task.attempts, maxAttempts: task.max_attempts },
    tried: calls.filter(({ inbound }) => !inbound).map(({ band }) => band as Band),
    represented: representative !== undefined,
    mayDecide: representative?.mayDecide !== false,
  });
  const texts = Object.entries(effects).map(([result, effect]) => [result, callEffectText(effect, doc.zone)]);
  return Object.fromEntries(texts) as Record<string, ReturnType<typeof callEffectText>>;
}

const briefOf = ({ relation, for: whom, mayDecide }: NonNullable<Addressee['representative']>) => ({
  relation,
  for: whom,
  mayDecide,
});
