import { type PauseArea } from '../../domain/campaigns/pauses';

/** The address of a pause's area, without how its customers were found. */
export function addressOf(area: PauseArea | null): Omit<PauseArea, 'fixed'> {
  const { fixed: _, ...address } = area ?? {};
  return address;
}
