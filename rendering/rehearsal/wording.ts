import { type Channel, type Language } from '../../domain/campaigns/campaign';
import { localDate, localTime } from '../../domain/campaigns/calendar';
import { type Behaviour } from '../../domain/rehearsals/behaviour';
import { type Load, type RehearsalResult } from '../../domain/rehearsals/result';
import { channelTexts } from '../../domain/texts/names/delivery';
import { type RehearsalWord, rehearsalWord } from '../../domain/texts/rehearsals/words';
import { reasonText } from '../../domain/texts/timeline';

/** A rehearsal and what it was of, as it is put on paper. */
export interface RehearsalPaper {
  client: string;
  campaign: { name: string; version: number; contentHash: string };
  /** Epoch ms, in the campaign's zone on paper. */
  rehearsedAt: number;
  /** The campaign has changed since. */
  outdated: boolean;
  behaviour: Behaviour;
  result: RehearsalResult;
}

/** Words and figures of the paper in one language. */
export class Wording {
  constructor(
    readonly paper: RehearsalPaper,
    readonly language: Language,
  ) {}

  get result(): RehearsalResult {
    return this.paper.result;
  }

  word(name: RehearsalWord, values: Record<string, string | number> = {}): string {
    return rehearsalWord(this.language, name, values);
  }

  count(value: number): string {
    return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
  }

  /** A share, 0 to 1, to a tenth of a percent. */
  percent(share: number): string {
    return `${(share * 100).toFixed(1)}%`;
  }

  time(at: number): string {
    return `${localDate(at, this.result.zone)} ${localTime(at, this.result.zone)}`;
  }

  channel(channel: Channel | null): string {
    return channel === null ? this.word('anyStep') : channelTexts[channel][this.language];
  }

  reason(reason: string): string {
    return reasonText(reason)[this.language];
  }

  load(load: Load): string {
    return this.word(`load_${load}`);
  }

  unit(load: Load): string {
    return this.word(`unit_${load}`);
  }
}
