import { addDays, localDate } from '../../campaigns/calendar';

const DAY = 86_400_000;
/** All zones are shifted by whole quarters of an hour. */
const QUARTER = 15 * 60_000;
/** Nothing is counted later than this. */
const MOST_DAYS = 1_500;

/** Local days as numbers from 0, the first day. */
export class DayIndex {
  private readonly known = new Map<number, number>();

  constructor(
    private readonly first: string,
    private readonly zone: string,
  ) {}

  /** The number of the local day of an instant (epoch ms); of an earlier one 0. */
  of(at: number): number {
    const quarter = Math.floor(at / QUARTER);
    let index = this.known.get(quarter);
    if (index === undefined) {
      index = this.ofDay(localDate(at, this.zone));
      this.known.set(quarter, index);
    }
    return index;
  }

  /** The number of a local day. */
  ofDay(day: string): number {
    const days = Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${this.first}T00:00:00Z`)) / DAY);
    return Math.min(MOST_DAYS, Math.max(0, days));
  }

  day(index: number): string {
    return addDays(this.first, index);
  }
}

/** Adds to a list that grows as far as it must. */
export function count(perDay: number[], day: number, by = 1): void {
  while (perDay.length <= day) perDay.push(0);
  perDay[day]! += by;
}
