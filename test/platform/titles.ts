import ts from 'typescript';

const TESTS = ['it', 'test'];

/**
 * The names under which jest reports the tests of a file: the titles of the blocks around a test and its own, joined by
 * spaces. A table of tests gives its title as it is written, and for each row whose cells are texts the title with them.
 */
export function titlesIn(source: string): string[] {
  const file = ts.createSourceFile('a.test.ts', source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node, around: string[]): void => {
    const call = ts.isCallExpression(node) ? testCall(node) : undefined;
    if (!call) return ts.forEachChild(node, (child) => visit(child, around));
    const titles = call.titles.flatMap((title) => around.map((before) => [before, title].filter(Boolean).join(' ')));
    if (TESTS.includes(call.name)) found.push(...titles);
    else ts.forEachChild(node, (child) => visit(child, titles));
  };
  visit(file, ['']);
  return found;
}

/** A call of `it`, `test` or `describe`, or of their `each`, with a title that is written down. */
function testCall(node: ts.CallExpression): { name: string; titles: string[] } | undefined {
  const [title] = node.arguments;
  if (!title || !ts.isStringLiteralLike(title)) return undefined;
  const { expression } = node;
  if (ts.isIdentifier(expression)) return named(expression, [title.text]);
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return undefined;
  const { name, expression: of } = expression.expression;
  if (name.text !== 'each' || !ts.isIdentifier(of)) return undefined;
  const [table] = expression.arguments;
  const rows = table && ts.isArrayLiteralExpression(table) ? table.elements : [];
  return named(of, [title.text, ...rows.flatMap((row) => filled(title.text, row))]);
}

/** Wrappers of `describe`, such as one that skips where there is no browser or SFTP server. */
const GROUPS = new Set(['describeBrowser', 'describeSftp']);

const named = ({ text }: ts.Identifier, titles: string[]) =>
  [...TESTS, 'describe'].includes(text)
    ? { name: text, titles }
    : GROUPS.has(text)
      ? { name: 'describe', titles }
      : undefined;

/** The title of one row; none where a cell that it shows is no text. */
function filled(title: string, row: ts.Expression): string[] {
  const cells = ts.isArrayLiteralExpression(row) ? [...row.elements] : [row];
  const shown = cells.slice(0, title.split('%').length - 1);
  if (/%(?!s)/.test(title) || !shown.every(ts.isStringLiteralLike)) return [];
  return [shown.reduce((text, cell) => text.replace('%s', () => (cell as ts.StringLiteralLike).text), title)];
}
