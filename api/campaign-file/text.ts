import { LineCounter, parseDocument } from 'yaml';
import { type Problem, typeName } from './problems';

/** The content of a YAML or JSON text, or why there is none to check. Never throws. */
export function readCampaignText(text: string): { raw: Record<string, unknown> } | { problems: Problem[] } {
  // these characters tell a binary file
  if (/[\u0000-\u0008\ufffd]/.test(text)) return { problems: [{ path: [], code: 'not_text' }] };
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\ufeff/, ''), {
    lineCounter: lines,
    prettyErrors: false,
  });
  const errors = [...document.errors, ...document.warnings];
  if (errors.length > 0) {
    return {
      problems: errors.slice(0, 10).map((error): Problem => {
        const { line, col } = lines.linePos(error.pos[0]);
        if (error.code === 'DUPLICATE_KEY') return { path: [], code: 'key_twice', detail: { line } };
        const reason = error.message.split('\n')[0] ?? error.code;
        return { path: [], code: 'yaml_syntax', detail: { line, column: col, reason } };
      }),
    };
  }
  const raw = plain(() => document.toJS({ maxAliasCount: 100 }));
  if (raw === TOO_MANY_ALIASES) {
    return { problems: [{ path: [], code: 'yaml_syntax', detail: { line: 1, column: 1, reason: 'aliases' } }] };
  }
  if (raw === null || raw === undefined) return { problems: [{ path: [], code: 'empty' }] };
  if (typeof raw !== 'object' || Array.isArray(raw)) {
    return { problems: [{ path: [], code: 'not_a_mapping', words: { received: typeName(raw) } }] };
  }
  return { raw: raw as Record<string, unknown> };
}

const TOO_MANY_ALIASES = Symbol('aliases that are unresolved or multiply without end');

function plain(convert: () => unknown): unknown {
  try {
    return convert();
  } catch (error) {
    if (error instanceof ReferenceError) return TOO_MANY_ALIASES;
    throw error;
  }
}
