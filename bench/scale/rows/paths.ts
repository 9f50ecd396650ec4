import { type contract } from '../../../api/contract';
import { type Bench } from '../row';

export type RouteName = keyof typeof contract;
/** The path and query of a GET. */
export type Path = (bench: Bench, turn: number) => string | Promise<string>;

/** Of the large campaign. */
export const campaign =
  (rest: string): Path =>
  ({ samples }) =>
    `/api/campaigns/${samples.large.campaignId}${rest}`;
