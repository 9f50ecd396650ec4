import { type Severity } from '../../audience/finding';
import { type Text } from '../../campaigns/campaign';

/** What a finding in a row of a file leads to. */
export const severityTexts = {
  refused: { ja: '取込不可', en: 'refused' },
  held: { ja: '連絡留保', en: 'on hold' },
  warning: { ja: '注意', en: 'warning' },
  info: { ja: '参考', en: 'info' },
} as const satisfies Record<Severity, Text>;
