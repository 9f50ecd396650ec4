import { type Courses } from './courses';
import { divide } from './divide';
import { type Limits, PACED, type PacedLoad, type Pacing, type PacingInput } from './pacing';

/** How near the least capacity is found: a twentieth above it at most. */
const NEAR = 1.05;

/**
 * The least capacities with which the dates are kept: of each load that is enough alone, else of those that must rise
 * together; none where no capacity keeps them. A load without a limit is not among them.
 */
export function enoughCapacity(input: PacingInput, pacing: Pacing, courses: Courses): Limits[] {
  const search = new Search(input, courses);
  const together = search.full(pacing);
  if (together === undefined) return [];
  const alone = together.filter((load) => search.without([load]).left === 0);
  const sets = alone.length > 0 ? alone.map((load) => [load]) : [search.fewest(together)];
  return sets.flatMap((loads) => search.least(loads) ?? []);
}

class Search {
  constructor(
    private readonly input: PacingInput,
    private readonly courses: Courses,
  ) {}

  /** The loads without whose limits the dates are kept, found by lifting what is full; undefined: there are none. */
  full(pacing: Pacing): PacedLoad[] | undefined {
    const lifted = new Set<PacedLoad>();
    for (let plan = pacing; plan.left > 0; plan = this.without([...lifted])) {
      const fresh = plan.binding.filter((load) => !lifted.has(load));
      if (fresh.length === 0) return undefined;
      for (const load of fresh) lifted.add(load);
    }
    return PACED.filter((load) => lifted.has(load));
  }

  /** Of these loads only those that are needed. */
  fewest(loads: PacedLoad[]): PacedLoad[] {
    return loads.reduce((needed, load) => {
      const others = needed.filter((one) => one !== load);
      return this.without(others).left === 0 ? others : needed;
    }, loads);
  }

  /** The division with no limit on some loads. */
  without(loads: PacedLoad[]): Pacing {
    const limits = Object.fromEntries(Object.entries(this.input.limits).filter(([load]) => !isOf(loads, load)));
    return this.plan(limits);
  }

  /** The least limits of loads, one after the other: each with those found before and no limit on those to come. */
  least(loads: PacedLoad[]): Limits | undefined {
    let found: Limits = {};
    for (const [index, unit] of this.unitsOf(loads).entries()) {
      const open = this.unitsOf(loads).slice(index).flat();
      const kept = Object.entries(this.input.limits).filter(([load]) => !isOf(open, load));
      const limit = this.leastOf(unit, { ...Object.fromEntries(kept), ...found });
      if (limit === undefined) return undefined;
      found = { ...found, ...same(unit, limit) };
    }
    return found;
  }

  /** Each load for itself, but printing and posting together where they have one limit: it is that of letters. */
  private unitsOf(loads: PacedLoad[]): PacedLoad[][] {
    const { print, post } = this.input.limits;
    const letters = isOf(loads, 'print') && isOf(loads, 'post') && print === post;
    if (!letters) return loads.map((load) => [load]);
    return [['print', 'post'], ...loads.flatMap((load) => (load === 'print' || load === 'post' ? [] : [[load]]))];
  }

  /** Between what it is and what it would reach without a limit; undefined: even that is not enough. */
  private leastOf(unit: PacedLoad[], others: Limits): number | undefined {
    const keeps = (limit: number) => this.plan({ ...others, ...same(unit, limit) }).left === 0;
    const peaks = this.plan(others).peaks.filter(({ load }) => isOf(unit, load));
    let low = Math.max(...unit.map((load) => this.input.limits[load] ?? 0));
    let high = Math.max(low, ...peaks.map(({ amount }) => Math.ceil(amount))) + 1;
    if (!keeps(high)) return undefined;
    while (high - low > 1 && high > low * NEAR) {
      // by their ratio as long as they are far apart
      const middle = high > 4 * low ? Math.sqrt(Math.max(1, low) * high) : (low + high) / 2;
      const between = Math.min(high - 1, Math.max(low + 1, Math.floor(middle)));
      if (keeps(between)) high = between;
      else low = between;
    }
    return high;
  }

  private plan(limits: Limits): Pacing {
    return divide({ ...this.input, limits }, this.courses, { gaps: true });
  }
}

const same = (loads: PacedLoad[], limit: number): Limits => Object.fromEntries(loads.map((load) => [load, limit]));
const isOf = (loads: readonly string[], load: string): boolean => loads.includes(load);
