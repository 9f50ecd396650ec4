import { readPrintSftp } from '../../../config/print-sftp';
import { type Config } from '../../../config/settings';
import { PrintFolder } from '../folder';
import { SftpFiles } from './sftp-files';

type Settings = Pick<Config, 'PRINT_DIR' | 'PRINT_SFTP_URL' | 'PRINT_SFTP_KEY_FILE' | 'PRINT_SFTP_KNOWN_HOSTS'>;

/** What is shared with the print shop, by the settings: the folder, or its SFTP server. Throws if the settings are wrong. */
export function openPrintFolder(config: Settings): PrintFolder {
  const sftp = readPrintSftp(config);
  return new PrintFolder(config.PRINT_DIR, sftp && new SftpFiles(sftp, config.PRINT_DIR));
}
