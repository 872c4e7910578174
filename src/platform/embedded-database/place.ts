import type { Launch } from './launch.ts';
import type { Programs } from './programs.ts';

/** Where one embedded server lives and how its programs are started: what every step of its life needs to know. */
export interface Place {
  readonly dataDir: string;
  readonly serverFolder: string;
  readonly programs: Programs;
  readonly launch: Launch;
  /** False for a database that is thrown away after use: it then need not survive a power cut. */
  readonly isDurable: boolean;
  readonly say: (line: string) => void;
}
