import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type Check, ReferenceFault } from './checks.ts';
import { type Code, type CodeList, CODE_LISTS, codeListFile } from './code-lists.ts';
import type { FileHead } from './file.ts';
import * as shapes from './file-shapes.ts';
import { type TaskTemplate, taskTemplatesFile, type Workload, workloadFile } from './task-templates.ts';

/** All that reference files say, each file checked by itself. */
export interface ReferenceValues {
  readonly heads: readonly FileHead[];
  readonly codes: ReadonlyMap<CodeList, readonly Code[]>;
  readonly ageBands: shapes.AgeBandsFile['sets'];
  readonly agencies: readonly shapes.Agency[];
  readonly assentRules: readonly shapes.AssentRule[];
  readonly branding: shapes.BrandingWordsFile;
  readonly complaintContacts: readonly shapes.ComplaintContact[];
  readonly consentTexts: readonly shapes.ConsentText[];
  readonly countries: readonly shapes.Country[];
  readonly disclosureTemplates: readonly shapes.DisclosureTemplate[];
  readonly healthWork: shapes.HealthWork;
  readonly placeWords: shapes.PlaceWordsFile['words'];
  readonly regionNeighbours: readonly shapes.RegionNeighbours[];
  readonly taxonomies: readonly shapes.Taxonomy[];
  readonly taskTemplates: readonly TaskTemplate[];
  readonly timers: shapes.Timers;
  readonly workload: Workload;
  readonly calendars: ReadonlyMap<string, shapes.CalendarFile>;
  readonly aliasWords: ReadonlyMap<string, shapes.AliasWordsFile>;
}

/** Reads every file of a folder of reference data; a file that is missing, broken or read by nobody is a fault. */
export function readReferenceFiles(folder: string): ReferenceValues {
  const files = new Map(jsonFilesIn(folder).map((path) => [path, parse(folder, path)]));
  const heads: FileHead[] = [];
  const read = <T extends Omit<FileHead, 'path'>>(path: string, shape: Check<T>): T => {
    if (!files.has(path)) throw new ReferenceFault(path, 'the file is missing');
    const checked = shape(files.get(path), `${path}:`);
    heads.push({ path, version: checked.version, source: checked.source, legalReview: checked.legalReview });
    files.delete(path);
    return checked;
  };
  const readAll = <T extends Omit<FileHead, 'path'>>(inside: string, shape: Check<T>): ReadonlyMap<string, T> => {
    const paths = [...files.keys()].filter((path) => path.startsWith(`${inside}/`));
    return new Map(paths.map((path) => [path.slice(inside.length + 1, -'.json'.length), read(path, shape)]));
  };

  const data = {
    codes: new Map(CODE_LISTS.map((name) => [name, read(`codes/${name}.json`, codeListFile(name)).codes])),
    ageBands: read('age-bands.json', shapes.ageBandsFile).sets,
    agencies: read('agencies.json', shapes.agenciesFile).agencies,
    assentRules: read('assent-rules.json', shapes.assentRulesFile).rules,
    branding: read('branding-words.json', shapes.brandingWordsFile),
    complaintContacts: read('complaint-contacts.json', shapes.complaintContactsFile).contacts,
    consentTexts: read('consent-texts.json', shapes.consentTextsFile).texts,
    countries: read('countries.json', shapes.countriesFile).countries,
    disclosureTemplates: read('disclosure-templates.json', shapes.disclosureTemplatesFile).templates,
    healthWork: read('health-work.json', shapes.healthWorkFile),
    placeWords: read('place-words.json', shapes.placeWordsFile).words,
    regionNeighbours: read('region-neighbours.json', shapes.regionNeighboursFile).regions,
    taxonomies: read('taxonomy-terms.json', shapes.taxonomyTermsFile).taxonomies,
    taskTemplates: read('task-templates.json', taskTemplatesFile).templates,
    timers: read('timers.json', shapes.timersFile),
    workload: read('workload.json', workloadFile),
    calendars: readAll('calendars', shapes.calendarFile),
    aliasWords: readAll('alias-words', shapes.aliasWordsFile),
  };
  const [unread] = files.keys();
  if (unread !== undefined) throw new ReferenceFault(unread, 'nobody reads this file');
  return { ...data, heads: heads.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function jsonFilesIn(folder: string): string[] {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return found.filter((path) => path.endsWith('.json')).map((path) => path.split(sep).join('/'));
}

function parse(folder: string, path: string): unknown {
  const written = readFileSync(join(folder, path), 'utf8');
  try {
    return JSON.parse(written);
  } catch (error) {
    throw new ReferenceFault(path, `not JSON: ${(error as Error).message}`);
  }
}
