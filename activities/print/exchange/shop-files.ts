/** A file as it was read. */
export interface ReadFile {
  bytes: Buffer;
  /** Real ms for which it has not changed. */
  unchangedMs: number;
}

/**
 * The files shared with the print shop, in a folder or on its SFTP server. Paths are relative, such as `out/<run>`; what
 * is `tmp/<name>` in our own folder is a draft. What the shop sees appears at once and whole, and never over something
 * else. Methods reject with print_shop_away, print_shop_host_key, print_shop_refused or print_shop_differs, after which
 * the same call may be made again.
 */
export interface ShopFiles {
  /** Names of the files in a folder, in order; hidden ones are drafts and left out. */
  names(folder: string): Promise<string[]>;
  has(path: string): Promise<boolean>;
  /** Undefined if it is not there. */
  read(path: string): Promise<ReadFile | undefined>;
  /** Brings the draft `tmp/<name>`, a file or a folder of files, beside the place where the shop looks, and compares it. */
  stage(name: string): Promise<void>;
  /** Where the draft lies once it is staged. */
  stagedAs(name: string): Promise<string>;
  /** Whether the draft, as it is now, lies there whole. */
  isStaged(name: string): Promise<boolean>;
  /** Shows the shop a staged draft as `to`. If the same bytes are there already, nothing is left to do. */
  publish(name: string, to: string): Promise<void>;
  /** Forgets everything staged for a name, and for names that begin with it and a dot. */
  unstage(name: string): Promise<void>;
  /** False if `to` is taken. A file that has gone meanwhile is no error. */
  move(from: string, to: string): Promise<boolean>;
  /** False if there is no such file. */
  remove(path: string): Promise<boolean>;
}
