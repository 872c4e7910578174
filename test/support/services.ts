import type { Reply, Someone, World } from './world.ts';

/** Somebody who keeps the directory, an agency that offers something, and others who look. */
export interface Offering {
  readonly admin: Someone;
  /** Answers for the services of the agency. */
  readonly focalPoint: Someone;
  readonly officer: Someone;
  readonly partner: Someone;
  readonly worker: Someone;
}

/** Makes an administrator, a ministry of education with two people, a partner and a social worker. */
export async function anOffering(world: World): Promise<Offering> {
  const desk = await world.aUnit('education');
  const [admin, focalPoint, officer, partner, worker] = await Promise.all([
    world.someone('administrator'),
    world.someone('focal-point', desk),
    world.someone('ministry-officer', desk),
    world.someone('partner-worker'),
    world.someone('social-worker'),
  ]);
  return { admin, focalPoint, officer, partner, worker };
}

/** A place at school for children in Sughd, as the administrator enters it. */
export const newService = {
  serviceType: 'school-place',
  name: 'School places in Khujand',
  description: 'Places in ordinary classes.\nA language test first.',
  minAge: 6,
  maxAge: 17,
  sexes: ['female', 'male'],
  servedRegions: ['TJ-SU'],
  sites: [{ region: 'TJ-SU', city: 'Khujand', hours: [{ days: ['MO', 'WE'], opensAt: '09:00', closesAt: '12:30' }] }],
  languages: ['tg', 'ru'],
  schedule: 'Weekdays, 09:00 to 15:00',
  cost: 'Free',
};

/** Enters a service of somebody's unit. */
export async function aService({ admin }: Pick<Offering, 'admin'>, at: Someone, facts: object = {}): Promise<{ id: string; etag: string }> {
  const made = await admin.post('/services', { ...newService, receivingUnitId: at.unitId, ...facts });
  if (made.status !== 201) throw new Error(`no service: ${made.text}`);
  return { id: made.body.id as string, etag: String(made.headers.etag) };
}

/** Does something to a service as somebody sees it at the moment. */
export async function asSeen(who: Someone, id: string, deed: 'capacity' | 'verify', body: object = {}): Promise<Reply> {
  const { headers } = await who.get(`/services/${id}`);
  return who.post(`/services/${id}/${deed}`, body, { 'if-match': String(headers.etag) });
}

/** Puts something right in a service as somebody sees it at the moment. */
export async function edited(who: Someone, id: string, edit: object): Promise<Reply> {
  const { headers } = await who.get(`/services/${id}`);
  return who.patch(`/services/${id}`, edit, { 'if-match': String(headers.etag) });
}

/** Everything that can be done with the directory, each once. */
export async function everyDirectoryDeed(world: World, by = <T>(who: T): T => who): Promise<void> {
  const offering = await anOffering(world);
  const [admin, focalPoint] = [by(offering.admin), by(offering.focalPoint)];
  const { id } = await aService({ admin }, focalPoint);
  const replies = [
    await edited(admin, id, { escalationContactId: focalPoint.id, deputyId: offering.officer.id }),
    await asSeen(focalPoint, id, 'capacity', { places: 20, freePlaces: 3, waiting: 0 }),
    await asSeen(focalPoint, id, 'verify'),
    await by(offering.worker).get('/services/find?serviceType=school-place&ageBand=6-11&region=TJ-SU&language=tg&sex=female'),
  ];
  const document = { id: '5a1d2a4e-0f0b-4d0e-9c55-0a8f6a1b0001', name: 'Open kitchen', status: 'active' };
  const file = Buffer.from(JSON.stringify(document)).toString('base64');
  const checked = await admin.post('/service-imports', { receivingUnitId: focalPoint.unitId, file });
  replies.push(await admin.post(`/service-imports/${String(checked.body.id)}/commit`), await admin.get('/services/hsds?limit=2'));
  replies.push(await admin.get(`/service-imports/${String(checked.body.id)}`));
  for (const { status, text } of replies) if (status !== 200) throw new Error(text);
}
