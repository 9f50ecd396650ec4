import { type ReturnStatus } from '../../domain/returns/return-rules';

type Tone = 'plain' | 'ok' | 'warn' | 'danger' | 'acc';

const TONES: Record<ReturnStatus, Tone> = {
  received: 'acc',
  entered: 'acc',
  mismatch: 'warn',
  held: 'warn',
  accepted: 'ok',
  late: 'danger',
  defect: 'danger',
  undeliverable: 'plain',
  withdrawn: 'plain',
};

/** The colour of a return's state, beside its word. */
export const statusTone = (status: ReturnStatus): Tone => TONES[status];
