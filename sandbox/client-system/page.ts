import { type Language } from '../../domain/campaigns/campaign';
import { escape, frame } from '../support/page-frame';
import { type ClientSystem } from './system';

type Summary = ReturnType<ClientSystem['summary']>;

const WORDS = {
  title: { ja: '委託元システム（代役）', en: "The client's system (a stand-in)" },
  about: { ja: '結果データを受け取り、異動データを知らせます', en: 'Takes results and reports changes' },
  deliveries: { ja: '受け取った結果データ', en: 'Deliveries of results' },
  results: { ja: '結果の件数', en: 'Results' },
  contracts: { ja: '結果のあった契約', en: 'Contracts with a result' },
  doubled: { ja: '二重に届いた契約', en: 'Received twice' },
  rejected: { ja: '反映エラーにした件数', en: 'Rejected' },
  rejectedOpen: { ja: '反映エラーのままの契約', en: 'Rejected and not mended' },
  withoutResult: { ja: '結果の届いていない契約', en: 'Contracts without a result' },
  outcomes: { ja: '反映済の結果', en: 'Reflected results' },
  changes: { ja: '知らせた異動', en: 'Changes reported' },
} as const;

const table = (rows: [string, number][]): string =>
  `<table>${rows.map(([name, count]) => `<tr><th scope="row">${escape(name)}</th><td>${count}</td></tr>`).join('')}</table>`;

/** The page with the record's figures. */
export function recordPage(language: Language, summary: Summary): string {
  const word = (name: keyof typeof WORDS) => WORDS[name][language];
  const figures: [string, number][] = [
    [word('deliveries'), summary.deliveries],
    [word('results'), summary.results],
    [word('contracts'), summary.contracts],
    [word('doubled'), summary.doubled.length],
    [word('rejected'), summary.rejected],
    [word('rejectedOpen'), summary.rejectedOpen.length],
    [word('withoutResult'), summary.withoutResult.length],
  ];
  const body = `<div class="card">${table(figures)}</div>
<h2>${word('outcomes')}</h2><div class="card">${table(Object.entries(summary.byOutcome))}</div>
<h2>${word('changes')}</h2><div class="card">${table(Object.entries(summary.reportedByKind))}</div>`;
  const title = word('title');
  return frame({ language, title, heading: title, about: word('about'), path: '/', query: {}, body });
}
