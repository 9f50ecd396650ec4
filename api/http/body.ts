import { createHash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import express, { type Request, type Response } from 'express';
import { z } from 'zod';
import { type Language } from '../../domain/campaigns/campaign';
import { AppError, type Issue } from '../../domain/errors';
import { type AnswerLimits } from './in-time';
import { type BodyRule } from './route';
import { parseJson } from './json-body';
import { runMiddleware } from './middleware';

const JSON_LIMIT = 100 * 1024;
const messages = { ja: z.locales.ja().localeError, en: z.locales.en().localeError };

/** A file sent as the body; `hash` is the hex SHA-256 of its bytes. */
export interface Upload {
  /** As its sender calls it. */
  type: string;
  hash: string;
  bytes: Buffer;
}

/** Validates a part of the request. Throws invalid_request with all problems, in the caller's language. */
export function parseInput(schema: z.ZodType, input: unknown, part: string, language: Language): unknown {
  const parsed = schema.safeParse(input, { error: messages[language] });
  if (parsed.success && isText(input)) return parsed.data;
  if (parsed.success) {
    const message = { ja: '文字ではない符号が含まれています', en: 'contains invalid characters' }[language];
    throw new AppError('invalid_request', {}, [{ path: part, code: 'invalid_text', message }]);
  }
  const issues = parsed.error.issues.map((issue): Issue => ({
    path: [part, ...issue.path.map(nameOf)].join('.'),
    code: issue.code,
    message: issue.message,
  }));
  throw new AppError('invalid_request', {}, issues);
}

/** Whether no string contains NUL or a lone surrogate, which the database rejects. */
function isText(input: unknown): boolean {
  if (typeof input === 'string') return !/[\u0000\p{Surrogate}]/u.test(input);
  if (typeof input !== 'object' || input === null) return true;
  return Object.entries(input).every(([key, value]) => isText(key) && isText(value));
}

/** A field name, index or id; any other key is not echoed. */
const nameOf = (key: PropertyKey): string =>
  /^([A-Za-z]\w{0,39}|0|[1-9]\d{0,8}(@\d{1,9})?)$/.test(String(key)) ? String(key) : '…';

interface Incoming {
  req: Request;
  res: Response;
  language: Language;
  limits: AnswerLimits;
}

/**
 * Reads the body according to the contract. Throws unsupported_media_type, payload_too_large, malformed_json, and
 * upload_too_slow; a body that is passed on as a stream fails with it.
 */
export async function readBody(rule: BodyRule, incoming: Incoming): Promise<unknown> {
  const { req, language, limits } = incoming;
  requireType(req, typesOf(rule));
  if (rule.kind === 'stream') return limited(req, { bytes: rule.limit, ms: limits.streamMs });
  if (rule.kind === 'text') {
    requireUtf8(req);
    return textOf(await readBytes(incoming, { bytes: rule.limit, ms: limits.uploadMs }));
  }
  if (rule.kind === 'upload' && !(rule.schema && req.is('application/json')))
    return { file: await readFile(rule, incoming) };
  requireUtf8(req);
  const bytes = await readBytes(incoming, { bytes: JSON_LIMIT, ms: limits.jsonMs });
  const json = parseInput(rule.schema!, parseJson(bytes) ?? {}, 'body', language);
  return rule.kind === 'upload' ? { json } : json;
}

/** Content types a route accepts. */
export function typesOf(rule: BodyRule): readonly string[] {
  if (rule.kind === 'json') return ['application/json'];
  return rule.kind === 'upload' && rule.schema ? [...rule.types, 'application/json'] : rule.types;
}

async function readFile(rule: Extract<BodyRule, { kind: 'upload' }>, incoming: Incoming): Promise<Upload> {
  const { req, limits } = incoming;
  const bytes = await readBytes(incoming, { bytes: rule.limit, ms: limits.uploadMs });
  const type = req.is([...rule.types]);
  if (!type || bytes.length === 0) throw new AppError('unsupported_media_type', { allow: rule.types.join(', ') });
  const file: Upload = { type, hash: createHash('sha256').update(bytes).digest('hex'), bytes };
  return rule.read ? { ...file, ...(await rule.read(file)) } : file;
}

/** What a body may have at most. */
interface BodyLimit {
  bytes: number;
  ms: number;
}

const tooSlow = ({ ms }: BodyLimit): AppError => new AppError('upload_too_slow', { seconds: Math.ceil(ms / 1000) });

/** Reads the whole body, never decompressing: compressed bodies are refused. */
async function readBytes({ req, res }: Incoming, limit: BodyLimit): Promise<Buffer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooSlow(limit)), limit.ms);
  });
  try {
    const raw = express.raw({ type: () => true, limit: limit.bytes, inflate: false });
    await Promise.race([runMiddleware(raw, req, res), late]);
  } finally {
    clearTimeout(timer);
  }
  return Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
}

function requireUtf8(req: Request): void {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(req.headers['content-type'] ?? '')?.[1];
  if (charset && !/^utf-?8$/i.test(charset)) throw new AppError('unsupported_media_type', { allow: 'utf-8' });
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('unsupported_media_type', { allow: 'utf-8' });
  }
}

function requireType(req: Request, types: readonly string[]): void {
  const empty = req.headers['transfer-encoding'] === undefined && !Number(req.headers['content-length'] ?? 0);
  if (!empty && !req.is([...types])) throw new AppError('unsupported_media_type', { allow: types.join(', ') });
}

/** The body as a stream that fails with payload_too_large beyond the limit, and with upload_too_slow after its time. */
function limited(req: Request, limit: BodyLimit): Readable {
  const refuse = () => new AppError('payload_too_large', { limit: limit.bytes });
  if (Number(req.headers['content-length'] ?? 0) > limit.bytes) throw refuse();
  if ((req.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new AppError('unsupported_media_type', { allow: 'identity' });
  }
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limit.bytes) done(refuse());
      else done(null, chunk);
    },
  });
  counter.on('error', () => undefined); // its reader gets the error; a call that was refused reads nothing
  const timer = setTimeout(() => counter.destroy(tooSlow(limit)), limit.ms);
  req.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
  req.once('error', (error) => counter.destroy(error));
  req.once('aborted', () => counter.destroy(new AppError('invalid_request')));
  return req.pipe(counter);
}
