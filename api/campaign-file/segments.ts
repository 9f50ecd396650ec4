import { isMapping, type Problem, valueAt } from './problems';

/** Segments that hold nobody or everybody by mistake. */
export function segmentProblems(raw: unknown): Problem[] {
  const segments = valueAt(raw, ['segments']);
  if (!isMapping(segments)) return [];
  return Object.entries(segments).flatMap(([id, segment]): Problem[] => {
    if (!isMapping(segment)) return [];
    const path = ['segments', id];
    const { kind, ageFrom, ageBelow } = segment;
    if (Object.keys(segment).length === 0) return [{ path, code: 'segment_empty' }];
    if (kind === 'company' && (ageFrom !== undefined || ageBelow !== undefined)) {
      return [{ path, code: 'segment_company_age' }];
    }
    if (typeof ageFrom === 'number' && typeof ageBelow === 'number' && ageFrom >= ageBelow) {
      return [{ path: [...path, 'ageBelow'], code: 'segment_ages_order', detail: { ageFrom, ageBelow } }];
    }
    return [];
  });
}
