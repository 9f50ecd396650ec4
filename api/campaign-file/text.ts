import { isMap, isNode, isScalar, isSeq, Lexer, LineCounter, type Node, parseDocument, Scalar, visit } from 'yaml';
import { type Finding, MAX_FINDINGS, typeName } from './finding';

const MAX_DEPTH = 100;
/** Of one mapping; far more than any section of a campaign needs. */
const MAX_KEYS = 500;
/** Of all mappings together. */
const MAX_ALL_KEYS = 5_000;
/** Each alias is sought from the beginning of the text. */
const MAX_ALIASES = 100;

/**
 * What a text holds, and the line (from 1) of a path, or of the nearest section around what is not there; of a text in
 * several lines (`|`) the line `within` it.
 */
export interface Mapping {
  raw: Record<string, unknown>;
  lineOf(path: string, within?: number): number;
}

/**
 * The mapping that a YAML or JSON text holds, or the findings that keep it from being read. Never throws; takes time in
 * proportion to the length of the text, however it is nested, and ends early on more keys or aliases than a file needs.
 */
export function readMapping(text: string): Mapping | { findings: Finding[] } {
  // these characters appear in binary files only
  if (/[\u0000-\u0008\ufffd]/.test(text)) return { findings: [{ path: [], code: 'not_text' }] };
  const source = text.replace(/^\ufeff/, '');
  const excess = excessOf(source);
  if (excess) return { findings: [excess] };
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
  const refused: Finding[] = [];
  visit(document, {
    Scalar(_, { value, range }) {
      // what an escape can write and the database does not take
      if (typeof value !== 'string' || !/[\u0000\p{Surrogate}]/u.test(value)) return undefined;
      const { line, col } = lines.linePos(range![0]);
      refused.push(...syntax(line, col, 'an escape that is no character').findings);
      return visit.BREAK;
    },
    Map(_, { items }) {
      const tooMany = items[MAX_KEYS]?.key;
      if (isNode(tooMany)) {
        const { line } = lines.linePos(tooMany.range![0]);
        refused.push({ path: [], code: 'keys_too_many', detail: { line, maximum: MAX_KEYS } });
        return visit.BREAK;
      }
      const keys = new Set<unknown>();
      for (const { key } of items) {
        const name = isScalar(key) ? String(key.value) : key;
        const isRefused = keys.has(name) || name === '__proto__';
        keys.add(name);
        if (!isRefused || !isScalar(key)) continue;
        refused.push({ path: [], code: 'key_twice', detail: { line: lines.linePos(key.range![0]).line } });
        if (refused.length >= MAX_FINDINGS) return visit.BREAK;
      }
      return undefined;
    },
  });
  if (refused.length > 0) return { findings: refused };
  if (document.contents === null) return { findings: [{ path: [], code: 'empty' }] };
  try {
    const raw: unknown = document.toJS({ maxAliasCount: 100 });
    if (isMap(document.contents)) {
      const { contents } = document;
      const lineOf = (path: string, within = 0) => {
        const { start, isBlock } = startOf(contents, path.match(/[^.[\]]+/g) ?? []);
        return lines.linePos(start).line + (isBlock ? within : 0);
      };
      return { raw: raw as Record<string, unknown>, lineOf };
    }
    if (raw === null) return { findings: [{ path: [], code: 'empty' }] };
    return { findings: [{ path: [], code: 'not_a_mapping', words: { received: typeName(raw) } }] };
  } catch (error) {
    // an alias that points nowhere, or aliases that multiply without end
    if (error instanceof ReferenceError) return syntax(1, 1, 'aliases');
    throw error;
  }
}

/** Where in the text a path begins: at its key, or at the last part of the path that is there. */
function startOf(contents: Node, path: readonly string[]): { start: number; isBlock: boolean } {
  let node: unknown = contents;
  let start = contents.range![0];
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part);
      if (!isScalar(pair?.key)) break;
      [node, start] = [pair.value, pair.key.range![0]];
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      if (!isNode(node)) break;
      start = node.range![0];
    } else break;
  }
  return { start, isBlock: isScalar(node) && node.type === Scalar.BLOCK_LITERAL };
}

const syntax = (line: number, column: number, reason: string): { findings: Finding[] } => ({
  findings: [{ path: [], code: 'yaml_syntax', detail: { line, column, reason } }],
});

/**
 * The parser recurses, and seeks each alias in the whole text: nesting, aliases and keys are counted on the tokens
 * before it starts.
 */
function excessOf(source: string): Finding | undefined {
  let [flow, inLine, line, keys, aliases] = [0, 0, 1, 0, 0];
  for (const token of new Lexer().lex(source)) {
    if (token === '[' || token === '{') flow += 1;
    else if (token === ']' || token === '}') flow -= 1;
    else if (token === '-' || token === '?') inLine += 1;
    else if (token === ':') keys += 1;
    else if (token[0] === '*') aliases += 1;
    else if (token === '\n' || token === '\r\n') [inLine, line] = [0, line + 1];
    else if (/^ {1000}/.test(token)) flow = MAX_DEPTH + 1;
    if (flow > MAX_DEPTH || inLine > MAX_DEPTH) {
      return syntax(1, 1, `nested more than ${MAX_DEPTH} levels deep`).findings[0];
    }
    if (aliases > MAX_ALIASES) return syntax(line, 1, `more than ${MAX_ALIASES} aliases`).findings[0];
    if (keys > MAX_ALL_KEYS) return { path: [], code: 'keys_too_many', detail: { line, maximum: MAX_ALL_KEYS } };
  }
  return undefined;
}
