import { audienceRoutes } from './audience';
import { campaignRoutes } from './campaigns';
import { journeyRoutes } from './journeys';
import { systemRoutes } from './system';

/** Every route of the API, by operation id. */
export const contract = { ...campaignRoutes, ...audienceRoutes, ...journeyRoutes, ...systemRoutes } as const;
