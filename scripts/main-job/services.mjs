// What the girl is referred for, and who gives it: a service of a ministry and a service of a partner.
import { WentWrong } from './telling.mjs';

const consentAlone = ['share'];

/** For a type of agency, a service it gives to a child of ten, and the consent it asks for. */
const byAgencyType = {
  education: { serviceType: 'school-place', said: 'a place at school', scopes: consentAlone },
  health: { serviceType: 'vaccination', said: 'vaccination', scopes: ['share', 'health'] },
  'justice-civil': { serviceType: 'birth-registration', said: 'registration of her birth', scopes: consentAlone },
  'child-protection': { serviceType: 'guardianship', said: 'a guardian', scopes: consentAlone },
  social: { serviceType: 'social-benefit', said: 'a social benefit', scopes: consentAlone },
  partner: { serviceType: 'psychosocial-support', said: 'psychosocial support', scopes: ['share', 'mhpss'] },
};

/** A service of a ministry other than the worker's own, and one of the partner. */
export async function servicesOf({ worker, partner }, cast) {
  const ministry = await serviceOfMinistry(worker, cast);
  const civil = await serviceOf(worker, partner);
  if (civil.serviceType === undefined) throw new WentWrong(`${partner.agency.name} is no civil-society partner.`);
  return [
    { ...ministry, outsider: partner },
    { ...civil, outsider: ministry.receiver },
  ];
}

async function serviceOfMinistry(worker, cast) {
  for await (const officer of cast.of('ministry-officer')) {
    const service = await serviceOf(worker, officer);
    if (officer.agency.id !== worker.agency.id && service.serviceType !== undefined) return service;
  }
  throw new WentWrong('The accounts hold no ministry officer of another agency that serves children.');
}

async function serviceOf(worker, receiver) {
  const { type } = await worker.read(`/agencies/${receiver.agency.id}`);
  return { ...byAgencyType[type], receiver, agency: receiver.agency, unit: receiver.unit };
}
