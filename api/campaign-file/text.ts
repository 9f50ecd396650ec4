import { isMap, isScalar, Lexer, LineCounter, parseDocument, visit } from 'yaml';
import { type Finding, MAX_FINDINGS, typeName } from './finding';

const MAX_DEPTH = 100;

/**
 * The mapping that a YAML or JSON text holds, or the findings that keep it from being read. Never throws; takes time in
 * proportion to the length of the text, however it is nested.
 */
export function readMapping(text: string): { raw: Record<string, unknown> } | { findings: Finding[] } {
  // these characters appear in binary files only
  if (/[\u0000-\u0008\ufffd]/.test(text)) return { findings: [{ path: [], code: 'not_text' }] };
  const source = text.replace(/^\ufeff/, '');
  if (isTooDeep(source)) return syntax(1, 1, `nested more than ${MAX_DEPTH} levels deep`);
  const lines = new LineCounter();
  // the parser's own search for repeated keys takes quadratic time
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const errors = [...document.errors, ...document.warnings].slice(0, MAX_FINDINGS);
  if (errors.length > 0) {
    return {
      findings: errors.flatMap(({ pos, message, code }) => {
        const { line, col } = lines.linePos(pos[0]);
        return syntax(line, col, message.split('\n')[0] ?? code).findings;
      }),
    };
  }
  const repeated: Finding[] = [];
  visit(document, {
    Map(_, { items }) {
      const keys = new Set<unknown>();
      for (const { key } of items) {
        const name = isScalar(key) ? String(key.value) : key;
        const refused = keys.has(name) || name === '__proto__';
        keys.add(name);
        if (!refused || !isScalar(key)) continue;
        repeated.push({ path: [], code: 'key_twice', detail: { line: lines.linePos(key.range![0]).line } });
        if (repeated.length >= MAX_FINDINGS) return visit.BREAK;
      }
      return undefined;
    },
  });
  if (repeated.length > 0) return { findings: repeated };
  if (document.contents === null) return { findings: [{ path: [], code: 'empty' }] };
  try {
    const raw: unknown = document.toJS({ maxAliasCount: 100 });
    if (isMap(document.contents)) return { raw: raw as Record<string, unknown> };
    if (raw === null) return { findings: [{ path: [], code: 'empty' }] };
    return { findings: [{ path: [], code: 'not_a_mapping', words: { received: typeName(raw) } }] };
  } catch (error) {
    // an alias that points nowhere, or aliases that multiply without end
    if (error instanceof ReferenceError) return syntax(1, 1, 'aliases');
    throw error;
  }
}

const syntax = (line: number, column: number, reason: string): { findings: Finding[] } => ({
  findings: [{ path: [], code: 'yaml_syntax', detail: { line, column, reason } }],
});

/** The parser recurses, so nesting is measured on the tokens before it starts. */
function isTooDeep(source: string): boolean {
  let [flow, inLine] = [0, 0];
  for (const token of new Lexer().lex(source)) {
    if (token === '[' || token === '{') flow += 1;
    else if (token === ']' || token === '}') flow -= 1;
    else if (token === '-' || token === '?') inLine += 1;
    else if (token === '\n' || token === '\r\n') inLine = 0;
    else if (/^ {1000}/.test(token)) return true;
    if (flow > MAX_DEPTH || inLine > MAX_DEPTH) return true;
  }
  return false;
}
