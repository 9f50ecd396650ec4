import { type DeskClient, Refused } from './desk-client';
import { type WorkSession } from './work-session';

interface ChangeFile {
  fileId: number;
  status: string;
  totalsHash: string;
  needsSecondPerson: boolean;
}

/** Reviews the client's files of changes and applies them; large ones by the approver. */
export class ClientDataDesk {
  private readonly setAside = new Set<number>();

  constructor(private readonly parts: { manager: DeskClient; approver: DeskClient; session: WorkSession }) {}

  /** Works for the instant `at`; returns the number of items left. */
  async work(at: number): Promise<number> {
    const { manager, session } = this.parts;
    let left = 0;
    for await (const { id } of manager.all<{ id: number }>('/api/campaigns')) {
      for (const file of await this.open(id)) {
        if (session.isOver() || !(await session.attempt(() => this.apply(file, at)))) left += 1;
      }
    }
    return left;
  }

  private async open(campaign: number): Promise<ChangeFile[]> {
    const files: ChangeFile[] = [];
    for await (const file of this.parts.manager.all<ChangeFile>(`/api/client-data?campaign=${campaign}`)) {
      if (file.status === 'preview' && !this.setAside.has(file.fileId)) files.push(file);
    }
    return files.reverse(); // the oldest first
  }

  private async apply({ fileId: id, totalsHash, needsSecondPerson }: ChangeFile, at: number): Promise<boolean> {
    const { session } = this.parts;
    const by = needsSecondPerson ? 'approver' : 'manager';
    const sent = { body: { totalsHash }, key: `apply/${id}` };
    const note = { desk: 'client_data', id, by } as const;
    try {
      await this.parts[by].post(`/api/client-data/${id}/apply`, sent);
      session.note(at, { ...note, what: 'applied' });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.setAside.add(id);
      session.note(at, { ...note, what: error.code });
    }
    return true;
  }
}
