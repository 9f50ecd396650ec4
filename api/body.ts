import { Transform, type Readable } from 'node:stream';
import express, { type Request, type Response } from 'express';
import { z } from 'zod';
import { type Language } from '../domain/campaign';
import { AppError, type Issue } from '../domain/errors';
import { type BodyRule } from './contract/route';
import { runMiddleware } from './middleware';

const JSON_LIMIT = 100 * 1024;
const messages = { ja: z.locales.ja().localeError, en: z.locales.en().localeError };

/** Checks a part of the request; throws invalid_request with every problem, in the caller's language. */
export function parseInput(schema: z.ZodType, input: unknown, part: string, language: Language): unknown {
  const parsed = schema.safeParse(input, { error: messages[language] });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue): Issue => ({
    path: [part, ...issue.path].join('.'),
    code: issue.code,
    message: issue.message,
  }));
  throw new AppError('invalid_request', {}, issues);
}

/** Reads the body as the contract says. Throws unsupported_media_type, payload_too_large, malformed_json. */
export async function readBody(rule: BodyRule, req: Request, res: Response, language: Language): Promise<unknown> {
  requireType(req, rule.kind === 'json' ? ['application/json'] : rule.types);
  if (rule.kind === 'stream') return limited(req, rule.limit);
  if (rule.kind === 'text') {
    await runMiddleware(express.text({ type: () => true, limit: rule.limit, defaultCharset: 'utf-8' }), req, res);
    return typeof req.body === 'string' ? req.body : '';
  }
  await runMiddleware(express.json({ type: () => true, limit: JSON_LIMIT }), req, res);
  return parseInput(rule.schema, req.body ?? {}, 'body', language);
}

function requireType(req: Request, types: readonly string[]): void {
  const empty = req.headers['transfer-encoding'] === undefined && !Number(req.headers['content-length'] ?? 0);
  if (!empty && !req.is([...types])) throw new AppError('unsupported_media_type', { allow: types.join(', ') });
}

/** The body as it comes, cut with payload_too_large when it grows beyond `limit` bytes. */
function limited(req: Request, limit: number): Readable {
  const refuse = () => new AppError('payload_too_large', { limit });
  if (Number(req.headers['content-length'] ?? 0) > limit) throw refuse();
  if ((req.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new AppError('unsupported_media_type', { allow: 'identity' });
  }
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limit) done(refuse());
      else done(null, chunk);
    },
  });
  req.once('error', (error) => counter.destroy(error));
  req.once('aborted', () => counter.destroy(new AppError('invalid_request')));
  return req.pipe(counter);
}
