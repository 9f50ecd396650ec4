import { type ReactNode } from 'react';

/** Bold, code and links of one line. */
function inline(text: string): ReactNode[] {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part, index) => {
    if (part.startsWith('**')) return <strong key={index}>{part.slice(2, -2)}</strong>;
    if (part.startsWith('`')) return <kbd key={index}>{part.slice(1, -1)}</kbd>;
    return part;
  });
}

const cells = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** One block: a heading, picture, list, table or paragraph. */
function block(lines: string[], key: number, pictures: Record<string, string>): ReactNode {
  const first = lines[0]!;
  const picture = /^!\[([^\]]*)\]\((?:.*\/)?([^/)]+)\)$/.exec(first);
  if (picture) {
    const url = pictures[picture[2]!];
    return url && <img key={key} src={url} alt={picture[1]} loading="lazy" />;
  }
  if (first.startsWith('## ')) return <h2 key={key}>{inline(first.slice(3))}</h2>;
  if (first.startsWith('### ')) return <h3 key={key}>{inline(first.slice(4))}</h3>;
  if (/^[-*] /.test(first)) {
    return (
      <ul key={key}>
        {lines.map((line, n) => (
          <li key={n}>{inline(line.replace(/^[-*] /, ''))}</li>
        ))}
      </ul>
    );
  }
  if (/^\d+\. /.test(first)) {
    return (
      <ol key={key}>
        {lines.map((line, n) => (
          <li key={n}>{inline(line.replace(/^\d+\. /, ''))}</li>
        ))}
      </ol>
    );
  }
  if (first.startsWith('|')) {
    const [head, , ...rows] = lines;
    return (
      <table key={key}>
        <thead>
          <tr>
            {cells(head!).map((cell, n) => (
              <th key={n} scope="col">
                {inline(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={r}>
              {cells(row).map((cell, n) => (
                <td key={n}>{inline(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    );
  }
  return <p key={key}>{inline(lines.join(''))}</p>;
}

/** The handbooks' Markdown, without its title: headings, lists, tables, pictures, bold and keys. Nothing else is needed. */
export function Markdown({ text, pictures }: { text: string; pictures: Record<string, string> }) {
  const blocks = text
    .replace(/^# .*\n/, '')
    .split(/\n{2,}/)
    .map((part) => part.split('\n').filter(Boolean));
  return (
    <div className="col help" lang="ja">
      {blocks.map((lines, index) => lines.length > 0 && block(lines, index, pictures))}
    </div>
  );
}
