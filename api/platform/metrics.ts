import { Gauge, Registry } from 'prom-client';
import { countAlerts } from '../../db/platform/alerts/alerts';
import { type Figures, readFigures } from '../../db/platform/metrics';
import { type Db } from '../../db/platform/types';

const CACHE_MS = 2_000;

/** Returns a function for Prometheus text from the database, refreshed at most every two seconds. */
export function metricsReader(db: Db): () => Promise<string> {
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `tsunagi_${name}`, help, labelNames, registers: [registry] });
  const decided = gauge('messages_decided', 'Contacts decided so far', ['channel']);
  const sent = gauge('messages_sent', 'Contacts handed over so far', ['channel']);
  const doubtful = gauge('messages_doubtful', 'Contacts of which it is not known whether they left', ['channel']);
  const states = gauge('messages', 'Contacts by current status', ['channel', 'status']);
  const deferred = gauge('messages_deferred', 'Due contacts that are waiting, by reason', ['channel', 'reason']);
  const lag = gauge('lane_lag_seconds', 'Age of the oldest due contact in a lane', ['lane', 'channel']);
  const unread = gauge('arrival_oldest_unread_seconds', 'Age of the oldest unread arrival');
  const reconciled = gauge('journeys_reconciled', 'Overdue journeys found so far, by what was done', ['did']);
  const alerts = gauge('alerts_open', 'Open alerts', ['kind']);

  const fill = (figures: Figures, open: Awaited<ReturnType<typeof countAlerts>>): void => {
    registry.resetMetrics();
    for (const { kind, count } of open) alerts.set({ kind }, count);
    for (const { channel, status, count } of figures.messages) {
      states.set({ channel, status }, count);
      decided.inc({ channel }, count);
      sent.inc({ channel }, status === 'handed_over' ? count : 0);
      doubtful.inc({ channel }, status === 'doubtful' ? count : 0);
    }
    for (const { channel, reason, count } of figures.deferred) deferred.set({ channel, reason }, count);
    for (const { lane, channel, lag: seconds } of figures.lanes) lag.set({ lane: String(lane), channel }, seconds);
    unread.set(figures.oldestUnread);
    for (const { did, count } of figures.reconciled) reconciled.set({ did }, count);
  };
  const read = async (): Promise<string> => {
    fill(await readFigures(db), await countAlerts(db));
    return registry.metrics();
  };

  let last: { at: number; text: Promise<string> } | undefined;
  return () => {
    if (last && performance.now() - last.at < CACHE_MS) return last.text;
    const text = read();
    last = { at: performance.now(), text };
    text.catch(() => (last = undefined)); // do not cache a failure
    return text;
  };
}
