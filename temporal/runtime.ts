import { DefaultLogger, Runtime } from '@temporalio/worker';
import { type Logger } from 'pino';

/**
 * Sends the Temporal SDK's own messages, from warnings on, to our log; without a log they are dropped. Once per
 * process.
 */
export function installRuntime(log?: Logger): void {
  const logger = new DefaultLogger('WARN', ({ level, message, meta }) => {
    const fields = { sdk: level, ...(meta?.error !== undefined && { err: meta.error as Error }) };
    log?.warn(fields, message);
  });
  const runtime = Runtime.install({ logger, telemetryOptions: { logging: { forward: {}, filter: 'WARN' } } });
  // The SDK keeps each message for a moment, to put those of its threads in order, before it asks for their level: of each
  // task its whole content.
  Object.assign(runtime.logger, { trace: ignored, debug: ignored });
}

const ignored = (): void => undefined;
