import { Runtime } from '@temporalio/worker';

// one per process, before the first connection: what workers log is no part of a test's report
Runtime.install({
  logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  telemetryOptions: { logging: { filter: 'off' } },
});
