import { describe, expect, it } from '@jest/globals';
import { AddressThrottle } from '../../src/modules/identity/address-throttle.ts';
import { faultOfPassword } from '../../src/modules/identity/password-rules.ts';
import { Passwords } from '../../src/modules/identity/passwords.ts';
import { Turns } from '../../src/modules/identity/turns.ts';

describe('A new password', () => {
  it.each([
    ['four kites above a salt lake', null],
    ['чор бодбарак дар кӯл', null],
    ['fourteen chars', 'too-short'],
    ['x'.repeat(129), 'too-long'],
    ['aaaaaaaaaaaaaaaaaaaa', 'too-easy'],
    ['abcdefghijklmnopqrstuvwxyz', 'too-easy'],
    ['homewardhomeward12', 'too-easy'],
    ['farida.rahimova.farida', 'too-easy'],
    ['𝗽𝗮𝘀𝘀𝘄𝗼𝗿𝗱𝗽𝗮𝘀𝘀𝘄𝗼𝗿𝗱', 'too-easy'],
  ])('%s: %s', (password, code) => {
    expect(faultOfPassword(password, ['frahimova', 'Farida Rahimova'])?.code ?? null).toBe(code);
  });
});

describe('What is kept of a password', () => {
  const passwords = new Passwords({ secret: 'a secret for tests alone, known to everybody' });

  it('knows the password again, however its letters were composed', async () => {
    const kept = await passwords.hash('café at the fourth bridge');
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/);
    expect(await passwords.isRight(kept, 'café at the fourth bridge'.normalize('NFD'))).toBe(true);
    expect(await passwords.isRight(kept, 'cafe at the fourth bridge')).toBe(false);
  });

  it('is worth nothing without the secret of the installation', async () => {
    const kept = await passwords.hash('café at the fourth bridge');
    const elsewhere = new Passwords({ secret: 'another secret of another installation altogether' });
    expect(await elsewhere.isRight(kept, 'café at the fourth bridge')).toBe(false);
  });

  it('is never right where none is kept', async () => {
    expect(await passwords.isRight(null, 'café at the fourth bridge')).toBe(false);
  });
});

describe('Taking turns', () => {
  it('lets two in at once, the others in order, and sends a crowd away', async () => {
    const turns = new Turns(2, 2);
    const doors: (() => void)[] = [];
    const done: number[] = [];
    const come = (who: number): Promise<void> =>
      turns.take(() => new Promise<void>((resolve) => doors.push(resolve))).then(() => void done.push(who));
    const all = [come(1), come(2), come(3), come(4)];
    await expect(come(5)).rejects.toMatchObject({ status: 503, code: 'busy' });
    expect(doors).toHaveLength(2);
    doors[1]?.();
    await all[1];
    expect(doors).toHaveLength(3);
    doors[0]?.();
    doors[2]?.();
    await all[2];
    doors[3]?.();
    await Promise.all(all);
    expect(done.slice(0, 1)).toEqual([2]);
  });

  it('gives the place free when something fails', async () => {
    const turns = new Turns(1, 0);
    await expect(turns.take(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(turns.take(() => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});

describe('Many tries from one place', () => {
  it('are slowed down after thirty in a minute, a whole IPv6 network as one place', () => {
    let now = 0;
    const throttle = new AddressThrottle(() => now);
    for (let tries = 1; tries <= 30; tries++) expect(throttle.waitFor(`2001:db8:0:7::${tries.toString(16)}`)).toBe(0);
    now = 15_000;
    expect(throttle.waitFor('2001:db8:0:7:ffff::1')).toBe(45);
    expect(throttle.waitFor('2001:db8:0:8::1')).toBe(0);
    expect(throttle.waitFor('::ffff:192.0.2.1')).toBe(0);
    now = 60_000;
    expect(throttle.waitFor('2001:db8:0:7::1')).toBe(0);
  });
});
