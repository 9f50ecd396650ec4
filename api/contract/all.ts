import { audienceRoutes } from './audience';
import { campaignRoutes } from './campaigns';
import { clientDataRoutes } from './client-data';
import { journeyRoutes } from './journeys';
import { returnRoutes } from './returns';
import { systemRoutes } from './system';

/** Every route of the API, by operation id. */
export const contract = {
  ...campaignRoutes,
  ...audienceRoutes,
  ...journeyRoutes,
  ...returnRoutes,
  ...clientDataRoutes,
  ...systemRoutes,
} as const;
