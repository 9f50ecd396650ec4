import { createHash } from 'node:crypto';
import { type Request } from 'express';
import { type Actor, callerOf } from '../../db/access/api-keys';
import { claimIdempotencyKey, type IdempotentRequest, storeResponse } from '../../db/platform/idempotency';
import { appendLedger, campaignChain, canonicalJson } from '../../db/platform/ledger';
import { transact } from '../../db/platform/transact';
import { AppError, type ErrorCode } from '../../domain/errors';
import { type Upload } from './body';
import { type AnyReply, type JsonReply } from './handler';
import { type Db, type Trx } from '../../db/platform/types';

type Act = (trx: Trx) => Promise<AnyReply>;

/**
 * Runs an action once per idempotency key: key, action, stored response and ledger entry are one transaction. Only
 * success, and a refusal that is the action's own result, is stored; after a failure the same key tries again.
 */
export async function actOnce(
  db: Db,
  request: IdempotentRequest,
  act: Act,
  status: number,
): Promise<JsonReply<unknown>> {
  const reply = await transact(db, async (trx) => {
    const stored = await claimIdempotencyKey(trx, request);
    if (stored) return replay(stored);
    const fresh = jsonOnly(await act(trx));
    if (!fresh.finish) await storeResponse(trx, request, toStore(fresh, status));
    await writeLedger(trx, fresh);
    return fresh;
  });
  if (reply.refusal) throw reply.refusal;
  if (!reply.finish) return reply;
  const finished = { ...reply, body: await reply.finish() };
  await storeResponse(db, request, toStore(finished, status));
  return finished;
}

/** Runs an action in one transaction with its ledger entry last. Its version prevents it from taking effect twice. */
export async function actOnVersion(db: Db, act: Act): Promise<JsonReply<unknown>> {
  return transact(db, async (trx) => {
    const reply = jsonOnly(await act(trx));
    await writeLedger(trx, reply);
    return reply;
  });
}

const isFile = (body: unknown): body is { file: Upload } =>
  Buffer.isBuffer((body as { file?: Partial<Upload> } | null)?.file?.bytes);

/** The idempotency key of a request, bound to method, URL and contents. Throws if it is missing or invalid. */
export function idempotentRequest(req: Request, actor: Actor, body: unknown): IdempotentRequest {
  const key = req.get('idempotency-key')?.trim();
  if (!key) throw new AppError('idempotency_key_missing');
  if (key.length > 200) {
    const issue = { path: 'headers.idempotency-key', code: 'too_big', message: '1–200' };
    throw new AppError('invalid_request', {}, [issue]);
  }
  const contents = typeof body === 'string' ? body : canonicalJson(isFile(body) ? body.file.hash : (body ?? null));
  const requestHash = createHash('sha256').update(`${req.method}\n${req.originalUrl}\n${contents}`).digest();
  return { caller: callerOf(actor), key, requestHash };
}

/** The version in If-Match. Throws if_match_missing; anything but one of our tags is a conflict. */
export function expectedVersion(req: Request): number {
  const header = req.get('if-match');
  if (!header) throw new AppError('if_match_missing');
  const version = /^"(\d{1,9})"$/.exec(header.trim())?.[1];
  return version === undefined ? -1 : Number(version);
}

function jsonOnly(reply: AnyReply): JsonReply<unknown> {
  if ('stream' in reply) throw new Error('an action must reply with JSON');
  return reply;
}

function toStore({ refusal, body, version, status: own }: JsonReply<unknown>, status: number) {
  if (!refusal) return { status: own ?? status, response: { body, version } };
  return { status: refusal.status, response: { refused: refusal.code, detail: refusal.detail } };
}

interface Stored {
  body?: unknown;
  version?: number;
  refused?: ErrorCode;
  detail?: Record<string, string | number>;
}

function replay(stored: { status: number; response: unknown }): JsonReply<unknown> {
  const { body, version, refused, detail } = stored.response as Stored;
  if (refused) throw new AppError(refused, detail);
  return { status: stored.status, body, ...(version !== undefined && { version }) };
}

async function writeLedger(trx: Trx, { ledger }: JsonReply<unknown>): Promise<void> {
  if (ledger) await appendLedger(trx, campaignChain(ledger.campaignId), ledger.clientId, ledger.at, ledger.entries);
}
