import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { Unreadable } from './findings.ts';

/** The most an archive may hold: a national directory is far below, and a bomb is not unpacked to find out. */
const most = { files: 100, bytes: 32 * 1024 * 1024 };

/** The files of an archive by name. Nothing is written anywhere; sizes are held against what the archive says before and while unpacking. */
export async function unzip(bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  try {
    const archive = await fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true });
    return await filesOf(archive);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    const isEscape = /^(absolute path|invalid relative path|invalid characters in fileName)/.test((error as Error).message);
    throw new Unreadable(isEscape ? 'archive-escapes' : 'archive-broken');
  }
}

async function filesOf(archive: ZipFile): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  if (archive.entryCount > most.files) throw new Unreadable('archive-too-large');
  let held = 0;
  for await (const entry of archive.eachEntry()) {
    held += entry.uncompressedSize;
    if (held > most.bytes) throw new Unreadable('archive-too-large', entry.fileName);
    if (entry.isEncrypted()) throw new Unreadable('archive-locked', entry.fileName);
    if (entry.fileName.endsWith('/')) continue;
    if (files.has(entry.fileName)) throw new Unreadable('archive-twice', entry.fileName);
    files.set(entry.fileName, await contentOf(archive, entry));
  }
  return files;
}

async function contentOf(archive: ZipFile, entry: Entry): Promise<Buffer> {
  const content = await buffer(await archive.openReadStreamPromise(entry));
  if (crc32(content) !== entry.crc32) throw new Unreadable('archive-broken', entry.fileName);
  return content;
}
