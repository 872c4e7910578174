import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../platform/config.ts';
import type { Letter } from './letter.ts';
import { PostBox, type Posted } from './post-box.ts';

/** Lays letters into a folder, one file for each: laid down twice, it is still one. For whoever has no mail server, or wants to look. */
export class Spool extends PostBox {
  constructor(private readonly config: Pick<Config, 'dataDir'>) {
    super();
  }

  override async post({ id, personId: to, subject, text, notifications }: Letter): Promise<Posted> {
    const folder = join(this.config.dataDir, 'mail');
    await mkdir(folder, { recursive: true });
    // Written aside and moved into place: whoever reads the spool sees whole mails only.
    await writeFile(join(folder, `.${id}`), JSON.stringify({ id, to, subject, text, notifications }, null, 2));
    await rename(join(folder, `.${id}`), join(folder, `${id}.json`));
    return { as: 'sent' };
  }
}
