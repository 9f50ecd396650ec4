import { once } from 'node:events';
import { type Writable } from 'node:stream';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const FLUSH_BYTES = 256 * 1024;

/** A value as it goes into a binary COPY; the column's type decides which one it must be. */
export type CopyValue = null | Buffer | string | boolean | { int4: number };

/**
 * Writes rows in PostgreSQL's binary COPY format (manual, "COPY", "Binary Format"): no hex for bytea on either side.
 * Text goes to text or json columns, not jsonb.
 */
export class CopyWriter {
  private buffer = Buffer.allocUnsafe(FLUSH_BYTES * 2);
  private at = 0;

  constructor(private readonly out: Writable) {
    this.bytes(SIGNATURE);
  }

  async row(values: CopyValue[]): Promise<void> {
    this.room(2);
    this.at = this.buffer.writeInt16BE(values.length, this.at);
    for (const value of values) this.value(value);
    if (this.at >= FLUSH_BYTES) await this.flush();
  }

  /** Ends the stream and waits until the server has taken everything. */
  async end(): Promise<void> {
    this.room(2);
    this.at = this.buffer.writeInt16BE(-1, this.at);
    await this.flush();
    const finished = once(this.out, 'finish');
    this.out.end();
    await finished;
  }

  private value(value: CopyValue): void {
    if (value === null) this.length(-1);
    else if (typeof value === 'string') this.text(value);
    else if (typeof value === 'boolean') {
      this.length(1);
      this.bytes(value ? TRUE : FALSE);
    } else if (Buffer.isBuffer(value)) {
      this.length(value.length);
      this.bytes(value);
    } else {
      this.length(4);
      this.length(value.int4);
    }
  }

  private length(value: number): void {
    this.room(4);
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  private text(value: string): void {
    const size = Buffer.byteLength(value);
    this.length(size);
    this.room(size);
    this.at += this.buffer.write(value, this.at);
  }

  private bytes(value: Buffer): void {
    this.room(value.length);
    this.at += value.copy(this.buffer, this.at);
  }

  private room(size: number): void {
    if (this.at + size <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe((this.buffer.length + size) * 2);
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }

  private async flush(): Promise<void> {
    const chunk = Buffer.from(this.buffer.subarray(0, this.at));
    this.at = 0;
    if (!this.out.write(chunk)) await once(this.out, 'drain');
  }
}

const TRUE = Buffer.from([1]);
const FALSE = Buffer.from([0]);
