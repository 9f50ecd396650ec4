import { type Row } from '../row';
import { actRows } from './acts';
import { loopRows } from './loops';
import { maintenanceRows } from './maintenance';
import { readRows } from './reads';

/** Every recurring query and claim, see test/platform/scale-rows.test.ts for what makes the list complete. */
export const ROWS: Row[] = [...loopRows, ...maintenanceRows, ...actRows, ...readRows];
