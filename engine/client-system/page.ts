import { type ClientSystem } from './system';

type Summary = ReturnType<ClientSystem['summary']>;
type Language = 'ja' | 'en';

const WORDS = {
  title: { ja: '委託元システム（代役）', en: "The client's system (a stand-in)" },
  deliveries: { ja: '受け取った結果データ', en: 'Deliveries of results' },
  results: { ja: '結果の件数', en: 'Results' },
  contracts: { ja: '結果のあった契約', en: 'Contracts with a result' },
  doubled: { ja: '二重に届いた契約', en: 'Told twice' },
  rejected: { ja: '反映エラーにした件数', en: 'Rejected' },
  rejectedOpen: { ja: '反映エラーのままの契約', en: 'Rejected and not mended' },
  withoutResult: { ja: '結果の届いていない契約', en: 'Contracts without a result' },
  outcomes: { ja: '反映済の結果', en: 'Reflected results' },
  changes: { ja: '知らせた異動', en: 'Changes reported' },
} as const;

const STYLE =
  'body{font:16px/1.6 system-ui,sans-serif;margin:2rem auto;max-width:40rem;padding:0 1rem;color:#222}' +
  'table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #ddd;padding:.3rem;text-align:left}td{text-align:right}';

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);

const table = (rows: [string, number][]): string =>
  `<table>${rows.map(([name, count]) => `<tr><th scope="row">${escape(name)}</th><td>${count}</td></tr>`).join('')}</table>`;

/** The record in figures, for people. */
export function recordPage(language: Language, summary: Summary): string {
  const word = (name: keyof typeof WORDS) => WORDS[name][language];
  const other = language === 'ja' ? 'en' : 'ja';
  const figures: [string, number][] = [
    [word('deliveries'), summary.deliveries],
    [word('results'), summary.results],
    [word('contracts'), summary.contracts],
    [word('doubled'), summary.doubled.length],
    [word('rejected'), summary.rejected],
    [word('rejectedOpen'), summary.rejectedOpen.length],
    [word('withoutResult'), summary.withoutResult.length],
  ];
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${word('title')}</title><style>${STYLE}</style>
<h1>${word('title')}</h1><p><a href="?lang=${other}">${other === 'ja' ? '日本語' : 'English'}</a></p>${table(figures)}
<h2>${word('outcomes')}</h2>${table(Object.entries(summary.byOutcome))}
<h2>${word('changes')}</h2>${table(Object.entries(summary.reportedByKind))}</html>`;
}
