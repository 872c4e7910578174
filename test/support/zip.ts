import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive, and what an archive that means no good would say of it. */
export interface Packed {
  readonly name: string;
  readonly content: string | Buffer;
  readonly says?: { readonly size?: number; readonly crc?: number; readonly flags?: number };
}

/** Packs files into a ZIP archive, as told: also such as no honest program would write. */
export function zipOf(files: readonly Packed[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, says = {} } of files) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const title = Buffer.from(name);
    const facts = (offset: number, into: Buffer): Buffer => {
      into.writeUInt16LE(20, offset);
      into.writeUInt16LE(says.flags ?? 0x800, offset + 2);
      into.writeUInt16LE(8, offset + 4);
      into.writeUInt32LE(says.crc ?? crc32(plain), offset + 10);
      into.writeUInt32LE(packed.length, offset + 14);
      into.writeUInt32LE(says.size ?? plain.length, offset + 18);
      into.writeUInt16LE(title.length, offset + 22);
      return into;
    };
    const local = facts(4, Buffer.alloc(30));
    local.writeUInt32LE(0x04034b50, 0);
    const entry = facts(6, Buffer.alloc(46));
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(at, 42);
    parts.push(local, title, packed);
    directory.push(entry, title);
    at += local.length + title.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}
