/** Header and trailer of a binary COPY (PostgreSQL manual, "COPY", "Binary Format"). */
export const COPY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
export const COPY_TRAILER = Buffer.from([0xff, 0xff]);

/** A value of a binary COPY; it must match the column's type. */
export type CopyValue = null | Buffer | string | boolean | { int4: number } | { int8s: Buffer };

/** Type of a bigint array's elements. */
const INT8_OID = 20;

/**
 * Encodes rows for a binary COPY, which saves hex encoding of bytea. Strings are for text and json columns, not jsonb.
 */
export class CopyRows {
  private buffer = Buffer.allocUnsafeSlow(256 * 1024);
  private at = 0;

  add(values: CopyValue[]): void {
    this.room(2);
    this.at = this.buffer.writeInt16BE(values.length, this.at);
    for (const value of values) this.value(value);
  }

  /** Returns a copy of the rows added since the last call. */
  take(): Buffer {
    const rows = Buffer.allocUnsafeSlow(this.at);
    this.buffer.copy(rows, 0, 0, this.at);
    this.at = 0;
    return rows;
  }

  private value(value: CopyValue): void {
    if (value === null) this.int4(-1);
    else if (typeof value === 'string') this.text(value);
    else if (typeof value === 'boolean') {
      this.int4(1);
      this.room(1);
      this.at = this.buffer.writeInt8(value ? 1 : 0, this.at);
    } else if (Buffer.isBuffer(value)) {
      this.int4(value.length);
      this.room(value.length);
      this.at += value.copy(this.buffer, this.at);
    } else if ('int8s' in value) {
      this.int8s(value.int8s);
    } else {
      this.int4(4);
      this.int4(value.int4);
    }
  }

  /**
   * Writes an array as array_recv reads it: dimensions, null flag, element type, length, lower bound, then each element
   * with its size.
   */
  private int8s(values: Buffer): void {
    const count = values.length / 8;
    this.int4(count === 0 ? 12 : 20 + 12 * count);
    for (const part of count === 0 ? [0, 0, INT8_OID] : [1, 0, INT8_OID, count, 1]) this.int4(part);
    for (let i = 0; i < count; i++) {
      this.int4(8);
      this.room(8);
      this.at += values.copy(this.buffer, this.at, i * 8, i * 8 + 8);
    }
  }

  private int4(value: number): void {
    this.room(4);
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  private text(value: string): void {
    const size = Buffer.byteLength(value);
    this.int4(size);
    this.room(size);
    this.at += this.buffer.write(value, this.at);
  }

  private room(size: number): void {
    if (this.at + size <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow((this.buffer.length + size) * 2);
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}
