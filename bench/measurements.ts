import { imports } from './audience/import';
import { letters } from './delivery/letters';
import { mail } from './delivery/mail';
import { histories } from './launch/histories';
import { latency } from './launch/latency';
import { launch } from './launch/launch';
import { profile } from './launch/profile';
import { size } from './launch/size';
import { visibility } from './launch/visibility';
import { type Measurement } from './measurement';
import { pages } from './pages/console';
import { stops } from './pages/stop';
import { versions } from './pages/versions';
import { rehearsal } from './rehearsal';
import { scale } from './scale';
import { scans } from './scans';

/** All measurements, in the order in which they run: what takes longest last. */
export const MEASUREMENTS: Measurement[] = [
  ...[
    launch,
    histories,
    latency,
    visibility,
    profile,
    imports,
    letters,
    mail,
    rehearsal,
    stops,
    versions,
    scale,
    pages,
    scans,
    size,
  ],
];
